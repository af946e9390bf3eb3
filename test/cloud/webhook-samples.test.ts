import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Metaport, type WebhookEvent } from '../../client/metaport-client.ts';
import { canonical, type Json, listedItems } from '../lambdas/webhooks/sample-expectations/sample-payload.ts';
import { describeWithShared } from '../shared-material.ts';
import { type Announced, openProbe } from './harness/bus-probe.ts';
import {
  ctl,
  eventually,
  inParallel,
  metaBytes,
  type Outputs,
  postSigned,
  readCloud,
  shuffled,
} from './harness/cloud.ts';
import { openLedger } from './harness/ledger-rows.ts';
import { type ExpectedRow, type Outgoing, outgoingSamples } from './webhook-samples/expected-rows.ts';

const minutes = (count: number) => count * 60_000;
const settleMs = minutes(4);

/** Eight digits that another run of these journeys does not use within three years. */
const saltNow = (): string => String(Math.floor(Date.now() / 1000) % 100_000_000).padStart(8, '0');

const assetsOf = (samples: readonly Outgoing[]): readonly string[] => [
  ...new Set(samples.flatMap(({ rows }) => rows.map(({ asset }) => asset))),
];

const counted = (names: readonly string[]): string => {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .sort()
    .map(([name, count]) => `${String(count).padStart(4)}  ${name}`)
    .join('\n');
};

