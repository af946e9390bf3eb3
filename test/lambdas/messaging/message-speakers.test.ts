import { beforeEach, describe, expect, it } from '@jest/globals';
import { AccessToken } from '../../../lambdas/foundation/core/access-token.ts';
import { Failure } from '../../../lambdas/foundation/core/failure.ts';
import type { AssetRef } from '../../../lambdas/foundation/core/ids.ts';
import { messageSpeakers } from '../../../lambdas/messaging/message-speakers.ts';
import { assetWorld, connection, gramApp, row } from '../assets/world.ts';

const page: AssetRef = { kind: 'page', id: '990000000000001' };
const instagram: AssetRef = { kind: 'instagram', id: '990000000000002' };
const waba: AssetRef = { kind: 'whatsapp', id: '990000000000003' };
const number: AssetRef = { kind: 'phone_number', id: '990000000000006' };

const gram = connection('c2', {
  platform: 'instagram',
  appId: gramApp.appId,
  tokens: [{ kind: 'instagram', subject: 'me', expiresAt: null, dataAccessExpiresAt: null }],
});

describe('Speakers of conversations', () => {
  let world: ReturnType<typeof assetWorld>;
  let speakers: ReturnType<typeof messageSpeakers>;
  beforeEach(async () => {
    world = assetWorld();
    speakers = messageSpeakers(world.doors);
    await world.connect(connection('c1'), [page.id]);
    await world.connect(gram);
  });

  /** As what Meta is called for an asset, and by whose token. */
  const speaking = async (asset: AssetRef, workspace = 'shop') => {
    const { account, identity } = await speakers.speakerOf(workspace, asset);
    const token = AccessToken.textOf(identity.token).replace('fake-token ', '');
    return { account, app: identity.app.kind, token };
  };
  const refusal = async (asset: AssetRef, workspace = 'shop') => {
    const failed = await speakers.speakerOf(workspace, asset).catch((thrown: unknown) => thrown);
    return failed instanceof Failure ? failed.kind : 'spoke';
  };

  it('speaks for a Page with its own token', async () => {
    await world.put(row(page));
    expect(await speaking(page)).toEqual({ account: page.id, app: 'facebook', token: `c1 page ${page.id}` });
  });

  it('prefers the Page’s own token to a system user’s', async () => {
    const { tokens } = connection('c1');
    const system = { kind: 'system-user', subject: '90001', expiresAt: null, dataAccessExpiresAt: null } as const;
    await world.connect(connection('c1', { tokens: [...tokens, system] }), [page.id]);
    await world.put(row(page));
    expect(await speaking(page)).toMatchObject({ token: `c1 page ${page.id}` });
  });

  it('speaks for an Instagram account through the Page that it hangs on', async () => {
    await world.put(row(instagram, { parent: `page:${page.id}` }));
    expect(await speaking(instagram)).toEqual({ account: page.id, app: 'facebook', token: `c1 page ${page.id}` });
  });

  it('speaks for an Instagram account of Instagram Login as itself, though its Page is known', async () => {
    await world.put(row(instagram, { connections: ['c2'], parent: `page:${page.id}` }));
    expect(await speaking(instagram)).toEqual({ account: instagram.id, app: 'instagram', token: 'c2 instagram me' });
  });

  it('leaves the tokens of Facebook out where no Page is known', async () => {
    await world.put(row(instagram, { connections: ['c1', 'c2'] }));
    expect(await speaking(instagram)).toEqual({ account: instagram.id, app: 'instagram', token: 'c2 instagram me' });
    await world.doors.vault.wipeAll('shop', 'c2');
    expect(await refusal(instagram)).toBe('connection-revoked');
  });

  it('speaks for a number that is linked, or whose WhatsApp account is', async () => {
    await world.put({ ...row(number, { parent: `whatsapp:${waba.id}` }), linkedAt: null });
    expect(await refusal(number)).toBe('not-found');
    await world.put(row(waba));
    expect(await speaking(number)).toEqual({ account: number.id, app: 'facebook', token: 'c1 user me' });
    await world.doors.registry.unlink(waba, 'shop');
    expect(await refusal(number)).toBe('not-found');
    await world.put(row(number, { parent: `whatsapp:${waba.id}` }));
    expect(await speaking(number)).toEqual({ account: number.id, app: 'facebook', token: 'c1 user me' });
  });

  it('does not speak for a number that was taken off, whatever its WhatsApp account is', async () => {
    await world.put(row(waba));
    await world.put(row(number, { parent: `whatsapp:${waba.id}` }));
    await world.doors.registry.unlink(number, 'shop');
    expect(await refusal(number)).toBe('not-found');
  });

  it('knows no asset of another workspace, and none that is only discovered', async () => {
    await world.put(row(page));
    expect(await refusal(page, 'other-shop')).toBe('not-found');
    expect(await refusal(waba)).toBe('not-found');
    await world.put({ ...row(waba), linkedAt: null });
    expect(await refusal(waba)).toBe('not-found');
    expect(await refusal(page)).toBe('spoke');
  });

  it('says which connection to look at when Meta refuses the token', async () => {
    await world.put(row(page));
    await speakers.suspect(await speakers.speakerOf('shop', page));
    const wake = { workspace: 'shop', connectionId: 'c1', page: page.id };
    expect(world.doors.outbox.items('connectionCare')).toEqual([{ wake }]);
  });

  it('names no Page where it is not the Page’s own token', async () => {
    await world.put(row(waba));
    await world.put(row(instagram, { connections: ['c2'] }));
    for (const asset of [waba, instagram]) await speakers.suspect(await speakers.speakerOf('shop', asset));
    const wakes = ['c1', 'c2'].map((connectionId) => ({ wake: { workspace: 'shop', connectionId } }));
    expect(world.doors.outbox.items('connectionCare')).toEqual(wakes);
  });

  it('says a suspicion once in five minutes, and again when it could not be said', async () => {
    await world.put(row(page));
    await world.put(row(waba));
    const [ofPage, ofWaba] = [await speakers.speakerOf('shop', page), await speakers.speakerOf('shop', waba)];
    const said = () => world.doors.outbox.items('connectionCare').length;
    const deaf = { ...world.doors.outbox, send: () => Promise.reject(new Failure('unavailable', 'no queue')) };
    let outbox: Pick<typeof world.doors.outbox, 'send'> = deaf;
    const one = messageSpeakers({ ...world.doors, outbox: { ...deaf, send: (...asked) => outbox.send(...asked) } });
    await expect(one.suspect(ofPage)).rejects.toMatchObject({ kind: 'unavailable' });
    outbox = world.doors.outbox;
    for (let time = 0; time < 100; time += 1) await one.suspect(ofPage);
    expect(said()).toBe(1);
    await one.suspect(ofWaba);
    expect(said()).toBe(2);
    world.clock.advance(5 * 60_000 - 1);
    await one.suspect(ofPage);
    expect(said()).toBe(2);
    world.clock.advance(1);
    await one.suspect(ofPage);
    expect(said()).toBe(3);
  });
});
