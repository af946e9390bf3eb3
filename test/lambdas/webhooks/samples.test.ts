import { describe, expect, it } from '@jest/globals';
import { assetName } from '../../../lambdas/foundation/core/ids.ts';
import { readEnvelope } from '../../../lambdas/foundation/meta/webhook-envelope.ts';
import { classifyItem } from '../../../lambdas/webhooks/classify-item.ts';
import { splitEnvelope } from '../../../lambdas/webhooks/split-envelope.ts';
import { outgoingSamples } from '../../cloud/webhook-samples/expected-rows.ts';
import { describeWithShared } from '../../shared-material.ts';
import { expectations, families } from './sample-expectations/all.ts';
import type { ExpectedFile } from './sample-expectations/expectation.ts';
import {
  deliveryOf,
  expectedKey,
  type Json,
  resolved,
  sampleFiles,
  samplesDir,
} from './sample-expectations/sample-payload.ts';

const receivedAt = '2026-11-21T09:00:00.000Z';

/** What the room makes of a body: its items in Meta's order, or the reason why it holds none. */
function itemsOf(body: Json) {
  const envelope = readEnvelope(JSON.stringify(body));
  if (typeof envelope === 'string') return envelope;
  return splitEnvelope(envelope, receivedAt).flatMap(({ group, items }) =>
    items.map((placed) => ({ group, placed, made: classifyItem(placed) })),
  );
}

/** What names the row of an item. */
const rowOf = ({ asset, itemTime, field, dedupeKey }: ReturnType<typeof classifyItem>): string =>
  [asset && assetName(asset), itemTime, field, dedupeKey].join('#');

function compareFile(file: string, expected: ExpectedFile): void {
  const body = deliveryOf(file, expected);
  const found = itemsOf(body);
  if (expected.body === 'malformed') {
    expect(found).toContain('not an envelope');
    return;
  }
  if (typeof found === 'string') throw new Error(`${file} is an envelope, and was refused: ${found}`);
  expect(found).toHaveLength(expected.items.length);
  for (const [place, item] of expected.items.entries()) {
    const { group, made } = found[place]!;
    expect(made).toMatchObject({
      channel: item.channel,
      topic: item.topic,
      kind: item.kind,
      dedupeKey: expectedKey(body, place, item),
      itemTime: item.occurredAt === null ? 0 : Math.floor(Date.parse(item.occurredAt) / 1000),
      occurredAt: item.occurredAt,
      event: { kind: item.kind, ...(resolved(body, item.event) as object) },
    });
    expect([made.asset && assetName(made.asset), group]).toEqual([item.asset, item.asset]);
    expect(Object.keys(made.event).filter((name) => item.without?.includes(name))).toEqual([]);
    const text = JSON.stringify(made.event);
    for (const hidden of item.hides ?? []) expect(text).not.toContain(resolved(body, hidden));
  }
}

describeWithShared('what becomes of every webhook sample of Meta', () => {
  const files = sampleFiles();

  it(`has a hand-written expectation for each of ${files.length} files, and no other`, () => {
    const claimed = families.flatMap((family) => Object.keys(family)).sort();
    if (files.length === 0) throw new Error(`There is no sample in ${samplesDir()}.`);
    expect(claimed).toEqual(files);
  });

  it.each(files)('%s', (file) => {
    const expected = expectations[file];
    if (expected === undefined) throw new Error(`${file} has no expectation: read it and write one.`);
    compareFile(file, expected);
  });

  it('fits as well when every file has ids of its own, and then no two items share a row', () => {
    const samples = outgoingSamples('20261121').filter(({ malformed }) => !malformed);
    const rows = samples.flatMap((sample) => sample.rows);
    const made = samples.flatMap(({ body }) => {
      const found = itemsOf(body);
      if (typeof found === 'string') throw new Error(found);
      return found.map((one) => one.made);
    });
    expect(made.map(rowOf)).toEqual(rows.map(({ row }) => row));
    expect(new Set(made.map(rowOf)).size).toBe(144);
    expect(made.map(({ kind, event }) => ({ kind, event }))).toMatchObject(
      rows.map(({ kind, event }) => ({ kind, event })),
    );
  });

  it('counts items, topics and what it cannot name', () => {
    const rows = files.flatMap((file) => {
      const expected = expectations[file] ?? { body: 'items' as const, items: [] };
      const found = itemsOf(deliveryOf(file, expected));
      return typeof found === 'string'
        ? []
        : found.map(({ made }) => ({ file, bare: expected.wrap !== undefined, made }));
    });
    const published = rows.filter(({ bare }) => !bare);
    const rowKeys = published.map(({ made }) => rowOf(made));
    const topics = new Map<string, number>();
    for (const { made } of rows) {
      const name = `${made.channel} ${made.topic} → ${made.kind}`;
      topics.set(name, (topics.get(name) ?? 0) + 1);
    }
    const unnamed = rows.filter(({ made }) => made.kind === 'unclassified');
    console.log(
      [
        `${published.length} items as published, ${new Set(rowKeys).size} rows; ${rows.length} with the bare changes`,
        ...[...topics].sort().map(([name, count]) => `${String(count).padStart(4)}  ${name}`),
        ...unnamed.map(({ file, made }) => `unclassified: ${file}: ${JSON.stringify(made.event)}`),
      ].join('\n'),
    );
    expect(published).toHaveLength(142);
    expect(new Set(rowKeys).size).toBe(112);
    expect(unnamed.length).toBeLessThanOrEqual(5);
    for (const { made } of unnamed) expect(made.event).toMatchObject({ reason: expect.stringMatching(/\S/) });
  });
});

describe('the expectations', () => {
  it('are as many as the samples were when they were read', () => {
    const all = Object.values(expectations);
    expect(all).toHaveLength(145);
    expect(all.flatMap(({ items }) => items)).toHaveLength(144);
    expect(all.filter(({ body }) => body === 'malformed')).toHaveLength(1);
    expect(all.flatMap(({ items }) => items).filter(({ kind }) => kind === 'unclassified')).toHaveLength(4);
  });
});
