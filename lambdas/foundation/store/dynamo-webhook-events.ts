import type { Clock } from '../core/clock.ts';
import type { Blobs } from '../core/doors.ts';
import { type BlankDoors, blankEvent } from './blank-event.ts';
import { WebhookEvent, type WebhookEventRow } from './entities/webhook-event.ts';
import { bodyText, parseBody, unpackText } from './event-body.ts';
import { claimEvent, claimForReplay } from './event-claims.ts';
import { eventHours } from './event-hours.ts';
import { decodeEventId, encodeEventId, keptKey } from './event-ids.ts';
import { eventWalk } from './event-walk.ts';
import { type OneTable, oneTable } from './one-table.ts';
import type { TableCalls } from './table-calls.ts';
import type { Claim, EventKey, KeptEvent, WebhookEvents } from './webhook-events.ts';

/** What the log stands on. `tableName` is the physical name of `ledger`; without `blobs` a giant body is refused. */
export interface EventDoors {
  readonly calls: TableCalls;
  readonly tableName: string;
  readonly clock: Clock;
  readonly retentionDays: number;
  readonly blobs?: Blobs;
}

const dayMs = 24 * 3600_000;

/** Days for which Meta may deliver an item again, and a day more (`meta-platform` §7). */
const redeliveryDays = 8;

/** Bytes of JSON up to which a list shows an event's typed part: a page of 100 stays inside Lambda's 6 MB. */
const listedBytes = 32 * 1024;

/** A token that no claim carries: the row waits for its next claim. */
const unheld = '-';

/** The log of webhook events on the `ledger` table; an adapter of the port `WebhookEvents`. */
export function openWebhookEvents({ calls, tableName, clock, retentionDays, blobs }: EventDoors): WebhookEvents {
  const table = oneTable(calls, tableName);
  const lifeMs = Math.max(redeliveryDays, retentionDays) * dayMs;
  const hours = eventHours(table, lifeMs);
  const walk = eventWalk(table, hours);
  const { read, held } = oneRow(table, clock);
  const events = { table, blobs, lifeMs, hours, read };

  return {
    idOf: encodeEventId,
    keyOf: decodeEventId,
    claim: (event, claim) => claimEvent(events, { ...event, ...keptKey(event) }, claim),
    claimForReplay: (key, typed, claim) => claimForReplay(events, keptKey(key), typed, claim),
    settle: (key, claim) => held(key, claim, 'SET #state = :to', { ':to': 'done' }),
    async release(key, claim) {
      await held(key, claim, 'SET #leaseUntil = :zero, #claimToken = :unheld', { ':zero': 0, ':unheld': unheld });
    },
    async park(key, claim) {
      await held(key, claim, 'SET #state = :to', { ':to': 'parked' });
    },
    async reopen(key) {
      const row = await read(key);
      if (row === undefined) return 'absent';
      if (row.state !== 'parked') return row.state === 'done' ? 'done' : 'reopened';
      await table('UpdateItem', {
        Key: WebhookEvent.key(row),
        UpdateExpression: 'SET #state = :processing, #leaseUntil = :zero, #claimToken = :unheld',
        ConditionExpression: '#state = :parked',
        ExpressionAttributeValues: { ':processing': 'processing', ':parked': 'parked', ':zero': 0, ':unheld': unheld },
      });
      return 'reopened';
    },
    ...endings({ table, blobs, clock, read }),
    async get(key) {
      const row = await read(key);
      return row && { ...keptEvent(row), ...parseBody(await bodyText(row, blobs)) };
    },
    async list(workspace, filter, limit, after) {
      const page = await walk(workspace, filter, limit, clock.now(), after);
      return { events: page.rows.map(({ row }) => listed(row)), next: page.next };
    },
  };
}

/** Taking away what a row holds, or the row. */
function endings(doors: BlankDoors): Pick<WebhookEvents, 'blank' | 'erase'> {
  const { table, blobs, read } = doors;
  return {
    async blank(key) {
      await blankEvent(doors, keptKey(key));
    },
    async erase(key) {
      const row = await read(key);
      if (row === undefined) return;
      // Body first: a row without its body is found again by the next run, a body without its row is not.
      if (row.blob !== undefined) await blobs?.remove(row.blob);
      await table('DeleteItem', { Key: WebhookEvent.key(row) });
    },
  };
}

/** Reading one row, and changing it while a claim holds it. */
function oneRow(table: OneTable, clock: Clock) {
  async function read(key: EventKey): Promise<WebhookEventRow | undefined> {
    const { Item } = await table('GetItem', { Key: WebhookEvent.key(keptKey(key)), ConsistentRead: true });
    const row = Item && WebhookEvent.parse(Item);
    return row && row.expiresAt * 1000 > clock.now() ? row : undefined;
  }

  /** Changes a row that this claim holds; false when it does not. */
  async function held(key: EventKey, { token }: Claim, change: string, values: Readonly<Record<string, unknown>>) {
    const { conditionFailed } = await table('UpdateItem', {
      Key: WebhookEvent.key(keptKey(key)),
      UpdateExpression: change,
      ConditionExpression: '#claimToken = :token AND #state IN (:processing, :to)',
      ExpressionAttributeValues: { ':token': token, ':processing': 'processing', ':to': 'processing', ...values },
    });
    return !conditionFailed;
  }

  return { read, held };
}

/** A row as the rooms see it, without its body. */
function keptEvent(row: WebhookEventRow): KeptEvent {
  const { leaseUntil, claimToken, body, blob, expiresAt, ...event } = row;
  return { ...event, id: encodeEventId(row), event: undefined, raw: undefined };
}

/** The same with its typed part, unless that is large: then only `get` tells it. */
function listed(row: WebhookEventRow): KeptEvent {
  if (row.body === undefined) return keptEvent(row);
  const { event } = parseBody(unpackText(row.body));
  const small = Buffer.byteLength(JSON.stringify(event) ?? '') <= listedBytes;
  return { ...keptEvent(row), event: small ? event : undefined };
}
