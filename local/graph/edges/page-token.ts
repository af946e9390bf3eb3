import type { ThingOf } from '../world/things.ts';
import type { Token } from '../world/tokens.ts';
import { tokenTasks } from '../world/visible.ts';
import type { View } from './edge.ts';

/**
 * The Page's token for whoever has a task on it. Taken with a long-lived user token it has no end; otherwise it ends with
 * the token it was taken with (fact sheet §2). Undefined for those who get none.
 */
export function pageTokenFor({ meta, caller }: View, page: ThingOf<'page'>): string | undefined {
  const { token } = caller;
  if (token === null || token.kind === 'instagram') return undefined;
  if (token.page !== null) return token.page === page.id ? token.text : undefined;
  if (tokenTasks(meta.world, token, page).length === 0 || !caller.scopes.has('pages_show_list')) return undefined;
  const { app, person, long, scopes, snapshot, dataAccessExpiresAt } = token;
  const same = { app, person, long, scopes, snapshot, dataAccessExpiresAt };
  const fields = { ...same, kind: 'page' as const, page: page.id, assets: null, expiresAt: pageTokenEnd(token) };
  return meta.tokens.issueOnce(`${token.hash}:${page.id}`, fields).text;
}

const pageTokenEnd = ({ kind, long, expiresAt }: Token): number | null => (kind === 'user' && long ? null : expiresAt);
