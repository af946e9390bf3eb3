import { beforeAll, describe, expect, it } from '@jest/globals';
import { workersOf } from '../../local/emulator/workers.ts';
import { openProbe } from './harness/bus-probe.ts';
import { ctl, eventually, shuffled } from './harness/cloud.ts';
import { demandOutputs, freshId, openJourney, pageEnvelope, textEntry } from './harness/journey.ts';
import { openLedger } from './harness/ledger-rows.ts';

const outputs = demandOutputs();
const journey = openJourney(outputs);
const other = openJourney(outputs, outputs.other);
const ledger = openLedger(outputs);

const rowsOf = async (page: string) => (await ledger.rows()).filter(({ asset }) => asset === `page:${page}`);

describe('the same again', () => {
  it('ten times in parallel is one row, announced under one id', async () => {
    const page = await journey.newPage();
    const probe = await openProbe(outputs, `probe-${page}`);
    try {
      const body = pageEnvelope(textEntry(page, 'once'));
      const answers = await Promise.all(Array.from({ length: 10 }, () => journey.post(body)));
      expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
      const [event] = await journey.settled(`page:${page}`, 1);
      await eventually(
        60_000,
        () => 'the queue does not empty',
        async () => ((await ledger.waiting()) === 0 ? true : undefined),
      );
      expect(await rowsOf(page)).toHaveLength(1);
      const heard = (await probe.heard()).filter(({ asset }) => asset === `page:${page}`);
      expect(heard.length).toBeGreaterThanOrEqual(1);
      expect(new Set(heard.map(({ id }) => id))).toEqual(new Set([event?.id]));
    } finally {
      await probe.close();
    }
  }, 120_000);

  it('a thousand items twice, once shuffled, with a poison one among them, are a thousand rows', async () => {
    const page = await journey.newPage();
    const entries = Array.from({ length: 999 }, (_, at) =>
      textEntry(page, `m${at}`, {}, 1_790_000_000_000 + at * 1000),
    );
    const poison = { id: page, time: 1_790_000_000_000, messaging: ['not an object at all'] };
    expect((await journey.post(pageEnvelope(...entries, poison))).status).toBe(200);
    expect((await journey.post(pageEnvelope(...shuffled([...entries, poison], 7)))).status).toBe(200);
    const events = await journey.settled(`page:${page}`, 1000, 150_000);
    const kinds = events.map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'message')).toHaveLength(999);
    expect(kinds.filter((kind) => kind === 'unclassified')).toHaveLength(1);
    expect(await rowsOf(page)).toHaveLength(1000);
  }, 200_000);
});

