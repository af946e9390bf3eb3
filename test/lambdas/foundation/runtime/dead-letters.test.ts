import { describe, expect, it } from '@jest/globals';
import { makeDeadLetters } from '../../../../lambdas/foundation/runtime/dead-letters.ts';
import { fakeBlobs } from '../../../fakes/fake-blobs.ts';
import { ok, scriptedAws } from './scripted-aws.ts';

const envelope = (items: readonly unknown[]) =>
  JSON.stringify({ firstSeenAt: '2026-11-20T00:00:00.000Z', hops: 1, items });

async function lettersOf(...bodies: readonly string[]) {
  const blobs = fakeBlobs();
  await blobs.put('webhooks/items/there', Buffer.from('{"big":true}'));
  const Attributes = { SentTimestamp: String(Date.parse('2026-11-19T00:00:00.000Z')) };
  const Messages = bodies.map((Body, index) => ({
    MessageId: `m${index}`,
    ReceiptHandle: `h${index}`,
    Body,
    Attributes,
  }));
  const { aws, asked } = scriptedAws(() => ok(bodies.length > 0 ? { Messages } : {}));
  return { letters: makeDeadLetters({ aws, urls: { webhookEvents: 'https://dlq' }, blobs: () => blobs }), asked };
}

describe('dead letters', () => {
  it('come with their items, claim checks resolved; a lost blob’s stays', async () => {
    const lost = { $blob: 'webhooks/items/lost' };
    const { letters } = await lettersOf(envelope([{ a: 1 }, { $blob: 'webhooks/items/there' }, lost]));
    expect(await letters.take('webhookEvents')).toEqual([
      {
        ...{ messageId: 'm0', handle: 'h0', firstSeenAt: '2026-11-20T00:00:00.000Z' },
        items: [{ a: 1 }, { big: true }, lost],
      },
    ]);
  });

  it('that are no envelope come as their one text, as old as SQS says', async () => {
    const { letters } = await lettersOf('scribble');
    expect(await letters.take('webhookEvents')).toMatchObject([
      { items: ['scribble'], firstSeenAt: '2026-11-19T00:00:00.000Z' },
    ]);
  });

  it('may be none', async () => {
    expect(await (await lettersOf()).letters.take('webhookEvents')).toEqual([]);
  });

  it('are hidden for longer than the schedule’s function runs, and removed by their handle', async () => {
    const { letters, asked } = await lettersOf(envelope([1]));
    const [letter] = await letters.take('webhookEvents');
    if (letter) await letters.remove('webhookEvents', letter);
    expect(asked.map(({ body }) => body)).toMatchObject([
      { QueueUrl: 'https://dlq', MaxNumberOfMessages: 10, VisibilityTimeout: 120 },
      { QueueUrl: 'https://dlq', ReceiptHandle: 'h0' },
    ]);
  });

  it('of a queue that the function does not drain are refused', async () => {
    await expect((await lettersOf()).letters.take('replayJobs')).rejects.toMatchObject({ kind: 'bug' });
  });
});
