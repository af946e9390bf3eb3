import { describe, expect, it } from '@jest/globals';
import { type ChaosMessage, chaosVerdict } from '../../local/chaos/chaos-verdict.ts';

const message = (nonce: string, over: Partial<ChaosMessage> = {}): ChaosMessage => ({
  ...{ nonce, thread: 0, order: 0, state: 'sent', commits: [1], cut: false, caught: false },
  ...over,
});
const nothing = { doubled: [], outOfOrder: [], unsettled: [], untrue: [], unexplained: [] };

describe('the verdict over a chaos', () => {
  it('finds nothing where nothing is', () => {
    const lost = message('c', { order: 2, state: 'outcome-unknown', commits: [3], cut: true });
    const gone = message('d', { order: 3, state: 'failed', commits: [] });
    expect(chaosVerdict([message('a'), message('b', { order: 1, commits: [2] }), lost, gone])).toEqual(nothing);
  });

  it.each([
    ['doubled', [message('a', { commits: [1, 5] })]],
    ['outOfOrder', [message('b', { commits: [9] }), message('a', { order: 1, commits: [3] })]],
    ['unsettled', [message('a', { state: 'sending', commits: [1], cut: true })]],
    ['untrue', [message('a', { commits: [] })]],
    ['untrue', [message('a', { state: 'failed' })]],
    ['unexplained', [message('a', { state: 'outcome-unknown', commits: [] })]],
  ] as const)('finds what is %s', (name, messages) => {
    expect(chaosVerdict(messages)[name]).toEqual(['a']);
  });
});
