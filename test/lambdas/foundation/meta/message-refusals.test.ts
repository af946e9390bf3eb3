import { describe, expect, it } from '@jest/globals';
import type { UseCase } from '../../../../lambdas/foundation/core/usage.ts';
import type { FailureKind } from '../../../../lambdas/foundation/core/verdicts.ts';
import type { Graph } from '../../../../lambdas/foundation/meta/graph.ts';
import { fakeClock } from '../../../fakes/fake-clock.ts';
import { fakeUsageLedger } from '../../../fakes/fake-usage-ledger.ts';
import { app, identity, instagramIdentity, loopbackMeta, openBench } from './loopback-meta.ts';

const meta = loopbackMeta();
const whatsapp = (graph: Graph) => graph.sendWhatsappMessage(identity, { phoneNumberId: '66', body: {} });
const messenger = (graph: Graph) => graph.sendMessage(identity, { account: '5', body: {} });
const object = (id: string, useCase: UseCase) => ({ scope: 'object', id, useCase }) as const;
const number = object('66', 'whatsapp_messages');

/** The envelope of the fact sheet's §3, with words in it that must not come out. */
const error = (code: number, subcode?: number) => ({
  error: {
    message: `(#${code}) said of +1 555-555-0123`,
    code,
    ...(subcode === undefined ? {} : { error_subcode: subcode }),
    error_data: { messaging_product: 'whatsapp', details: 'about +1 555-555-0123' },
    fbtrace_id: 'FakeTrace',
  },
});

/** By hand from §3: what a send may be refused for, and what the house calls it. */
const refused: readonly (readonly [kind: FailureKind, code: number, subcode: number | undefined])[] = [
  ['outside-window', 10, 2018278],
  ['outside-window', 10, 2534022],
  ['outside-window', 131047, undefined],
  ['recipient-unavailable', 551, 1545041],
  ['recipient-unavailable', 131026, undefined],
  ['recipient-unavailable', 131049, undefined],
  ['recipient-unavailable', 131050, undefined],
  ['permission-missing', 10, undefined],
  ['permission-missing', 100, 2018276],
  ['permission-missing', 131042, undefined],
  ['meta-rejected', 100, 2018001],
  ['meta-rejected', 131053, undefined],
  ['meta-rejected', 132000, undefined],
  ['meta-rejected', 132001, undefined],
  ['meta-rejected', 132015, undefined],
  ['meta-rejected', 131062, undefined],
  ['meta-unavailable', 131000, undefined],
  ['meta-unavailable', 131016, undefined],
  ['connection-revoked', 190, 463],
];

describe('a refused message', () => {
  it.each(refused)('is %s by %i/%s, and tells nothing of what Meta said', async (kind, code, subcode) => {
    meta.answer({ status: 400, json: error(code, subcode) });
    const { graph, audits, readings } = openBench(meta.origin());
    const failure = await whatsapp(graph).catch((thrown: unknown) => thrown);
    const facts = { code, ...(subcode === undefined ? {} : { subcode }), fbtraceId: 'FakeTrace' };
    expect(failure).toMatchObject({ name: 'Failure', kind, meta: facts });
    expect(JSON.stringify([failure, String(failure), audits])).not.toContain('555-0123');
    expect(readings).toEqual([]);
  });

  it('is refused also when the error comes with HTTP 200, and was then not sent', async () => {
    meta.answer({ status: 200, json: error(36_000) });
    await expect(messenger(openBench(meta.origin()).graph)).rejects.toMatchObject({ kind: 'meta-rejected' });
  });
});

