import { describe, expect, it } from '@jest/globals';
import { listConversions } from '../../../lambdas/capi/list-conversions.ts';
import {
  type CollectorAsked,
  listCollectors,
  putCollector,
  removeCollector,
  showCollector,
} from '../../../lambdas/capi/manage-collectors.ts';
import { CollectorView, ConversionView } from '../../../lambdas/capi/views.ts';
import type { Conversion } from '../../../lambdas/foundation/store/conversions.ts';
import { fakeOwners } from '../../fakes/fake-asset-registry.ts';
import { fakeClock } from '../../fakes/fake-clock.ts';
import { fakeCollectors } from '../../fakes/fake-collectors.ts';
import { fakeConversions } from '../../fakes/fake-conversions.ts';
import { fakeCursors } from '../../fakes/fake-cursors.ts';

const asked = (more: Partial<CollectorAsked> = {}): CollectorAsked => ({
  pixels: ['11'],
  origins: ['https://shop.example'],
  consent: 'required',
  cookieDomain: 'shop.example',
  ...more,
});

function world() {
  const clock = fakeClock();
  const owners = fakeOwners(clock);
  owners.move({ kind: 'pixel', id: '11' }, 'shop');
  owners.move({ kind: 'pixel', id: '22' }, 'rival');
  const collectors = fakeCollectors();
  return {
    ...{ clock, collectors, cursors: fakeCursors, publicUrl: 'https://api.example' },
    registry: owners.process(),
  };
}

describe('a collector', () => {
  it('is made, shown and found by browsers', async () => {
    const w = world();
    const made = await putCollector('shop', 'shop-site', asked(), w);
    expect(made).toEqual({
      id: 'shop-site',
      ...asked(),
      url: 'https://api.example/collect/shop-site',
      createdAt: '2026-11-21T10:00:00.000Z',
      updatedAt: '2026-11-21T10:00:00.000Z',
    });
    expect(CollectorView.parse(made)).toEqual(made);
    expect(await showCollector('shop', 'shop-site', w)).toEqual(made);
    expect(await w.collectors.find('shop-site')).toMatchObject({ workspace: 'shop', pixels: ['11'] });
  });

  it('stays as old as it is when it is changed', async () => {
    const w = world();
    const { createdAt } = await putCollector('shop', 'shop-site', asked(), w);
    w.clock.advance(60_000);
    const changed = await putCollector('shop', 'shop-site', asked({ consent: 'assumed', cookieDomain: null }), w);
    expect(changed).toMatchObject({ consent: 'assumed', cookieDomain: null, createdAt });
    expect(changed.updatedAt).toBe('2026-11-21T10:01:00.000Z');
    w.clock.advance(60_000);
    expect(await putCollector('shop', 'shop-site', asked(), w)).toMatchObject({ createdAt });
  });

  it('holds origins as browsers write them, each once', async () => {
    const origins = ['https://shop.example:443', 'https://shop.example', 'https://shop.example:8443'];
    const { origins: held } = await putCollector('shop', 'shop-site', asked({ origins }), world());
    expect(held).toEqual(['https://shop.example', 'https://shop.example:8443']);
  });

  it('takes no origin that no page can have', async () => {
    const w = world();
    const origins = ['https://shop.example', 'https://shop.example:99999'];
    await expect(putCollector('shop', 'shop-site', asked({ origins }), w)).rejects.toMatchObject({
      kind: 'invalid-request',
      errors: [{ path: 'body.origins.1' }],
    });
    expect(await w.collectors.find('shop-site')).toBeUndefined();
  });

  it.each([
    ['another workspace’s', '22'],
    ['nobody’s', '44'],
  ])('takes no pixel that is %s', async (_, pixel) => {
    const w = world();
    await expect(putCollector('shop', 'shop-site', asked({ pixels: [pixel] }), w)).rejects.toMatchObject({
      kind: 'not-found',
      errors: [{ path: 'body.pixels.0', reason: expect.any(String) }],
    });
    expect(await w.collectors.find('shop-site')).toBeUndefined();
  });

  it('is gone when it was taken away, and its id is free', async () => {
    const w = world();
    await putCollector('shop', 'shop-site', asked(), w);
    await removeCollector('shop', 'shop-site', w);
    expect(await w.collectors.find('shop-site')).toBeUndefined();
    await expect(showCollector('shop', 'shop-site', w)).rejects.toMatchObject({ kind: 'not-found' });
    await expect(removeCollector('shop', 'shop-site', w)).rejects.toMatchObject({ kind: 'not-found' });
    await putCollector('rival', 'shop-site', asked({ pixels: ['22'] }), w);
  });

  it('of another workspace cannot be seen, taken away or overwritten', async () => {
    const w = world();
    await putCollector('shop', 'shop-site', asked(), w);
    await expect(showCollector('rival', 'shop-site', w)).rejects.toMatchObject({ kind: 'not-found' });
    await expect(removeCollector('rival', 'shop-site', w)).rejects.toMatchObject({ kind: 'not-found' });
    const theirs = putCollector('rival', 'shop-site', asked({ pixels: ['22'] }), w);
    await expect(theirs).rejects.toMatchObject({ kind: 'conflict' });
    expect((await listCollectors('rival', { limit: 10 }, w)).data).toEqual([]);
    expect(await w.collectors.find('shop-site')).toMatchObject({ workspace: 'shop' });
  });
});

