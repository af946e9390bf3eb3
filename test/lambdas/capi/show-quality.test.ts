import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ConversionMessage } from '../../../lambdas/capi/conversion-message.ts';
import { type Counted, dayCounts } from '../../../lambdas/capi/day-counts.ts';
import { showQuality } from '../../../lambdas/capi/show-quality.ts';
import { QualityView } from '../../../lambdas/capi/views.ts';
import { fakeAssetRegistry } from '../../fakes/fake-asset-registry.ts';
import { fakeClock } from '../../fakes/fake-clock.ts';
import { fakeConversionDays } from '../../fakes/fake-conversion-days.ts';
import { fakeDatasetQualities } from '../../fakes/fake-dataset-qualities.ts';
import { fakeQualityPolls } from '../../fakes/fake-quality-polls.ts';
import { describeWithShared } from '../../shared-material.ts';
import { identity, loopbackMeta, openBench } from '../foundation/meta/loopback-meta.ts';

const workspace = 'shop';
const pixel = '990000000000031';
const today = Date.parse('2026-11-21T10:00:00.000Z');

/** A pixel that the shop has linked, with nothing known of it. */
async function world() {
  const clock = fakeClock(today);
  const doors = {
    clock,
    days: fakeConversionDays(clock),
    qualities: fakeDatasetQualities(clock),
    polls: fakeQualityPolls(),
    registry: fakeAssetRegistry(clock),
  };
  await doors.registry.link({ kind: 'pixel', id: pixel }, workspace);
  const show = async (days = 28) => {
    const view = await showQuality(workspace, pixel, days, doors);
    // As the HTTP door gives it away.
    return QualityView.parse(JSON.parse(JSON.stringify(view)));
  };
  const count = (fate: Counted, messages: readonly ConversionMessage[], at = today) =>
    doors.days.add(dayCounts(messages, fate, at));
  const read = (day: string, web: readonly unknown[]) =>
    doors.qualities.put({ workspace, pixel, day, readAt: `${day}T03:00:00.000Z`, web });
  return { doors, show, count, read };
}

const message = (more: Partial<ConversionMessage> = {}): ConversionMessage => ({
  workspace,
  pixel,
  eventName: 'Purchase',
  eventId: 'order-1',
  ownId: true,
  actionSource: 'website',
  eventTime: today / 1000 - 60,
  event: '{}',
  payloadHash: 'hash',
  matchKeys: ['em', 'client_user_agent'],
  acceptedAt: '2026-11-21T10:00:00.000Z',
  ...more,
});

const rated = (event_name: string, composite_score: number, percentage = 80) => ({
  event_name,
  event_match_quality: { composite_score },
  event_coverage: { percentage, goal_percentage: 75, description: 'Of the browser.' },
});

