import { describe, expect, it } from '@jest/globals';
import { messageIdOf } from '../../../lambdas/messaging/message-id.ts';
import { type Kill, killedAt } from '../../fakes/killed-at.ts';
import { collectWorld, echoOf, page, psid, second, textOf, workspace } from './collect-world.ts';

const image = { type: 'image', url: 'https://scontent.xx.fbcdn.net/a.jpg' };
const messageId = messageIdOf(`page:${page}`, 'm1');
const key = { workspace, id: messageId };
const at = (seconds: number, name: string) => ({ at: second(seconds), key: name });
const photo = textOf('m1', '', { type: 'image', attachments: [image] });
const deletion = { messageId: 'm1', from: psid, to: page };
const medium = { index: 0, key: 'media/shop/m/0', mimeType: 'image/jpeg', size: 1, sha256: 'ab' };

describe('a message with media', () => {
  it('is passed on to have them fetched, also when it comes again; an echo and a text are not', async () => {
    const w = collectWorld();
    await w.arrives('message', photo, at(1, 'm1'));
    await w.arrives('message', textOf('m2'), at(2, 'm2'));
    await w.arrives('echo', echoOf('e1', '', { attachments: [image] }), at(3, 'e1'));
    expect(w.doors.outbox.items('mediaFetches')).toEqual([{ workspace, messageId }]);
    await w.arrives('message', photo, at(1, 'm1'));
    expect(w.doors.outbox.items('mediaFetches')).toHaveLength(2);
  });

  it('that is deleted before it comes is not', async () => {
    const w = collectWorld();
    await w.arrives('deletion', deletion, at(2, 'deletion'));
    await w.arrives('message', photo, at(1, 'm1'));
    expect(w.doors.outbox.items('mediaFetches')).toEqual([]);
  });

  it('is not told before they are asked for: a refused queue brings it again', async () => {
    const w = collectWorld();
    w.doors.outbox.refuse();
    const item = await w.passOn('message', photo, at(1, 'm1'));
    await expect(w.collect(item)).rejects.toMatchObject({ kind: 'unavailable' });
    expect(w.bus.announced).toEqual([]);
    await w.collect(item);
    expect([w.bus.announced.length, w.doors.outbox.items('mediaFetches').length]).toEqual([1, 1]);
  });
});

describe('a deletion', () => {
  it.each([false, true])(
    'removes what was fetched, though its worker is killed anywhere (after a call: %s)',
    async (after) => {
      let lives = 0;
      for (let left = 1; ; left += 1) {
        const w = collectWorld();
        await w.arrives('message', photo, at(1, 'm1'));
        await w.doors.messages.change(key, (row) => row && { ...row, media: [medium] });
        const removed = new Set<string>();
        const media = { remove: async (one: string) => void removed.add(one) };
        const item = await w.passOn('deletion', deletion, at(2, 'deletion'));
        const kill: Kill = { left, after };
        const dead = killedAt({ ...w.doors, media }, ['messages', 'media', 'bus'], kill);
        const died = await w.collect(item, dead).then(
          () => false,
          () => true,
        );
        await w.collect(item, { ...w.doors, media });
        expect(await w.doors.messages.get(key)).toMatchObject({ media: [], deletedAt: second(2), content: null });
        expect([...removed]).toEqual([medium.key]);
        if (!died) break;
        lives += 1;
      }
      expect(lives).toBe(4);
    },
  );
});
