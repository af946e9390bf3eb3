import { createHash, createHmac } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { bodyCapBytes } from '../../../lambdas/foundation/core/api.ts';
import { Failure } from '../../../lambdas/foundation/core/failure.ts';
import { acceptDelivery, candidateSecrets } from '../../../lambdas/webhooks/accept-delivery.ts';
import { fakeClock } from '../../fakes/fake-clock.ts';
import { fakeNotes } from '../../fakes/fake-notes.ts';
import { fakeOutbox } from '../../fakes/fake-outbox.ts';
import { fakeSecrets } from '../../fakes/fake-secrets.ts';

const secret = 'fake-app-secret';
const app = { appId: '10001', kind: 'facebook', appSecret: secret } as const;

const sha256 = (body: Uint8Array, key = secret) => `sha256=${createHmac('sha256', key).update(body).digest('hex')}`;

function world(apps: Parameters<typeof fakeSecrets>[0] = { apps: [app] }) {
  const clock = fakeClock();
  return { clock, secrets: fakeSecrets(apps), outbox: fakeOutbox(clock), notes: fakeNotes() };
}

let w: ReturnType<typeof world>;
beforeEach(() => {
  w = world();
});

const post = (body: string | Uint8Array, headers?: Record<string, string>) => {
  const bytes = Buffer.from(body);
  return acceptDelivery({ body: bytes, headers: headers ?? { 'x-hub-signature-256': sha256(bytes) } }, w, w.notes);
};
const envelope = (...entry: unknown[]) => JSON.stringify({ object: 'page', entry });
const message = (mid: string) => ({
  sender: { id: '1' },
  recipient: { id: '7' },
  timestamp: 1_790_000_000_000,
  message: { mid, text: 'hi' },
});
const outcomes = () =>
  w.notes.counts.filter(({ metric }) => metric === 'WebhookDeliveries').map(({ tags }) => tags.outcome);

describe('a signed delivery', () => {
  it('is split by asset and sent, and only then accepted', async () => {
    await post(
      envelope({ id: '7', time: 1, messaging: [message('a'), message('b')] }, { id: '8', messaging: [message('c')] }),
    );
    expect(w.outbox.sent.map(({ group, envelope: sent }) => [group, sent.items.length])).toEqual([
      ['page:7', 2],
      ['page:8', 1],
    ]);
    expect(w.notes.outcomes).toEqual(['accepted']);
    expect(outcomes()).toEqual(['accepted']);
  });

  it('holds two workspaces’ assets apart although they came in one POST', async () => {
    await post(envelope(...['7', '8', '7'].map((id, at) => ({ id, messaging: [message(`m${at}`)] }))));
    expect(w.outbox.sent.map(({ group, envelope: sent }) => [group, sent.items.length])).toEqual([
      ['page:7', 2],
      ['page:8', 1],
    ]);
  });

  it('keeps ids above 2^53 as the digits that Meta sent', async () => {
    await post(
      '{"object":"page","entry":[{"id":10150000000000000123,"time":1,"changes":[{"field":"leadgen","value":{"leadgen_id":98765432109876543210}}]}]}',
    );
    expect(w.outbox.items('webhookEvents')).toMatchObject([
      { entry: { id: '10150000000000000123' }, item: { value: { leadgen_id: '98765432109876543210' } } },
    ]);
  });

  it('is refused as a whole when the queue refuses a part, so that Meta delivers again', async () => {
    w.outbox.refuse();
    await expect(post(envelope({ id: '7', messaging: [message('a')] }))).rejects.toMatchObject({ kind: 'unavailable' });
    expect(outcomes()).toEqual(['unavailable']);
  });

  it('of an envelope without items is accepted and sends nothing', async () => {
    await post(envelope({ id: '7', time: 1 }));
    expect(w.outbox.sent).toEqual([]);
    expect(outcomes()).toEqual(['accepted']);
  });

  it('carries a thousand changes, U+FFFF and an item of 1.5 MB', async () => {
    const many = Array.from({ length: 1000 }, (_, at) => message(`m${at}`));
    await post(envelope({ id: '7', messaging: [...many, { ...message('\uffff'), padding: 'x'.repeat(1_500_000) }] }));
    expect(w.outbox.items('webhookEvents')).toHaveLength(1001);
  });
});

