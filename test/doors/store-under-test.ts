import { randomUUID } from 'node:crypto';
import { type Clock, isoTime } from '../../lambdas/foundation/core/clock.ts';
import type { AssetRef } from '../../lambdas/foundation/core/ids.ts';
import type { UsageLedger } from '../../lambdas/foundation/core/usage.ts';
import type { AssetRegistry } from '../../lambdas/foundation/store/asset-registry.ts';
import type { DueRow, DueRows } from '../../lambdas/foundation/store/due-rows.ts';
import type { ParkedItems } from '../../lambdas/foundation/store/parked-items.ts';
import type { ReplayJobs } from '../../lambdas/foundation/store/replay-jobs.ts';
import type { UnknownAssets } from '../../lambdas/foundation/store/unknown-assets.ts';
import type { Claim, NewEvent, WebhookEvents } from '../../lambdas/foundation/store/webhook-events.ts';

/** Every port of the store, as one worker process holds it. */
export interface StoreProcess {
  readonly events: WebhookEvents;
  readonly parked: ParkedItems;
  readonly jobs: ReplayJobs;
  readonly registry: AssetRegistry;
  readonly unknownAssets: UnknownAssets;
  readonly usage: UsageLedger;
  readonly due: DueRows & DueOwner;
}

/** What the owner of a row does to it, which the sweep only finds. */
export interface DueOwner {
  put(row: DueRow): void | Promise<void>;
  remove(row: DueRow): void | Promise<void>;
}

/** A store under test: as many processes over the same tables as are asked for, all living by one clock. */
export interface StoreUnderTest {
  process(): StoreProcess;
}

/** Makes a store that lives by `clock`. */
export type StoreMaker = (clock: Clock) => StoreUnderTest;

/** How thorough the property tests are: the real tables are slower. */
export interface Effort {
  readonly runs: number;
  readonly events: number;
}

/** A clock that is moved by hand; it begins now, because the tables of a running cloud expire by its own. */
export function handClock() {
  let at = Math.floor(Date.now() / 1000) * 1000;
  return { now: () => at, chance: Math.random, pass: (milliseconds: number) => (at += milliseconds) };
}

/** A word that no other test uses, with all that could break out of a key. */
export const fresh = (word: string) => `${word}#|%ß😀-${randomUUID()}`;

/** An asset that no other test uses. */
export const freshAsset = (): AssetRef => ({ kind: 'page', id: randomUUID() });

/** An event of a fresh workspace, of the hour that `clock` shows. */
export const anEvent = (clock: Clock, over: Partial<NewEvent> = {}): NewEvent => ({
  workspace: fresh('w'),
  asset: { kind: 'page', id: '1234567890' },
  time: Math.floor(clock.now() / 1000),
  field: 'messages',
  dedupeKey: `m_${randomUUID()}`,
  channel: 'messenger',
  topic: 'messages',
  kind: 'message',
  event: { kind: 'message', text: 'hello' },
  occurredAt: isoTime(clock.now()),
  receivedAt: isoTime(clock.now()),
  source: 'webhook',
  raw: { object: 'page', entry: [{ id: '1234567890', messaging: [{ message: { text: 'hello' } }] }] },
  ...over,
});

/** A claim of a minute, with a token of its own. */
export const aClaim = (clock: Clock): Claim => ({ token: randomUUID(), now: clock.now(), leaseMs: 60_000 });
