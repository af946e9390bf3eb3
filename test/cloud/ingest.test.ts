import { createHash, createHmac } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { ctl, eventually } from './harness/cloud.ts';
import { demandOutputs, freshId, openJourney, pageEnvelope, signatureOf, textEntry } from './harness/journey.ts';

const outputs = demandOutputs();
const journey = openJourney(outputs);
let page = '';

beforeAll(async () => {
  page = await journey.newPage();
}, 60_000);

const challenge = (query: Record<string, string>) => fetch(`${outputs.webhookUrl}?${new URLSearchParams(query)}`);
const asked = { 'hub.mode': 'subscribe', 'hub.challenge': '1158201444', 'hub.verify_token': outputs.verifyToken };

describe("Meta's challenge at the deployed stack", () => {
  it('is echoed bare as text/plain', async () => {
    const answer = await challenge(asked);
    expect([
      answer.status,
      await answer.text(),
      answer.headers.get('content-type'),
      answer.headers.get('x-content-type-options'),
    ]).toEqual([200, '1158201444', expect.stringContaining('text/plain'), 'nosniff']);
  });

  it.each([
    ['a wrong token', { ...asked, 'hub.verify_token': 'not-the-token' }, 403],
    ['a challenge that is not digits', { ...asked, 'hub.challenge': '<b>1</b>' }, 400],
  ])('%s is refused', async (_name, query, status) => {
    const answer = await challenge(query);
    const text = await answer.text();
    expect(answer.status).toBe(status);
    expect(text).not.toContain('<b>');
  });
});

describe('what the webhook URL refuses', () => {
  const body = JSON.stringify(pageEnvelope(textEntry('1', 'm')));
  const right = signatureOf(Buffer.from(body), outputs.appSecret);
  it.each<[string, Record<string, string>]>([
    ['unsigned', {}],
    ['signed with another secret', { 'x-hub-signature-256': signatureOf(Buffer.from(body), 'not-the-secret') }],
    ['doubled', { 'x-hub-signature-256': `${right},${right}` }],
    ['SHA-1 only', { 'x-hub-signature': `sha1=${createHmac('sha1', outputs.appSecret).update(body).digest('hex')}` }],
    ['upper-case hex', { 'x-hub-signature-256': `sha256=${right.slice(7).toUpperCase()}` }],
  ])('%s is 401 and tells nothing', async (_name, headers) => {
    const answer = await journey.post(body, { 'content-type': 'application/json', ...headers });
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({
      kind: 'bad-signature',
      blame: 'caller',
      requestId: expect.any(String),
    });
  });

  it('above 4.5 MB is 413', async () => {
    expect((await journey.post(Buffer.alloc(4_500_001, 0x20))).status).toBe(413);
  });
});

describe('what the webhook URL takes', () => {
  it('bytes that the gateway hands on as base64', async () => {
    const body = Buffer.from(JSON.stringify(pageEnvelope(textEntry(page, 'binary'))));
    const headers = {
      'content-type': 'application/octet-stream',
      'x-hub-signature-256': signatureOf(body, outputs.appSecret),
    };
    expect((await journey.post(body, headers)).status).toBe(200);
  });

  it('Meta’s \\uXXXX bytes under Meta’s signature, and not the decoded text under it', async () => {
    const decoded = JSON.stringify(pageEnvelope(textEntry(page, 'schön')));
    const escaped = decoded.replace('ö', '\\u00f6');
    const headers = {
      'content-type': 'application/json',
      'x-hub-signature-256': signatureOf(Buffer.from(escaped), outputs.appSecret),
    };
    expect((await journey.post(decoded, headers)).status).toBe(401);
    expect((await journey.post(escaped, headers)).status).toBe(200);
  });

  it('U+FFFF inside a text, which SQS refuses raw', async () => {
    expect((await journey.post(pageEnvelope(textEntry(page, 'odd-\uffff-\ufffe')))).status).toBe(200);
  });

  it('and all of it is found again', async () => {
    const events = await journey.settled(`page:${page}`, 3);
    expect(events.map(({ kind, channel }) => `${channel} ${kind}`)).toEqual(Array(3).fill('messenger message'));
  }, 90_000);
});

describe('signed bodies that hold no items', () => {
  const salt = freshId();
  it.each([
    ['not JSON', `{"object":"${salt}`],
    ['no envelope', `["${salt}"]`],
    ['an array around an envelope', `[{"object":"page","entry":[],"x":"${salt}"}]`],
    ['not UTF-8', Buffer.concat([Buffer.from(`{"x":"${salt}`), Buffer.from([0xff, 0xfe])])],
    [
      'nested very deep',
      `{"object":"page","entry":[{"id":"${salt}","messaging":[${'['.repeat(60_000)}${']'.repeat(60_000)}]}]}`,
    ],
    [
      '3 MB of \\uXXXX that end too early',
      `{"object":"page","entry":[{"id":"${salt}","messaging":["${'\\ud83d\\ude00'.repeat(250_000)}`,
    ],
  ])(
    '%s is 200 and parked as malformed under the hash of its bytes',
    async (_name, body) => {
      const bytes = Buffer.from(body);
      // Gateways hand bytes of an unknown type on as base64; as JSON, bytes that are no UTF-8 would not arrive as sent.
      const type = typeof body === 'string' ? 'application/json' : 'application/octet-stream';
      const headers = { 'content-type': type, 'x-hub-signature-256': signatureOf(bytes, outputs.appSecret) };
      expect((await journey.post(bytes, headers)).status).toBe(200);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const id = createHash('sha256').update(`webhookEvents\n${sha256}`).digest('hex');
      const line = await eventually(
        60_000,
        () => `no parked item ${id}`,
        async () => {
          const shown = await ctl('parked', 'list');
          return shown.split('\n').find((one) => one.includes(id));
        },
      );
      expect(line).toContain('malformed (meta)');
      expect(
        (await journey.api.call('GET /v1/parked', { query: { limit: 100 } })).data.map((one) => one.id),
      ).not.toContain(id);
    },
    90_000,
  );
});
