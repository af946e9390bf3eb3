import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { AccessToken } from '../../../../lambdas/foundation/core/access-token.ts';
import { describeWithShared } from '../../../shared-material.ts';
import { app, identity, instagramApp, loopbackMeta, openBench } from './loopback-meta.ts';

const meta = loopbackMeta();
const bench = () => openBench(meta.origin());
const token = new AccessToken('EAAsome000000000');

describeWithShared('Meta’s samples', (shared) => {
  const sample = (name: string) =>
    JSON.parse(readFileSync(join(shared, 'meta', 'samples', 'oauth', `${name}.json`), 'utf8'));
  const inspect = (data: unknown) => {
    meta.answer({ json: { data } });
    return bench().graph.inspectToken(app, token);
  };

  it('of debug_token tell who, what for and how long, ids as strings, times in milliseconds', async () => {
    await expect(inspect(sample('debug_token_user'))).resolves.toMatchObject({
      appId: '1234567890',
      type: 'USER',
      isValid: true,
      expiresAt: 1_561_330_800_000,
      dataAccessExpiresAt: 1_563_217_616_000,
      issuedAt: null,
      userId: '9876543212345',
    });
    await expect(inspect(sample('debug_token_data_envelope').data)).resolves.toMatchObject({
      appId: '100000000000',
      userId: '1207059',
      issuedAt: 1_347_235_328_000,
      scopes: ['email', 'publish_actions'],
    });
  });

  it('of a token without end, of one for chosen assets and of a dead one', async () => {
    await expect(inspect(sample('debug_token_never_expires'))).resolves.toMatchObject({
      expiresAt: null,
      profileId: '123456789',
    });
    const { granularScopes } = await inspect(sample('debug_token_granular_scopes'));
    expect(granularScopes).toEqual([
      { scope: 'pages_show_list', targetIds: null },
      { scope: 'instagram_basic', targetIds: ['{connected-ig-user-id}'] },
    ]);
    await expect(inspect(sample('debug_token_invalid_463').data)).resolves.toMatchObject({
      isValid: false,
      error: { code: 190, subcode: 463 },
      profileId: '1000',
    });
  });

  it('of /me/accounts have a token that cannot be printed, or none', async () => {
    meta.answer({ json: { data: [sample('me_accounts_item'), sample('me_accounts_item_v10')] } });
    const { data } = await bench().graph.listPages(identity);
    expect(data.map(({ id }) => id)).toEqual(['1234567890', '123123123123']);
    const [first, second] = data.map(({ access_token: own }) => own);
    expect([first && AccessToken.textOf(first), second]).toEqual(['{access-token}', undefined]);
    expect(JSON.stringify(data)).not.toContain('{access-token}');
  });

  it('of permissions, app subscriptions and Instagram’s tokens', async () => {
    const { graph, clock } = bench();
    meta.answer({ json: { data: [sample('me_permissions_item')] } });
    meta.answer({ json: { data: [sample('app_subscription_item')] } });
    meta.answer({ json: sample('ig_code_exchange') }, { json: sample('ig_refresh_token_response') });
    expect((await graph.listPermissions(identity)).data).toEqual([
      { permission: 'user_managed_groups', status: 'granted' },
    ]);
    const [subscription] = (await graph.listAppSubscriptions(app)).data;
    expect(subscription?.fields).toEqual(['feed', 'messages', 'messaging_postbacks', 'ratings']);
    const grant = await graph.exchangeInstagramCode(instagramApp, { code: 'c', redirectUri: 'https://e.org' });
    expect([grant.userId, grant.permissions.length, grant.expiresAt]).toEqual(['1234567890', 4, null]);
    // The sample has a placeholder where the seconds stand.
    const refreshed = await graph.refreshInstagramToken({ app: instagramApp, token });
    expect([AccessToken.textOf(refreshed.token), refreshed.expiresAt]).toEqual(['<ACCESS_TOKEN>', null]);
    expect(clock.now()).toBeGreaterThan(0);
  });
});

describe('an answer', () => {
  it('tells when a token ends, when Meta says so', async () => {
    const { graph, clock } = bench();
    meta.answer({ json: { access_token: 'EAAx', expires_in: 5_183_944 } }, { json: { access_token: 'EAAx' } });
    expect((await graph.exchangeLongLived(app, token)).expiresAt).toBe(clock.now() + 5_183_944_000);
    expect((await graph.exchangeLongLived(app, token)).expiresAt).toBeNull();
  });

  it('of Instagram’s code exchange may be wrapped in a list, its permissions be a comma list', async () => {
    meta.answer({ json: { data: [{ access_token: 'IGx', user_id: '17', permissions: 'a,b' }] } });
    const grant = await bench().graph.exchangeInstagramCode(instagramApp, { code: 'c', redirectUri: 'https://e.org' });
    expect(grant).toMatchObject({ userId: '17', permissions: ['a', 'b'] });
  });

  it('keeps ids whole that are too long for a number', async () => {
    meta.answer({ text: '{"id":12345678901234567890}' });
    expect((await bench().graph.readMe(identity)).id).toBe('12345678901234567890');
  });

  it('keeps members that we do not know', async () => {
    meta.answer({ json: { id: '1', tomorrow: { a: 1 } } });
    expect(await bench().graph.readMe(identity)).toEqual({ id: '1', tomorrow: { a: 1 } });
  });

  it.each([
    ['the last page', { data: [{ id: '1' }], paging: { cursors: { before: 'b', after: 'a' } } }, null],
    ['no paging at all', { data: [] }, null],
    ['an empty page before others', { data: [], paging: { cursors: { after: 'a' }, next: 'https://x/?after=a' } }, 'a'],
    ['a next page by its address only', { data: [], paging: { next: 'https://x/?access_token=EAAx&after=q' } }, 'q'],
    ['an address that is none', { data: [], paging: { next: 'x' } }, null],
  ])('with %s says where to go on', async (_, json, after) => {
    meta.answer({ json });
    const page = await bench().graph.listBusinesses(identity);
    expect(page.after).toBe(after);
    expect(JSON.stringify(page)).not.toContain('EAAx');
  });

  it('names installed apps alike, whatever the edge', async () => {
    const installed = [
      { id: '1', name: 'App', subscribed_fields: ['feed'] },
      { whatsapp_business_api_data: { id: '2', name: 'App' } },
      { app_id: '3', app_name: 'App' },
    ];
    meta.answer({ json: { data: installed } });
    const { data } = await bench().graph.listSubscribedApps(identity, { kind: 'waba', id: '6' });
    expect(data).toEqual([
      { appId: '1', fields: ['feed'] },
      { appId: '2', fields: [] },
      { appId: '3', fields: [] },
    ]);
  });

  it('of a write that says no is a failure', async () => {
    meta.answer({ json: { success: false } }, { text: 'true' });
    const { graph } = bench();
    const asset = { kind: 'page', id: '5' } as const;
    await expect(graph.unsubscribeAsset(identity, asset)).rejects.toMatchObject({ kind: 'meta-unavailable' });
    await expect(graph.unsubscribeAsset(identity, asset)).resolves.toBeUndefined();
  });

  it('that does not fit names what is missing and shows nothing of it', async () => {
    meta.answer({ json: { data: [{ name: 'Secret Shop' }] } });
    await expect(bench().graph.listBusinesses(identity)).rejects.toMatchObject({
      message: 'Meta’s answer to listBusinesses is without data.id (HTTP 200)',
    });
  });
});
