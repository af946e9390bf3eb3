import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { messageIdOf, type ThreadParties, threadIdOf } from '../../../lambdas/messaging/message-id.ts';

const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 32);

describe('our ids', () => {
  it('are hashes of Meta’s, which no release may change', () => {
    expect(messageIdOf('page:1', 'mid.2')).toBe(`m_${digest('["page:1","mid.2"]')}`);
    expect(threadIdOf({ channel: 'messenger', account: 'page:1', personId: 'p_3' })).toBe(
      `t_${digest('["messenger","page:1","person","p_3"]')}`,
    );
    expect(threadIdOf({ channel: 'whatsapp', account: '4', groupId: '5' })).toBe(
      `t_${digest('["whatsapp","4","group","5"]')}`,
    );
  });

  it('differ wherever anything differs, also where the texts run together alike', () => {
    const word = fc.constantFrom('a', 'aa', 'a:', ':a', '"', ',');
    fc.assert(
      fc.property(word, word, word, word, (a, b, c, d) => {
        expect(messageIdOf(a, b) === messageIdOf(c, d)).toBe(a === c && b === d);
        const thread = (parties: Pick<ThreadParties, 'account'> & object): ThreadParties => ({
          channel: 'whatsapp',
          personId: b,
          ...parties,
        });
        expect(
          threadIdOf(thread({ account: a })) === threadIdOf({ channel: 'whatsapp', account: c, personId: d }),
        ).toBe(a === c && b === d);
        expect(threadIdOf({ channel: 'whatsapp', account: a, groupId: b })).not.toBe(
          threadIdOf(thread({ account: a })),
        );
      }),
    );
  });
});