describe('the quality of a pixel', () => {
  it('is nobody’s who has not linked it', async () => {
    const { doors } = await world();
    const gone = { kind: 'not-found', message: 'this workspace has not linked the pixel' };
    await expect(showQuality('another', pixel, 28, doors)).rejects.toMatchObject(gone);
    await expect(showQuality(workspace, '990000000000032', 28, doors)).rejects.toMatchObject(gone);
  });

  it('is empty at first', async () => {
    const { show } = await world();
    expect(await show()).toEqual({
      ...{ pixel, since: '2026-10-25', readAt: null, trouble: null },
      ...{ events: [], history: [] },
    });
  });

  it('shows what we counted and what Meta says side by side, the most frequent first', async () => {
    const { show, count, read } = await world();
    const three = [message(), message({ ownId: false, matchKeys: ['em'] }), message({ matchKeys: [] })];
    await count('accepted', [...three, message()]);
    await count('delivered', three);
    await count('parked', [message()]);
    await count('accepted', [message({ eventName: 'Lead' })]);
    await read('2026-11-21', [rated('ViewContent', 7.5), { ...rated('Purchase', 8), unheard_of: [1, null] }]);
    const { events, readAt } = await show();
    expect(readAt).toBe('2026-11-21T03:00:00.000Z');
    expect(events.map(({ eventName }) => eventName)).toEqual(['Purchase', 'Lead', 'ViewContent']);
    expect(events[0]).toEqual({
      eventName: 'Purchase',
      ours: {
        ...{ accepted: 4, delivered: 3, parked: 1 },
        keys: { em: 66.6, client_user_agent: 33.3 },
        ownEventId: 66.6,
        meanDelaySeconds: 60,
      },
      meta: { ...rated('Purchase', 8), unheard_of: [1, null] },
      mend: [expect.stringContaining('/v1/parked'), expect.stringMatching(/^33\.4 % of the events came without/)],
    });
    const nothing = { ...{ accepted: 0, delivered: 0, parked: 0 }, keys: {}, ownEventId: null, meanDelaySeconds: null };
    expect(events[2]).toMatchObject({ ours: nothing, meta: rated('ViewContent', 7.5), mend: [] });
    expect(events[1]).toMatchObject({ ours: { ...nothing, accepted: 1 }, meta: null, mend: [] });
  });

  it('counts the days that were asked, today included', async () => {
    const { show, count } = await world();
    const day = 24 * 3600_000;
    for (const back of [0, 1, 2]) await count('accepted', [message()], today - back * day);
    const accepted = async (days: number) => (await show(days)).events[0]?.ours.accepted;
    expect([await accepted(1), await accepted(2), await accepted(28)]).toEqual([1, 2, 3]);
  });

  it('has a history of the days asked, and Meta’s newest word even when it is older', async () => {
    const { show, read, doors } = await world();
    await read('2026-11-10', [rated('Purchase', 4, 50)]);
    await read('2026-11-12', [rated('Purchase', 5, 60), { event_name: 'Lead', event_coverage: { percentage: '9.5' } }]);
    await doors.polls.ensure(workspace, pixel, '2026-11-22T00:00:00.000Z');
    const poll = { workspace, pixel, dueAt: '2026-11-22T00:00:00.000Z', lastReadAt: '2026-11-12T03:00:00.000Z' };
    await doors.polls.settle({ ...poll, failures: 3, reason: 'Meta wants another permission' });
    const { history } = await show();
    expect(history).toEqual([
      { day: '2026-11-10', eventName: 'Purchase', score: 4, coverage: 50 },
      { day: '2026-11-12', eventName: 'Purchase', score: 5, coverage: 60 },
      { day: '2026-11-12', eventName: 'Lead', score: null, coverage: 9.5 },
    ]);
    const week = await show(7);
    expect([week.history, week.events.map(({ eventName }) => eventName)]).toEqual([[], ['Lead', 'Purchase']]);
    expect(week).toMatchObject({ readAt: '2026-11-12T03:00:00.000Z', trouble: 'Meta wants another permission' });
  });

  it('takes Meta’s newest reading whole: what is not in it any more has no word', async () => {
    const { show, read } = await world();
    await read('2026-11-20', [rated('Lead', 5), rated('Purchase', 5)]);
    await read('2026-11-21', [rated('Purchase', 7), rated('Purchase', 1), { event_match_quality: {} }, 'no row']);
    const { events, history } = await show();
    expect(events.map(({ eventName, meta }) => [eventName, meta])).toEqual([['Purchase', rated('Purchase', 7)]]);
    expect(history).toHaveLength(4);
  });

  it('stands whatever Meta answers and however events are called', async () => {
    const name = fc.constantFrom('Purchase', '__proto__', 'constructor', 'toString', '');
    const row = fc.tuple(fc.jsonValue(), name).map(([value, event_name]): unknown => {
      const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
      return isObject ? { ...value, event_name } : value;
    });
    const odd = fc.array(fc.oneof(row, fc.jsonValue()), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(odd, name, async (web, eventName) => {
        const { show, count, read } = await world();
        await count('delivered', [message({ eventName, matchKeys: ['em', 'constructor'] })]);
        await read('2026-11-21', web);
        const { events } = await show();
        expect(events[0]?.eventName).toBeDefined();
        const ours = events.find((one) => one.eventName === eventName)?.ours;
        expect(ours).toMatchObject({ delivered: 1, keys: { em: 100, constructor: 100 } });
      }),
      { numRuns: 300 },
    );
  });
});

const meta = loopbackMeta();

describeWithShared('Meta’s samples of quality', (shared) => {
  const folder = join(shared, 'meta', 'samples', 'capi');
  const samples = readdirSync(folder).filter((name) => /^dataset_quality_.*\.json$/.test(name));

  it('are six', () => {
    expect(samples).toHaveLength(6);
  });

  it.each(samples)('give their events: %s', async (sample) => {
    const json = JSON.parse(readFileSync(join(folder, sample), 'utf8'));
    meta.answer({ json });
    const web = await openBench(meta.origin()).graph.readDatasetQuality(identity, pixel);
    expect(meta.seen[0]?.query).toMatchObject({
      dataset_id: pixel,
      fields: expect.stringMatching(/^web\{event_name,/),
    });
    const { show, read } = await world();
    await read('2026-11-21', web);
    const { events } = await show();
    const names = json.web.map(({ event_name }: { event_name: string }) => event_name).sort();
    expect(events.map(({ eventName }) => eventName).sort()).toEqual(names);
    expect(events.map((one) => one.meta)).toEqual(expect.arrayContaining(json.web));
  });

  it('say what to mend', async () => {
    const mend = async (sample: string) => {
      const { show, read } = await world();
      const { web } = JSON.parse(readFileSync(join(folder, `dataset_quality_${sample}.json`), 'utf8'));
      await read('2026-11-21', web);
      return (await show()).events.flatMap((one) => one.mend);
    };
    const told = (...parts: readonly string[]) => parts.map((part) => expect.stringContaining(part));
    expect(await mend('acr_per_key')).toEqual(told('Send `em` (email)', 'Send `client_ip_address` (ip_address)'));
    expect(await mend('emq')).toEqual([]);
    expect(await mend('dedupe_key_feedback')).toEqual([]);
    expect(await mend('event_coverage')).toEqual(told('goal is 75 %'));
    expect(await mend('data_freshness')).toEqual(told('`hourly`'));
    expect(await mend('diagnostics')).toEqual(told('client_ip_address retrieved from customer interactions'));
  });
});
