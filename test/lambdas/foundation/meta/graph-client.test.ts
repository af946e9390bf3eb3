import { type AddressInfo, createServer, type Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { AccessToken } from '../../../../lambdas/foundation/core/access-token.ts';
import { app, identity, loopbackMeta, openBench, type Script, tokenText } from './loopback-meta.ts';

const meta = loopbackMeta();
const bench = (more = {}) => openBench(meta.origin(), more);
const me = { json: { id: '1', name: 'Somebody' } };
const error = (code: number, more = {}) => ({ error: { message: 'words', type: 'OAuthException', code, ...more } });
const closeAtOnce: Script = (request) => void request.socket.destroy();
const cutAfterBytes: Script = (request, response) => {
  response.writeHead(200, { 'content-length': '100' }).write('{"id":');
  setTimeout(() => request.socket.destroy(), 20);
};
const never: Script = () => undefined;
const endless: Script = (_, response) => void response.end(`"${'x'.repeat(5 * 1024 * 1024)}"`);

describe('a call', () => {
  it('carries its token in a header and its proof beside it, and keeps both out of the URL’s path', async () => {
    meta.answer(me);
    await bench().graph.readMe(identity);
    const [sent] = meta.seen;
    expect(sent).toMatchObject({ method: 'GET', path: '/graph.facebook.com/v26.0/me', body: '' });
    expect(sent?.headers.authorization).toBe(`Bearer ${tokenText}`);
    expect(sent?.query).toEqual({
      fields: 'id,name',
      appsecret_proof: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('that reads with a secret posts it, and says that it is a read', async () => {
    meta.answer({ json: { data: { app_id: app.appId, is_valid: true } } });
    await bench().graph.inspectToken(app, new AccessToken('EAAother00000000'));
    const [sent] = meta.seen;
    expect(sent).toMatchObject({ method: 'POST', path: '/graph.facebook.com/v26.0/debug_token', query: {} });
    expect(sent?.form).toEqual({ input_token: 'EAAother00000000', method: 'GET' });
    expect(sent?.headers.authorization).toBe(`Bearer ${app.appId}|${app.appSecret}`);
  });

  it('asks for the version of its surface, and a share of the calls for the next one', async () => {
    const plan = { stable: 'v25.0', surfaces: { marketing: 'v26.0' } } as const;
    meta.answer(me, { json: { id: 'act_1' } }, me);
    const { graph } = bench({ versions: plan });
    await graph.readMe(identity);
    await graph.readAdAccount(identity, '1');
    await bench({ versions: { ...plan, canary: { version: 'v26.0', share: 0.6 } } }).graph.readMe(identity);
    expect(meta.seen.map(({ path }) => path.split('/')[2])).toEqual(['v25.0', 'v26.0', 'v26.0']);
  });
});

describe('the budget', () => {
  it('is asked for the right allowance, and a call that must wait is never sent', async () => {
    const { graph, asks, state, clock } = bench({ priority: 'backfill' });
    state.waitUntil = clock.now() + 60_000;
    const failed = graph.readAdAccount({ ...identity, account: 'connection-1', priority: 'human-send' }, 'act_7');
    await expect(failed).rejects.toMatchObject({ kind: 'rate-limited', retryAt: state.waitUntil });
    expect(meta.seen).toEqual([]);
    const keys = [{ scope: 'account', id: '7', useCase: 'ads_management' }];
    expect(asks).toEqual([{ keys, calls: 1, priority: 'human-send', account: 'connection-1' }]);
  });

  it('is told what the headers said, whether the call went well or not', async () => {
    const headers = { 'x-app-usage': '{"call_count":28,"total_time":25,"total_cputime":25}' };
    meta.answer({ ...me, headers }, { status: 400, json: error(100), headers });
    const { graph, readings, audits } = bench();
    await graph.readMe(identity);
    await expect(graph.readMe(identity)).rejects.toMatchObject({ kind: 'meta-rejected' });
    expect(readings.map(({ percent }) => percent)).toEqual([28, 28]);
    expect(audits.map(({ usagePercent }) => usagePercent)).toEqual([28, 28]);
  });

  it.each([
    ['the app’s', 4, undefined, { scope: 'app', id: app.appId, useCase: 'platform' }, 300],
    ['the account’s', 17, 2446079, { scope: 'account', id: '7', useCase: 'ads_management' }, 300],
    ['nobody’s', 613, 1487632, undefined, 3600],
  ])('learns from a refusal that %s allowance is full (%i/%s)', async (_, code, subcode, key, seconds) => {
    meta.answer({ status: 400, json: error(code, { error_subcode: subcode }) });
    const { graph, readings, clock } = bench();
    const retryAt = clock.now() + seconds * 1000;
    await expect(graph.readAdAccount(identity, '7')).rejects.toMatchObject({ kind: 'rate-limited', retryAt });
    expect(readings).toEqual(key ? [{ key, percent: 100, regainAt: retryAt, readAt: clock.now() }] : []);
  });

  it('waits as long as the headers say', async () => {
    const line = { type: 'pages', call_count: 100, estimated_time_to_regain_access: 19 };
    const headers = { 'x-business-use-case-usage': JSON.stringify({ '5': [line] }) };
    meta.answer({ status: 403, json: error(32), headers });
    const { graph, readings, clock } = bench();
    const call = graph.readPage({ ...identity, holder: 'page' }, '5');
    await expect(call).rejects.toMatchObject({ kind: 'rate-limited', retryAt: clock.now() + 19 * 60_000 });
    expect(readings).toHaveLength(1);
  });

  it('that cannot be written does not undo a call that was done', async () => {
    meta.answer({ ...me, headers: { 'x-app-usage': '{"call_count":1}' } });
    const { graph, state, audits } = bench();
    state.failing = true;
    await expect(graph.readMe(identity)).resolves.toMatchObject({ id: '1' });
    expect(audits).toMatchObject([{ outcome: 'ok', usageLost: true }]);
  });
});

describe('trouble', () => {
  it.each<[string, string, string, Script]>([
    ['an HTML page', 'meta-unavailable', 'meta-unavailable', { status: 500, text: '<!DOCTYPE html><p>Sorry</p>' }],
    ['a page of Meta’s with 503', 'meta-unavailable', 'meta-unavailable', { status: 503, text: '<p>Sorry</p>' }],
    ['a gateway’s 502', 'meta-unavailable', 'outcome-unknown', { status: 502, text: '<h1>Bad Gateway</h1>' }],
    ['a gateway’s 504 without a word', 'meta-unavailable', 'outcome-unknown', { status: 504, text: '' }],
    ['a gateway’s JSON', 'meta-unavailable', 'outcome-unknown', { status: 504, json: { message: 'timed out' } }],
    ['Meta’s own error with 504', 'meta-unavailable', 'meta-unavailable', { status: 504, json: error(2) }],
    ['an HTML page with 200', 'meta-unavailable', 'outcome-unknown', { text: '<p>Sorry</p>' }],
    ['an error with 200', 'connection-revoked', 'connection-revoked', { json: error(190, { error_subcode: 463 }) }],
    ['JSON without what we need', 'meta-unavailable', 'outcome-unknown', { json: { name: 'x' } }],
    ['an empty answer', 'meta-unavailable', 'outcome-unknown', { text: '' }],
    ['a socket cut within the answer', 'meta-unavailable', 'outcome-unknown', cutAfterBytes],
    ['no answer in time', 'meta-unavailable', 'outcome-unknown', never],
    ['an endless answer', 'too-much-data', 'outcome-unknown', endless],
  ])('%s is %s for a read, %s for what must not be done twice', async (_, read, once, script) => {
    meta.answer(script, script);
    // Only silence is waited for; megabytes take a busy machine longer than that.
    const { graph, audits } = bench({ timeoutMs: script === never ? 300 : 20_000 });
    await expect(graph.readMe(identity)).rejects.toMatchObject({ name: 'Failure', kind: read });
    await expect(graph.exchangeCode(app, { code: 'c' })).rejects.toMatchObject({ name: 'Failure', kind: once });
    expect(meta.seen).toHaveLength(2);
    expect(audits.map(({ outcome }) => outcome)).toEqual([read, once]);
  });

  it('of a socket closed before any byte is met by one more try, for a read and for what sets a state', async () => {
    meta.answer(closeAtOnce, me, closeAtOnce, { json: { success: true } });
    const { graph, audits } = bench();
    await graph.readMe(identity);
    await graph.subscribeAsset(identity, { kind: 'page', id: '5' }, ['feed']);
    expect(audits.map(({ tries, outcome }) => [tries, outcome])).toEqual([
      [2, 'ok'],
      [2, 'ok'],
    ]);
  });

  it('of a kept socket that was closed meanwhile is met by one more try, on a new one', async () => {
    const ports: (number | undefined)[] = [];
    const note: (then: Script) => Script = (then) => (request, response) => {
      ports.push(request.socket.remotePort);
      if (typeof then === 'function') then(request, response);
    };
    const good: Script = (_, response) => void response.end('{"id":"1"}');
    meta.answer(note(good), note(closeAtOnce), note(good));
    const { graph, audits } = bench();
    await graph.readMe(identity);
    await graph.readMe(identity);
    expect(ports[1]).toBe(ports[0]);
    expect(ports[2]).not.toBe(ports[0]);
    expect(audits.map(({ tries, outcome }) => [tries, outcome])).toEqual([
      [1, 'ok'],
      [2, 'ok'],
    ]);
  });

  it('of a closed socket is met by no third try, and by no second one for what must not be done twice', async () => {
    meta.answer(closeAtOnce, closeAtOnce, closeAtOnce);
    const { graph } = bench();
    await expect(graph.readMe(identity)).rejects.toMatchObject({ kind: 'meta-unavailable' });
    await expect(graph.exchangeCode(app, { code: 'c' })).rejects.toMatchObject({ kind: 'outcome-unknown' });
    expect(meta.seen).toHaveLength(3);
  });

  it('of a Meta that cannot be reached means that nothing was done', async () => {
    const { graph, audits } = openBench('http://127.0.0.1:9');
    await expect(graph.exchangeCode(app, { code: 'c' })).rejects.toMatchObject({ kind: 'meta-unavailable' });
    expect(audits).toMatchObject([{ status: 0, outcome: 'meta-unavailable', tries: 1 }]);
  });

  it('of a Meta whose handshake never ends means that nothing was done', async () => {
    const sockets: Socket[] = [];
    const server = createServer((socket) => void sockets.push(socket.resume()));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = server.address() as AddressInfo;
      const { graph, audits } = openBench(`https://127.0.0.1:${port}`, { timeoutMs: 300 });
      await expect(graph.exchangeCode(app, { code: 'c' })).rejects.toMatchObject({ kind: 'meta-unavailable' });
      expect(audits).toMatchObject([{ status: 0, outcome: 'meta-unavailable', tries: 1 }]);
      expect(sockets).toHaveLength(1);
    } finally {
      for (const socket of sockets) socket.destroy();
      server.close();
    }
  });

  it('with Meta’s own facts tells code, subcode and trace, and none of its words', async () => {
    meta.answer({ status: 400, json: error(190, { error_subcode: 459, fbtrace_id: 'AbC' }) });
    const failure = await bench()
      .graph.readMe(identity)
      .catch((thrown: unknown) => thrown);
    expect(failure).toMatchObject({
      kind: 'connection-revoked',
      message: 'Meta refused readMe (code 190/459)',
      meta: { code: 190, subcode: 459, fbtraceId: 'AbC' },
    });
  });

  it('of a function whose time is over is not begun', async () => {
    const { graph, asks } = bench({ deadline: bench().clock.now() + 2_100 });
    await expect(graph.readMe(identity)).rejects.toMatchObject({ kind: 'unavailable' });
    expect([meta.seen.length, asks.length]).toEqual([0, 0]);
  });

  it('of a time-out comes before the function’s own end', async () => {
    meta.answer(never);
    const deadline = bench().clock.now() + 2_300;
    const begun = performance.now();
    const call = bench({ deadline, timeoutMs: 60_000 }).graph.readMe(identity);
    await expect(call).rejects.toMatchObject({ kind: 'meta-unavailable' });
    expect(performance.now() - begun).toBeLessThan(1_500);
  });

  it.each(['../me', 'a/b', '', '5?x=1', '.', 'ü', '1'.repeat(200)])(
    'of the id %j is refused before anything is sent',
    async (id) => {
      await expect(bench().graph.readPage(identity, id)).rejects.toMatchObject({ kind: 'invalid-request' });
      expect(meta.seen).toEqual([]);
    },
  );

  it.each(['', 'two words', 'EAA\nx', 'EAAü'])('of the token %j is refused before anything is sent', async (text) => {
    const { graph } = bench();
    const call = graph.readMe({ app, token: new AccessToken(text) });
    await expect(call).rejects.toMatchObject({ kind: 'invalid-request', message: 'not a token of Meta’s' });
    const secret = graph.listAppSubscriptions({ ...app, appSecret: 'a\nb' });
    await expect(secret).rejects.toMatchObject({ kind: 'misconfigured' });
    expect(meta.seen).toEqual([]);
  });

  it('of an origin without TLS that is not this machine is refused', async () => {
    const call = openBench('http://graph.example.org').graph.readMe(identity);
    await expect(call).rejects.toMatchObject({ kind: 'misconfigured' });
  });
});

describe('an audit line', () => {
  it('says what was called, in which version, how it went and how long it took', async () => {
    const headers = {
      'facebook-api-version': 'v27.0',
      'x-fb-rev': '1029384756',
      'x-fb-request-id': 'AbC-1',
      'x-ad-api-version-warning': 'The call has been auto-upgraded to v27.0',
    };
    meta.answer({ ...me, headers });
    const { graph, audits } = bench();
    await graph.readMe(identity);
    expect(audits).toEqual([
      {
        call: 'readMe',
        method: 'GET',
        versionAsked: 'v26.0',
        versionServed: 'v27.0',
        versionWarning: true,
        status: 200,
        outcome: 'ok',
        rev: '1029384756',
        requestId: 'AbC-1',
        durationMs: 0,
        calls: 1,
        tries: 1,
      },
    ]);
  });
});
