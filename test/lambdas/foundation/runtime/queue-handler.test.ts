import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { Failure } from '../../../../lambdas/foundation/core/failure.ts';
import { type FailureKind, verdicts } from '../../../../lambdas/foundation/core/verdicts.ts';
import { queueHandler } from '../../../../lambdas/foundation/runtime/queue-handler.ts';
import { contextOf, machineOf } from './machine-of.ts';
import { item, recordOf, textOf, workerOf } from './queue-bench.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const kinds = Object.keys(verdicts) as FailureKind[];
const failing = (kind: FailureKind) => async () => {
  throw new Failure(kind, `says ${kind}`);
};

describe('the four verbs', () => {
  it('acks what is done', async () => {
    const seen: string[] = [];
    const worker = workerOf(async (text) => void seen.push(text));
    expect(await worker.run([recordOf([item('a'), item('b')])])).toEqual([]);
    expect(seen.sort()).toEqual(['a', 'b']);
    expect([worker.outbox.sent, worker.parked.rows()]).toEqual([[], []]);
  });

  it.each(kinds.map((kind) => [kind, verdicts[kind].queue] as const))('%s → %s', async (kind, verb) => {
    const worker = workerOf(failing(kind));
    const kept = await worker.run([recordOf([item('x')])]);
    expect(kept).toEqual(verb === 'retry' ? ['message-1'] : []);
    expect(worker.outbox.sent).toHaveLength(verb === 'defer' ? 1 : 0);
    expect(worker.parked.rows().map((row) => row.kind)).toEqual(verb === 'park' ? [kind] : []);
    const [line] = worker.lines();
    const ended = worker.lines().at(-1) ?? {};
    expect(ended.WorkItems ?? worker.lines().find((one) => one.outcome === verb)?.WorkItems).toBe(1);
    expect(line).toBeDefined();
  });

  it('calls what is no failure of ours a bug, and retries it', async () => {
    const worker = workerOf(async () => {
      throw new TypeError('boom');
    });
    expect(await worker.run([recordOf([item('x')])])).toEqual(['message-1']);
  });

  it('keeps one bad item from harming its siblings', async () => {
    const worked: string[] = [];
    const worker = workerOf(async (text) => {
      if (text === 'n500') throw new Failure('malformed', 'poison');
      worked.push(text);
    });
    const items = Array.from({ length: 1000 }, (_, index) => item(`n${index}`));
    expect(await worker.run([recordOf(items)])).toEqual([]);
    expect(worked).toHaveLength(999);
    expect(worker.parked.rows().map(({ items: [one] = [] }) => textOf(one))).toEqual(['n500']);
  });
});

