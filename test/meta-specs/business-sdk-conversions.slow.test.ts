import { createRequire } from 'node:module';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startSimulator } from '../../local/graph/server.ts';
import { control } from '../doors/simulator-control.ts';
import { describeWithShared, specsDir } from '../shared-material.ts';
import { checkJournal, readJournal } from './check-calls.ts';
import { demo } from './demo-ids.ts';
import { readSpecs } from './read-specs.ts';
import { app, redirectUri } from './travellers.ts';

/** What of Meta's own SDK sends conversions; it is CommonJS without types, and its setters return the object. */
interface Builder {
  readonly [setter: string]: (value: unknown) => Builder;
}
interface Sendable {
  execute(): Promise<object>;
}
interface BusinessSdk {
  readonly FacebookAdsApi: { init(token: string, locale: string, crashLog: boolean): unknown };
  readonly UserData: new () => Builder;
  readonly CustomData: new () => Builder;
  readonly ServerEvent: new () => Builder;
  readonly EventRequest: new (token: string, pixel: string) => Builder & Sendable;
}

const require = createRequire(import.meta.url);
const sdk: BusinessSdk = require('facebook-nodejs-business-sdk');
const built = (builder: Builder, values: Readonly<Record<string, unknown>>): Builder =>
  Object.entries(values).reduce((one, [name, value]) => one[`set${name}`]!(value), builder);

describeWithShared(
  'conversions of Meta’s own business SDK',
  (folder) => {
    let simulator: Awaited<ReturnType<typeof startSimulator>>;
    let token: string;
    beforeAll(async () => {
      const settings = { appSecret: app.appSecret, redirectUris: [redirectUri] };
      simulator = await startSimulator({ port: 0, settings });
      const asked = { kind: 'system-user', app: app.appId, person: demo.systemUser, scopes: ['ads_management'] };
      token = String((await control({ url: simulator.url, redirectUri }).post('/tokens', asked)).token);
      Object.defineProperty(sdk.FacebookAdsApi, 'GRAPH', { get: () => simulator.url });
      Object.defineProperty(sdk.FacebookAdsApi, 'VERSION', { get: () => 'v26.0' });
      // Its crash reporter would call Meta.
      sdk.FacebookAdsApi.init(token, 'en_US', false);
    });
    afterAll(() => simulator.close());

    const person = () =>
      built(new sdk.UserData(), {
        Emails: ['Ada@Shop.invalid'],
        Phones: ['+49 30 555 0100'],
        FirstName: 'Ada',
        Country: 'de',
        ExternalId: 'visitor-1',
        ClientIpAddress: '192.0.2.1',
        ClientUserAgent: 'test',
      });
    const event = (id: string, more: object = {}) =>
      built(new sdk.ServerEvent(), {
        EventName: 'Purchase',
        EventTime: Math.floor(Date.now() / 1000),
        EventId: id,
        ActionSource: 'website',
        EventSourceUrl: 'https://shop.invalid/thanks',
        UserData: person(),
        CustomData: built(new sdk.CustomData(), { Value: 12.5, Currency: 'eur' }),
        ...more,
      });
    const request = (events: readonly Builder[]) =>
      built(new sdk.EventRequest(token, demo.pixel), { Events: events, AppSecret: app.appSecret }) as Builder &
        Sendable;
    const record = async () => {
      const answer = await fetch(`${simulator.url}/_sim/conversions?full=1`);
      return JSON.parse(await answer.text());
    };

    it('are taken: two server events in one call', async () => {
      expect(await request([event('s1'), event('s2')]).execute()).toMatchObject({
        _events_received: 2,
        _messages: [],
        _fbtrace_id: expect.any(String),
      });
      const { data, totals } = await record();
      expect(totals).toEqual({ events: 2, commits: 2, kept: 2, calls: 1, lostAnswers: 0 });
      expect(data.map(({ testEventCode }: { testEventCode: string | null }) => testEventCode)).toEqual([null, null]);
      expect(data[0].event.user_data.em).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
    });

    it('are refused as a whole for one bad event', async () => {
      const bad = event('s4', { CustomData: new sdk.CustomData() });
      await expect(request([event('s3'), bad]).execute()).rejects.toMatchObject({
        response: { code: 100, error_subcode: 2804009 },
      });
      expect((await record()).totals.events).toBe(2);
    });

    it('are calls in which the check of ours finds nothing but what the SDK adds', async () => {
      const rows = await readJournal(simulator.url);
      const { calls, edges, violations } = checkJournal(rows, readSpecs(folder));
      // It repeats the pixel’s id, which stands in the path, in the body of every write.
      const added = ['the specs do not know AdsPixel/events POST ?id'];
      expect({ calls, edges, violations }).toEqual({ calls: 2, edges: ['AdsPixel/events POST'], violations: added });
      expect(rows.map(({ proof }) => proof)).toEqual(['ok', 'ok']);
    });
  },
  specsDir(),
);
