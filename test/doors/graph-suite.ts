import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AccessToken } from '../../lambdas/foundation/core/access-token.ts';
import type { UsageReading } from '../../lambdas/foundation/core/usage.ts';
import { businessEdges } from '../../lambdas/foundation/meta/edges/account-calls.ts';
import type { Graph } from '../../lambdas/foundation/meta/graph.ts';
import type { GraphApp, GraphIdentity } from '../../lambdas/foundation/meta/identity.ts';
import { DEMO, SCOPES } from '../local/graph-meta.ts';
import { messagesOfGraph } from './graph-suite-messages.ts';
import { control } from './simulator-control.ts';

/** A `Graph` before a simulator whose world, tokens and faults a test can change. */
export interface GraphUnderTest {
  readonly graph: Graph;
  readonly url: string;
  readonly facebook: GraphApp;
  readonly instagram: GraphApp;
  readonly redirectUri: string;
  readonly readings: readonly UsageReading[];
  close(): Promise<void>;
}

/** Ids of the simulator's demo world. */
const world = { ...DEMO, phone: DEMO.number } as const;

const hours = 3600_000;
const days = 24 * hours;

const scopes = [...SCOPES, 'instagram_manage_messages', 'whatsapp_business_messaging'];

/** A lead from a website, hashed as Meta wants it. */
const conversion = (now: number) => ({
  event_name: 'Lead',
  event_time: Math.floor(now / 1000),
  action_source: 'website',
  event_source_url: 'https://shop.example/',
  user_data: { em: 'a'.repeat(64), client_user_agent: 'FakeBrowser/1.0' },
});

