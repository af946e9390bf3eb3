import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  inboundKey,
  inboundMediaId,
  inboundMedium,
  newUploadId,
  uploadKey,
} from '../../../lambdas/messaging/media-id.ts';
import { messageIdOf } from '../../../lambdas/messaging/message-id.ts';

const messageId = messageIdOf('page:1', 'm_1');

describe('the id of media', () => {
  it('is 32 digits of chance for an upload', () => {
    const ids = Array.from({ length: 100 }, newUploadId);
    expect(ids.filter((id) => /^u_[0-9a-f]{32}$/.test(id))).toHaveLength(100);
    expect(new Set(ids).size).toBe(100);
  });

  it('names the message and the place of what a person sent', () => {
    expect(inboundMediaId({ messageId, index: 12 })).toBe(`i_${messageId.slice(2)}_12`);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999 }), (index) => {
        expect(inboundMedium(inboundMediaId({ messageId, index }))).toEqual({ messageId, index });
      }),
    );
  });

  it('is nothing else', () => {
    const wrong = [
      '',
      'i_',
      `u_${'a'.repeat(32)}`,
      `i_${'A'.repeat(32)}_1`,
      `i_${'a'.repeat(31)}_1`,
      `i_${'a'.repeat(32)}`,
    ];
    const odd = [
      `i_${'a'.repeat(32)}_-1`,
      `i_${'a'.repeat(32)}_1x`,
      `i_${'a'.repeat(32)}_1234`,
      `x i_${'a'.repeat(32)}_1`,
    ];
    for (const id of [...wrong, ...odd]) expect(inboundMedium(id)).toBeUndefined();
  });
});

describe('the key of media', () => {
  it('lies under its workspace, whatever that is called', () => {
    expect(uploadKey('shop', 'u_1')).toBe('media/shop/u_1');
    expect(inboundKey('shop', { messageId, index: 3 })).toBe(`media/shop/${messageId}/3`);
    expect(uploadKey('../a/b', 'u_1')).toBe('media/%2E%2E%2Fa%2Fb/u_1');
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        const [first, second] = [uploadKey(one, 'u_1'), uploadKey(other, 'u_1')];
        expect(first.split('/')).toHaveLength(3);
        expect(first === second).toBe(one === other);
      }),
    );
  });
});
