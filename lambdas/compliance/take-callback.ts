import { isoTime } from '../foundation/core/clock.ts';
import type { Outbox } from '../foundation/core/doors.ts';
import type { Notes } from '../foundation/core/notes.ts';
import type { DeletionRequests } from '../foundation/store/deletion-requests.ts';
import { confirmationCode, newRequest, statusUrl } from './deletion-request.ts';
import { type CallbackDoors, counted, readCallback } from './signed-callback.ts';

/** What taking a callback may touch. `publicUrl` is the API's origin without a slash at its end. */
export interface TakeDoors extends CallbackDoors {
  readonly outbox: Outbox<'connectionCare' | 'erasures'>;
  readonly requests: Pick<DeletionRequests, 'create'>;
  readonly publicUrl: string;
}

/**
 * A person took the app off at Meta: their tokens are wiped on the queue. `at` is Meta's own time, so that a replay
 * does not reach what was connected since. Throws `Failure` as `readCallback`, `unavailable`.
 */
export const takeDeauthorisation = (body: Uint8Array, { outbox, ...doors }: TakeDoors, notes: Notes): Promise<void> =>
  counted(notes, 'deauthorised', async () => {
    const { appId, userId, issuedAt } = await readCallback(body, doors);
    const deauthorised = { appId, userId, at: isoTime(issuedAt) };
    await outbox.send('connectionCare', [{ deauthorised }], { group: userId });
  });

/** What Meta wants to be answered (fact sheet §2). */
export interface DeletionAnswer {
  readonly url: string;
  readonly confirmation_code: string;
}

/**
 * A person asks that what we have of them be deleted. The message goes first and carries the whole request, the row
 * second: a crash in between leaves an erasure that runs, never a page that promises what nobody does. The same
 * request has the same code, so a replay changes nothing. Throws `Failure` as `readCallback`, `unavailable`.
 */
export const takeDeletion = (body: Uint8Array, doors: TakeDoors, notes: Notes): Promise<DeletionAnswer> =>
  counted(notes, 'deletion', async () => {
    const callback = await readCallback(body, doors);
    const { appId, userId, issuedAt } = callback;
    const request = { code: confirmationCode(callback), appId, userId, requestedAt: isoTime(issuedAt) };
    await doors.outbox.send('erasures', [request], { group: userId });
    await doors.requests.create(newRequest(request));
    return { url: statusUrl(doors.publicUrl, request.code), confirmation_code: request.code };
  });
