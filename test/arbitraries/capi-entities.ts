import fc from 'fast-check';
import { type CollectorRow, consentRules } from '../../lambdas/foundation/store/entities/collector.ts';
import type { CollectorOwner } from '../../lambdas/foundation/store/entities/collector-owner.ts';
import { type ConversionRow, conversionStates } from '../../lambdas/foundation/store/entities/conversion.ts';
import type { ConversionDayRow } from '../../lambdas/foundation/store/entities/conversion-day.ts';
import type { DatasetQualityRow } from '../../lambdas/foundation/store/entities/dataset-quality.ts';
import type { IdempotencyRowValue } from '../../lambdas/foundation/store/entities/idempotency.ts';
import type { QualityPollRow } from '../../lambdas/foundation/store/entities/quality-poll.ts';
import type { WorkspaceSettingsRow } from '../../lambdas/foundation/store/entities/workspace-settings.ts';
import { bytes, expiresAt, isoText, maybe, maybeText, maybeTime, present, words, workspace } from './entities.ts';
import { keyText, rowText } from './key-text.ts';

type Value<E extends { parse: (row: never) => unknown }> = ReturnType<E['parse']>;

const day = isoText.map((time) => time.slice(0, 10));

/** A conversion event's row. */
export const conversionRow: fc.Arbitrary<Value<typeof ConversionRow>> = fc
  .record({
    workspace,
    eventId: keyText,
    pixel: keyText,
    eventName: keyText,
    state: fc.constantFrom(...conversionStates),
    eventTime: isoText,
    actionSource: rowText,
    payloadHash: rowText,
    matchKeys: words,
    acceptedAt: isoText,
    updatedAt: isoText,
    deliveredAt: maybeTime,
    reason: maybeText,
    fbtraceId: maybeText,
    claimToken: maybe(rowText),
    expiresAt,
  })
  .map(present);

const counters = fc.dictionary(
  fc.constantFrom('accepted', 'delivered', 'key_em', 'constructor'),
  fc.nat().map((count) => count + 1),
  { noNullPrototype: true },
);

/** What was counted of an event on a day. */
export const conversionDayRow: fc.Arbitrary<Value<typeof ConversionDayRow>> = fc
  .record({ workspace, pixel: keyText, day, eventName: keyText, expiresAt, counts: counters })
  .map(({ counts, ...row }) => ({ ...counts, ...row }));

/** A collector's row. */
export const collectorRow: fc.Arbitrary<Value<typeof CollectorRow>> = fc.record({
  workspace,
  id: keyText,
  pixels: words,
  origins: words,
  consent: fc.constantFrom(...consentRules),
  cookieDomain: maybeText,
  createdAt: isoText,
  updatedAt: isoText,
});

/** A collector's owner. */
export const collectorOwner: fc.Arbitrary<Value<typeof CollectorOwner>> = fc.record({
  id: keyText,
  workspace: rowText,
});

/** A workspace's settings. */
export const workspaceSettings: fc.Arbitrary<Value<typeof WorkspaceSettingsRow>> = fc.record({
  workspace,
  pixels: words,
  country: maybeText,
  dataProcessing: fc.option(fc.record({ options: words, country: fc.nat(), state: fc.nat() })),
  optOut: fc.boolean(),
  version: fc.nat(),
  updatedAt: isoText,
});

/** A reading of a dataset's quality. */
export const datasetQuality: fc.Arbitrary<Value<typeof DatasetQualityRow>> = fc.record({
  workspace,
  pixel: keyText,
  day,
  readAt: isoText,
  web: bytes,
  expiresAt,
});

/** When a dataset's quality is read next. */
export const qualityPoll: fc.Arbitrary<Value<typeof QualityPollRow>> = fc.record({
  workspace,
  pixel: keyText,
  readDueAt: isoText,
  lastReadAt: maybeTime,
  failures: fc.nat(),
  reason: maybeText,
});

/** A request that its caller may repeat. */
export const idempotencyRow: fc.Arbitrary<IdempotencyRowValue> = fc
  .record({
    workspace,
    keyHash: keyText,
    bodyHash: rowText,
    claimToken: rowText,
    leaseUntil: fc.nat(),
    status: fc.option(fc.nat()),
    answer: maybe(bytes),
    expiresAt,
  })
  .map(present);