describe('a block by Meta’s policy', () => {
  it.each([
    ['368', 368, undefined, messenger, object('5', 'messenger')],
    ['368', 368, undefined, whatsapp, number],
    ['10/1893063', 10, 1893063, messenger, object('5', 'messenger')],
    ['131031', 131031, undefined, whatsapp, number],
  ] as const)('(%s) fails this message, and stops its account for an hour', async (_, code, subcode, call, key) => {
    meta.answer({ status: 400, json: error(code, subcode) });
    const clock = fakeClock();
    const { graph } = openBench(meta.origin(), { clock, ledger: fakeUsageLedger(clock) });
    const { fbtrace_id: fbtraceId } = error(code).error;
    const facts = { code, ...(subcode === undefined ? {} : { subcode }), fbtraceId };
    await expect(call(graph)).rejects.toMatchObject({ kind: 'policy-blocked', retryAt: undefined, meta: facts });
    const retryAt = clock.now() + 3600_000;
    // The next one never gets there.
    await expect(call(graph)).rejects.toMatchObject({ kind: 'rate-limited', retryAt, meta: undefined });
    expect(meta.seen).toHaveLength(1);
    const other = key === number ? messenger : whatsapp;
    meta.answer({ json: { message_id: 'mid.1', messages: [{ id: 'wamid.1' }] } });
    await other(graph);
    clock.advance(3600_000);
    meta.answer({ json: { message_id: 'mid.2', messages: [{ id: 'wamid.2' }] } });
    await call(graph);
    expect(meta.seen).toHaveLength(3);
  });

  it('is told to the ledger also when a header says that something is full', async () => {
    const line = { type: 'messenger', call_count: 100, estimated_time_to_regain_access: 7 };
    const headers = { 'x-business-use-case-usage': JSON.stringify({ '5': [line] }) };
    meta.answer({ status: 400, json: error(368), headers });
    const { graph, readings, clock } = openBench(meta.origin());
    await expect(messenger(graph)).rejects.toMatchObject({ kind: 'policy-blocked' });
    expect(readings.map(({ regainAt }) => regainAt)).toEqual([clock.now() + 7 * 60_000, clock.now() + 3600_000]);
  });
});

describe('an app that Meta has closed', () => {
  it.each([
    [4, whatsapp],
    [4, messenger],
    [341, whatsapp],
    [341, messenger],
  ] as const)('(%i) holds up the messages of every account, and none of another app', async (code, call) => {
    meta.answer({ status: 400, json: error(code) });
    const clock = fakeClock();
    const { graph } = openBench(meta.origin(), { clock, ledger: fakeUsageLedger(clock) });
    const retryAt = clock.now() + 300_000;
    await expect(call(graph)).rejects.toMatchObject({ kind: 'rate-limited', retryAt, meta: { code } });
    for (let account = 70; account < 80; account += 1) {
      const id = String(account);
      const waits = { kind: 'rate-limited', retryAt, meta: undefined };
      await expect(graph.sendMessage(identity, { account: id, body: {} })).rejects.toMatchObject(waits);
      await expect(graph.sendWhatsappMessage(identity, { phoneNumberId: id, body: {} })).rejects.toMatchObject(waits);
    }
    expect(meta.seen).toHaveLength(1);
    meta.answer({ json: { message_id: 'mid.1' } });
    await graph.sendMessage(instagramIdentity, { account: '17', body: {} });
    clock.advance(300_000);
    meta.answer({ json: { message_id: 'mid.2', messages: [{ id: 'wamid.2' }] } });
    await call(graph);
    expect(meta.seen).toHaveLength(3);
  });
});

describe('a limit of messages', () => {
  it.each([
    ['the Page', 80006, messenger, 300, object('5', 'messenger')],
    ['the WhatsApp account', 80007, whatsapp, 300, number],
    ['the number’s throughput', 130429, whatsapp, 5, number],
    ['spam', 131048, whatsapp, 300, number],
    ['a wrong category', 131064, whatsapp, 300, number],
    ['abuse', 613, whatsapp, 3600, number],
    ['the app', 4, whatsapp, 300, { scope: 'app', id: app.appId, useCase: 'platform' }],
    ['one person', 131056, whatsapp, 6, undefined],
    ['one template’s syncing', 134101, whatsapp, 600, undefined],
    ['one flow', 132069, whatsapp, 3600, undefined],
    ['a private reply', 2534013, messenger, 300, undefined],
  ] as const)('of %s (%i) says when to go on, and holds up no other', async (_, code, call, seconds, key) => {
    meta.answer({ status: 400, json: code === 2534013 ? error(100, code) : error(code) });
    const { graph, readings, clock } = openBench(meta.origin());
    const retryAt = clock.now() + seconds * 1000;
    await expect(call(graph)).rejects.toMatchObject({ kind: 'rate-limited', retryAt });
    expect(readings).toEqual(key ? [{ key, percent: 100, regainAt: retryAt, readAt: clock.now() }] : []);
  });

  it('lasts as long as the header of the use case says', async () => {
    const line = { type: 'messenger', call_count: 100, estimated_time_to_regain_access: 7 };
    const headers = { 'x-business-use-case-usage': JSON.stringify({ '5': [line] }) };
    meta.answer({ status: 403, json: error(80006), headers });
    const { graph, readings, clock } = openBench(meta.origin());
    const retryAt = clock.now() + 7 * 60_000;
    await expect(messenger(graph)).rejects.toMatchObject({ kind: 'rate-limited', retryAt });
    expect(readings).toEqual([{ key: object('5', 'messenger'), percent: 100, regainAt: retryAt, readAt: clock.now() }]);
  });
});