describe('the list of collectors', () => {
  it('is paged by id, without loss and without doubles', async () => {
    const w = world();
    const ids = Array.from({ length: 7 }, (_, at) => `site-${at}`);
    for (const id of [...ids].reverse()) await putCollector('shop', id, asked(), w);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listCollectors('shop', { limit: 3, cursor }, w);
      seen.push(...page.data.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual(ids);
  });

  it('refuses another workspace’s cursor', async () => {
    const w = world();
    for (const id of ['site-1', 'site-2']) await putCollector('shop', id, asked(), w);
    const { nextCursor } = await listCollectors('shop', { limit: 1 }, w);
    const theirs = listCollectors('rival', { limit: 1, cursor: nextCursor ?? '' }, w);
    await expect(theirs).rejects.toMatchObject({ kind: 'invalid-request' });
  });
});

describe('what became of an event', () => {
  const row = (more: Partial<Conversion>): Conversion => ({
    ...{ workspace: 'shop', eventId: 'e-1', pixel: '11', eventName: 'Purchase', state: 'delivered' },
    ...{ eventTime: '2026-11-21T09:59:00.000Z', actionSource: 'website', payloadHash: 'ab', matchKeys: ['em'] },
    ...{ acceptedAt: '2026-11-21T10:00:00.000Z', updatedAt: '2026-11-21T10:00:01.000Z' },
    ...{ deliveredAt: '2026-11-21T10:00:01.000Z', reason: null, fbtraceId: 'trace', claimToken: 'secret' },
    ...more,
  });

  it('is a row for each pixel and name, without what is ours alone', async () => {
    const conversions = fakeConversions(fakeClock());
    await conversions.put([row({}), row({ pixel: '12' }), row({ eventName: 'Lead' }), row({ eventId: 'e-2' })]);
    const { data, nextCursor } = await listConversions('shop', 'e-1', { conversions });
    expect(nextCursor).toBeNull();
    expect(data.map(({ pixel, eventName }) => [pixel, eventName])).toEqual([
      ['11', 'Lead'],
      ['11', 'Purchase'],
      ['12', 'Purchase'],
    ]);
    for (const shown of data)
      expect(Object.keys(shown).sort()).toEqual(Object.keys(ConversionView.parse(shown)).sort());
  });

  it('is nobody else’s to know', async () => {
    const conversions = fakeConversions(fakeClock());
    await conversions.put([row({})]);
    await expect(listConversions('rival', 'e-1', { conversions })).rejects.toMatchObject({ kind: 'not-found' });
    await expect(listConversions('shop', 'e-9', { conversions })).rejects.toMatchObject({ kind: 'not-found' });
  });
});
