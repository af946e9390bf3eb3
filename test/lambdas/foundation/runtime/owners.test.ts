import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PassedOn } from '../../../../lambdas/foundation/core/doors.ts';
import { Failure } from '../../../../lambdas/foundation/core/failure.ts';
import { makeOwners } from '../../../../lambdas/foundation/runtime/owners.ts';
import type { SendGroups } from '../../../../lambdas/foundation/runtime/queue-sender.ts';

const passed = (nth: number, asset = 'page:100000000000001'): PassedOn => ({
  workspace: 'fake-workspace',
  receiptKey: `event-${nth}`,
  eventId: `event-${nth}`,
  asset,
  channel: 'messenger',
  topic: 'messages',
  kind: 'message',
  occurredAt: null,
  receivedAt: '2026-11-21T10:00:00.000Z',
  event: { nth },
});

interface Sent {
  readonly queue: string;
  readonly groups: readonly { readonly group?: string; readonly ids: readonly string[] }[];
}

const idOf = (item: unknown) =>
  item !== null && typeof item === 'object' && 'eventId' in item ? String(item.eventId) : '';

interface Plan {
  /** Turns of the loop that a send takes. */
  readonly turns?: number;
  readonly refused?: (nth: number) => boolean;
}

/** Owners over a sender whose n-th send (the first is 1) is refused if the plan says so. */
function recorded({ turns = 0, refused = () => false }: Plan = {}) {
  const sent: Sent[] = [];
  let underWay = 0;
  let most = 0;
  const send: SendGroups = async (queue, groups) => {
    const nth = sent.push({ queue, groups: groups.map(({ group, items }) => ({ group, ids: items.map(idOf) })) });
    underWay += 1;
    most = Math.max(most, underWay);
    for (let at = 0; at < turns; at += 1) await turn();
    underWay -= 1;
    if (refused(nth)) throw new Failure('unavailable', `send ${nth} is refused`);
  };
  const idsOf = ({ groups }: Sent) => groups.flatMap(({ ids }) => ids);
  return { owners: makeOwners(send), sent, idsOf, most: () => most };
}

const counted = (count: number) => Array.from({ length: count }, (_, nth) => nth);