/** What every `Graph` does, whatever it stands on. */
export function graphSuite(name: string, open: () => Promise<GraphUnderTest>): void {
  describe(`${name} as a Graph`, () => {
    let under: GraphUnderTest;
    let sim: ReturnType<typeof control>;
    beforeEach(async () => {
      under = await open();
      sim = control(under);
    });
    afterEach(() => under.close());

    const identityOf = async (kind: string, more: object = {}): Promise<GraphIdentity> => ({
      app: kind === 'instagram' ? under.instagram : under.facebook,
      token: await sim.token(kind, { person: world.ada, scopes, ...more }),
      holder: kind === 'page' ? 'page' : kind === 'user' ? 'user' : 'system',
    });
    const ofPage = () => identityOf('page', { page: world.page });
    const ofPerson = () => identityOf('user');

    describe('for tokens', () => {
      it('exchanges a code once, then for a long life, and sees what was granted and declined', async () => {
        const { graph, facebook: app, redirectUri } = under;
        const code = await sim.code(app, { scopes: ['pages_show_list', 'ads_read'], decline: ['ads_read'] });
        const short = await graph.exchangeCode(app, { code, redirectUri });
        await expect(graph.exchangeCode(app, { code, redirectUri })).rejects.toMatchObject({ kind: 'meta-rejected' });
        const long = await graph.exchangeLongLived(app, short.token);
        const seen = await graph.inspectToken(app, long.token);
        expect(seen).toMatchObject({ appId: app.appId, type: 'USER', isValid: true });
        for (const [end, least, most] of [
          [short.expiresAt, 0.9 * hours, 2.1 * hours],
          [long.expiresAt, 59 * days, 61 * days],
          [seen.expiresAt, 59 * days, 61 * days],
        ] as const) {
          expect((end ?? 0) - Date.now()).toBeGreaterThan(least);
          expect((end ?? 0) - Date.now()).toBeLessThan(most);
        }
        const { data } = await graph.listPermissions({ app, token: long.token });
        expect(data).toContainEqual({ permission: 'pages_show_list', status: 'granted' });
        expect(data).toContainEqual({ permission: 'ads_read', status: 'declined' });
      });

      it('refuses a code for another address of return', async () => {
        const { graph, facebook: app, redirectUri } = under;
        const code = await sim.code(app, { scopes: ['email'] });
        const other = graph.exchangeCode(app, { code, redirectUri: `${redirectUri}/` });
        await expect(other).rejects.toMatchObject({ kind: 'meta-rejected', meta: { code: 100 } });
      });

      it('takes an Embedded Signup’s code without address, subscribes and registers', async () => {
        const { graph, facebook: app } = under;
        const ids = { wabaId: world.waba, phoneNumberId: world.phone };
        const { code } = await sim.post('/embedded-signup', { app: app.appId, user: world.ada, ...ids });
        const { token } = await graph.exchangeCode(app, { code: String(code) });
        const identity = { app, token, holder: 'system' } as const;
        await graph.subscribeAsset(identity, { kind: 'waba', id: world.waba }, []);
        await graph.registerNumber(identity, world.phone, '000000');
        const { data } = await graph.listSubscribedApps(identity, { kind: 'waba', id: world.waba });
        expect(data).toEqual([{ appId: app.appId, fields: [] }]);
        const business = await identityOf('business');
        await expect(graph.readClientBusinessId(business)).resolves.toBe(world.business);
        const fetched = await graph.fetchSystemUserTokens(business, { businessId: world.business });
        expect((await graph.inspectToken(app, fetched.token)).isValid).toBe(true);
      });

      it('refreshes a system user’s token beside the old one, and ends one', async () => {
        const { graph, facebook: app } = under;
        const identity = await identityOf('system-user', { person: world.systemUser });
        const fresh = await graph.refreshSystemUserToken(identity);
        expect((fresh.expiresAt ?? 0) - Date.now()).toBeGreaterThan(59 * days);
        await graph.revokeToken(app, identity.token);
        await expect(graph.readMe(identity)).rejects.toMatchObject({ kind: 'connection-revoked' });
        await expect(graph.readMe({ app, token: fresh.token })).resolves.toMatchObject({ id: world.systemUser });
      });

      it('goes the whole way of Instagram Login', async () => {
        const { graph, instagram: app, redirectUri } = under;
        const asked = ['instagram_business_basic', 'instagram_business_manage_messages'];
        const code = await sim.code(app, { scopes: asked });
        const grant = await graph.exchangeInstagramCode(app, { code: `${code}#_`, redirectUri });
        expect(grant.permissions).toEqual(asked);
        const long = await graph.exchangeInstagramLongLived(app, grant.token);
        const identity = { app, token: long.token };
        const me = await graph.readInstagramMe(identity);
        expect(me.user_id).not.toBe(grant.userId);
        const asset = { kind: 'instagram', id: me.user_id } as const;
        await graph.subscribeAsset(identity, asset, ['messages', 'comments']);
        const { data } = await graph.listSubscribedApps(identity, asset);
        expect(data).toEqual([{ appId: app.appId, fields: ['messages', 'comments'] }]);
        await expect(graph.refreshInstagramToken(identity)).rejects.toMatchObject({ name: 'Failure' });
        await sim.post('/clock', { advanceSeconds: 25 * 3600 });
        expect((await graph.refreshInstagramToken(identity)).expiresAt).not.toBeNull();
      });

      it('de-authorises a person, after which the token is dead', async () => {
        const { graph } = under;
        const identity = await ofPerson();
        const { id } = await graph.readMe(identity);
        await graph.removePermissions(identity, id);
        await expect(graph.readMe(identity)).rejects.toMatchObject({ kind: 'connection-revoked' });
      });

      it.each([
        [190, 458],
        [190, 459],
        [190, 460],
        [190, 463],
        [190, 464],
        [190, 467],
        [190, 492],
        [190, null],
        [102, null],
      ])('says revoked of a token dead by %i/%s, and which', async (code, subcode) => {
        const identity = await ofPerson();
        await sim.post('/tokens/kill', { person: world.ada, code, subcode });
        const failure = await under.graph.listPages(identity).catch((thrown: unknown) => thrown);
        const meta = subcode === null ? { code } : { code, subcode };
        expect(failure).toMatchObject({ kind: 'connection-revoked', meta });
        expect((await under.graph.inspectToken(under.facebook, identity.token)).isValid).toBe(false);
      });

      it('knows a token of nobody, another app’s token and a wrong secret', async () => {
        const { graph, facebook: app } = under;
        const garbage = await graph.inspectToken(app, new AccessToken('EAAgarbage'));
        expect(garbage).toMatchObject({ isValid: false, appId: '' });
        const foreign = (await identityOf('instagram', { person: world.instagram })).token;
        await expect(graph.inspectToken(app, foreign)).rejects.toMatchObject({ kind: 'meta-rejected' });
        const identity = await ofPerson();
        const wrong = { ...identity, app: { ...app, appSecret: 'another-secret' } };
        await expect(graph.readMe(wrong)).rejects.toMatchObject({ kind: 'misconfigured', meta: { code: 104 } });
      });
    });

    describe('for assets', () => {
      it('lists Pages page by page, with tokens of their own that work', async () => {
        const { graph, facebook: app } = under;
        const things = Array.from({ length: 7 }, (_, at) => ({
          kind: 'page',
          id: `88000000000000${at}`,
          fields: { name: 'P' },
        }));
        const tasks = Object.fromEntries(things.map(({ id }) => [id, ['MANAGE', 'ANALYZE']]));
        await sim.post('/world', { things: [...things, { kind: 'user', id: world.ada, tasks }] });
        const identity = await ofPerson();
        const ids: string[] = [];
        for (let after: string | null | undefined; after !== null; ) {
          const page = await graph.listPages(identity, { limit: 3, ...(after ? { after } : {}) });
          for (const { id, access_token: token } of page.data) {
            ids.push(id);
            expect((await graph.readPage({ app, token: token ?? identity.token, holder: 'page' }, id)).id).toBe(id);
          }
          ({ after } = page);
        }
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids).toEqual(expect.arrayContaining(things.map(({ id }) => id)));
      });

      it('reads every list of a business', async () => {
        const { graph } = under;
        const identity = await ofPerson();
        expect((await graph.listBusinesses(identity)).data.map(({ id }) => id)).toEqual([world.business]);
        const found: Record<string, string[]> = {};
        for (const edge of businessEdges) {
          found[edge] = (await graph.listBusinessAssets(identity, world.business, edge)).data.map(({ id }) => id);
        }
        expect(found).toMatchObject({
          owned_pages: expect.arrayContaining([world.page]),
          client_pages: ['990000000000012'],
          owned_ad_accounts: [`act_${world.adAccount}`],
          client_ad_accounts: ['act_990000000000014'],
          owned_pixels: [world.pixel],
          owned_product_catalogs: [world.catalog],
          owned_whatsapp_business_accounts: [world.waba],
          instagram_business_accounts: expect.arrayContaining([world.instagram]),
        });
      });

      it('reads ad accounts, pixels and numbers', async () => {
        const { graph } = under;
        const identity = await ofPerson();
        expect((await graph.listAdAccounts(identity)).data.map(({ id }) => id)).toContain(`act_${world.adAccount}`);
        expect(await graph.readAdAccount(identity, world.adAccount)).toMatchObject({
          account_status: 1,
          currency: 'EUR',
        });
        const pixels = (await graph.listPixels(identity, `act_${world.adAccount}`)).data;
        expect(pixels.map(({ id }) => id)).toEqual([world.pixel]);
        expect(await graph.readPixel(identity, world.pixel)).toMatchObject({ id: world.pixel });
        const numbers = (await graph.listPhoneNumbers(identity, world.waba)).data;
        expect(numbers.map(({ id }) => id)).toContain(world.phone);
      });

      it('sends conversions, and reads how well they match', async () => {
        const { graph } = under;
        const identity = await ofPerson();
        const events = Buffer.from(JSON.stringify(conversion(Date.now())));
        const receipt = await graph.sendConversions(identity, { pixel: world.pixel, events, deduped: true });
        expect(receipt).toMatchObject({ eventsReceived: 1, messages: [], fbtraceId: expect.any(String) });
        const quality = await graph.readDatasetQuality(identity, world.pixel);
        expect(quality).toEqual([expect.objectContaining({ event_name: 'Lead' })]);
      });

      it('shares, lists and takes back, and asks for a Page', async () => {
        const { graph } = under;
        const identity = await ofPerson();
        const grant = { businessId: world.partner, tasks: ['ADVERTISE'] };
        for (const [kind, id] of [
          ['page', world.page],
          ['ad-account', world.adAccount],
          ['catalog', world.catalog],
          ['pixel', world.pixel],
        ] as const) {
          const asset = { kind, id };
          await graph.shareAsset(identity, asset, grant);
          expect((await graph.listAgencies(identity, asset)).data.map((one) => one.id)).toContain(world.partner);
          await graph.unshareAsset(identity, asset, world.partner);
          expect((await graph.listAgencies(identity, asset)).data.map((one) => one.id)).not.toContain(world.partner);
        }
        await graph.listBusinessAgencies(identity, world.business);
        await graph.listBusinessClients(identity, world.business);
        await graph.requestClientPage(identity, world.business, { pageId: '990000000000012', tasks: ['ANALYZE'] });
      });

      it('probes a Page and an ad account', async () => {
        const { graph } = under;
        const page = await ofPage();
        expect((await graph.listLeadForms(page, world.page)).data).toHaveLength(1);
        await graph.listConversations(page, world.page, 'messenger', { limit: 1 });
        await graph.listConversations(page, world.page, 'instagram', { limit: 1 });
        await graph.readInsights(page, { kind: 'page', id: world.page });
        await graph.readInsights(await ofPerson(), { kind: 'ad-account', id: world.adAccount });
      });

      it('reads many at once and tells which could not be read', async () => {
        const identity = await ofPerson();
        const ids = [world.page, '123456', world.pixel];
        const answers = await under.graph.readNodes(ids.map((id) => ({ identity, id, fields: ['id', 'name'] })));
        const told = answers.map((one) => ('node' in one ? one.node.id : one.failure.kind));
        expect(told).toEqual([world.page, 'meta-rejected', world.pixel]);
      });

      it('names a missing scope', async () => {
        const identity = await identityOf('system-user', { person: world.systemUser, scopes: ['pages_show_list'] });
        const call = under.graph.readAdAccount(identity, world.adAccount);
        await expect(call).rejects.toMatchObject({ kind: 'permission-missing', meta: { code: 200 } });
      });
    });

    describe('for subscriptions', () => {
      it('installs, lists and removes the app on a Page and an ad account', async () => {
        const { graph, facebook: app } = under;
        for (const [identity, asset, fields] of [
          [await ofPage(), { kind: 'page', id: world.page }, ['feed', 'messages']],
          [await ofPerson(), { kind: 'ad-account', id: world.adAccount }, []],
        ] as const) {
          await graph.subscribeAsset(identity, asset, fields);
          expect((await graph.listSubscribedApps(identity, asset)).data).toEqual([{ appId: app.appId, fields }]);
          await graph.unsubscribeAsset(identity, asset);
          expect((await graph.listSubscribedApps(identity, asset)).data).toEqual([]);
        }
      });

      it('declares what the app wants, once the callback has answered the challenge', async () => {
        const { graph, facebook: app } = under;
        const hook = createServer(({ url = '' }, response) =>
          response.end(new URL(url, 'http://x').searchParams.get('hub.challenge')),
        );
        await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
        const callbackUrl = `http://127.0.0.1:${(hook.address() as AddressInfo).port}/hook`;
        const wish = { object: 'page', callbackUrl, fields: ['feed', 'messages'], verifyToken: 'demo-verify' };
        await graph.setAppSubscription(app, wish);
        expect((await graph.listAppSubscriptions(app)).data).toEqual([
          expect.objectContaining({ object: 'page', callback_url: callbackUrl, fields: ['feed', 'messages'] }),
        ]);
        await graph.removeAppSubscription(app, 'page');
        expect((await graph.listAppSubscriptions(app)).data).toEqual([]);
        await new Promise((resolve) => hook.close(resolve).closeAllConnections());
        await expect(graph.setAppSubscription(app, wish)).rejects.toMatchObject({ kind: 'meta-rejected' });
      });
    });

    messagesOfGraph(() => ({ graph: under.graph, sim, identityOf }));

    describe('in trouble', () => {
      it.each([
        [{ kind: 'html500' }, 'meta-unavailable', 'meta-unavailable'],
        [{ kind: 'closeBefore' }, 'meta-unavailable', 'outcome-unknown'],
        [{ kind: 'closeAfterCommit' }, 'meta-unavailable', 'outcome-unknown'],
        [{ kind: 'truncated' }, 'meta-unavailable', 'outcome-unknown'],
        [{ kind: 'tooBig' }, 'too-much-data', 'outcome-unknown'],
        [{ kind: 'slow', ms: 6_000 }, 'meta-unavailable', 'outcome-unknown'],
        [{ kind: 'error200', code: 2 }, 'meta-unavailable', 'meta-unavailable'],
        [{ kind: 'error', code: 4, status: 403 }, 'rate-limited', 'rate-limited'],
        [{ kind: 'error', code: 999_999, status: 400, isTransient: true }, 'meta-unavailable', 'meta-unavailable'],
      ])('of the kind %j is %s for a read, %s for a code', async (fault, read, once) => {
        const { graph, facebook: app, redirectUri } = under;
        const identity = await ofPerson();
        const code = await sim.code(app, { scopes: ['email'] });
        await sim.post('/faults', { graph: [{ fault }] });
        await expect(graph.readMe(identity)).rejects.toMatchObject({ kind: read });
        await expect(graph.exchangeCode(app, { code, redirectUri })).rejects.toMatchObject({ kind: once });
      });

      it('that passes is not even seen, when the socket closed before any answer', async () => {
        const identity = await ofPerson();
        await sim.post('/faults', { graph: [{ times: 1, fault: { kind: 'closeBefore' } }] });
        await expect(under.graph.readMe(identity)).resolves.toBeDefined();
      });

      it('of too many calls climbs in the readings, then waits until Meta says', async () => {
        const { graph, readings } = under;
        const identity = await ofPerson();
        await sim.post('/usage', { allowances: { app: 10 } });
        const kinds: unknown[] = [];
        for (let call = 0; call < 12; call += 1) {
          kinds.push(
            await graph.readMe(identity).then(
              () => 'ok',
              ({ kind }) => kind,
            ),
          );
        }
        expect(kinds.slice(0, 9)).toEqual(Array(9).fill('ok'));
        expect(kinds.at(-1)).toBe('rate-limited');
        const percents = readings.map(({ percent }) => percent);
        expect(percents.at(0)).toBeLessThan(30);
        expect(percents.at(-1)).toBeGreaterThanOrEqual(100);
      });
    });

    it('leaves no token in a URL, and a proof wherever one is due', async () => {
      const { graph, facebook: app } = under;
      const identity = await ofPerson();
      await graph.listPages(identity);
      await graph.inspectToken(app, identity.token);
      await graph.readNodes([{ identity, id: world.page, fields: ['id'] }]);
      const rows = (await sim.calls()).filter(({ tokenKind }) => tokenKind !== null);
      expect(rows.length).toBeGreaterThan(2);
      for (const { tokenKind, tokenPlace, proof, inBatch } of rows) {
        // An element of a batch has its token in its own address, which travels in the form.
        if (!inBatch) expect(tokenPlace).toBe('header');
        if (tokenKind !== 'app') expect(proof).toBe('ok');
      }
    });
  });
}
