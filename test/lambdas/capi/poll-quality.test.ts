import { afterEach, describe, expect, it } from '@jest/globals';
import { joinEvents } from '../../../lambdas/capi/join-events.ts';
import { pixelSpeakers } from '../../../lambdas/capi/pixel-speakers.ts';
import { pollQuality } from '../../../lambdas/capi/poll-quality.ts';
import { AccessToken } from '../../../lambdas/foundation/core/access-token.ts';
import { systemClock } from '../../../lambdas/foundation/core/clock.ts';
import { Failure } from '../../../lambdas/foundation/core/failure.ts';
import type { FailureKind } from '../../../lambdas/foundation/core/verdicts.ts';
import { makeGraph } from '../../../lambdas/foundation/meta/make-graph.ts';
import { fakeDatasetQualities } from '../../fakes/fake-dataset-qualities.ts';
import { fakeQualityPolls } from '../../fakes/fake-quality-polls.ts';
import { fakeUsageLedger } from '../../fakes/fake-usage-ledger.ts';
import { type Kill, killedAt } from '../../fakes/killed-at.ts';
import { DEMO, type MetaSimulator, metaSimulator, SECRET } from '../../local/graph-meta.ts';
import { assetWorld, connection, row, shopApp, tokenIn } from '../assets/world.ts';

const hour = 3600_000;
const item = { workspace: 'shop', pixel: DEMO.pixel };
const asset = { kind: 'pixel', id: DEMO.pixel } as const;
const answer = [{ event_name: 'Purchase', event_match_quality: { composite_score: 5.1 } }];

/** A linked pixel with a token and a poll that is due; Meta answers what `read` says. */
async function world(read: () => unknown = () => answer) {
  const w = assetWorld({ readDatasetQuality: async () => read() });
  const { clock } = w;
  const polls = fakeQualityPolls();
  const qualities = fakeDatasetQualities(clock);
  await w.connect(connection('c1'));
  await w.put(row(asset));
  await polls.ensure(item.workspace, item.pixel, new Date(clock.now()).toISOString());
  const doors = { polls, qualities, speakers: pixelSpeakers(w.doors), graph: w.doors.graph };
  const look = (on = doors) => pollQuality(item, on, { notes: w.notes, clock });
  const poll = () => polls.get(item.workspace, item.pixel);
  const rows = () => qualities.list(item.workspace, item.pixel, '2026-01-01');
  const hoursAhead = async () => (Date.parse((await poll())?.dueAt ?? '') - clock.now()) / hour;
  return { ...w, doors, own: w.doors, look, poll, rows, hoursAhead };
}

const refusing = (kind: FailureKind) => () => {
  throw new Failure(kind, `Meta said ${kind}`);
};

describe('a look at a dataset’s quality', () => {
  it('keeps what Meta says as the day’s row and asks again a day later', async () => {
    const { look, poll, rows, asked, notes } = await world();
    await look();
    expect(await rows()).toEqual([{ ...item, day: '2026-11-21', readAt: '2026-11-21T10:00:00.000Z', web: answer }]);
    expect(await poll()).toEqual({
      ...item,
      dueAt: '2026-11-22T10:00:00.000Z',
      lastReadAt: '2026-11-21T10:00:00.000Z',
      failures: 0,
      reason: null,
    });
    expect(asked.map((one) => [one.args[1], tokenIn(one)])).toEqual([[DEMO.pixel, 'c1 user me']]);
    expect(notes.total('QualityPolls', { outcome: 'read' })).toBe(1);
  });

  it.each([
    [0, 21.6],
    [0.999_999, 26.4],
  ])('spreads the next one by chance (%d): %d hours', async (chance, hours) => {
    const w = await world();
    await pollQuality(item, w.doors, { notes: w.notes, clock: { ...w.clock, chance: () => chance } });
    expect(await w.hoursAhead()).toBeCloseTo(hours, 3);
  });

  it('reads once when it is woken twice, and again the next day', async () => {
    const { look, rows, asked, notes, clock } = await world();
    await look();
    clock.advance(11 * hour);
    await look();
    expect([asked.length, notes.facts.poll]).toEqual([1, 'just settled']);
    clock.advance(10.6 * hour);
    await look();
    expect(asked).toHaveLength(2);
    expect((await rows()).map(({ day }) => day)).toEqual(['2026-11-21', '2026-11-22']);
  });

  it('is over when the poll is gone', async () => {
    const { look, poll, rows, asked, doors, notes } = await world();
    await doors.polls.remove(item.workspace, item.pixel);
    await look();
    expect([await poll(), await rows(), asked, notes.facts.poll]).toEqual([undefined, [], [], 'gone']);
  });

  it('takes the poll away when the pixel is not linked any more', async () => {
    const { look, poll, asked, notes, own } = await world();
    await own.registry.unlink(asset, 'shop');
    await look();
    expect([await poll(), asked, notes.counts]).toEqual([undefined, [], []]);
  });

  it('leaves a poll away that was taken away while Meta answered', async () => {
    const w = await world();
    const graph = {
      readDatasetQuality: async () => {
        await w.doors.polls.remove(item.workspace, item.pixel);
        return answer;
      },
    };
    await w.look({ ...w.doors, graph: { ...w.doors.graph, ...graph } });
    expect(await w.poll()).toBeUndefined();
  });
});

