import { createHmac } from 'node:crypto';
import { unixSeconds } from '../foundation/core/clock.ts';
import type { Message } from '../foundation/core/messages.ts';
import type { DeletionRequest } from '../foundation/store/deletion-requests.ts';
import type { SignedCallback } from './signed-callback.ts';

/**
 * The public code of a deletion request: 64 alphanumerics that nobody can guess, the same for the same callback. What is
 * signed here holds line ends, which no signed request does, so neither can stand for the other.
 */
export const confirmationCode = ({ secret, appId, userId, issuedAt }: SignedCallback): string =>
  createHmac('sha256', secret).update(`metaport deletion\n${appId}\n${userId}\n${issuedAt}`).digest('hex');

/** How long the status page stands: a year. */
const lifeSeconds = 365 * 24 * 3600;

/** A request at its beginning, without anything of the person. */
export const newRequest = ({ code, appId, requestedAt }: Message<'erasures'>): DeletionRequest => ({
  code,
  appId,
  state: 'received',
  version: 1,
  counts: {},
  cursor: null,
  requestedAt,
  updatedAt: requestedAt,
  finishedAt: null,
  expiresAt: unixSeconds(Date.parse(requestedAt)) + lifeSeconds,
});

/** Where a person sees how far their request is. */
export const statusUrl = (publicUrl: string, code: string) => `${publicUrl}/compliance/deletion/${code}`;
