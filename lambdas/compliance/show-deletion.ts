import type * as z from 'zod/mini';
import type { BrowserAnswer } from '../foundation/core/api.ts';
import { Failure } from '../foundation/core/failure.ts';
import type { DeletionRequests } from '../foundation/store/deletion-requests.ts';
import { DeletionStatus, statusView } from './deletion-status.ts';
import { renderStatus } from './render-status.ts';

const legal = /^[a-zA-Z0-9]{1,128}$/;

/**
 * How far a request is: a page for a browser (`Accept` names `text/html`), else the bare status.
 * Throws `Failure` `not-found`.
 */
export async function showDeletion(
  code: string,
  accept: string | undefined,
  { requests }: { readonly requests: Pick<DeletionRequests, 'get'> },
): Promise<BrowserAnswer | z.output<typeof DeletionStatus>> {
  const request = legal.test(code) ? await requests.get(code) : undefined;
  if (request === undefined) throw new Failure('not-found', 'no such deletion request');
  const status = DeletionStatus.parse(statusView(request));
  return accept?.includes('text/html') ? { status: 200, page: renderStatus(status) } : status;
}
