import type * as z from 'zod/mini';
import type { BudgetKey } from '../../core/usage.ts';
import type { GraphIdentity } from '../identity.ts';
import { appBudget } from '../wire/budget-keys.ts';
import type { GraphCall } from '../wire/graph-call.ts';
import { done } from './shapes.ts';

type Params = Readonly<Record<string, string>>;

/** A read by somebody's token; without `keys` it draws on the app's platform limit. */
export const read = <T>(
  identity: GraphIdentity,
  name: string,
  path: string,
  params: Params,
  answer: z.ZodMiniType<T>,
  keys: readonly BudgetKey[] = appBudget(identity.app),
): GraphCall<T> => ({ name, effect: 'read', method: 'GET', path, params, speaker: { identity }, keys, answer });

/** A write by somebody's token that may be repeated without harm and whose answer says no more than that it is done. */
export const write = (
  identity: GraphIdentity,
  name: string,
  method: 'POST' | 'DELETE',
  path: string,
  params: Params = {},
  keys: readonly BudgetKey[] = appBudget(identity.app),
): GraphCall<undefined> => ({ name, effect: 'set', method, path, params, speaker: { identity }, keys, answer: done });
