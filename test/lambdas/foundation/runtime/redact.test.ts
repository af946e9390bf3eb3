import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { redact } from '../../../../lambdas/foundation/runtime/redact.ts';

/** Made so that they look like what they stand for without being it; each holds the word CANARY or a marked number. */
const hex = 'c0ffee00'.repeat(8);
const canaries: readonly (readonly [what: string, canary: string, text: (canary: string) => string])[] = [
  ['a Meta token', `${'EA'}ACANARYcanary0123456789`, (one) => `called with ${one}.`],
  ['an Instagram token', `${'IG'}QCANARYcanary0123456789`, (one) => `token ${one} refused`],
  ['a token in a query', 'CANARY-1', (one) => `GET /me?access_token=${one}&fields=id`],
  ['a proof in a query', 'CANARY-2', (one) => `?appsecret_proof=${one}`],
  ['a code of OAuth', 'CANARY-3', (one) => `/oauth/callback?code=${one}&state=x`],
  ['a state of OAuth', 'CANARY-4', (one) => `?state=${one}`],
  ['a verify token', 'CANARY-5', (one) => `hub.verify_token=${one}&hub.mode=subscribe`],
  ['a token in JSON', 'CANARY-6', (one) => `{"access_token":"${one}","expires":1}`],
  ['a secret in JSON', 'CANARY-7', (one) => `{"appSecret": "${one}"}`],
  ['a password', 'CANARY-8', (one) => `password: ${one}`],
  ['a bearer', 'CANARY.9', (one) => `Authorization: Bearer ${one}`],
  ['a signature', hex, (one) => `expected sha256=${one}`],
  ['an app secret', hex.slice(0, 32), (one) => `secret was ${one} before`],
  ['an app token', `123456789|CANARYcanary0123456789`, (one) => `using ${one}`],
  ['a JWT', `${'ey'}Jcanary.eyJcanary.CANARY`, (one) => `token ${one}`],
  ['an e-mail address', 'canary.person+tag@example.co.uk', (one) => `sent to ${one}, who`],
  ['a phone number', '+49 151 1234 5678', (one) => `from ${one}`],
  ['a phone number in brackets', '(555) 123-4567', (one) => `call ${one}`],
  ['a WhatsApp id', '15551234567', (one) => `wa_id ${one} unknown`],
  ['a WhatsApp message id', 'wamid.HBgLMTU1NTEyMzQ1NjcVAgARGBI=', (one) => `status of ${one}`],
];

describe('redaction', () => {
  it.each(canaries)('hides %s', (_what, canary, text) => {
    const shown = redact(text(canary));
    expect(shown).not.toContain(canary);
    expect(shown).toContain('[redacted]');
  });

  it('hides all of them at once, in any order', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...canaries], { minLength: 2, maxLength: 4 }), (some) => {
        const shown = redact(some.map(([, canary, text]) => text(canary)).join(' | '));
        for (const [, canary] of some) expect(shown).not.toContain(canary);
      }),
    );
  });

  it.each([
    'page:102290129340398',
    '178 of 200 items',
    '2026-11-21T10:00:00.000Z',
    'sqs SendMessageBatch: ThrottlingException',
    'POST /webhooks/meta',
    'unexpected TypeError',
    'the token lacks the scope read',
    '1-67c0f3a1-bd862e3fe1be46a994272793',
    'processItem (/var/task/index.js:1:23456)',
  ])('leaves %s as it is', (text) => {
    expect(redact(text)).toBe(text);
  });

  it('takes the short way only with what the long way leaves', () => {
    const begun = fc.constantFrom('EAA', 'eaa', 'IGQ', 'igaa', 'AKIA', 'asia', 'Bearer', 'basic', 'code', '');
    const ended = fc.constantFrom('', 'letters', ' letters', 'morethantwelveletters', 'beef'.repeat(8), 'v1', '555');
    const word = fc.tuple(begun, ended).map((parts) => parts.join(''));
    const run = fc.string({ unit: fc.constantFrom(...'abcdefEAIG019'), maxLength: 40 });
    const between = fc.constantFrom('', ' ', '/', '{', '}', '-', ' /', '.', '=');
    const text = fc
      .array(fc.tuple(fc.oneof(word, run), between), { maxLength: 6 })
      .map((parts) => parts.flat().join(''));
    // A full stop before it is never harmless, and changes nothing of what is found behind it.
    fc.assert(
      fc.property(text, (one) => expect(redact(`. ${one}`)).toBe(`. ${redact(one)}`)),
      { numRuns: 3000 },
    );
  });

  it('cuts what is long, and hides what straddles the cut', () => {
    expect(redact('x'.repeat(10_000))).toHaveLength(201);
    const straddling = `${'y '.repeat(95)}${hex}`;
    expect(redact(straddling)).not.toContain('c0ffee00');
  });

  it('takes no time that matters for a hostile text', () => {
    const hostile = `${'a'.repeat(2000)}@${'+1'.repeat(2000)}${'('.repeat(2000)}`.repeat(50);
    const start = process.cpuUsage().user;
    for (let round = 0; round < 20; round += 1) redact(hostile);
    expect((process.cpuUsage().user - start) / 20).toBeLessThan(20_000);
  });
});
