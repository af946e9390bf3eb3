import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sign, verify } from '../../../../lambdas/foundation/meta/signature.ts';
import { describeWithShared } from '../../../shared-material.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const signed = (value: string | readonly string[]) => ({ 'x-hub-signature-256': value });
const body = bytes('hello world');
/** HMAC-SHA256 of "hello world" and "hello world2" with the secret `sesame`, computed elsewhere. */
const good = 'sha256=f39034b29165ec6a5104d9aef27266484ab26c8caa7bca8bcb2dd02e8be61b17';
const other = 'sha256=60905fdf409d0b4f721e99f6f25b31567a68a6b45e933d814e17a246be4c5a53';

describe('a signature', () => {
  it('is what others compute', () => {
    expect(sign(body, 'sesame')).toBe(good);
    expect(sign(bytes('hello world2'), 'sesame')).toBe(other);
  });

  it('fits its bytes and no other bytes', () => {
    expect(verify(body, signed(good), ['sesame'])).toBe('ok');
    expect(verify(bytes('hello world2'), signed(other), ['sesame'])).toBe('ok');
    expect(verify(body, signed(other), ['sesame'])).toBe('mismatch');
    expect(verify(bytes('hello world '), signed(good), ['sesame'])).toBe('mismatch');
  });

  it('is computed over the bytes that Meta sent, escapes and all, never over decoded text', () => {
    const escaped = bytes(String.raw`{"text":"Saarbr\u00fccken"}`);
    const decoded = bytes('{"text":"Saarbrücken"}');
    const headers = signed(sign(escaped, 'sesame'));
    expect(verify(escaped, headers, ['sesame'])).toBe('ok');
    expect(verify(decoded, headers, ['sesame'])).toBe('mismatch');
  });

  it('may be of any secret that counts, wherever it stands', () => {
    expect(verify(body, signed(good), ['a', 'b', 'sesame'])).toBe('ok');
    expect(verify(body, signed(good), ['sesame', 'b'])).toBe('ok');
    expect(verify(body, signed(good), ['a', 'b'])).toBe('mismatch');
    expect(verify(body, signed(good), [])).toBe('mismatch');
  });

  it.each([
    ['absent', {}],
    ['absent', { 'x-hub-signature-256': undefined }],
    ['sha1-only', { 'x-hub-signature': 'sha1=1b3a' }],
    ['doubled', signed(`${good},${good}`)],
    ['doubled', signed(`${other}, ${good}`)],
    ['doubled', signed([good, good])],
    ['malformed', signed('')],
    ['malformed', signed(good.replace('sha256', 'SHA256'))],
    ['malformed', signed(good.replace('f390', 'F390'))],
    ['malformed', signed(good.slice('sha256='.length))],
    ['malformed', signed(good.slice(0, -1))],
    ['malformed', signed(`${good}0`)],
    ['malformed', signed(` ${good}`)],
    ['malformed', signed(`${good}\n`)],
    ['malformed', signed('sha1=2aae6c35c94fcfb415dbe95f408b9ce91ee846ed')],
  ])('is refused as %s: %j', (answer, headers) => {
    expect(verify(body, headers, ['sesame'])).toBe(answer);
  });

  it('counts when an old SHA-1 header stands beside it', () => {
    expect(verify(body, { ...signed(good), 'x-hub-signature': 'sha1=1b3a' }, ['sesame'])).toBe('ok');
  });

  it('fits whatever was signed, and nothing else: any bytes, any secret', () => {
    const cases = fc.tuple(
      fc.uint8Array({ maxLength: 300 }),
      fc.uint8Array({ maxLength: 300 }),
      fc.string({ minLength: 1 }),
    );
    fc.assert(
      fc.property(cases, ([sent, changed, secret]) => {
        const headers = signed(sign(sent, secret));
        expect(verify(sent, headers, [secret])).toBe('ok');
        const same = Buffer.compare(sent, changed) === 0;
        expect(verify(changed, headers, [secret])).toBe(same ? 'ok' : 'mismatch');
      }),
    );
  });
});

describeWithShared('the published vectors', (folder) => {
  const file = join(folder, 'meta', 'vectors', 'x_hub_signature_256.json');
  const { vectors } = JSON.parse(readFileSync(file, 'utf8')) as {
    vectors: { app_secret: string; raw_body_utf8: string; header_x_hub_signature_256: string }[];
  };

  it('are three', () => expect(vectors).toHaveLength(3));

  it.each(vectors)('$header_x_hub_signature_256', ({ app_secret, raw_body_utf8, header_x_hub_signature_256 }) => {
    expect(sign(bytes(raw_body_utf8), app_secret)).toBe(header_x_hub_signature_256);
    expect(verify(bytes(raw_body_utf8), signed(header_x_hub_signature_256), [app_secret])).toBe('ok');
    expect(verify(bytes(raw_body_utf8), signed(header_x_hub_signature_256), [`${app_secret}x`])).toBe('mismatch');
  });
});
