import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Failure } from '../../../lambdas/foundation/core/failure.ts';
import { type Kill, killedAt } from '../../fakes/killed-at.ts';
import { type Commit, type Plan, sendWorld } from './send-world.ts';

const mortals = ['outbound', 'messages', 'lanes', 'threads', 'people', 'bus', 'outbox', 'graph', 'speakers'] as const;

const refusal = (kind: ConstructorParameters<typeof Failure>[0], code: number) =>
  new Failure(kind, `Meta says ${code}`, { meta: { code } });

/** What Meta may do with one call. The last four never let the message go; of the two before them it is not known. */
const plans = {
  ok: 'ok',
  lost: 'lost',
  cut: 'cut',
  throttled: refusal('rate-limited', 130429),
  outage: refusal('meta-unavailable', 2),
  window: refusal('outside-window', 131047),
  gone: refusal('recipient-unavailable', 551),
  token: refusal('connection-revoked', 190),
  wrong: refusal('meta-rejected', 100),
} as const satisfies Record<string, Plan>;

interface Story {
  /** Texts in their order, each into one of two threads. */
  readonly sends: readonly { readonly text: string; readonly thread: 0 | 1 }[];
  readonly plans: readonly (keyof typeof plans)[];
  /** Of which commits Meta tells, and how often; the others' webhooks never come. */
  readonly told: readonly (0 | 1 | 2)[];
  /** Whether a caller whose request broke asks again. */
  readonly asksAgain: boolean;
}

/** Runs a story; the process of some send, or of the worker, dies at a call of a door. */
async function life(story: Story, kill?: Kill) {
  const w = sendWorld();
  w.meta.plans.push(...story.plans.map((name) => plans[name]));
  const threads = [await w.thread('111'), await w.thread('222')] as const;
  const own = kill === undefined ? w.doors : killedAt(w.doors, mortals, kill);
  let deaths = 0;
  const died = () => {
    deaths += 1;
    return undefined;
  };
  for (const { text, thread } of story.sends) {
    const broke = await w.text(threads[thread], text, deaths === 0 ? own : w.doors).then(
      () => false,
      (thrown) => isDeath(thrown) || refused(thrown),
    );
    if (broke) died();
    if (broke && story.asksAgain) await w.text(threads[thread], text).catch(refused);
    w.clock.advance(100);
  }
  // One worker at a time, that may die once; then others come.
  w.clock.advance(10_000);
  while (deaths === 0 && (await w.workOnce(own).catch((thrown) => (isDeath(thrown) ? died() : rethrow(thrown)))));
  let heard = 0;
  const seconds = await w.settle(async () => {
    for (const commit of w.meta.commits.slice(heard)) {
      for (let times = story.told[heard] ?? 1; times > 0; times -= 1) await w.tell(commit);
      heard += 1;
    }
  });
  return { w, deaths, seconds, threads };
}

const isDeath = (thrown: unknown) => thrown instanceof Error && thrown.message === 'killed';
const rethrow = (thrown: unknown): never => {
  throw thrown;
};
/** What Meta refused is answered so; anything else is a mistake of ours. */
function refused(thrown: unknown): false {
  if (thrown instanceof Failure && thrown.kind !== 'bug' && metaKinds.has(thrown.kind)) return false;
  throw thrown;
}
const metaKinds = new Set(Object.values(plans).map((plan) => (plan instanceof Failure ? plan.kind : 'bug')));

function check({ w, deaths }: Awaited<ReturnType<typeof life>>, story: Story) {
  const { commits } = w.meta;
  const rows = w.doors.outbound.rows();
  const markers = commits.map(({ marker }) => marker);
  expect(new Set(markers).size).toBe(markers.length);
  expect(rows.filter(({ settledAt }) => settledAt === null)).toEqual([]);
  for (const { id, state, metaId } of rows) {
    const at = commits.findIndex(({ marker }) => marker === id);
    const commit: Commit | undefined = commits[at];
    if (state === 'sent') expect(commit?.metaId).toBe(metaId);
    if (state === 'failed') expect(commit).toBeUndefined();
    if (commit !== undefined && (story.told[at] ?? 1) > 0) expect([id, state]).toEqual([id, 'sent']);
  }
  const unknown = rows.filter(({ state }) => state === 'outcome-unknown').length;
  const lost = story.plans.filter((name) => name === 'lost' || name === 'cut').length;
  expect(unknown).toBeLessThanOrEqual(lost + deaths);
  for (const thread of new Set(rows.map(({ lane }) => lane))) {
    const mine = rows.filter(({ lane }) => lane === thread);
    const order = commits.flatMap(({ marker }) => mine.find(({ id }) => id === marker)?.seq ?? []);
    expect(order).toEqual([...order].sort((a, b) => a - b));
  }
  const sent = w.bus.announced.filter(({ type }) => type === 'message.sent').map(({ id }) => id);
  const unsent = w.bus.announced.filter(({ type }) => type === 'message.status').map(({ id }) => id);
  for (const { id, state } of rows) {
    if (state === 'failed' || state === 'outcome-unknown') expect(unsent).toContain(`${id}/message.status/${state}`);
  }
  const rowsSent = rows.filter(({ state, content }) => state === 'sent' && content !== null);
  expect([...new Set(sent)].sort()).toEqual(rowsSent.map(({ id }) => `${id}/message.sent`).sort());
}

const asksInTurn: Story = {
  sends: [
    { text: 'one', thread: 0 },
    { text: 'two', thread: 0 },
    { text: 'three', thread: 1 },
    { text: 'four', thread: 0 },
  ],
  plans: ['ok', 'throttled', 'ok', 'gone', 'ok', 'ok'],
  told: [],
  asksAgain: true,
};

describe('a process that is killed at any call of a door', () => {
  it.each([
    ['before the call', false],
    ['after it', true],
  ])('%s: nothing goes twice, order holds, every message ends', async (_when, after) => {
    let lives = 0;
    for (let left = 1; ; left += 1) {
      const lived = await life(asksInTurn, { left, after });
      check(lived, asksInTurn);
      expect(lived.w.doors.outbound.rows()).toHaveLength(4);
      if (lived.deaths === 0) break;
      lives += 1;
    }
    expect(lives).toBeGreaterThan(60);
  });
});

const stories: fc.Arbitrary<Story> = fc.record({
  sends: fc
    .array(fc.constantFrom<0 | 1>(0, 1), { minLength: 1, maxLength: 6 })
    .map((threads) => threads.map((thread, at) => ({ thread, text: `text-${at}` }))),
  plans: fc.array(fc.constantFrom(...(Object.keys(plans) as (keyof typeof plans)[])), { maxLength: 8 }),
  told: fc.array(fc.constantFrom<0 | 1 | 2>(0, 1, 1, 2), { maxLength: 6 }),
  asksAgain: fc.boolean(),
});

describe('any story', () => {
  it('sends each message at most once, in order, and ends each', async () => {
    let ended = 0;
    await fc.assert(
      fc.asyncProperty(stories, fc.integer({ min: 1, max: 120 }), fc.boolean(), async (story, left, after) => {
        const lived = await life(story, { left, after });
        check(lived, story);
        ended += lived.w.doors.outbound.rows().length;
      }),
      { numRuns: 200 },
    );
    expect(ended).toBeGreaterThan(300);
  });
});
