import { describe, expect, it } from '@jest/globals';
import { checkOut } from '../../../../lambdas/foundation/runtime/claim-checks.ts';
import { makeSender } from '../../../../lambdas/foundation/runtime/queue-sender.ts';
import { fakeBlobs } from '../../../fakes/fake-blobs.ts';
import { fakeClock } from '../../../fakes/fake-clock.ts';
import { no, scriptedAws, takingSqs } from './scripted-aws.ts';

interface Entry {
  readonly MessageBody: string;
  readonly MessageGroupId?: string;
  readonly DelaySeconds?: number;
}
const urls = { webhookEvents: 'https://queue/webhooks', replayJobs: 'https://queue/replays' };

function senderOver(sqs = takingSqs()) {
  const blobs = fakeBlobs();
  const send = makeSender({ aws: sqs.aws, urls, blobs: () => blobs, clock: fakeClock() });
  const entries = () => sqs.asked.flatMap(({ body }) => (body as { Entries: Entry[] }).Entries);
  return { send, entries, blobs, asked: sqs.asked };
}

describe('a queue’s sender', () => {
  it('writes the envelope, the group and the delay', async () => {
    const { send, entries, asked } = senderOver();
    const options = { firstSeenAt: '2026-11-20T00:00:00.000Z', hops: 2, delaySeconds: 17 };
    await send('webhookEvents', [{ group: '4711', items: [{ n: 1 }, 'two'] }], options);
    expect(asked[0]?.body).toMatchObject({ QueueUrl: 'https://queue/webhooks' });
    expect(entries()).toEqual([
      {
        Id: '0',
        MessageBody: '{"firstSeenAt":"2026-11-20T00:00:00.000Z","hops":2,"items":[{"n":1},"two"]}',
        MessageGroupId: '4711',
        DelaySeconds: 17,
      },
    ]);
  });

  it('makes a group of what SQS takes as one: ASCII without spaces, at most 128 signs', async () => {
    const { send, entries } = senderOver();
    await send('replayJobs', [{ group: `Büro 1 ${'x'.repeat(200)}`, items: [1] }, { items: [2] }]);
    expect(entries()[0]?.MessageGroupId).toBe(`B_ro_1_${'x'.repeat(121)}`);
    expect(entries()[1]).not.toHaveProperty('MessageGroupId');
  });

  it('sends nothing for no items', async () => {
    const { send, asked } = senderOver();
    await send('webhookEvents', [{ group: 'a', items: [] }]);
    expect(asked).toHaveLength(0);
  });

  it.each([0, 9])('throws unavailable when SQS refuses entry %s of a batch', async (place) => {
    const { send } = senderOver(takingSqs((index) => index === place));
    const groups = Array.from({ length: 10 }, (_, index) => ({ group: `g${index}`, items: [index] }));
    await expect(send('webhookEvents', groups)).rejects.toMatchObject({
      kind: 'unavailable',
      message: 'sqs SendMessageBatch: 1 of 10 refused, InternalError',
    });
  });

  it('throws unavailable when SQS answers for fewer entries than it was given', async () => {
    const { send } = senderOver(scriptedAws(() => ({ status: 200, error: '', body: Buffer.from('{}') })));
    await expect(send('webhookEvents', [{ items: [1] }])).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('throws bug for a queue that is not in the function’s line, and for a refusal that stays', async () => {
    const { aws } = scriptedAws(() => no('AccessDenied'));
    const bare = makeSender({ aws, urls: {}, blobs: fakeBlobs, clock: fakeClock() });
    await expect(bare('webhookEvents', [{ items: [1] }])).rejects.toMatchObject({ kind: 'bug' });
    const { send } = senderOver(scriptedAws(() => no('AccessDenied')));
    await expect(send('webhookEvents', [{ items: [1] }])).rejects.toMatchObject({ kind: 'bug' });
  });

  it('lets an item over 200 kB travel as a claim check that gives it back', async () => {
    const { send, entries, blobs } = senderOver();
    const big = { text: `é\uFFFF${'é'.repeat(110_000)}` };
    await send('webhookEvents', [{ group: 'a', items: ['small', big, big] }]);
    const [small, check, again] = JSON.parse(entries()[0]?.MessageBody ?? '').items;
    expect(small).toBe('small');
    expect(check).toEqual({ $blob: expect.stringMatching(/^webhooks\/items\/[0-9a-f]{64}$/) });
    expect(again).toEqual(check);
    expect(blobs.keys()).toEqual([check.$blob]);
    expect(await checkOut(check, () => blobs)).toEqual(big);
  });

  it('sends nothing when the blob cannot be kept', async () => {
    const sqs = takingSqs();
    const blobs = () => ({ put: () => Promise.reject(new Error('full')) });
    const send = makeSender({ aws: sqs.aws, urls, blobs, clock: fakeClock() });
    await expect(send('webhookEvents', [{ items: ['x'.repeat(300_000)] }])).rejects.toThrow('full');
    expect(sqs.asked).toHaveLength(0);
  });

  it('lets the RangeError of an item nested too deeply through', async () => {
    const { send, asked } = senderOver();
    let deep: unknown = 1;
    for (let level = 0; level < 100_000; level += 1) deep = [deep];
    await expect(send('webhookEvents', [{ items: [deep] }])).rejects.toThrow(RangeError);
    expect(asked).toHaveLength(0);
  });
});
