import { describe, expect, it } from '@jest/globals';
import type { CallJson } from '../../local/demo/call.ts';
import { connectShop, PIXEL } from '../../local/demo/shop-connection.ts';

const outputs = { apiUrl: 'https://api.example', simulatorUrl: 'http://simulator.example' };
const shop = {
  id: 'con_1',
  platform: 'system-user',
  name: 'Shop server',
  state: 'incomplete',
  reason: 'one thing',
  granted: ['ads_management'],
};
const asset = (assetId: string) => ({ assetId, linkedAt: '2026-11-21T18:00:00.000Z', connections: ['con_0', 'con_1'] });
const life = (alive: boolean) => ({ kind: 'system-user', person: '990000000000051', alive });

/** Answers by method and path; what was asked is kept. */
function world(answers: Readonly<Record<string, unknown>>) {
  const asked: string[] = [];
  const call: CallJson = async (method, url) => {
    const what = `${method} ${url.replace(/^https?:\/\/[^/]+/, '')}`;
    asked.push(what);
    if (!(what in answers)) throw new Error(`nobody answers ${what}`);
    return answers[what];
  };
  return { asked, callers: { outputs, api: call, simulator: call } };
}

const standing = {
  'GET /_sim/tokens': { data: [life(false), life(true)] },
  'GET /v1/assets?kind=pixel&limit=100': { data: [asset('42')], nextCursor: 'a b' },
  'GET /v1/assets?kind=pixel&limit=100&cursor=a%20b': { data: [asset(PIXEL)], nextCursor: null },
  'GET /v1/connections/con_0': { ...shop, id: 'con_0', platform: 'facebook' },
  'GET /v1/connections/con_1': shop,
  'POST /_sim/tokens': { token: 'fake-token' },
  'POST /v1/connections': { ...shop, state: 'linking' },
};

describe('the shop’s connection', () => {
  it('is left alone where it stands, however incomplete otherwise', async () => {
    const { asked, callers } = world(standing);
    expect(await connectShop(callers)).toEqual({ id: 'con_1', name: 'Shop server', made: false });
    expect(asked.filter((what) => what.startsWith('POST'))).toEqual([]);
  });

  it.each([
    ['without a living token at Meta', { 'GET /_sim/tokens': { data: [life(false)] } }],
    ['where a person’s reaches the pixel alone', { 'GET /v1/connections/con_1': undefined }],
  ])('is made %s', async (_, more) => {
    const looks = [{ ...shop, state: 'needs_reauth' }, shop];
    const api: CallJson = async (method, url, body) => {
      const answer = await world({ ...standing, ...more }).callers.api(method, url, body);
      return answer ?? looks.shift() ?? shop;
    };
    expect(await connectShop({ outputs, api, simulator: api })).toEqual({
      id: 'con_1',
      name: 'Shop server',
      made: true,
    });
  });

  it('that did not link the pixel is told in a sentence', async () => {
    const { callers } = world({
      ...standing,
      'GET /_sim/tokens': { data: [] },
      'GET /v1/assets?kind=pixel&limit=100': { data: [], nextCursor: null },
    });
    await expect(connectShop(callers)).rejects.toThrow(
      /^The shop is connected as con_1, incomplete \(one thing\), but its pixel 990000000000031 is not linked/,
    );
  });
});
