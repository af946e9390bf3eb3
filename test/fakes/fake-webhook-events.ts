import type { Clock } from '../../lambdas/foundation/core/clock.ts';
import { assetName } from '../../lambdas/foundation/core/ids.ts';
import { decodeEventId, encodeEventId, keptKey, timePart } from '../../lambdas/foundation/store/event-ids.ts';
import { joinParts } from '../../lambdas/foundation/store/key-parts.ts';
import { isNewer } from '../../lambdas/foundation/store/newest-first.ts';
import type {
  Claim,
  ClaimAnswer,
  EventFilter,
  EventKey,
  KeptEvent,
  NewEvent,
  WebhookEvents,
} from '../../lambdas/foundation/store/webhook-events.ts';

/** What one fake row holds. */
interface FakeRow {
  event: KeptEvent;
  token: string;
  leaseUntil: number;
  readonly expiresAt: number;
}

const dayMs = 24 * 3600_000;

/** What comes back from a table is never the object that was put. */
const copy = <T>(value: T): T => structuredClone(value);

/** The log in memory: passes the same suite as the adapter, and shows all its rows. */
export function fakeWebhookEvents(clock: Clock, retentionDays = 30) {
  const rows = new Map<string, FakeRow>();
  const lifeMs = Math.max(8, retentionDays) * dayMs;
  const nameOf = (key: EventKey) => JSON.stringify([key.workspace, encodeEventId(key)]);
  const placeOf = ({ time, field, dedupeKey, asset }: EventKey) => ({
    sk: `${timePart(time)}#${joinParts([field, dedupeKey])}`,
    asset: assetName(asset),
  });
  const live = (key: EventKey, now = clock.now()) => {
    const row = rows.get(nameOf(key));
    return row && row.expiresAt > now ? row : undefined;
  };
  const held = (key: EventKey, { token }: Claim) => {
    const row = rows.get(nameOf(key));
    return row?.token === token ? row : undefined;
  };
  const standing = ({ event, token, leaseUntil }: FakeRow, claim: Claim): ClaimAnswer | 'lapsed' => {
    if (event.state !== 'processing') return event.state;
    if (event.blanked) return 'done';
    if (token === claim.token) return 'mine';
    return leaseUntil > claim.now ? 'busy' : 'lapsed';
  };
  const put = (event: NewEvent, claim: Claim, old?: FakeRow) => {
    const receivedAt = old?.event.receivedAt ?? event.receivedAt;
    const expiresAt = Math.max(old?.expiresAt ?? 0, Date.parse(event.receivedAt) + lifeMs);
    const kept: KeptEvent = {
      ...copy(event),
      ...keptKey(event),
      id: encodeEventId(event),
      receivedAt,
      state: 'processing',
    };
    rows.set(nameOf(event), { event: kept, token: claim.token, leaseUntil: claim.now + claim.leaseMs, expiresAt });
    return 'mine' as const;
  };

  const events: WebhookEvents = {
    idOf: encodeEventId,
    keyOf: decodeEventId,
    async claim(event, claim) {
      const old = live(event, claim.now);
      const answer = old ? standing(old, claim) : 'lapsed';
      return answer === 'lapsed' ? put(event, claim, old) : answer;
    },
    async claimForReplay(key, typed, claim) {
      const old = live(key);
      if (old === undefined) return 'absent';
      const { state, replayId, kind } = old.event;
      const answer = standing(old, claim);
      if (state === 'processing' && answer !== 'lapsed') return answer;
      if (state !== 'processing' && replayId === claim.replayId) return state;
      if (old.event.blanked) return state === 'parked' ? 'parked' : 'done';
      if (state === 'done' && !claim.force && kind !== 'unclassified') return 'done';
      old.event = { ...old.event, ...copy(typed), state: 'processing', replayId: claim.replayId };
      old.token = claim.token;
      old.leaseUntil = claim.now + claim.leaseMs;
      return 'mine';
    },
    async settle(key, claim) {
      const row = held(key, claim);
      if (row === undefined || row.event.state === 'parked') return false;
      row.event = { ...row.event, state: 'done' };
      return true;
    },
    async release(key, claim) {
      const row = held(key, claim);
      if (row?.event.state === 'processing') Object.assign(row, { leaseUntil: 0, token: '-' });
    },
    async park(key, claim) {
      const row = held(key, claim);
      if (row?.event.state === 'processing') row.event = { ...row.event, state: 'parked' };
    },
    async reopen(key) {
      const row = live(key);
      if (row === undefined) return 'absent';
      if (row.event.state === 'done') return 'done';
      if (row.event.state === 'parked') {
        Object.assign(row, { leaseUntil: 0, token: '-', event: { ...row.event, state: 'processing' } });
      }
      return 'reopened';
    },
    async blank(key) {
      const row = live(key);
      if (row) row.event = { ...row.event, raw: null, event: {}, blanked: true };
    },
    async erase(key) {
      rows.delete(nameOf(key));
    },
    async get(key) {
      return copy(live(key)?.event);
    },
    async list(workspace, filter, limit, after) {
      const place: { sk: string; asset: string } | undefined = after === undefined ? undefined : JSON.parse(after);
      const found = [...rows.values()]
        .filter((row) => row.expiresAt > clock.now() && row.event.workspace === workspace && matches(row.event, filter))
        .map(({ event }) => ({ ...placeOf(event), event }))
        .filter((row) => place === undefined || isNewer(place, row))
        .sort((a, b) => (isNewer(a, b) ? -1 : 1));
      const page = found.slice(0, limit);
      const last = page.at(-1);
      const next = found.length > limit && last ? JSON.stringify({ sk: last.sk, asset: last.asset }) : null;
      return { events: page.map(({ event }) => listed(copy(event))), next };
    },
  };
  return { ...events, rows: () => [...rows.values()].map(({ event }) => copy(event)) };
}

/** Lists show no raw body, and no typed part over 32 kB. */
const listed = (event: KeptEvent): KeptEvent => ({
  ...event,
  raw: undefined,
  event: Buffer.byteLength(JSON.stringify(event.event) ?? '') > 32 * 1024 ? undefined : event.event,
});

const matches = (event: KeptEvent, { from, to, asset, ...words }: EventFilter) =>
  event.time >= (from ?? 0) &&
  event.time < (to ?? Number.POSITIVE_INFINITY) &&
  (asset === undefined || assetName(asset) === assetName(event.asset)) &&
  (['channel', 'topic', 'kind'] as const).every((name) => words[name] === undefined || words[name] === event[name]);
