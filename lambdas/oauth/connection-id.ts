import { createHash } from 'node:crypto';
import type { Connection } from '../foundation/store/connections.ts';

/** What makes a connection the same one when a person connects again. */
export type ConnectedAs = Pick<Connection, 'workspace' | 'appId' | 'platform' | 'metaUserId'>;

/**
 * The id of a connection, from who is connected: the same person in the same workspace, app and platform renews one
 * connection, and two callbacks at once cannot make two.
 */
export function connectionId({ workspace, appId, platform, metaUserId }: ConnectedAs): string {
  const named = JSON.stringify([workspace, appId, platform, metaUserId]);
  return `con_${createHash('sha256').update(named).digest('hex').slice(0, 32)}`;
}
