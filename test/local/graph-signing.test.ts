import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { escapeLikeMeta, metaBytes } from '../../local/graph/webhooks/meta-bytes.ts';
import { hmacHex, SIGNINGS, signatureHeaders } from '../../local/graph/webhooks/sign.ts';

const SHARED = new URL('../../../shared/meta/', import.meta.url);
const VECTORS = new URL('vectors/x_hub_signature_256.json', SHARED);
const Vectors = z.object({
  vectors: z.array(
    z.object({ app_secret: z.string(), raw_body_utf8: z.string(), header_x_hub_signature_256: z.string() }),
  ),
});

describe('the simulator signs like Meta', () => {
  it('agrees with published digests', () => {
    // The two digests of the secret `sesame` that Meta's documentation readers know.
    expect(hmacHex('sha256', 'sesame', Buffer.from('hello world'))).toBe(
      'f39034b29165ec6a5104d9aef27266484ab26c8caa7bca8bcb2dd02e8be61b17',
    );
    expect(hmacHex('sha256', 'sesame', Buffer.from('hello world2'))).toBe(
      '60905fdf409d0b4f721e99f6f25b31567a68a6b45e933d814e17a246be4c5a53',
    );
  });

  if (existsSync(SHARED)) {
    it('agrees with every vector of the fact sheet', () => {
      const { vectors } = Vectors.parse(JSON.parse(readFileSync(VECTORS, 'utf8')));
      expect(vectors.length).toBeGreaterThanOrEqual(3);
      for (const vector of vectors) {
        const headers = signatureHeaders(metaBytes(vector.raw_body_utf8), vector.app_secret, 'app');
        expect(headers['x-hub-signature-256']).toBe(vector.header_x_hub_signature_256);
      }
    });
  }

  it('escapes every non-ASCII unit as lower-case \\uXXXX before it signs', () => {
    expect(escapeLikeMeta('{"a":"äÖ€😀\uffff"}')).toBe('{"a":"\\u00e4\\u00d6\\u20ac\\ud83d\\ude00\\uffff"}');
    const bytes = metaBytes({ text: 'Grüße' });
    expect(bytes.toString('latin1')).toBe('{"text":"Gr\\u00fc\\u00dfe"}');
    const { 'x-hub-signature-256': signature } = signatureHeaders(bytes, 'sesame', 'app');
    expect(signature).toBe(`sha256=${hmacHex('sha256', 'sesame', Buffer.from('{"text":"Gr\\u00fc\\u00dfe"}'))}`);
  });

  it('sends an exact text to the letter, escaped only when asked', () => {
    const text = '{"id" : 12345678901234567890, "é": 1}';
    expect(metaBytes(text).toString('utf8')).toBe(text);
    expect(metaBytes(text, true).toString('utf8')).toBe('{"id" : 12345678901234567890, "\\u00e9": 1}');
  });

  it('makes every other way of signing differ from the right one', () => {
    const bytes = metaBytes({ text: 'Grüße' });
    const right = signatureHeaders(bytes, 'sesame', 'app')['x-hub-signature-256'];
    const others = SIGNINGS.filter((signing) => signing !== 'app');
    expect(others).toHaveLength(6);
    for (const signing of others) {
      expect(signatureHeaders(bytes, 'sesame', signing)['x-hub-signature-256']).not.toEqual(right);
    }
    expect(signatureHeaders(bytes, 'sesame', 'doubled')['x-hub-signature-256']).toEqual([right, right]);
    const decoded = hmacHex('sha256', 'sesame', Buffer.from('{"text":"Grüße"}'));
    expect(signatureHeaders(bytes, 'sesame', 'decoded-text')['x-hub-signature-256']).toBe(`sha256=${decoded}`);
    expect(signatureHeaders(bytes, 'other', { secret: 'sesame' })['x-hub-signature-256']).toBe(right);
  });
});
