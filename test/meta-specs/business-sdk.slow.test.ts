import { createHmac } from 'node:crypto';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startSimulator } from '../../local/graph/server.ts';
import { control } from '../doors/simulator-control.ts';
import { describeWithShared, specsDir } from '../shared-material.ts';
import { checkJournal, readJournal } from './check-calls.ts';
import { demo, everyScope } from './demo-ids.ts';
import { readSpecs } from './read-specs.ts';
import { app, redirectUri } from './travellers.ts';

/** What of Meta's own SDK is used; it is CommonJS without types. */
interface BusinessSdk {
  readonly FacebookAdsApi: { init(token: string, locale: string, crashLog: boolean): unknown };
  readonly User: new (
    id: string,
  ) => {
    getAdAccounts(fields: readonly string[], params: object): Promise<Cursor>;
    getAccounts(fields: readonly string[], params: object): Promise<Cursor>;
  };
}
interface Cursor extends Iterable<{ readonly id: string }> {
  hasNext(): boolean;
  next(): Promise<Cursor>;
}

const require = createRequire(import.meta.url);
const sdk: BusinessSdk = require('facebook-nodejs-business-sdk');

/** Every id of a list, and how many pages it had. */
async function walk(cursor: Cursor): Promise<{ ids: readonly string[]; pages: number }> {
  const ids = [...cursor].map(({ id }) => id);
  if (!cursor.hasNext()) return { ids, pages: 1 };
  const rest = await walk(await cursor.next());
  return { ids: [...ids, ...rest.ids], pages: rest.pages + 1 };
}

const proofOf = (token: string, secret: string) => createHmac('sha256', secret).update(token).digest('hex');
const invented = (kind: string, at: number) => ({
  kind,
  id: `9900000${kind === 'page' ? 1 : 2}${String(at).padStart(7, '0')}`,
  fields: { name: `${kind} ${at}` },
  owner: demo.business,
});

describeWithShared(
  'Meta’s own business SDK before the simulator',
  (folder) => {
    const secret = app.appSecret;
    let simulator: Awaited<ReturnType<typeof startSimulator>>;
    let token: string;
    beforeAll(async () => {
      simulator = await startSimulator({ port: 0, settings: { appSecret: secret, redirectUris: [redirectUri] } });
      const { post } = control({ url: simulator.url, redirectUri });
      const things = [
        ...Array.from({ length: 57 }, (_, at) => invented('page', at)),
        ...Array.from({ length: 31 }, (_, at) => invented('ad_account', at)),
      ];
      await post('/world', { things });
      const asked = { kind: 'user', app: app.appId, person: demo.ada, scopes: everyScope };
      token = String((await post('/tokens', asked)).token);
      Object.defineProperty(sdk.FacebookAdsApi, 'GRAPH', { get: () => simulator.url });
      Object.defineProperty(sdk.FacebookAdsApi, 'VERSION', { get: () => 'v26.0' });
      // Its crash reporter would call Meta.
      sdk.FacebookAdsApi.init(token, 'en_US', false);
    });
    afterAll(() => simulator.close());

    const idsOf = async (kind: string): Promise<string[]> => {
      const answer = await fetch(`${simulator.url}/_sim/world?kind=${kind}`);
      const { data }: { data: { id: string }[] } = JSON.parse(await answer.text());
      return data.map(({ id }) => (kind === 'ad_account' ? `act_${id}` : id)).sort();
    };
    const params = () => ({ limit: 25, appsecret_proof: proofOf(token, secret) });

    it('lists every ad account, page by page', async () => {
      const { ids, pages } = await walk(await new sdk.User('me').getAdAccounts(['id', 'name'], params()));
      expect([...ids].sort()).toEqual(await idsOf('ad_account'));
      expect({ count: ids.length, pages }).toEqual({ count: 33, pages: 2 });
    });

    it('lists every Page with its token, page by page', async () => {
      const { ids, pages } = await walk(await new sdk.User('me').getAccounts(['id', 'access_token'], params()));
      expect([...ids].sort()).toEqual(await idsOf('page'));
      expect({ count: ids.length, pages }).toEqual({ count: 60, pages: 3 });
    });

    it('is refused without the proof, or with a wrong one', async () => {
      const list = (more: object) => new sdk.User('me').getAccounts(['id'], more);
      await expect(list({})).rejects.toMatchObject({ response: { code: 100 } });
      await expect(list({ appsecret_proof: proofOf(token, 'another') })).rejects.toMatchObject({
        response: { code: 104 },
      });
    });

    it('makes calls in which the check of ours finds nothing wrong', async () => {
      const rows = await readJournal(simulator.url);
      const { calls, violations } = checkJournal(rows, readSpecs(folder));
      expect({ calls, violations }).toEqual({ calls: 7, violations: [] });
      expect(rows.filter(({ proof }) => proof === 'ok')).toHaveLength(5);
    });
  },
  specsDir(),
);
