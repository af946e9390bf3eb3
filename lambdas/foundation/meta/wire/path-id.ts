import { Failure } from '../../core/failure.ts';

const legal = /^\w[\w.-]{0,127}$/;

/** An id as a path segment; throws `Failure` `invalid-request` on what could be more than a segment. */
export function pathId(id: string): string {
  if (!legal.test(id)) throw new Failure('invalid-request', 'not an id of Meta’s');
  return id;
}

/** An ad account as a path segment, `act_` before the bare id. */
export const actId = (id: string) => pathId(`act_${bareId(id)}`);

/** The bare id of an ad account, by which headers and budgets name it. */
export const bareId = (id: string) => id.replace(/^act_/, '');
