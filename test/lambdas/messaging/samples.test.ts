import { describe, expect, it } from '@jest/globals';
import { assetName } from '../../../lambdas/foundation/core/ids.ts';
import { readEnvelope } from '../../../lambdas/foundation/meta/webhook-envelope.ts';
import type { StoredMessage } from '../../../lambdas/foundation/store/messages.ts';
import type { Thread } from '../../../lambdas/foundation/store/threads.ts';
import { classifyItem } from '../../../lambdas/webhooks/classify-item.ts';
import { owners } from '../../../lambdas/webhooks/owners.ts';
import { splitEnvelope } from '../../../lambdas/webhooks/split-envelope.ts';
import { describeWithShared } from '../../shared-material.ts';
import { expectations } from '../webhooks/sample-expectations/all.ts';
import { at } from '../webhooks/sample-expectations/expectation.ts';
import { deliveryOf, type Json, resolved, sampleFiles } from '../webhooks/sample-expectations/sample-payload.ts';
import { type CollectWorld, collectWorld, second } from './collect-world.ts';
import { landings } from './sample-expectations.ts';

const fileOf = (file: string) => {
  const expected = expectations[file];
  if (expected === undefined) throw new Error(`${file} has no expectation of the webhooks room`);
  return { expected, body: deliveryOf(file, expected) };
};

/** What the webhooks room passes on to this one. */
function ownItems(body: Json) {
  const envelope = readEnvelope(JSON.stringify(body));
  if (typeof envelope === 'string') return [];
  return splitEnvelope(envelope, second(900))
    .flatMap(({ items }) => items.map((placed) => ({ list: placed.list, made: classifyItem(placed) })))
    .filter(({ made }) => owners[made.kind] === 'inboundMessages');
}

/** Collects a file in a world of its own. */
async function collected(body: Json): Promise<CollectWorld> {
  const w = collectWorld();
  for (const { made } of ownItems(body)) {
    const { kind, channel, asset, occurredAt, dedupeKey, event } = made;
    if (asset === undefined) throw new Error('an item of nobody’s');
    const passed: object = JSON.parse(JSON.stringify(event));
    await w.arrives(kind, passed, { channel, asset: assetName(asset), at: occurredAt, key: dedupeKey });
  }
  return w;
}

const isTold = (value: unknown) => value !== null && value !== undefined && value !== false && value !== '';
const present = (facts: object) => Object.fromEntries(Object.entries(facts).filter(([, value]) => isTold(value)));
const only = <T>(rows: readonly T[]): T | undefined => {
  if (rows.length > 1) throw new Error(`${rows.length} rows`);
  return rows[0];
};

const messageFacts = ({ content, reactions, failure, pricing, ...row }: StoredMessage) => {
  const { direction, type, text, appId, standby, edits } = row;
  const { editedAt, deletedAt, sentAt, deliveredAt, readAt, playedAt, failedAt } = row;
  const edited: { attachments: { type: string }[] } | null = JSON.parse(JSON.stringify(content?.edited ?? null));
  return present({
    ...{ direction, at: row.at, type, text, appId, standby, edits },
    ...{ editedAt, deletedAt, sentAt, deliveredAt, readAt, playedAt, failedAt },
    edited: edited?.attachments.map((one) => one.type).join(),
    reactions: Object.entries(reactions)
      .map(([key, one]) => `${one.by ?? key} ${one.emoji ?? '-'} ${one.at}`)
      .join(),
    failure: failure?.code,
    pricing: pricing && `${pricing.pricing_model} ${pricing.category}`,
  });
};

const threadFacts = (row: Thread) => {
  const { lastAt, lastDirection, openedBy, openedAt, entryAt, deliveredUpTo, readUpTo, control } = row;
  return present({
    with: row.personId === null ? `group ${row.groupId}` : 'person',
    last: `${lastDirection ?? 'none'} ${lastAt}`,
    opened: openedBy && `${openedBy} ${openedAt}`,
    entered: entryAt,
    answered: row.entryAnsweredAt,
    deliveredUpTo,
    readUpTo,
    control: control && [control.holder, ...(control.appId ? [control.appId] : []), control.at].join(' '),
  });
};

function landed({ doors, bus }: CollectWorld) {
  const known = only(doors.people.rows());
  const said = only(doors.messages.rows());
  const held = only(doors.threads.rows());
  if (said?.at != null && held !== undefined) expect(said.threadId).toBe(held.id);
  if (held?.groupId === null) expect(held.personId).toBe(known?.id);
  return {
    who: known ? known.aliases.map(({ alias }) => alias).join(' + ') : null,
    message: said ? messageFacts(said) : null,
    thread: held ? threadFacts(held) : null,
    told: bus.announced.map(({ type }) => type),
  };
}

/** An expectation with what the payload says at `{path}` and the item's time at `T`. */
function filled(value: unknown, body: Json, base: string, time: string): unknown {
  if (typeof value === 'string') {
    return value
      .replace(/\{([\w.]+)\}/g, (_whole, path: string) => String(resolved(body, at(`${base}.${path}`))))
      .replace(/(^| )T$/, `$1${time}`);
  }
  if (Array.isArray(value)) return value.map((one) => filled(one, body, base, time));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, filled(one, body, base, time)]));
}

describeWithShared('where every sample of a conversation lands', () => {
  const files = sampleFiles();
  const ours = files.filter((file) => ownItems(fileOf(file).body).length > 0);

  it('has a hand-written expectation for each, and no other', () => {
    expect(Object.keys(landings).sort()).toEqual(ours);
  });

  it.each(Object.entries(landings))('%s', async (file, landing) => {
    const { expected, body } = fileOf(file);
    const [item, ...others] = ownItems(body);
    if (item === undefined || others.length > 0) throw new Error('more than one item, or none');
    const base = item.list === 'changes' ? 'entry.0.changes.0.value' : `entry.0.${item.list}.0`;
    const time = expected.items[0]?.occurredAt ?? second(900);
    expect(landed(await collected(body))).toEqual(filled(landing, body, base, time));
  });

  it('is one item each, and nothing is parked, also when all come to one workspace', async () => {
    const w = collectWorld();
    for (const file of ours) {
      for (const { made } of ownItems(fileOf(file).body)) {
        const { kind, channel, asset, occurredAt, dedupeKey } = made;
        const event: object = JSON.parse(JSON.stringify(made.event));
        await w.arrives(kind, event, { channel, asset: asset && assetName(asset), at: occurredAt, key: dedupeKey });
      }
    }
    const outcomes = w.notes.counts.filter(({ metric }) => metric === 'InboundMessages');
    expect([files.length, ours.length, outcomes.length, w.held.length]).toEqual([145, 102, 102, 102]);
  });
});

describe('the expectations', () => {
  it('are as many as the samples were when they were read', () => {
    const all = Object.values(landings);
    expect(all).toHaveLength(102);
    expect(all.filter(({ message }) => message?.direction === 'in')).toHaveLength(45);
    expect(all.filter(({ told }) => told.length === 0)).toHaveLength(23);
  });
});
