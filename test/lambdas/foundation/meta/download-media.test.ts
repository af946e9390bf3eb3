import { describe, expect, it } from '@jest/globals';
import { Failure } from '../../../../lambdas/foundation/core/failure.ts';
import type { OutsideAsk } from '../../../../lambdas/foundation/core/media-doors.ts';
import { byteStream } from '../../../fakes/byte-stream.ts';
import { identity, openBench, tokenText } from './loopback-meta.ts';

const wanted = { url: 'https://lookaside.fbsbx.com/x?secret=canary', family: 'image', capBytes: 1000 } as const;

/** A `Graph` whose files come from a list; what was asked of the outside, and the audit lines. */
function bench(answers: readonly (() => unknown)[], over: object = {}) {
  const asked: { readonly url: string; readonly ask: OutsideAsk }[] = [];
  const outside = async (url: string, ask: OutsideAsk) => {
    asked.push({ url, ask });
    answers[asked.length - 1]?.();
    return byteStream('abc');
  };
  return { ...openBench('http://127.0.0.1:9', { outside, ...over }), asked };
}

describe('a download', () => {
  it('is asked for with the token, on WhatsApp’s host alone, and leaves an audit line without its address', async () => {
    const { graph, asked, audits, asks } = bench([]);
    expect(await graph.downloadMedia(identity, wanted)).toMatchObject({ size: 3 });
    const secretHeaders = { authorization: `Bearer ${tokenText}` };
    const ask = { hosts: ['lookaside.fbsbx.com'], family: 'image', capBytes: 1000, wholeMs: 90_000, secretHeaders };
    expect(asked).toEqual([{ url: wanted.url, ask }]);
    expect(audits).toEqual([
      {
        ...{ call: 'downloadMedia', method: 'GET', versionAsked: 'none', calls: 1, tries: 1, durationMs: 0 },
        ...{ status: 200, outcome: 'ok' },
      },
    ]);
    expect(asks).toEqual([]);
    expect(JSON.stringify(audits)).not.toMatch(/canary|EAA/);
  });

  it('throws what the outside throws, once, and says so', async () => {
    const { graph, asked, audits } = bench([
      () => {
        throw new Failure('not-found', 'a file’s address leads nowhere');
      },
    ]);
    await expect(graph.downloadMedia(identity, wanted)).rejects.toMatchObject({ kind: 'not-found' });
    expect(asked).toHaveLength(1);
    expect(audits.map(({ status, outcome }) => [status, outcome])).toEqual([[0, 'not-found']]);
  });

  it('has the time that its function has left, and is not begun without any', async () => {
    const { clock, ...rest } = bench([]);
    const deadline = clock.now() + 65_000;
    const timed = bench([], { clock, deadline });
    await timed.graph.downloadMedia(identity, wanted);
    expect(timed.asked[0]?.ask.wholeMs).toBe(60_000);
    clock.advance(60_000);
    await expect(timed.graph.downloadMedia(identity, wanted)).rejects.toMatchObject({ kind: 'unavailable' });
    expect([timed.asked.length, rest.asked.length]).toEqual([1, 0]);
  });

  it('is misconfigured where nobody may open files', async () => {
    const { graph } = openBench('http://127.0.0.1:9', { outside: undefined });
    await expect(graph.downloadMedia(identity, wanted)).rejects.toMatchObject({ kind: 'misconfigured' });
  });
});