describe('a signed body that holds no items', () => {
  const invalid = Buffer.from([0x7b, 0xff, 0x7d]);
  it.each([
    ['empty', '', { text: '' }],
    ['not JSON', '{"object":', { text: '{"object":' }],
    ['not an envelope: not an object', '[]', { text: '[]' }],
    ['not UTF-8', invalid, { base64: invalid.toString('base64') }],
  ])('%s is answered 200 and travels as it is', async (reason, body, malformed) => {
    await post(body);
    const hash = createHash('sha256').update(Buffer.from(body)).digest('hex');
    expect(w.outbox.items('webhookEvents')).toEqual([
      { malformed, sha256: hash, reason, receivedAt: '2026-11-21T10:00:00.000Z' },
    ]);
    expect(outcomes()).toEqual(['malformed']);
  });

  it('nested forty thousand deep travels as text', async () => {
    const deep = `{"object":"page","entry":[{"id":"7","messaging":[${'['.repeat(40_000)}${']'.repeat(40_000)}]}]}`;
    await post(deep);
    expect(w.outbox.items('webhookEvents')).toMatchObject([{ reason: 'nested too deeply', malformed: { text: deep } }]);
  });
});

describe('a delivery that is not Meta’s', () => {
  const body = Buffer.from(envelope({ id: '7', messaging: [message('ü')] }));
  const right = sha256(body);
  it.each<[string, Record<string, string>]>([
    ['unsigned', {}],
    ['signed with another secret', { 'x-hub-signature-256': sha256(body, 'another') }],
    ['doubled', { 'x-hub-signature-256': `${right},${right}` }],
    ['upper-case', { 'x-hub-signature-256': right.toUpperCase().replace('SHA256', 'sha256') }],
    ['SHA-1 only', { 'x-hub-signature': `sha1=${createHmac('sha1', secret).update(body).digest('hex')}` }],
    ['cut short', { 'x-hub-signature-256': right.slice(0, -2) }],
  ])('%s is refused, counted and goes nowhere', async (_name, headers) => {
    await expect(post(body, headers)).rejects.toMatchObject({ kind: 'bad-signature' });
    expect(w.outbox.sent).toEqual([]);
    expect(outcomes()).toEqual([expect.stringMatching(/^signature-/)]);
  });

  it('is refused when the signature was made over decoded text; Meta’s escaped bytes are taken', async () => {
    const escaped = body.toString('utf8').replace('ü', '\\u00fc');
    await expect(post(escaped, { 'x-hub-signature-256': right })).rejects.toMatchObject({ kind: 'bad-signature' });
    await post(escaped);
    expect(w.outbox.items('webhookEvents')).toMatchObject([{ item: { message: { mid: 'ü' } } }]);
  });

  it('above the cap is refused before anything is looked at', async () => {
    await expect(post(Buffer.alloc(bodyCapBytes + 1, 0x20), {})).rejects.toMatchObject({ kind: 'too-large' });
    expect(outcomes()).toEqual(['too-large']);
  });
});

describe('the app secrets', () => {
  const body = envelope({ id: '7', messaging: [message('a')] });

  it('none set is our fault: 503, and Meta delivers again', async () => {
    w = world({ apps: [] });
    await expect(post(body)).rejects.toMatchObject({ kind: 'misconfigured' });
    expect(outcomes()).toEqual(['no-app-secret']);
  });

  it('set while the function is warm is found at the first mismatch', async () => {
    w.secrets.change({ apps: [{ ...app, appSecret: 'fake-new-secret' }] });
    await post(body, { 'x-hub-signature-256': sha256(Buffer.from(body), 'fake-new-secret') });
    expect(w.secrets.reads.apps).toBe(1);
  });

  it('are tried current first, then previous ones that have not run out', () => {
    const now = Date.parse('2026-11-21T10:00:00Z');
    const rotated = { ...app, previousAppSecret: 'fake-old', previousUntil: '2026-11-21T10:00:01Z' };
    const lapsed = {
      ...app,
      appId: '2',
      appSecret: 'b',
      previousAppSecret: 'fake-older',
      previousUntil: '2026-11-21T09:59:59Z',
    };
    expect(candidateSecrets([rotated, lapsed], now)).toEqual([secret, 'b', 'fake-old']);
  });

  it('a throttled Secrets Manager is not a refusal', async () => {
    const failing = async () => Promise.reject(new Failure('unavailable', 'secretsmanager GetSecretValue: throttled'));
    const delivery = { body: Buffer.from(body), headers: { 'x-hub-signature-256': sha256(Buffer.from(body)) } };
    const doors = { ...w, secrets: { ...w.secrets, metaApps: failing } };
    await expect(acceptDelivery(delivery, doors, w.notes)).rejects.toMatchObject({ kind: 'unavailable' });
  });
});
