import { describe, expect, it } from '@jest/globals';
import { Failure } from '../../../lambdas/foundation/core/failure.ts';
import { verdicts } from '../../../lambdas/foundation/core/verdicts.ts';
import { toProblem } from '../../../lambdas/foundation/runtime/http-reply.ts';
import { failureAgain } from '../../../lambdas/messaging/answer-again.ts';
import { adviceOnRefusal } from '../../../lambdas/messaging/failure-advice.ts';
import { anOutbound, sendId } from './rows.ts';
import { sendWorld } from './send-world.ts';

const now = Date.parse('2026-11-21T10:00:00.000Z');

/** What a caller gets for a thrown thing, as the HTTP door writes it. */
function shown(thrown: unknown) {
  if (!(thrown instanceof Failure)) throw thrown;
  const { status, headers, body } = toProblem(thrown, 'request-1', now);
  return { status, headers, problem: JSON.parse(String(body)) };
}

const kinds = Object.keys(verdicts);
const failedAs = (kind: string) =>
  anOutbound({
    state: 'failed',
    settledAt: '2026-11-21T10:00:00.000Z',
    failure: { kind, blame: 'meta', message: 'Meta refused it: Ada Fake said no', code: 10, subcode: 42 },
  });

describe('the answer about a message that is kept as failed', () => {
  it.each([...kinds, 'a kind of yesterday'])(
    'for %s names it, with Meta’s code and advice, and invites nobody to ask again',
    (kind) => {
      const { status, headers, problem } = shown(failureAgain(failedAs(kind)));
      expect(status).toBe(422);
      expect(headers).not.toHaveProperty('retry-after');
      expect(problem).toMatchObject({ status: 422, title: 'Unprocessable Content', requestId: 'request-1' });
      expect(problem).toMatchObject({ messageId: sendId, code: 10, subcode: 42 });
      expect(problem.advice).toBe(adviceOnRefusal({ kind }, 'messenger'));
      expect(problem.detail).toContain(sendId);
      expect(JSON.stringify(problem)).not.toContain('Ada Fake');
      const known = kinds.find((one) => one === kind) ?? 'bug';
      expect(problem.kind).toBe(known);
      expect(['us', 'meta', 'owner', 'caller']).toContain(problem.blame);
    },
  );

  it('is there without a code of Meta’s, and for a row of which nothing more is known', () => {
    const none = shown(failureAgain(anOutbound({ state: 'failed', failure: null }))).problem;
    expect(none).toMatchObject({ messageId: sendId, kind: 'bug', blame: 'us' });
    expect(none).not.toHaveProperty('code');
    expect(none.advice).toMatch(/fault of ours/);
  });
});

describe('a key whose message failed', () => {
  const text = { type: 'text', text: 'hello' } as const;

  it.each([
    ['misconfigured', 104, 'us'],
    ['misconfigured', 2635, 'us'],
    ['bug', undefined, 'us'],
    ['recipient-unavailable', 551, 'caller'],
    ['permission-missing', 200, 'owner'],
  ] as const)(
    'at once, as %s %s, is answered the same the first time and each time after',
    async (kind, code, blame) => {
      const w = sendWorld();
      const threadId = await w.thread();
      w.meta.plans.push(new Failure(kind, 'Meta refuses it', { meta: code === undefined ? {} : { code } }));
      const answers = [];
      for (let at = 0; at < 3; at += 1) {
        answers.push(shown(await w.send({ threadId, ...text }, 'k1').catch((thrown: unknown) => thrown)));
      }
      const [row] = w.doors.outbound.rows();
      expect(answers[0]).toMatchObject({ status: 422, problem: { kind, blame, messageId: row?.id } });
      expect(answers[0]?.problem.code).toBe(code);
      expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
      expect(w.meta.calls()).toBe(1);
    },
  );

  it('later, by Meta’s passing trouble, is answered 422 with Meta’s code', async () => {
    const w = sendWorld();
    const threadId = await w.thread();
    const refused = () => new Failure('meta-unavailable', 'Meta refuses it', { meta: { code: 2 } });
    w.meta.plans.push(...Array.from({ length: 10 }, refused));
    await w.send({ threadId, ...text }, 'k1');
    await w.settle();
    const answer = shown(await w.send({ threadId, ...text }, 'k1').catch((thrown: unknown) => thrown));
    expect(answer).toMatchObject({ status: 422, problem: { kind: 'meta-unavailable', blame: 'meta', code: 2 } });
    expect(answer.headers).not.toHaveProperty('retry-after');
  });

  it('though Meta has the message after all, as an echo told meanwhile, is no failure', async () => {
    const w = sendWorld();
    const threadId = await w.thread();
    const { graph } = w.doors;
    const late = {
      ...graph,
      sendMessage: async (...asked: Parameters<typeof graph.sendMessage>) => {
        await graph.sendMessage(...asked);
        const [commit] = w.meta.commits;
        if (commit) await w.tell(commit);
        throw new Failure('meta-rejected', 'Meta refuses it', { meta: { code: 100 } });
      },
    };
    expect(await w.send({ threadId, ...text }, 'k1', { ...w.doors, graph: late })).toMatchObject({ state: 'sent' });
  });
});
