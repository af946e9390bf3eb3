import { describe, expect, it } from '@jest/globals';
import { assetLines } from './asset-lines.ts';
import { app, loopbackMeta, openBench } from './loopback-meta.ts';
import { messagingLines } from './messaging-lines.ts';
import { tokenLines } from './token-lines.ts';

const meta = loopbackMeta();
const lines = [...tokenLines, ...assetLines, ...messagingLines];

/** Without the proof, which `graph-client.test.ts` looks at. */
const withoutProof = ({ appsecret_proof: _, ...rest }: Readonly<Record<string, string>>) => rest;

describe('every call of the Graph', () => {
  it.each(lines)('$method: $sent', async ({ method, call, answer, sent, query, form, json, budget }) => {
    meta.answer({ json: answer });
    const { graph, asks, audits } = openBench(meta.origin());
    await call(graph);
    const [seen] = meta.seen;
    expect(`${seen?.method} ${seen?.path}`).toBe(sent);
    if (query ?? json) expect(withoutProof(seen?.query ?? {})).toEqual(query ?? {});
    if (json) expect([seen?.headers['content-type'], JSON.parse(seen?.body ?? '')]).toEqual(['application/json', json]);
    if (form) expect(withoutProof(seen?.form ?? {})).toEqual(form);
    const key = asks[0]?.keys.at(-1);
    expect(`${key?.scope}:${key?.id}:${key?.useCase}`).toBe(budget ?? `app:${app.appId}:platform`);
    expect(audits.map(({ call, outcome }) => [call, outcome])).toEqual([[method, 'ok']]);
  });

  it('has a line here, save the batch and the download, which have tests of their own', () => {
    const { graph } = openBench(meta.origin());
    const methods = Object.keys(graph).filter((method) => method !== 'readNodes' && method !== 'downloadMedia');
    expect([...new Set<string>(lines.map(({ method }) => method))].sort()).toEqual(methods.sort());
    expect(methods.length).toBeGreaterThan(45);
  });

  it('proves a person’s, a Page’s and a system user’s token, and no app’s', async () => {
    const { graph } = openBench(meta.origin());
    let proven = 0;
    for (const { call, answer } of lines) {
      meta.answer({ json: answer });
      await call(graph);
      const seen = meta.seen.at(-1);
      const bearer = seen?.headers.authorization ?? '';
      const proof = seen?.query.appsecret_proof ?? seen?.form.appsecret_proof;
      const needsProof = bearer.startsWith('Bearer ') && !bearer.includes('|');
      expect({ sent: seen?.path, proof: proof !== undefined }).toEqual({ sent: seen?.path, proof: needsProof });
      if (needsProof) proven += 1;
    }
    expect(proven).toBeGreaterThan(45);
  });
});
