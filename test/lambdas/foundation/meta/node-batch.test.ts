import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { AccessToken } from '../../../../lambdas/foundation/core/access-token.ts';
import { Failure } from '../../../../lambdas/foundation/core/failure.ts';
import type { NodeRead } from '../../../../lambdas/foundation/meta/edges/account-calls.ts';
import { appsecretProof } from '../../../../lambdas/foundation/meta/wire/appsecret-proof.ts';
import { describeWithShared } from '../../../shared-material.ts';
import { app, identity, instagramIdentity, loopbackMeta, openBench, tokenText } from './loopback-meta.ts';

const meta = loopbackMeta();
const bench = () => openBench(meta.origin());
const read = (id: string, more: Partial<NodeRead> = {}): NodeRead => ({
  identity,
  id,
  fields: ['id', 'name'],
  ...more,
});
const item = (code: number, body: unknown, headers: readonly unknown[] = []) => ({
  code,
  headers,
  body: JSON.stringify(body),
});
const kinds = (answers: readonly unknown[]) =>
  answers.map((answer) =>
    answer instanceof Object && 'failure' in answer && answer.failure instanceof Failure ? answer.failure.kind : 'node',
  );

describe('a batch', () => {
  it('is one request; each element has its own token and proof, and none stands in a URL', async () => {
    const pageToken = 'EAApagetoken0000000';
    const page = { ...identity, token: new AccessToken(pageToken) };
    meta.answer({ json: [item(200, { id: '1' }), item(200, { id: '2' })] });
    const { graph, asks, audits } = bench();
    const answers = await graph.readNodes([read('1'), read('2', { identity: page, fields: ['id'] })]);
    expect(answers).toEqual([{ node: { id: '1' } }, { node: { id: '2' } }]);
    const [sent] = meta.seen;
    expect(sent).toMatchObject({ method: 'POST', path: '/graph.facebook.com/v26.0/', query: {} });
    const elements: readonly { method: string; relative_url: string }[] = JSON.parse(sent?.form.batch ?? '[]');
    const queries = elements.map(({ relative_url: url }) => new URL(url, 'http://x').searchParams);
    expect(queries.map((query) => query.get('access_token'))).toEqual([tokenText, pageToken]);
    expect(queries.map((query) => query.get('appsecret_proof'))).toEqual(
      [tokenText, pageToken].map((token) => appsecretProof(app.appSecret, token)),
    );
    expect([asks[0]?.calls, audits[0]?.calls]).toEqual([2, 2]);
  });

  it('may fail in part: each item is judged for itself, and an unanswered one too', async () => {
    const refused = { error: { code: 190, error_subcode: 460, message: 'x' } };
    const full = item(400, { error: { code: 32, message: 'x' } });
    meta.answer({ json: [item(200, { id: '1' }), item(400, refused), null, full, { code: 500, body: '<html>' }] });
    const answers = await bench().graph.readNodes(['1', '2', '3', '4', '5', '6'].map((id) => read(id)));
    expect(kinds(answers)).toEqual([
      'node',
      'connection-revoked',
      'meta-unavailable',
      'rate-limited',
      'meta-unavailable',
      'meta-unavailable',
    ]);
  });

  it('learns the usage from the headers inside', async () => {
    const usage = { name: 'X-App-Usage', value: '{"call_count":41}' };
    meta.answer({ json: [item(200, { id: '1' }, [usage])] });
    const { graph, readings } = bench();
    await graph.readNodes([read('1')]);
    expect(readings.map(({ percent }) => percent)).toEqual([41]);
  });

  it('fails as one when Meta refuses it as one', async () => {
    meta.answer({ status: 400, json: { error: { message: 'x', type: 'GraphBatchException' } } });
    await expect(bench().graph.readNodes([read('1')])).rejects.toMatchObject({ kind: 'meta-rejected' });
  });

  it('of nothing asks nothing; of 51, of two apps and of a strange id it is not sent', async () => {
    const { graph } = bench();
    await expect(graph.readNodes([])).resolves.toEqual([]);
    const many = Array.from({ length: 51 }, (_, at) => read(`${at + 1}`));
    await expect(graph.readNodes(many)).rejects.toMatchObject({ kind: 'bug' });
    const two = [read('1'), read('2', { identity: instagramIdentity })];
    await expect(graph.readNodes(two)).rejects.toMatchObject({ kind: 'bug' });
    await expect(graph.readNodes([read('me?x=1')])).rejects.toMatchObject({ kind: 'invalid-request' });
    expect(meta.seen).toEqual([]);
  });
});

describeWithShared('the batch samples', (shared) => {
  it.each([
    ['batch_ok', ['node', 'node']],
    ['batch_first_item_error', ['meta-rejected', 'node']],
    ['batch_second_item_error', ['node', 'meta-rejected']],
  ])('%s is %j', async (name, expected) => {
    meta.answer({ text: readFileSync(join(shared, 'meta', 'samples', 'errors', `${name}.json`), 'utf8') });
    const { graph, readings } = bench();
    expect(kinds(await graph.readNodes([read('1'), read('2')]))).toEqual(expected);
    expect(readings.length).toBeGreaterThan(0);
  });
});