describe('parking', () => {
  it('writes the row, then parks the receipt, then acks; the id is hash(queue, receipt key)', async () => {
    const order: string[] = [];
    const worker = workerOf(
      async (_text, context) => {
        context.claimed({
          ...{ key: 'shop/event-1', workspace: 'shop', ref: { entity: 'webhookEvent', id: 'event-1' } },
          park: async () => void order.push('receipt'),
          release: async () => void order.push('released'),
        });
        throw new Failure('malformed', 'cannot be read');
      },
      ({ parking }) => ({
        parking: {
          park: async (one) => {
            order.push('row');
            await parking.park(one);
          },
        },
      }),
    );
    Object.assign(worker.machine.environment, { _X_AMZN_TRACE_ID: 'Root=1-abc-def;Parent=1;Sampled=0' });
    expect(await worker.run([recordOf([item('x')])])).toEqual([]);
    expect(order).toEqual(['row', 'receipt']);
    expect(worker.parked.rows()).toEqual([
      {
        id: sha256('webhookEvents\nshop/event-1'),
        ...{ workspace: 'shop', queue: 'webhookEvents', kind: 'malformed', blame: 'meta', reason: 'cannot be read' },
        receipt: { entity: 'webhookEvent', id: 'event-1' },
        ...{ traceId: '1-abc-def', firstSeenAt: '2026-11-21T09:59:00.000Z', parkedAt: '2026-11-21T10:00:00.000Z' },
        items: [item('x')],
      },
    ]);
  });

  it('of an item without a receipt goes by the message’s id, a place each, to nobody', async () => {
    const alone = workerOf(failing('malformed'));
    await alone.run([recordOf([item('x')])]);
    expect(alone.parked.rows()).toMatchObject([{ id: sha256('webhookEvents\nmessage-1'), workspace: '-' }]);
    const several = workerOf(failing('malformed'));
    await several.run([recordOf([item('x'), item('y')])]);
    const ids = several.parked.rows().map(({ id }) => id);
    expect(ids.sort()).toEqual([sha256('webhookEvents\nmessage-1#0'), sha256('webhookEvents\nmessage-1#1')].sort());
  });

  it('leaves the record in the queue when the row cannot be written, and the receipt alone', async () => {
    let parkedReceipts = 0;
    const worker = workerOf(
      async (_text, { claimed }) => {
        const park = async () => {
          parkedReceipts += 1;
        };
        claimed({ key: 'k', workspace: 'shop', park });
        throw new Failure('malformed', 'x');
      },
      () => ({ parking: { park: failing('unavailable') } }),
    );
    expect(await worker.run([recordOf([item('x')], { ApproximateReceiveCount: '5' })])).toEqual(['message-1']);
    expect(parkedReceipts).toBe(0);
  });

  it('that crashes between row and receipt is one row after the redelivery', async () => {
    let crash = true;
    const worker = workerOf(async (_text, { claimed }) => {
      const park = async () => {
        if (crash) throw new Error('killed');
      };
      claimed({ key: 'k', workspace: 'shop', park });
      throw new Failure('malformed', 'x');
    });
    expect(await worker.run([recordOf([item('x')])])).toEqual(['message-1']);
    crash = false;
    expect(await worker.run([recordOf([item('x')], { ApproximateReceiveCount: '2' })])).toEqual([]);
    expect(worker.parked.rows()).toHaveLength(1);
  });

  it('takes a big body into the bucket and leaves its key in the row', async () => {
    const noise = createHash('shake256', { outputLength: 400_000 }).update('seed').digest('base64');
    const worker = workerOf(failing('malformed'));
    await worker.run([recordOf([item(noise)])]);
    const [row] = worker.parked.rows();
    expect(row).toMatchObject({ blob: `parked/${row?.id}` });
    expect(row?.items).toBeUndefined();
    const body = await worker.blobs.get(row?.blob ?? '');
    expect(JSON.parse(Buffer.from(body).toString())).toEqual([item(noise)]);
    const soft = workerOf(failing('malformed'));
    await soft.run([recordOf([item('x'.repeat(900_000))])]);
    expect(soft.parked.rows()[0]?.items).toHaveLength(1);
  });

  it('keeps an item behind a claim check whole, and one whose blob is lost as it is', async () => {
    const worker = workerOf(failing('malformed'));
    await worker.blobs.put('webhooks/items/there', Buffer.from(JSON.stringify(item('behind'))));
    const lost = { $blob: 'webhooks/items/lost' };
    expect(await worker.run([recordOf([{ $blob: 'webhooks/items/there' }, lost])])).toEqual([]);
    const rows = worker.parked.rows().map(({ kind, items }) => ({ kind, items }));
    expect(rows).toHaveLength(2);
    expect(rows).toContainEqual({ kind: 'malformed', items: [item('behind')] });
    expect(rows).toContainEqual({ kind: 'not-found', items: [lost] });
  });

  it.each([
    ['no JSON', 'hello {'],
    ['no envelope', '[1]'],
    ['no number of hops', '{"firstSeenAt":"2026-11-21T09:59:00.000Z","items":[]}'],
  ])('takes a record whole that is %s', async (_what, body) => {
    const worker = workerOf(failing('bug'));
    expect(await worker.run([recordOf([], { body })])).toEqual([]);
    expect(worker.parked.rows()).toMatchObject([
      { id: sha256('webhookEvents\nmessage-1'), workspace: '-', kind: 'bug', blame: 'us', items: [body] },
    ]);
    expect(worker.parked.rows()[0]?.firstSeenAt).toBe('2026-11-21T09:58:00.000Z');
  });

  it('takes an item at once that its schema cannot read, siblings go on', async () => {
    const worked: string[] = [];
    const worker = workerOf(async (text) => void worked.push(text));
    expect(await worker.run([recordOf([item('good'), { strange: true }])])).toEqual([]);
    expect(worked).toEqual(['good']);
    expect(worker.parked.rows()).toMatchObject([{ kind: 'bug', items: [{ strange: true }] }]);
  });
});

