import type { GraphIdentity } from '../identity.ts';
import { appBudget, objectBudget } from '../wire/budget-keys.ts';
import { pathId } from '../wire/path-id.ts';
import type { MetaBody } from './json-body.ts';
import type { MessagingAccount } from './message-calls.ts';
import { sendPace } from './send-pace.ts';

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
  const useCase = platformOf(identity, platform);
  const keys = objectBudget(identity, account, useCase);
  return { path: `/${pathId(account)}/${edge}`, surface, speaker: { identity }, keys } as const;
}

/**
 * The same for a message, which draws on a fixed pace too; what Meta refuses blocks the account's own allowance, the
 * last. A closed app (code 4, 341) holds up all of them.
 */
export function sendEdge(identity: GraphIdentity, account: MessagingAccount, body: MetaBody) {
  const edge = conversationEdge(identity, account, 'messages');
  const useCase = sendPace(body, platformOf(identity, account.platform));
  const keys = [{ scope: 'object', id: account.account, useCase }, ...edge.keys] as const;
  return { ...edge, keys, heldBy: appBudget(identity.app) } as const;
}

const platformOf = ({ app }: GraphIdentity, platform: MessagingAccount['platform'] = 'messenger') =>
  app.kind === 'instagram' ? 'instagram' : platform;
