import { expectations } from '../../lambdas/webhooks/sample-expectations/all.ts';
import type { ExpectedFile, ExpectedItem } from '../../lambdas/webhooks/sample-expectations/expectation.ts';
import {
  deliveryOf,
  expectedKey,
  type Json,
  listedItems,
  resolved,
  sampleFiles,
} from '../../lambdas/webhooks/sample-expectations/sample-payload.ts';
import { type OwnIds, ownIds } from './own-ids.ts';

/** What one item must have become: its row, and what the API must say of it. */
export interface ExpectedRow {
  readonly file: string;
  /** `asset#seconds#field#dedupe key`. */
  readonly row: string;
  readonly asset: string;
  readonly channel: string;
  readonly topic: string;
  readonly kind: string;
  readonly occurredAt: string | null;
  readonly event: Record<string, unknown>;
  /** The item as it was sent. */
  readonly sent: Json;
}

/** One file as it goes out. */
export interface Outgoing {
  readonly file: string;
  readonly body: Json;
  readonly malformed: boolean;
  readonly rows: readonly ExpectedRow[];
}

const asPublished: OwnIds = { payload: (body) => body, text: (value) => value };

function rowOf(file: string, body: Json, place: number, item: ExpectedItem, ids: OwnIds): ExpectedRow {
  const { channel, topic, field = topic, kind, occurredAt } = item;
  const [assetKind, ...id] = item.asset.split(':');
  const asset = `${assetKind}:${ids.text(id.join(':'))}`;
  const seconds = occurredAt === null ? 0 : Math.floor(Date.parse(occurredAt) / 1000);
  const row = [asset, seconds, field, expectedKey(body, place, item, ids.text)].join('#');
  const event = resolved(body, item.event, ids.text) as Record<string, unknown>;
  return { file, row, asset, channel, topic, kind, occurredAt, event, sent: listedItems(body)[place] ?? null };
}

function outgoing(file: string, expected: ExpectedFile, ids: OwnIds): Outgoing {
  const body = ids.payload(deliveryOf(file, expected));
  const malformed = expected.body === 'malformed';
  return { file, body, malformed, rows: expected.items.map((item, place) => rowOf(file, body, place, item, ids)) };
}

/** Every sample with what must become of it: with ids of its own per file, or as published when there is no salt. */
export const outgoingSamples = (salt?: string): readonly Outgoing[] =>
  sampleFiles().map((file, number) => {
    const expected = expectations[file];
    if (expected === undefined) throw new Error(`${file} has no expectation: read it and write one.`);
    return outgoing(file, expected, salt === undefined ? asPublished : ownIds(salt, number));
  });