describe('a bug', () => {
  it('at the last receive is parked, so that its record cannot fall into the DLQ', async () => {
    const worker = workerOf(async (text) => {
      if (text === 'bad') throw new RangeError('out of range');
    });
    const record = (count: string) => recordOf([item('good'), item('bad')], { ApproximateReceiveCount: count });
    expect(await worker.run([record('4')])).toEqual(['message-1']);
    expect(worker.parked.rows()).toEqual([]);
    expect(await worker.run([record('5')])).toEqual([]);
    expect(worker.parked.rows()).toMatchObject([{ kind: 'bug', blame: 'us', reason: 'unexpected RangeError' }]);
    expect(worker.parked.rows()[0]?.items).toEqual([item('bad')]);
  });

  it('gives its receipt back first, and survives a release that fails', async () => {
    const worker = workerOf(async (_text, { claimed }) => {
      claimed({ key: 'k', workspace: 'shop', release: failing('unavailable') });
      throw new Error('boom');
    });
    expect(await worker.run([recordOf([item('x')])])).toEqual(['message-1']);
  });
});

describe('deferring', () => {
  it('sends one copy with only the deferred items, later, of the same age and group', async () => {
    const released: string[] = [];
    const worker = workerOf(async (text, { claimed }) => {
      claimed({ key: text, workspace: 'shop', release: async () => void released.push(text) });
      if (text.startsWith('wait')) throw new Failure('rate-limited', 'not now');
    });
    const items = [item('wait-1'), item('done'), item('wait-2')];
    expect(await worker.run([recordOf(items)])).toEqual([]);
    expect(worker.outbox.sent).toHaveLength(1);
    expect(worker.outbox.sent[0]).toMatchObject({ queue: 'webhookEvents', group: '4711', delaySeconds: 5 });
    expect(worker.outbox.sent[0]?.envelope).toEqual({
      ...{ firstSeenAt: '2026-11-21T09:59:00.000Z', hops: 1 },
      items: [item('wait-1'), item('wait-2')],
    });
    expect(released.sort()).toEqual(['wait-1', 'wait-2']);
  });

  it('waits for the time that the failure names', async () => {
    const worker = workerOf(async () => {
      throw new Failure('rate-limited', 'later', { retryAt: Date.parse('2026-11-21T10:05:00.000Z') });
    });
    await worker.run([recordOf([item('x')])]);
    expect(worker.outbox.sent[0]?.delaySeconds).toBe(300);
  });

  it('ends with the queue’s patience: then it is parked', async () => {
    const worker = workerOf(failing('unavailable'));
    worker.machine.clock.set(Date.parse('2026-11-21T09:59:00.000Z') + 3 * 24 * 3600_000);
    await worker.run([recordOf([item('x')])]);
    expect(worker.outbox.sent).toHaveLength(1);
    worker.machine.clock.advance(1);
    await worker.run([recordOf([item('x')])]);
    expect(worker.outbox.sent).toHaveLength(1);
    expect(worker.parked.rows()).toMatchObject([{ kind: 'unavailable', blame: 'us' }]);
  });

  it('that the queue refuses leaves the record where it is', async () => {
    const worker = workerOf(failing('unavailable'));
    worker.outbox.refuse();
    expect(await worker.run([recordOf([item('x')])])).toEqual(['message-1']);
  });

  it('sends no copy beside a retry, whose record brings the deferred items again', async () => {
    const worker = workerOf(async (text) => {
      if (text === 'wait') throw new Failure('unavailable', 'x');
      throw new Error('boom');
    });
    expect(await worker.run([recordOf([item('wait'), item('bug')])])).toEqual(['message-1']);
    expect(worker.outbox.sent).toEqual([]);
  });

  it('takes what could not be begun in time', async () => {
    let left = 30_000;
    const worked: string[] = [];
    const worker = workerOf(async (text) => {
      worked.push(text);
      left -= 3_000;
    });
    const items = Array.from({ length: 30 }, (_, index) => item(`n${index}`));
    expect(await worker.run([recordOf(items)], () => left)).toEqual([]);
    const deferred = worker.outbox.items('webhookEvents').map(textOf);
    expect(worked.length).toBeGreaterThan(0);
    expect(deferred.length).toBeGreaterThan(0);
    expect([...worked, ...deferred].sort()).toEqual(items.map(textOf).sort());
    expect(left).toBeGreaterThanOrEqual(30_000 - 3_000 * 19);
  });
});

