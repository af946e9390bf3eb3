import type { Connection } from '../../../lambdas/foundation/store/connections.ts';
import { connectionId } from '../../../lambdas/oauth/connection-id.ts';
import { noProgress } from '../../../lambdas/oauth/keep-connection.ts';

const who = { workspace: 'shop', appId: '1234567890', platform: 'facebook', metaUserId: '990000000000005' } as const;

/** A connected row with a token of 60 days, changed as a test wants it. */
export const rowOf = (changes: Partial<Connection> = {}): Connection => ({
  ...who,
  id: connectionId({ ...who, ...changes }),
  version: 1,
  name: 'Ada',
  state: 'connected',
  reason: null,
  features: ['pages'],
  asked: ['pages_show_list', 'pages_read_engagement'],
  granted: ['pages_show_list', 'pages_read_engagement'],
  declined: [],
  granular: {},
  tokens: [{ kind: 'user', subject: 'me', expiresAt: '2027-01-20T10:00:00.000Z', dataAccessExpiresAt: null }],
  missing: [],
  progress: { ...noProgress, phase: 'done' },
  businessId: null,
  createdBy: 'user-1',
  createdAt: '2026-11-21T09:00:00.000Z',
  updatedAt: '2026-11-21T09:00:00.000Z',
  verifiedAt: '2026-11-21T09:00:00.000Z',
  warnedDays: null,
  ...changes,
});