describe('big, mixed and unknown', () => {
  it('an item of 1.5 MB is kept whole', async () => {
    const page = await journey.newPage();
    const padding = 'x'.repeat(1_500_000);
    expect(
      (await journey.post(pageEnvelope(textEntry(page, 'big', { padding }), textEntry(page, 'small')))).status,
    ).toBe(200);
    const events = await journey.settled(`page:${page}`, 2);
    const sizes = await Promise.all(
      events.map(
        async ({ id }) =>
          JSON.stringify((await journey.api.call('GET /v1/webhooks/events/{id}', { path: { id } })).raw).length,
      ),
    );
    expect(Math.max(...sizes)).toBeGreaterThan(1_500_000);
  }, 120_000);

  it('3 MB of \\uXXXX is kept', async () => {
    const page = await journey.newPage();
    const escaped = JSON.stringify(pageEnvelope(textEntry(page, 'emoji', { padding: '@@' }))).replace(
      '@@',
      '\\ud83d\\ude00'.repeat(240_000),
    );
    expect(Buffer.byteLength(escaped)).toBeGreaterThan(2_800_000);
    expect((await journey.post(escaped)).status).toBe(200);
    expect(await journey.settled(`page:${page}`, 1)).toMatchObject([{ kind: 'message' }]);
  }, 120_000);

  it('two workspaces in one POST: each sees its own, and the other’s id is not found', async () => {
    const [mine, theirs] = [await journey.newPage(), await other.newPage()];
    await journey.post(pageEnvelope(textEntry(mine, 'a'), textEntry(theirs, 'b')));
    const [[ours], [foreign]] = [await journey.settled(`page:${mine}`, 1), await other.settled(`page:${theirs}`, 1)];
    expect(await journey.eventsOf(`page:${theirs}`)).toEqual([]);
    const id = foreign?.id ?? '';
    expect(await other.api.call('GET /v1/webhooks/events/{id}', { path: { id } })).toMatchObject({ id });
    await expect(journey.api.call('GET /v1/webhooks/events/{id}', { path: { id } })).rejects.toMatchObject({
      status: 404,
      problem: { kind: 'not-found' },
    });
    expect(ours?.workspace).toBe(outputs.workspace);
    await expect(ctl('assets', 'link', `page:${mine}`, '--workspace', outputs.other.workspace)).rejects.toThrow(
      /another workspace/,
    );
  }, 120_000);

  it('an asset that nobody owns is dropped and its id shown to the operator', async () => {
    const page = freshId();
    await journey.post(pageEnvelope(textEntry(page, 'a'), textEntry(page, 'b')));
    const line = await eventually(
      60_000,
      () => `no unknown asset ${page}`,
      async () => {
        const shown = await ctl('assets', 'unknown');
        return shown.split('\n').find((one) => one.startsWith(`page:${page}`) && one.includes('2 items'));
      },
    );
    expect(line).toBeDefined();
    expect(await rowsOf(page)).toEqual([]);
  }, 120_000);

  it('ids above 2^53 survive as Meta’s digits, and seconds and milliseconds land on the same clock', async () => {
    const page = await journey.newPage();
    const body = `{"object":"page","entry":[{"id":"${page}","time":1790000000,"changes":[{"field":"leadgen","value":{"leadgen_id":98765432109876543210,"page_id":"${page}","created_time":1790000000}}]},{"id":"${page}","time":1790000000000,"messaging":[{"sender":{"id":"1"},"recipient":{"id":"${page}"},"timestamp":1790000000000,"message":{"mid":"m","text":"t"}}]}]}`;
    expect((await journey.post(body)).status).toBe(200);
    const events = await journey.settled(`page:${page}`, 2);
    expect(events.map(({ occurredAt }) => occurredAt)).toEqual(Array(2).fill('2026-09-21T14:13:20.000Z'));
    expect(events.find(({ kind }) => kind === 'leadgen')?.event).toMatchObject({ leadId: '98765432109876543210' });
  }, 120_000);
});

describe('a worker killed in the middle', () => {
  let page = '';
  beforeAll(async () => {
    page = await journey.newPage();
  }, 60_000);

  it('loses nothing and does nothing twice', async () => {
    const probe = await openProbe(outputs, `probe-${page}`);
    try {
      const entries = Array.from({ length: 400 }, (_, at) =>
        textEntry(page, `k${at}`, {}, 1_790_000_000_000 + at * 1000),
      );
      expect((await journey.post(pageEnvelope(...entries))).status).toBe(200);
      const killed = await eventually(
        60_000,
        () => 'no worker was seen at work',
        async () => {
          const rows = await rowsOf(page);
          const workers = workersOf(outputs.emulator.workersDir, 'metaport-local-webhooks-process');
          if (rows.length < 5 || rows.length > 390 || workers.length === 0) return rows.length > 390 ? [] : undefined;
          for (const pid of workers) process.kill(pid, 'SIGKILL');
          return workers;
        },
      );
      expect(killed.length).toBeGreaterThan(0);
      const events = await journey.settled(`page:${page}`, 400, 280_000);
      expect(await rowsOf(page)).toHaveLength(400);
      const heard = (await probe.heard()).filter(({ asset }) => asset === `page:${page}`);
      expect(new Set(heard.map(({ id }) => id))).toEqual(new Set(events.map(({ id }) => id)));
    } finally {
      await probe.close();
    }
  }, 330_000);
});
