import type { Clock } from '../foundation/core/clock.ts';
import type { MetaApp, Secrets } from '../foundation/core/doors.ts';
import { asFailure, Failure } from '../foundation/core/failure.ts';
import type { Notes } from '../foundation/core/notes.ts';
import { readSignedRequest, type SignedRequestRefusal } from '../foundation/meta/signed-request.ts';

/** What reading a callback may touch. */
export interface CallbackDoors {
  readonly secrets: Pick<Secrets, 'metaApps'>;
  readonly clock: Clock;
}

/** A callback that Meta signed: for which app, about whom (an app-scoped id), and when, milliseconds since 1970. */
export interface SignedCallback {
  readonly appId: string;
  readonly userId: string;
  readonly issuedAt: number;
  /** The secret that signed: what is derived from the callback is derived with it, so a replay derives the same. */
  readonly secret: string;
}

/** A real one has a few hundred bytes; this is read before anything is parsed. */
const mostBytes = 32_768;

/**
 * Reads a deauthorise or deletion callback: a form with one `signed_request`, made with the current or the previous
 * secret of one of our apps. Throws `Failure` `bad-signature` (forged, stale, another algorithm; `outcome` says which),
 * `too-large`, `misconfigured` (no app secret is set: Meta may call again), `unavailable`.
 */
export async function readCallback(body: Uint8Array, doors: CallbackDoors): Promise<SignedCallback> {
  if (body.byteLength > mostBytes) throw new Failure('too-large', 'a signed request has a few hundred bytes');
  const text = signedRequestIn(body);
  const apps = await doors.secrets.metaApps();
  const answer = apps.length > 0 ? readWith(text, apps, doors.clock.now()) : 'mismatch';
  const settled = answer === 'mismatch' ? await readAfresh(text, doors) : answer;
  if (typeof settled !== 'string') return settled;
  throw new Failure('bad-signature', 'the signed request is not one of Meta’s for our apps', {
    outcome: `forged-${settled}`,
  });
}

function signedRequestIn(body: Uint8Array): string {
  const values = new URLSearchParams(Buffer.from(body).toString('utf8')).getAll('signed_request');
  const [text] = values;
  if (text !== undefined && values.length === 1) return text;
  const outcome = text === undefined ? 'forged-absent' : 'forged-doubled';
  throw new Failure('bad-signature', 'the form has no single signed_request', { outcome });
}

/** A secret set while functions are warm is found at the first mismatch; the door limits re-reads to one a minute. */
async function readAfresh(text: string, { secrets, clock }: CallbackDoors) {
  const apps = await secrets.metaApps({ fresh: true });
  if (apps.length === 0) throw new Failure('misconfigured', 'no Meta app secret is set', { outcome: 'no-app-secret' });
  return readWith(text, apps, clock.now());
}

/** Tries each secret of each app; a refusal other than a mismatch means that the secret was the right one. */
function readWith(text: string, apps: readonly MetaApp[], now: number): SignedCallback | SignedRequestRefusal {
  for (const app of apps) {
    for (const secret of secretsOf(app, now)) {
      const read = readSignedRequest(text, [secret], now);
      if (typeof read !== 'string') return { appId: app.appId, ...read, secret };
      if (read !== 'mismatch') return read;
    }
  }
  return 'mismatch';
}

function secretsOf({ appSecret, previousAppSecret, previousUntil }: MetaApp, now: number): readonly string[] {
  const living = previousUntil !== undefined && Date.parse(previousUntil) > now;
  return living && previousAppSecret !== undefined ? [appSecret, previousAppSecret] : [appSecret];
}

/** Runs the work of a callback and counts what came of it, under the work's own word or the failure's. */
export async function counted<T>(notes: Notes, word: string, work: () => Promise<T>): Promise<T> {
  const count = (outcome: string) => {
    notes.outcome(outcome);
    notes.count('ComplianceCallbacks', 1, { outcome });
  };
  try {
    const answer = await work();
    count(word);
    return answer;
  } catch (thrown) {
    count(asFailure(thrown).outcome);
    throw thrown;
  }
}
