import { randomUUID } from 'node:crypto';
import { type Clock, isoTime } from '../../lambdas/foundation/core/clock.ts';
import type { Collector, Collectors } from '../../lambdas/foundation/store/collectors.ts';
import type { ConversionDays } from '../../lambdas/foundation/store/conversion-days.ts';
import type { Conversion, Conversions } from '../../lambdas/foundation/store/conversions.ts';
import type { DatasetQualities } from '../../lambdas/foundation/store/dataset-qualities.ts';
import type { Idempotency } from '../../lambdas/foundation/store/idempotency.ts';
import type { QualityPolls } from '../../lambdas/foundation/store/quality-polls.ts';
import type { WorkspaceSettings } from '../../lambdas/foundation/store/workspace-settings.ts';
import { fresh } from './store-under-test.ts';

/** The ports about conversion events, as one worker process holds them. */
export interface CapiProcess {
  readonly conversions: Conversions;
  readonly days: ConversionDays;
  readonly collectors: Collectors;
  readonly settings: WorkspaceSettings;
  readonly qualities: DatasetQualities;
  readonly polls: QualityPolls;
  readonly idempotency: Idempotency;
}

/** Makes one store that lives by `clock` and keeps conversions for 30 days; each call of the answer is one more process. */
export type CapiMaker = (clock: Clock) => () => CapiProcess;

/** A conversion event of a fresh workspace, accepted now. */
export const aConversion = (clock: Clock, over: Partial<Conversion> = {}): Conversion => ({
  workspace: fresh('w'),
  eventId: fresh('order'),
  pixel: '1234567890',
  eventName: 'Purchase',
  state: 'accepted',
  eventTime: isoTime(clock.now() - 1000),
  actionSource: 'website',
  payloadHash: '0a1b',
  matchKeys: ['em', 'fbp'],
  acceptedAt: isoTime(clock.now()),
  updatedAt: isoTime(clock.now()),
  deliveredAt: null,
  reason: null,
  fbtraceId: null,
  ...over,
});

/** A collector of a fresh workspace. */
export const aCollector = (over: Partial<Collector> = {}): Collector => ({
  workspace: fresh('w'),
  id: `shop-${randomUUID()}`,
  pixels: ['1234567890'],
  origins: ['https://shop.example'],
  consent: 'required',
  cookieDomain: null,
  createdAt: '2026-11-21T10:00:00.000Z',
  updatedAt: '2026-11-21T10:00:00.000Z',
  ...over,
});
