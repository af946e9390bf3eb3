import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { Env } from '../contract/env.ts';
import type { FunctionName } from '../contract/functions.ts';
import type { Cursors, Secrets } from '../core/doors.ts';
import { Failure } from '../core/failure.ts';
import { openSecrets } from './secrets.ts';

/** Bytes of the seal: 128 bits cannot be guessed. */
const sealBytes = 16;

/** Cursors of a function whose line names the secret `verifyToken`. */
export function openCursors<N extends FunctionName>(
  env: Env<N> & { readonly secretArn: { readonly verifyToken: string } },
): Cursors;
export function openCursors(env: Env<'webhooks/manage'>): Cursors {
  return makeCursors(openSecrets(env));
}

/**
 * Positions sealed by HMAC-SHA-256 under a key derived (HKDF) from the stage's verify token, bound to the workspace.
 * The position itself can be read by its holder; it only cannot be made or moved to another workspace.
 */
export function makeCursors(secrets: Pick<Secrets, 'verifyToken'>): Cursors {
  return {
    async seal(workspace, position) {
      const bytes = Buffer.from(position);
      return Buffer.concat([sealOf(await secrets.verifyToken(), workspace, bytes), bytes]).toString('base64url');
    },
    async open(workspace, cursor) {
      const bytes = Buffer.from(cursor, 'base64url');
      const [seal, position] = [bytes.subarray(0, sealBytes), bytes.subarray(sealBytes)];
      const whole = bytes.toString('base64url') === cursor && seal.byteLength === sealBytes;
      const fits = (token: string) => timingSafeEqual(seal, sealOf(token, workspace, position));
      const known = whole && (fits(await secrets.verifyToken()) || fits(await secrets.verifyToken({ fresh: true })));
      if (known) return position.toString('utf8');
      const errors = [{ path: 'query.cursor', reason: 'is not a `nextCursor` of this list' }];
      throw new Failure('invalid-request', 'the cursor is not one of ours', { errors });
    },
  };
}

function sealOf(token: string, workspace: string, position: Uint8Array): Buffer {
  const key = hkdfSync('sha256', token, '', 'metaport paging cursor', 32);
  const seal = createHmac('sha256', Buffer.from(key)).update(`${workspace}\n`).update(position).digest();
  return seal.subarray(0, sealBytes);
}