describe('a look that fails', () => {
  it.each<FailureKind>(['rate-limited', 'meta-unavailable', 'unavailable', 'busy'])(
    'with %s is thrown, to be tried again',
    async (kind) => {
      const { look, poll, notes } = await world(refusing(kind));
      const before = await poll();
      await expect(look()).rejects.toMatchObject({ kind });
      expect([await poll(), notes.counts]).toEqual([before, []]);
    },
  );

  it.each<FailureKind>([
    'permission-missing',
    'not-found',
    'misconfigured',
    'meta-rejected',
    'invalid-request',
    'policy-blocked',
    'bug',
  ])('with %s is kept with the poll, for the next day', async (kind) => {
    const { look, poll, hoursAhead, rows, notes, own } = await world(refusing(kind));
    await look();
    expect(await poll()).toMatchObject({ lastReadAt: null, failures: 1, reason: `Meta said ${kind}` });
    expect([await hoursAhead(), await rows(), notes.facts.failed]).toEqual([24, [], kind]);
    expect(notes.total('QualityPolls', { outcome: 'failed' })).toBe(1);
    expect(own.outbox.items('connectionCare')).toEqual([]);
  });

  it('tells nothing of what is no failure of ours', async () => {
    const { look, poll } = await world(() => {
      throw new TypeError('a secret stands here');
    });
    await look();
    expect((await poll())?.reason).toBe('unexpected TypeError');
  });

  it('because Meta refused the token has the connection looked at', async () => {
    const { look, poll, own } = await world(refusing('connection-revoked'));
    await look();
    expect(own.outbox.items('connectionCare')).toEqual([{ wake: { workspace: 'shop', connectionId: 'c1' } }]);
    expect(await poll()).toMatchObject({ failures: 1, reason: 'Meta said connection-revoked' });
  });

  it('because nobody has a living token suspects nobody', async () => {
    const { look, poll, asked, own } = await world();
    await own.connections.remove('shop', 'c1');
    await look();
    expect([asked, own.outbox.items('connectionCare')]).toEqual([[], []]);
    expect(await poll()).toMatchObject({ failures: 1, reason: expect.stringContaining('connect again') });
  });

  it('counts once a day, and a good one forgets the failures', async () => {
    let trouble = true;
    const { look, poll, clock, asked } = await world(() => (trouble ? refusing('permission-missing')() : answer));
    await look();
    await look();
    expect([asked.length, (await poll())?.failures]).toEqual([1, 1]);
    clock.advance(24 * hour);
    await look();
    expect((await poll())?.failures).toBe(2);
    clock.advance(24 * hour);
    trouble = false;
    await look();
    expect(await poll()).toMatchObject({ failures: 0, reason: null, lastReadAt: '2026-11-23T10:00:00.000Z' });
  });
});

