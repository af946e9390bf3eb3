import type { GraphIdentity } from '../identity.ts';
import { objectBudget } from '../wire/budget-keys.ts';
import { pathId } from '../wire/path-id.ts';
import type { MessagingAccount } from './message-calls.ts';

/**
 * Where an account's conversations are reached and whose allowance that is (fact sheet §4: Messenger and Instagram count
 * apart). Instagram Login's app speaks on Instagram's own graph, by itself.
 */
export function conversationEdge(
  identity: GraphIdentity,
  { account, platform = 'messenger' }: MessagingAccount,
  edge: string,
) {
  const surface = identity.app.kind === 'instagram' ? 'instagram' : 'messenger';
  const useCase = surface === 'instagram' ? 'instagram' : platform;
  const keys = objectBudget(identity, account, useCase);
  return { path: `/${pathId(account)}/${edge}`, surface, speaker: { identity }, keys } as const;
}
