import { describe, expect, it } from '@jest/globals';
import { Failure } from '../../../lambdas/foundation/core/failure.ts';
import { number, workspace } from './send-world.ts';
import { uploadWorld } from './upload-world.ts';

const day = 24 * 3600_000;
const refused = (code: number) => new Failure('meta-rejected', `Meta refuses: ${code}`, { meta: { code } });

describe('an upload whose id at Meta has died', () => {
  it.each([131052, 131053, 100, 131009])('is brought anew after an answer of %d', async (code) => {
    const { w, sent, send, brought } = await uploadWorld();
    await send('k1');
    await send('k2');
    expect([sent, brought()]).toEqual([['meta-1', 'meta-1'], 1]);
    w.meta.plans.push(refused(code));
    await expect(send('k3')).rejects.toMatchObject({ kind: 'meta-rejected' });
    expect(await send('k4')).toMatchObject({ state: 'sent' });
    expect(sent).toEqual(['meta-1', 'meta-1', 'meta-1', 'meta-2']);
    // What failed stays so, whoever asks again.
    await expect(send('k3')).rejects.toMatchObject({ kind: 'meta-rejected' });
    await w.settle();
    expect(sent).toHaveLength(4);
    expect(w.doors.outbound.rows().map(({ state }) => state)).toEqual(['sent', 'sent', 'failed', 'sent']);
  });

  it.each([131052, 131053])('is brought anew after a status of %d, told twice', async (code) => {
    const { w, sent, send, fails } = await uploadWorld();
    const { metaId } = Object(await send('k1'));
    await fails(metaId, code);
    await fails(metaId, code);
    expect(await send('k2')).toMatchObject({ state: 'sent' });
    await w.settle();
    expect(sent).toEqual(['meta-1', 'meta-2']);
    const { listed } = await w.doors.messages.list(workspace, w.doors.outbound.rows()[0]?.threadId ?? '', 10);
    expect(listed.map(({ message }) => message?.failure?.code).filter(Boolean)).toEqual([code]);
  });

  it('is forgotten before its failure is told', async () => {
    const { w, send, fails, upload, own } = await uploadWorld();
    const { metaId } = Object(await send('k1'));
    const known: unknown[] = [];
    const { announce } = w.bus;
    own.bus = {
      ...w.bus,
      announce: async (event) => {
        known.push((await own.uploads.get(upload))?.metaIds);
        return announce(event);
      },
    };
    await fails(metaId, 131053);
    expect(known).toEqual([{}]);
  });

  it('is not brought once more for a late word of a message that went by the dead id', async () => {
    const { sent, send, fails } = await uploadWorld();
    const [one, two] = [Object(await send('k1')), Object(await send('k2'))];
    await fails(one.metaId, 131053);
    await send('k3');
    await fails(two.metaId, 131053);
    await send('k4');
    expect(sent).toEqual(['meta-1', 'meta-1', 'meta-2', 'meta-2']);
  });

  it('is forgotten also where the status alone tells that the message went', async () => {
    const { w, sent, send, fails } = await uploadWorld();
    w.meta.plans.push('lost');
    expect(await send('k1')).toMatchObject({ status: 202 });
    const [commit] = w.meta.commits;
    await fails(commit?.metaId ?? '', 131052, { callbackData: commit?.marker });
    await w.settle();
    await send('k2');
    expect(sent).toEqual(['meta-1', 'meta-2']);
  });
});

describe('an upload that Meta has still', () => {
  it.each([131026, 131049, 130472])('stays after a failure of %d', async (code) => {
    const { w, sent, send, fails } = await uploadWorld();
    const { metaId } = Object(await send('k1'));
    await fails(metaId, code);
    w.meta.plans.push(refused(code));
    await expect(send('k2')).rejects.toBeInstanceOf(Failure);
    await send('k3');
    expect(sent).toEqual(['meta-1', 'meta-1', 'meta-1']);
  });

  it('is not touched by a message with an address or an id of its caller’s, or by one that is not ours', async () => {
    const { w, sent, send, fails, upload, own, clock } = await uploadWorld();
    await send('k1');
    for (const [key, media] of [
      ['k2', { url: 'https://shop.example/a.png' }],
      ['k3', { metaId: upload.id }],
    ] as const) {
      w.meta.plans.push(refused(131053));
      await expect(send(key, media)).rejects.toBeInstanceOf(Failure);
    }
    await fails('wamid.of-somebody-else', 131053);
    await send('k4');
    expect(sent).toEqual(['meta-1', undefined, upload.id, 'meta-1']);
    clock.advance(day);
    expect((await own.uploads.get(upload))?.metaIds).toMatchObject({ [number]: { id: 'meta-1' } });
  });

  it('is no trouble of the answer’s: the message is refused as Meta said', async () => {
    const { w, send, own } = await uploadWorld();
    own.uploads = {
      ...own.uploads,
      forget: async () => {
        throw new Failure('unavailable', 'throttled');
      },
    };
    w.meta.plans.push(refused(131053));
    await expect(send('k1')).rejects.toMatchObject({ kind: 'meta-rejected', meta: { code: 131053 } });
    expect(w.doors.outbound.rows()).toMatchObject([{ state: 'failed' }]);
  });
});
