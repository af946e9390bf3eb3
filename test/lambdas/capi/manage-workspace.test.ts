import { describe, expect, it } from '@jest/globals';
import { putWorkspace, showWorkspace, type WorkspaceAsked } from '../../../lambdas/capi/manage-workspace.ts';
import { WorkspaceView } from '../../../lambdas/capi/views.ts';
import { Failure } from '../../../lambdas/foundation/core/failure.ts';
import { fakeOwners } from '../../fakes/fake-asset-registry.ts';
import { fakeClock } from '../../fakes/fake-clock.ts';
import { fakeWorkspaceSettings } from '../../fakes/fake-workspace-settings.ts';

const asked = (more: Partial<WorkspaceAsked> = {}): WorkspaceAsked => ({
  pixels: ['11'],
  country: 'de',
  dataProcessing: { options: ['LDU'], country: 0, state: 0 },
  optOut: false,
  ...more,
});

function world() {
  const clock = fakeClock();
  const owners = fakeOwners(clock);
  owners.move({ kind: 'pixel', id: '11' }, 'shop');
  owners.move({ kind: 'pixel', id: '22' }, 'rival');
  owners.move({ kind: 'page', id: '33' }, 'shop');
  return { clock, registry: owners.process(), settings: fakeWorkspaceSettings() };
}

describe('the settings of a workspace', () => {
  it('that never settled anything are what holds without', async () => {
    expect(await showWorkspace('shop', world())).toEqual({
      workspace: 'shop',
      pixels: [],
      country: null,
      dataProcessing: null,
      optOut: false,
      updatedAt: null,
    });
  });

  it('are shown as they were settled, the country in capitals, each pixel once', async () => {
    const w = world();
    const put = await putWorkspace('shop', asked({ pixels: ['11', '11'] }), w);
    expect(put).toEqual({
      workspace: 'shop',
      ...asked({ country: 'DE' }),
      updatedAt: '2026-11-21T10:00:00.000Z',
    });
    expect(await showWorkspace('shop', w)).toEqual(put);
    expect(WorkspaceView.parse(put)).toEqual(put);
    expect((await showWorkspace('rival', w)).updatedAt).toBeNull();
  });

  it('are replaced as a whole', async () => {
    const w = world();
    await putWorkspace('shop', asked(), w);
    w.clock.advance(1_000);
    const cleared = { pixels: [], country: null, dataProcessing: null, optOut: true };
    expect(await putWorkspace('shop', cleared, w)).toEqual({
      workspace: 'shop',
      ...cleared,
      updatedAt: '2026-11-21T10:00:01.000Z',
    });
    expect((await w.settings.get('shop'))?.version).toBe(2);
  });

  it.each([
    ['another workspace’s', '22'],
    ['nobody’s', '44'],
    ['no pixel', '33'],
  ])('take no pixel that is %s', async (_, pixel) => {
    const w = world();
    await expect(putWorkspace('shop', asked({ pixels: ['11', pixel] }), w)).rejects.toMatchObject({
      kind: 'not-found',
      errors: [{ path: 'body.pixels.1', reason: expect.any(String) }],
    });
    expect(await w.settings.get('shop')).toBeUndefined();
  });
});

describe('two who settle at the same time', () => {
  /** Others are first, so many times. */
  function racing(times: number, kind: 'busy' | 'unavailable' = 'busy') {
    const w = world();
    let left = times;
    const settings: typeof w.settings = {
      ...w.settings,
      async put(next, seen) {
        if (left-- <= 0) return w.settings.put(next, seen);
        if (kind === 'busy') await w.settings.put({ ...next, optOut: true, country: 'FR' }, seen);
        throw new Failure(kind, 'not now');
      },
    };
    return { ...w, settings };
  }

  it('are both through: the later one stands', async () => {
    const w = racing(1);
    expect(await putWorkspace('shop', asked(), w)).toMatchObject({ country: 'DE', optOut: false });
    expect(await w.settings.get('shop')).toMatchObject({ version: 2, country: 'DE' });
  });

  it('tell who was beaten twice', async () => {
    await expect(putWorkspace('shop', asked(), racing(2))).rejects.toMatchObject({ kind: 'busy' });
  });

  it('do not hide that the table refuses', async () => {
    await expect(putWorkspace('shop', asked(), racing(1, 'unavailable'))).rejects.toMatchObject({
      kind: 'unavailable',
    });
  });
});