describe('passing on', () => {
  it('sends a hundred at about the same time in one send, each item once and in order', async () => {
    const { owners, sent, idsOf } = recorded({ turns: 3 });
    const answers = await Promise.all(counted(100).map((nth) => owners.passOn('inboundMessages', passed(nth))));
    expect(new Set(answers)).toEqual(new Set(['sent']));
    expect(sent).toHaveLength(1);
    expect(sent.flatMap(idsOf)).toEqual(counted(100).map((nth) => `event-${nth}`));
  });

  it('joins what comes while a send is under way, and has one under way at a time', async () => {
    const { owners, sent, idsOf, most } = recorded({ turns: 20 });
    const passing: Promise<unknown>[] = [];
    for (const nth of counted(60)) {
      passing.push(owners.passOn('inboundMessages', passed(nth)));
      await turn();
    }
    await Promise.all(passing);
    expect(sent.length).toBeLessThanOrEqual(5);
    expect(sent.length).toBeGreaterThan(1);
    expect(most()).toBe(1);
    expect(sent.flatMap(idsOf)).toEqual(counted(60).map((nth) => `event-${nth}`));
  });

  it('keeps assets in groups of their own', async () => {
    const { owners, sent } = recorded();
    const assets = ['page:1', 'page:2', 'waba:1'];
    await Promise.all(counted(9).map((nth) => owners.passOn('inboundMessages', passed(nth, assets[nth % 3]))));
    expect(sent.map(({ groups }) => groups)).toEqual([
      assets.map((group, at) => ({ group, ids: [at, at + 3, at + 6].map((nth) => `event-${nth}`) })),
    ]);
  });

  it('answers an item only after its send was accepted', async () => {
    let accept: () => void = () => undefined;
    const accepted = new Promise<void>((resolve) => {
      accept = resolve;
    });
    let done = false;
    const passing = makeOwners(() => accepted).passOn('inboundMessages', passed(1));
    void passing.then(() => {
      done = true;
    });
    for (const _ of counted(5)) await turn();
    expect(done).toBe(false);
    accept();
    await expect(passing).resolves.toBe('sent');
  });

  it('rejects exactly what a refused send carried, and goes on', async () => {
    const { owners, idsOf, sent } = recorded({ turns: 5, refused: (nth) => nth === 2 });
    const all = counted(30).map(async (nth) => {
      for (let at = 0; at < nth; at += 1) await turn();
      return owners.passOn('inboundMessages', passed(nth)).then(
        () => 'sent',
        (thrown) => (thrown instanceof Failure ? `${thrown.kind}: ${thrown.message}` : 'not a failure'),
      );
    });
    const answers = await Promise.all(all);
    const refusedIds = sent[1] ? idsOf(sent[1]) : [];
    expect(sent.length).toBeGreaterThan(2);
    expect(refusedIds.length).toBeGreaterThan(1);
    const expected = counted(30).map((nth) =>
      refusedIds.includes(`event-${nth}`) ? 'unavailable: send 2 is refused' : 'sent',
    );
    expect(answers).toEqual(expected);
  });

  it('waits for all work under way, whenever it passes on, and for none that ends without', async () => {
    const { owners, sent, idsOf } = recorded({ turns: 2 });
    const work = (nth: number) =>
      owners.during(async () => {
        for (let at = 0; at <= nth; at += 1) await turn();
        return nth % 3 === 2 ? 'nothing' : owners.passOn('inboundMessages', passed(nth));
      });
    for (const _ of ['a batch', 'and the next']) {
      const begun = performance.now();
      const answers = await Promise.all(counted(30).map(work));
      expect(performance.now() - begun).toBeLessThan(200);
      expect(answers.filter((one) => one === 'sent')).toHaveLength(20);
    }
    expect(sent.map((one) => idsOf(one).length)).toEqual([20, 20]);
  });

  it('goes ahead of work that fails, and of work that takes too long', async () => {
    const { owners, sent } = recorded();
    let end: () => void = () => undefined;
    const slow = owners.during(
      () =>
        new Promise<void>((resolve) => {
          end = resolve;
        }),
    );
    const failing = owners.during(async () => {
      throw new Failure('unavailable', 'a table refuses');
    });
    const begun = performance.now();
    await owners.during(() => owners.passOn('inboundMessages', passed(1)));
    expect(performance.now() - begun).toBeGreaterThan(100);
    expect(sent).toHaveLength(1);
    end();
    await slow;
    await expect(failing).rejects.toMatchObject({ kind: 'unavailable' });
    const again = performance.now();
    await owners.during(() => owners.passOn('inboundMessages', passed(2)));
    expect(performance.now() - again).toBeLessThan(100);
  });

  it('sends nothing to the queue of a room to come', async () => {
    const { owners, sent } = recorded();
    await expect(owners.passOn('leadArrivals', passed(1))).resolves.toBe('off');
    expect(sent).toEqual([]);
  });

  it('never hangs, loses or doubles an item, whatever comes when and whatever is refused', async () => {
    const came = fc.array(
      fc.record({ after: fc.nat(6), within: fc.boolean(), asset: fc.constantFrom('page:1', 'page:2') }),
      {
        maxLength: 25,
      },
    );
    await fc.assert(
      fc.asyncProperty(came, fc.nat(4), fc.array(fc.nat(8)), async (items, turns, bad) => {
        const { owners, sent, idsOf, most } = recorded({ turns, refused: (nth) => bad.includes(nth) });
        const settled = await Promise.allSettled(
          items.map(async ({ after, within, asset }, nth) => {
            const pass = () => owners.passOn('inboundMessages', passed(nth, asset));
            for (let at = 0; at < after; at += 1) await turn();
            return within ? owners.during(pass) : pass();
          }),
        );
        expect(sent.flatMap(idsOf).sort()).toEqual(items.map((_, nth) => `event-${nth}`).sort());
        expect(most()).toBeLessThanOrEqual(1);
        for (const [nth, { status }] of settled.entries()) {
          const carrier = sent.findIndex((one) => idsOf(one).includes(`event-${nth}`));
          expect(status).toBe(bad.includes(carrier + 1) ? 'rejected' : 'fulfilled');
        }
      }),
      { numRuns: 60 },
    );
  });
});
