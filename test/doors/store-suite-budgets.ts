import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { BudgetAsk, BudgetKey, UsageLedger } from '../../lambdas/foundation/core/usage.ts';
import { type Effort, handClock, type StoreMaker } from './store-under-test.ts';

const aKey = (over: Partial<BudgetKey> = {}): BudgetKey => ({
  scope: 'app',
  id: randomUUID(),
  useCase: 'platform',
  ...over,
});

const anAsk = (keys: readonly BudgetKey[], over: Partial<BudgetAsk> = {}): BudgetAsk => ({
  keys,
  priority: 'human-send',
  account: 'account-1',
  calls: 1,
  ...over,
});

/** The memory of Meta's limits that all functions share. */
export function budgetSuite(make: StoreMaker, { events }: Effort): void {
  const open = () => {
    const clock = handClock();
    const store = make(clock);
    return { clock, process: () => store.process().usage, usage: store.process().usage };
  };
  /** Asks until it is refused; how many went. */
  const drain = async (usage: UsageLedger, ask: BudgetAsk, most: number) => {
    let gone = 0;
    for (; gone < most; gone += 1) if (!(await usage.ask(ask)).go) break;
    return gone;
  };

  describe('the usage ledger', () => {
    it('lets everything go of which Meta has said nothing', async () => {
      const { usage } = open();
      const ask = anAsk([aKey()]);
      expect(await usage.readings(ask.keys)).toEqual([]);
      expect(await drain(usage, ask, events)).toBe(events);
    });

    it('gives the newest reading back, to every process', async () => {
      const { clock, usage, process } = open();
      const [key, other] = [aKey(), aKey({ scope: 'account', useCase: 'ads_insights' })];
      const reading = { key, percent: 28, readAt: clock.now(), tier: 'standard_access' };
      await usage.record([reading, { key: other, percent: 100, readAt: clock.now(), regainAt: clock.now() + 60_000 }]);
      expect(await process().readings([key, aKey()])).toEqual([reading]);
      expect(await process().readings([other])).toMatchObject([{ percent: 100, regainAt: clock.now() + 60_000 }]);
    });

    it('writes a reading that crosses a threshold at once, others every few seconds', async () => {
      const { clock, usage, process } = open();
      const key = aKey();
      const percentAfter = async (percent: number) => {
        await usage.record([{ key, percent, readAt: clock.now() }]);
        return (await process().readings([key]))[0]?.percent;
      };
      expect(await percentAfter(60)).toBe(60);
      clock.pass(1000);
      expect(await percentAfter(62)).toBe(60);
      expect(await percentAfter(76)).toBe(76);
      clock.pass(4000);
      expect(await percentAfter(78)).toBe(76);
      clock.pass(1000);
      expect(await percentAfter(79)).toBe(79);
    });

    it('lets nobody go until Meta’s time, whichever process heard of it', async () => {
      const { clock, usage, process } = open();
      const ask = anAsk([aKey()]);
      const regainAt = clock.now() + 300_000;
      await usage.record(ask.keys.map((key) => ({ key, percent: 100, readAt: clock.now(), regainAt })));
      const answer = await process().ask(ask);
      if (answer.go) throw new Error('it went');
      expect(answer.waitUntil).toBeGreaterThanOrEqual(regainAt);
      expect(answer.waitUntil).toBeLessThanOrEqual(regainAt + 30_000);
      clock.pass(300_000);
      expect((await process().ask(ask)).go).toBe(true);
    });

    it('holds up who draws nothing of a closed allowance, and takes nothing of one that is open', async () => {
      const { clock, usage, process } = open();
      const [own, app] = [aKey({ scope: 'object', useCase: 'whatsapp_messages' }), aKey()];
      const ask = anAsk([own], { heldBy: [app] });
      // As full as it may be for those who draw on it.
      await usage.record([{ key: app, percent: 99, readAt: clock.now() }]);
      expect((await process().ask(anAsk([app]))).go).toBe(false);
      expect(await drain(process(), ask, 10)).toBe(10);
      const regainAt = clock.now() + 300_000;
      await usage.record([{ key: app, percent: 100, readAt: clock.now(), regainAt }]);
      const answer = await process().ask(ask);
      if (answer.go) throw new Error('it went');
      expect(answer.waitUntil).toBeGreaterThanOrEqual(regainAt);
      expect((await process().ask(anAsk([own]))).go).toBe(true);
      clock.pass(300_000);
      expect((await process().ask(ask)).go).toBe(true);
    });

    it('gives many callers at once no more than one after another', async () => {
      const { clock, usage, process } = open();
      const [key, alone] = [aKey(), aKey()];
      for (const one of [key, alone]) await usage.record([{ key: one, percent: 76, readAt: clock.now() }]);
      // An allowance that is the account's own: among others' it would be their turn in between.
      const askOf = (one: BudgetKey) => anAsk([one], { account: one.id });
      const wanted = await drain(usage, askOf(alone), 50);
      expect(wanted).toBeGreaterThan(5);
      expect(wanted).toBeLessThan(20);
      const answers = await Promise.all(Array.from({ length: 40 }, () => process().ask(askOf(key))));
      const gone = answers.filter(({ go }) => go).length;
      expect(gone + (await drain(process(), askOf(key), 50))).toBe(wanted);
    });

    it('keeps a fixed pace, of which nobody told it, among all processes', async () => {
      const { clock, process } = open();
      const ask = anAsk([aKey({ scope: 'object', useCase: 'whatsapp_messages' })]);
      // A fifth of the 80 that a number has a second, then one in 15.625 ms.
      const answers = await Promise.all(Array.from({ length: 40 }, () => process().ask(ask)));
      const gone = answers.filter(({ go }) => go).length;
      expect(gone + (await drain(process(), ask, 40))).toBe(16);
      const answer = await process().ask(ask);
      if (answer.go) throw new Error('it is not full');
      expect(answer.waitUntil - clock.now()).toBeGreaterThan(0);
      expect(answer.waitUntil - clock.now()).toBeLessThan(20);
      clock.pass(answer.waitUntil - clock.now());
      expect(await drain(process(), ask, 40)).toBe(1);
    });

    it('lets go when it said so, if nobody else called', async () => {
      const { clock, usage } = open();
      const ask = anAsk([aKey()], { priority: 'today' });
      await usage.record(ask.keys.map((key) => ({ key, percent: 80, readAt: clock.now() })));
      await drain(usage, ask, 100);
      const answer = await usage.ask(ask);
      if (answer.go) throw new Error('it is not full');
      expect(answer.waitUntil).toBeGreaterThan(clock.now());
      clock.pass(answer.waitUntil - clock.now());
      expect((await usage.ask(ask)).go).toBe(true);
    });

    it('takes of all allowances or of none', async () => {
      const { clock, usage, process } = open();
      const [free, full] = [aKey(), aKey({ scope: 'object', useCase: 'pages' })];
      await usage.record([{ key: free, percent: 76, readAt: clock.now() }]);
      await usage.record([{ key: full, percent: 99, readAt: clock.now() }]);
      for (let time = 0; time < 30; time += 1) expect((await process().ask(anAsk([free, full]))).go).toBe(false);
      const untouched = aKey();
      await usage.record([{ key: untouched, percent: 76, readAt: clock.now() }]);
      const wanted = await drain(process(), anAsk([untouched]), 50);
      expect(await drain(process(), anAsk([free, free]), 50)).toBe(wanted);
    });

    it('counts a batch by its calls', async () => {
      const { clock, usage } = open();
      const key = aKey();
      await usage.record([{ key, percent: 0, readAt: clock.now() }]);
      const batches = await drain(usage, anAsk([key], { calls: 50 }), 20);
      expect(batches).toBe(3);
    });
  });
}
