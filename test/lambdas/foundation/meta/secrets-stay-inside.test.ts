import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AccessToken } from '../../../../lambdas/foundation/core/access-token.ts';
import type { Graph } from '../../../../lambdas/foundation/meta/graph.ts';
import type { GraphIdentity } from '../../../../lambdas/foundation/meta/identity.ts';
import { appsecretProof } from '../../../../lambdas/foundation/meta/wire/appsecret-proof.ts';
import { redactSample } from '../../../../lambdas/foundation/meta/wire/redact-sample.ts';
import { byteStream } from '../../../fakes/byte-stream.ts';
import { loopbackMeta, openBench, type Script } from './loopback-meta.ts';

const meta = loopbackMeta();

/** What must never be seen again; each is planted where Meta and we really have such things. */
const canary = {
  token: 'EAAcanarytoken',
  other: 'EAAcanaryother',
  given: 'EAAcanarygiven',
  secret: 'canary-app-secret',
  code: 'canary-code',
  pin: 'canary-pin',
  verify: 'canary-verify',
  name: 'Canary Person',
  phone: '+491700000000',
  text: 'Canary-said-something',
  address: 'https://canary.example/file',
  person: '770000000000001',
  wamid: 'wamid.canary',
};
const app = { appId: '100200300', appSecret: canary.secret, kind: 'facebook' } as const;
const identity: GraphIdentity = { app, token: new AccessToken(canary.token) };
const other = new AccessToken(canary.other);
const proofs = [canary.token, canary.other].map((token) => appsecretProof(canary.secret, token));
const planted = [...Object.values(canary), ...proofs];

/** What somebody said, and whom to. */
const said = { recipient: { id: canary.person }, message: { text: canary.text }, metadata: canary.name };
const talkedTo = { account: '5', recipientId: canary.person };

/** A URL may show a proof, worth nothing without its token, and the id by which a Page knows a person. */
const inUrl = Object.values(canary).filter((value) => ![canary.name, canary.phone, canary.person].includes(value));

const calls: readonly ((graph: Graph) => Promise<unknown>)[] = [
  (graph) => graph.exchangeCode(app, { code: canary.code, redirectUri: 'https://example.org/' }),
  (graph) => graph.exchangeLongLived(app, other),
  (graph) => graph.refreshSystemUserToken(identity),
  (graph) =>
    graph.exchangeInstagramCode({ ...app, kind: 'instagram' }, { code: canary.code, redirectUri: 'https://e.org' }),
  (graph) => graph.exchangeInstagramLongLived({ ...app, kind: 'instagram' }, other),
  (graph) => graph.refreshInstagramToken({ app: { ...app, kind: 'instagram' }, token: other }),
  (graph) => graph.inspectToken(app, other),
  (graph) => graph.revokeToken(app, other),
  (graph) => graph.fetchSystemUserTokens(identity, { businessId: '9' }),
  (graph) => graph.readMe(identity),
  (graph) => graph.listPages(identity),
  (graph) => graph.listPhoneNumbers(identity, '6'),
  (graph) => graph.registerNumber(identity, '66', canary.pin),
  (graph) => graph.subscribeAsset(identity, { kind: 'page', id: '5' }, ['feed']),
  (graph) =>
    graph.setAppSubscription(app, {
      object: 'page',
      callbackUrl: 'https://e.org',
      fields: [],
      verifyToken: canary.verify,
    }),
  (graph) => graph.readNodes([{ identity, id: '1', fields: ['id'] }]),
  (graph) => graph.sendMessage(identity, { account: '5', body: said }),
  (graph) => graph.sendSenderAction(identity, { account: '5', recipientId: canary.person, action: 'mark_seen' }),
  (graph) => graph.createAttachment(identity, { page: '5', type: 'file', url: canary.address, reusable: false }),
  (graph) => graph.sendWhatsappMessage(identity, { phoneNumberId: '66', body: { ...said, to: canary.phone } }),
  (graph) => graph.markWhatsappRead(identity, { phoneNumberId: '66', messageId: canary.wamid, typing: true }),
  (graph) => graph.readMedia(identity, '88', '66'),
  (graph) =>
    graph.uploadMedia(identity, {
      ...{ phoneNumberId: '66', mimeType: 'text/plain', filename: canary.name, size: canary.text.length },
      open: async () => byteStream(canary.text),
    }),
  (graph) => graph.listMessageTemplates(identity, { kind: 'waba', id: '6' }),
  (graph) => graph.createMessageTemplate(identity, { kind: 'waba', id: '6' }, said),
  (graph) => graph.passThreadControl(identity, { ...talkedTo, targetAppId: '1', metadata: canary.text }),
  (graph) => graph.takeThreadControl(identity, { ...talkedTo, metadata: canary.text }),
  (graph) => graph.requestThreadControl(identity, { ...talkedTo, metadata: canary.text }),
  (graph) => graph.readThreadOwner(identity, talkedTo),
];

