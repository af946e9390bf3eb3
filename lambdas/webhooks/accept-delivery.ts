import { bodyCapBytes } from '../foundation/core/api.ts';
import { type Clock, isoTime } from '../foundation/core/clock.ts';
import type { GroupOutbox, MetaApp, Secrets } from '../foundation/core/doors.ts';
import { asFailure, Failure } from '../foundation/core/failure.ts';
import type { Notes } from '../foundation/core/notes.ts';
import { type SignatureAnswer, verify } from '../foundation/meta/signature.ts';
import { itemsOf, malformedItem } from './delivery-items.ts';

/** What the webhook route may touch: nothing that could be slow. */
export interface AcceptDoors {
  readonly secrets: Secrets;
  readonly outbox: GroupOutbox<'webhookEvents'>;
  readonly clock: Clock;
}

/** One POST as it came: the bytes that Meta signed and the lower-cased headers. */
export interface Delivery {
  readonly body: Uint8Array;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** Every secret that may have signed: the current ones first, then previous ones that have not run out. */
export function candidateSecrets(apps: readonly MetaApp[], now: number): readonly string[] {
  const secrets = apps.map((app) => app.appSecret);
  for (const { previousAppSecret, previousUntil } of apps) {
    if (previousUntil !== undefined && previousAppSecret !== undefined && Date.parse(previousUntil) > now)
      secrets.push(previousAppSecret);
  }
  return secrets.includes('') ? secrets.filter(Boolean) : secrets;
}

/** A secret set while functions are warm is found at the first mismatch; the door limits re-reads to one a minute. */
async function verifiedAfresh({ body, headers }: Delivery, { secrets, clock }: AcceptDoors): Promise<SignatureAnswer> {
  const fresh = candidateSecrets(await secrets.metaApps({ fresh: true }), clock.now());
  if (fresh.length === 0) throw new Failure('misconfigured', 'no Meta app secret is set', { outcome: 'no-app-secret' });
  return verify(body, headers, fresh);
}

/** Undefined when the secrets that we know cannot tell. */
function verified({ body, headers }: Delivery, current: readonly string[]): SignatureAnswer | undefined {
  const answer = current.length > 0 ? verify(body, headers, current) : undefined;
  return answer === 'mismatch' ? undefined : answer;
}

/**
 * Verify, split, send; resolves only when SQS has everything, so that 200 means durable.
 * Throws `Failure` `too-large`, `bad-signature`, `misconfigured` (no secret set), `unavailable` (SQS refused a part);
 * each is counted by its reason.
 * A signed body that holds no items travels as `malformed`: a 4xx would be retried for 36 hours, then unsubscribe us.
 */
export async function acceptDelivery(delivery: Delivery, doors: AcceptDoors, notes: Notes): Promise<void> {
  const { secrets, outbox, clock } = doors;
  try {
    if (delivery.body.byteLength > bodyCapBytes) throw new Failure('too-large', 'the body is over 4.5 MB');
    const current = candidateSecrets(await secrets.metaApps(), clock.now());
    const signature = verified(delivery, current) ?? (await verifiedAfresh(delivery, doors));
    if (signature !== 'ok')
      throw new Failure('bad-signature', 'the signature does not match', { outcome: `signature-${signature}` });
    const firstSeenAt = isoTime(clock.now());
    const groups = itemsOf(delivery.body, firstSeenAt);
    let malformed = typeof groups === 'string' ? groups : undefined;
    try {
      if (typeof groups !== 'string') await outbox.sendGroups('webhookEvents', groups, { firstSeenAt });
    } catch (thrown) {
      // JSON.stringify's own stack ends before JSON.parse's: a body nested thousands deep cannot travel as items.
      if (!(thrown instanceof RangeError)) throw thrown;
      malformed = 'nested too deeply';
    }
    if (malformed !== undefined) await sendMalformed(malformedItem(delivery.body, malformed, firstSeenAt), doors);
    noteDelivery(notes, malformed === undefined ? 'accepted' : 'malformed');
  } catch (thrown) {
    noteDelivery(notes, asFailure(thrown).outcome);
    throw thrown;
  }
}

/** One outcome for the line and its metrics: this is the line that a million events cost a million times. */
function noteDelivery(notes: Notes, outcome: string): void {
  notes.outcome(outcome);
  notes.count('WebhookDeliveries', 1, { outcome });
}

const sendMalformed = (item: ReturnType<typeof malformedItem>, { outbox }: AcceptDoors) =>
  outbox.send('webhookEvents', [item], { group: 'malformed', firstSeenAt: item.receivedAt });