describeWithShared('every webhook sample of Meta goes through the deployed stack', () => {
  const salt = saltNow();
  let cloud: Outputs;
  let ledger: ReturnType<typeof openLedger>;
  let probe: Awaited<ReturnType<typeof openProbe>>;
  let api: Metaport;
  const announced: Announced[] = [];

  beforeAll(async () => {
    cloud = readCloud();
    ledger = openLedger(cloud);
    probe = await openProbe(cloud, `probe-samples-${salt}`);
    api = new Metaport({ apiUrl: cloud.apiUrl, token: () => cloud.token });
  }, minutes(1));

  afterAll(async () => {
    ledger?.close();
    await probe?.close();
  }, minutes(1));

  /** Links the assets, posts every body twice in a shuffled order, and waits until nothing is left to do. */
  async function deliver(samples: readonly Outgoing[]): Promise<readonly string[]> {
    const assets = new Set(assetsOf(samples));
    await ctl('assets', 'link', ...assets);
    const bodies = samples.map(({ body }) => metaBytes(body));
    const statuses = new Map<number, number>();
    await inParallel(shuffled([...bodies, ...bodies], Number(salt)), 6, async (bytes) => {
      const status = await postSigned(cloud, bytes);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    });
    expect([...statuses]).toEqual([[200, 2 * samples.length]]);
    return settledRows(assets);
  }

  /** The rows of these assets, once the queue is empty and none of them is still being worked on. */
  async function settledRows(assets: ReadonlySet<string>): Promise<readonly string[]> {
    let last = 'nothing seen';
    let before = '';
    return eventually(
      settleMs,
      () => last,
      async () => {
        const waiting = await ledger.waiting();
        const rows = (await ledger.rows()).filter(({ asset }) => assets.has(asset));
        const states = counted(rows.map(({ state }) => state));
        last = `${waiting} messages waiting, rows:\n${states}`;
        const now = waiting === 0 && rows.every(({ state }) => state === 'done') ? `${rows.length} quiet` : '';
        const quiet = now !== '' && now === before;
        before = now;
        return quiet ? rows.map(({ row }) => row).sort() : undefined;
      },
    );
  }

  async function eventsOf(assets: ReadonlySet<string>): Promise<readonly WebhookEvent[]> {
    const found: WebhookEvent[] = [];
    for await (const one of api.all('GET /v1/webhooks/events', { query: { limit: 100 } })) {
      if ('asset' in one && assets.has(one.asset)) found.push(one);
    }
    return found;
  }

  /** What is parked of these assets, for whatever room: their ids are this run's own. */
  async function parkedOf(assets: ReadonlySet<string>): Promise<readonly string[]> {
    const ids = [...assets].map((asset) => asset.slice(asset.indexOf(':') + 1));
    const found: string[] = [];
    for await (const { id, queue, kind, reason } of api.all('GET /v1/parked', { query: { limit: 100 } })) {
      const text = JSON.stringify(await api.call('GET /v1/parked/{id}', { path: { id } }));
      if (ids.some((one) => text.includes(one))) found.push(`${queue} ${kind}: ${reason}`);
    }
    return found;
  }

  /** The one event of an item, compared with what its file says; answers its id. */
  async function compare(expected: ExpectedRow, events: readonly WebhookEvent[]): Promise<string> {
    const own = events.filter(({ asset, topic }) => asset === expected.asset && topic === expected.topic);
    expect(own).toHaveLength(1);
    const { channel, kind, occurredAt, asset } = expected;
    expect(own[0]).toMatchObject({
      workspace: cloud.workspace,
      channel,
      kind,
      occurredAt,
      assetId: asset.slice(asset.indexOf(':') + 1),
      state: 'done',
      event: { kind, ...expected.event },
    });
    const id = own[0]?.id ?? '';
    const { raw } = await api.call('GET /v1/webhooks/events/{id}', { path: { id } });
    expect(listedItems(raw as Json).map(canonical)).toEqual([canonical(expected.sent)]);
    return id;
  }

  it(
    'keeps each item once, with ids of its own per file, and tells of it by one id',
    async () => {
      const samples = outgoingSamples(salt);
      const rows = samples.flatMap((sample) => sample.rows);
      expect([samples.length, rows.length]).toEqual([145, 144]);
      expect(new Set(rows.map(({ row }) => row)).size).toBe(rows.length);

      expect(await deliver(samples)).toEqual(rows.map(({ row }) => row).sort());

      const assets = new Set(rows.map(({ asset }) => asset));
      const events = await eventsOf(assets);
      expect(events).toHaveLength(rows.length);
      const ids: string[] = [];
      for (const row of rows) ids.push(await compare(row, events));
      const unnamed = events.filter(({ kind }) => kind === 'unclassified');
      console.log(
        [
          counted(events.map(({ channel, topic, kind }) => `${channel} ${topic} → ${kind}`)),
          ...unnamed.map(({ asset, topic, event }) => `unclassified: ${asset} ${topic}: ${JSON.stringify(event)}`),
        ].join('\n'),
      );
      expect(unnamed.length).toBeLessThanOrEqual(5);

      announced.push(...(await probe.heard()));
      const told = announced.filter(({ asset }) => assets.has(asset));
      expect([...new Set(told.map(({ id }) => id))].sort()).toEqual([...ids].sort());
      console.log(`${told.length} announcements of ${ids.length} events`);
      expect(await parkedOf(assets)).toEqual([]);
    },
    minutes(8),
  );

  it(
    'parks a body that is no envelope, once',
    async () => {
      const [malformed, ...others] = outgoingSamples(salt).filter((sample) => sample.malformed);
      if (malformed === undefined || others.length > 0) throw new Error('one sample is no envelope');
      const bytes = metaBytes(malformed.body);
      const hash = createHash('sha256').update(bytes).digest('hex');
      const listed = (await ctl('parked', 'list')).split('\n').filter((line) => line.includes('malformed'));
      const shown = await Promise.all(listed.map((line) => ctl('parked', 'show', line.split(/\s+/)[1] ?? '')));
      expect(shown.filter((text) => text.includes(hash))).toHaveLength(1);
    },
    minutes(2),
  );

  it(
    'keeps one row for each dedupe key when the samples go as published',
    async () => {
      const samples = outgoingSamples();
      const rows = samples.flatMap((sample) => sample.rows);
      const distinct = [...new Set(rows.map(({ row }) => row))].sort();
      console.log(`${rows.length} items as published, ${distinct.length} rows`);
      expect(distinct.length).toBeLessThan(rows.length);
      expect(await deliver(samples)).toEqual(distinct);

      announced.push(...(await probe.heard()));
      const assets = new Set(rows.map(({ asset }) => asset));
      const told = new Set(announced.filter(({ asset }) => assets.has(asset)).map(({ id }) => id));
      const events = await eventsOf(assets);
      expect([...told].sort()).toEqual(events.map(({ id }) => id).sort());
      expect(events).toHaveLength(distinct.length);
    },
    minutes(8),
  );
});