const talk = Object.values(canary).join(' ');
const node = {
  id: '1',
  user_id: '1',
  name: canary.name,
  access_token: canary.given,
  display_phone_number: canary.phone,
  status: talk,
  type: canary.given,
  url: canary.address,
  message_id: canary.wamid,
  recipient_id: canary.person,
  attachment_id: canary.address,
  contacts: [{ input: canary.phone, wa_id: canary.phone, user_id: canary.person }],
  messages: [{ id: canary.wamid, message_status: canary.text }],
  components: [{ text: canary.text }],
  [canary.token]: canary.token,
};
const chatty: Readonly<Record<string, Script>> = {
  'a good answer': { json: { ...node, data: [node, { ...node, app_id: '1', is_valid: true }], success: true } },
  'a page of a list': { json: { data: [node], paging: { next: `https://x/?access_token=${canary.token}` } } },
  'a refusal that quotes everything': {
    status: 400,
    json: { error: { code: 190, message: talk, error_user_msg: talk, type: talk, fbtrace_id: talk, error_data: node } },
  },
  'an HTML page that quotes everything': { status: 500, text: `<p>${talk}</p>` },
  'headers that quote everything': { json: node, headers: { 'x-fb-rev': talk, 'facebook-api-version': talk } },
  'a closed socket': (request) => void request.socket.destroy(),
};

describe('tokens, secrets, codes, names and numbers', () => {
  it.each(Object.entries(chatty))('appear in no line, sample, failure or URL after %s', async (_, script) => {
    let looked = 0;
    for (const call of calls) {
      const { graph, audits, samples, asks, readings } = openBench(meta.origin(), { timeoutMs: 500 });
      meta.answer(script, script);
      const failure = await call(graph).then(
        () => undefined,
        (thrown: Error) => thrown,
      );
      const told = { audits, samples, asks, readings, failure: failure && { ...failure, text: failure.message } };
      expect(samples.length).toBe(1);
      const text = JSON.stringify(told);
      for (const value of planted) {
        expect(text).not.toContain(value);
        looked += 1;
      }
      meta.answer({ json: {} });
    }
    for (const { url } of meta.seen) for (const value of inUrl) expect(decodeURIComponent(url)).not.toContain(value);
    expect(looked).toBe(calls.length * planted.length);
    expect(meta.seen.length).toBeGreaterThanOrEqual(calls.length);
  });

  it('do reach Meta (else this looked at nothing)', async () => {
    const { graph } = openBench(meta.origin());
    meta.answer({ json: { access_token: 'x' } }, { json: { id: '1' } }, { json: { success: true } });
    await graph.exchangeCode(app, { code: canary.code });
    await graph.readMe(identity);
    await graph.registerNumber(identity, '66', canary.pin);
    meta.answer({ json: { message_id: canary.wamid } });
    await expect(graph.sendMessage(identity, { account: '5', body: said })).resolves.toBeDefined();
    const sent = JSON.stringify(meta.seen);
    const reached = [canary.token, canary.secret, canary.code, canary.pin, canary.text, canary.person];
    for (const value of reached) expect(sent).toContain(value);
  });
});

describe('a sample', () => {
  it('shows Meta’s vocabulary and hides the rest, by name', () => {
    const body = {
      is_valid: true,
      scopes: ['ads_read', 'email'],
      user_id: '17',
      status: 'CONNECTED',
      issued_at: 1_700_000_000,
    };
    expect(redactSample({ data: [body, 1, 2, 3], success: true, '17': 'x' })).toEqual({
      data: [
        {
          is_valid: true,
          scopes: ['ads_read', 'email'],
          user_id: '[string]',
          status: 'CONNECTED',
          issued_at: 1_700_000_000,
        },
        '[number]',
        '[number]',
        '[1 more]',
      ],
      success: true,
      '[key]': '[string]',
    });
  });

  it('hides what no vocabulary has, even under a name that may be shown', () => {
    const values = ['EAA0123456789abcdef', 'a@example.org', '+49 170 0000000', '12345678901', 'x'.repeat(60), 1e15];
    expect(values.map((value) => redactSample({ status: value }))).toEqual(
      values.map((value) => ({ status: `[${typeof value}]` })),
    );
  });

  it('can be made of anything, quickly', () => {
    fc.assert(fc.property(fc.anything(), (value) => JSON.stringify(redactSample(value)) !== ''));
    const begun = performance.now();
    redactSample({ status: `${'a_'.repeat(150)}!`, fields: `${'a,'.repeat(149)}!` });
    expect(performance.now() - begun).toBeLessThan(50);
  });
});