describe('a batch', () => {
  it('answers for each record by itself', async () => {
    const worker = workerOf(async (text) => {
      if (text === 'bad') throw new Error('boom');
    });
    const records = [
      recordOf([item('a')], { id: 'm1' }),
      recordOf([item('bad')], { id: 'm2' }),
      recordOf([], { id: 'm3' }),
    ];
    expect(await worker.run(records)).toEqual(['m2']);
  });

  it.each([
    ['ten items at once, where its work says nothing', undefined, 10],
    ['as many items at once as its work says', 25, 25],
  ])('works on at most %s', async (_words, atOnce, expected) => {
    let running = 0;
    let most = 0;
    const work = async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resume) => setImmediate(resume));
      running -= 1;
    };
    const worker = workerOf(work, undefined, atOnce);
    const many = Array.from({ length: 40 }, (_, index) => item(`n${index}`));
    await worker.run([recordOf(many, { id: 'm1' }), recordOf(many, { id: 'm2' })]);
    expect(most).toBe(expected);
  });

  it('writes one line, with the items’ facts folded into tallies', async () => {
    const worker = workerOf(async (text, { notes }) => {
      notes.fact('topic', text);
      notes.count('WebhookEvents', 1, { channel: 'messenger', outcome: 'stored' });
    });
    await worker.run([recordOf([item('messages'), item('messages'), item('feed')])]);
    const lines = worker.lines();
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatchObject({
      ...{ level: 'INFO', service: 'webhooks/process', requestId: 'lambda-request', outcome: 'ack', records: 1 },
      ...{ topic: { messages: 2, feed: 1 }, WorkItems: 3, WorkAge: 60, durationMs: 0 },
    });
    expect(lines[1]).toMatchObject({ channel: 'messenger', outcome: 'stored', WebhookEvents: 3 });
  });

  it('counts what it parked by who must act, and shows the item’s facts with the reason', async () => {
    const worker = workerOf(async (text, { notes }) => {
      notes.fact('topic', text);
      throw new Failure('malformed', 'cannot be read');
    });
    await worker.run([recordOf([item('feed')])]);
    const parked = worker.lines().find(({ reason }) => reason === 'cannot be read');
    expect(parked).toMatchObject({ level: 'WARN', error: 'malformed', topic: 'feed' });
    expect(worker.lines().find(({ Parked }) => Parked)).toMatchObject({ outcome: 'meta', Parked: 1 });
  });

  it('throws when its doors do not open, forgets that, and opens them for the next batch', async () => {
    let openings = 0;
    const machine = machineOf('webhooks/process');
    const handler = queueHandler(
      'webhooks/process',
      () => {
        openings += 1;
        if (openings === 1) throw new Error('no door');
        return { work: async () => undefined };
      },
      machine,
    );
    const event = { Records: [recordOf([item('a')])] };
    await expect(handler(event, contextOf())).rejects.toMatchObject({ kind: 'bug' });
    expect(await handler(event, contextOf())).toEqual({ batchItemFailures: [] });
    expect(await handler(event, contextOf())).toEqual({ batchItemFailures: [] });
    expect(openings).toBe(2);
  });

  it('names all missing variables together', async () => {
    const machine = machineOf('webhooks/process');
    for (const name of ['STATE_TABLE_NAME', 'BUS_NAME']) delete machine.environment[name];
    const handler = queueHandler('webhooks/process', () => ({ work: async () => undefined }), machine);
    const failed = handler({ Records: [] }, contextOf());
    await expect(failed).rejects.toMatchObject({
      cause: expect.objectContaining({ message: expect.stringMatching(/STATE_TABLE_NAME.*BUS_NAME/) }),
    });
  });
});