describe('a look that is killed at any await', () => {
  const ways: readonly [string, FailureKind | null][] = [
    ['reads', null],
    ['was refused', 'connection-revoked'],
  ];
  it.each(ways)('and %s ends as one that was not: one row a day', async (_, kind) => {
    const said = () => (kind ? refusing(kind)() : answer);
    const calm = await world(said);
    await calm.look();
    let killed = 0;
    for (const after of [false, true]) {
      for (let left = 1; ; left += 1) {
        const w = await world(said);
        const kill: Kill = { left, after };
        const mortal = killedAt(w.doors, ['polls', 'qualities', 'speakers', 'graph'], kill);
        await w.look(mortal).catch(() => undefined);
        const died = kill.left <= 0;
        w.clock.advance(60_000);
        await w.look();
        const [poll, rows] = [await w.poll(), await w.rows()];
        expect(rows.map(({ day, web }) => ({ day, web }))).toEqual(kind ? [] : [{ day: '2026-11-21', web: answer }]);
        expect(poll?.reason).toBe((await calm.poll())?.reason);
        expect(Date.parse(poll?.dueAt ?? '') - w.clock.now()).toBeGreaterThan(20 * hour);
        if (!died) break;
        killed += 1;
      }
    }
    expect(killed).toBeGreaterThanOrEqual(10);
  });
});

describe('a look, asking the simulator', () => {
  let meta: MetaSimulator;
  afterEach(() => meta.close());

  async function connected(scopes?: readonly string[]) {
    meta = await metaSimulator();
    const app = { ...shopApp, appId: DEMO.app, appSecret: SECRET };
    const w = await world();
    w.own.secrets.change({ apps: [app] });
    await w.own.secrets.metaApps({ fresh: true });
    await w.connect(connection('c1', { appId: app.appId }));
    const token = new AccessToken(await meta.connect(scopes));
    await w.own.vault.seal({ workspace: 'shop', connectionId: 'c1', kind: 'user', subject: 'me' }, token);
    const ledger = fakeUsageLedger(systemClock);
    const graph = makeGraph({ origin: meta.url, ledger, clock: systemClock, audit: () => undefined });
    return { ...w, graph, identity: { app, token }, read: () => w.look({ ...w.doors, graph }) };
  }

  const event = (id: string) =>
    JSON.stringify({
      event_name: 'Purchase',
      event_time: Math.floor(Date.now() / 1000) - 5,
      event_id: id,
      action_source: 'website',
      event_source_url: 'https://shop.example/thanks',
      user_data: { em: 'a'.repeat(64), client_user_agent: 'FakeBrowser/1.0' },
      custom_data: { value: 5, currency: 'EUR' },
    });

  it('reads what it rates of the events that were sent', async () => {
    const { read, rows, graph, identity, poll } = await connected();
    const events = joinEvents(['a', 'b'].map(event)).part(0, 2);
    await graph.sendConversions(identity, { pixel: DEMO.pixel, events, deduped: true });
    expect((await meta.control('GET', 'conversions')).body.totals).toMatchObject({ events: 2, kept: 2 });
    await read();
    const [reading] = await rows();
    expect(reading?.web).toEqual([
      expect.objectContaining({
        event_name: 'Purchase',
        event_match_quality: expect.objectContaining({ composite_score: expect.any(Number) }),
        data_freshness: expect.objectContaining({ upload_frequency: 'real_time' }),
      }),
    ]);
    expect(await poll()).toMatchObject({ failures: 0, reason: null });
  });

  it('keeps to the letter what was set by hand', async () => {
    const { read, rows } = await connected();
    const web = [{ event_name: '__proto__', dedupe_key_feedback: [{ dedupe_key: 'event_id' }] }, { event_name: 'ü' }];
    await meta.control('POST', 'dataset-quality', { pixel: DEMO.pixel, web });
    await read();
    expect((await rows()).map((one) => one.web)).toEqual([web]);
  });

  it('has the connection looked at when the token is dead, and says which right is missing', async () => {
    const dead = await connected();
    await meta.control('POST', 'tokens/kill', { person: DEMO.ada, code: 190, subcode: 460 });
    await dead.read();
    expect(dead.own.outbox.items('connectionCare')).toHaveLength(1);
    await meta.close();
    const poor = await connected(['ads_management']);
    await poor.read();
    expect([poor.notes.facts.failed, poor.own.outbox.items('connectionCare')]).toEqual(['permission-missing', []]);
  });

  it('waits when Meta is down', async () => {
    const { read, rows } = await connected();
    const fault = { match: { path: 'dataset_quality' }, times: 9, fault: { kind: 'html500' } };
    await meta.control('POST', 'faults', { graph: [fault] });
    await expect(read()).rejects.toMatchObject({ kind: 'meta-unavailable' });
    expect(await rows()).toEqual([]);
  });
});
