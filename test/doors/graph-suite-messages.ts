import { createHash, randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { AccessToken } from '../../lambdas/foundation/core/access-token.ts';
import type { Graph } from '../../lambdas/foundation/meta/graph.ts';
import type { GraphIdentity } from '../../lambdas/foundation/meta/identity.ts';
import { byteStream, wholeOf } from '../fakes/byte-stream.ts';
import { DEMO } from '../local/graph-meta.ts';
import type { control } from './simulator-control.ts';

/** A `Graph` before a simulator, and tokens for it. */
export interface GraphWithPeople {
  readonly graph: Graph;
  readonly sim: ReturnType<typeof control>;
  identityOf(kind: string, more?: object): Promise<GraphIdentity>;
}

const person = '5550000000000001';
const phone = '15555550199';
const photo = '6001';
const inbox = '263902037430900';
const thread = { account: DEMO.page, recipientId: person };
const text = (words: string) => ({ recipient: { id: person }, messaging_type: 'RESPONSE', message: { text: words } });
const whatsappText = (body: string) => ({ to: `+${phone}`, type: 'text', text: { body } });
const template = (name: string) => ({
  name,
  language: 'en_US',
  category: 'UTILITY',
  components: [{ type: 'BODY', text: 'It is on its way.' }],
});

/** What every `Graph` does to send messages and around them. */
export function messagesOfGraph(open: () => GraphWithPeople): void {
  describe('for messages', () => {
    let on: GraphWithPeople;
    let page: GraphIdentity;
    let whatsapp: GraphIdentity;
    beforeEach(async () => {
      on = open();
      page = await on.identityOf('page', { page: DEMO.page });
      whatsapp = await on.identityOf('user');
    });
    const message = (words: string) => on.graph.sendMessage(page, { account: DEMO.page, body: text(words) });
    const whatsappMessage = (words: string) =>
      on.graph.sendWhatsappMessage(whatsapp, { phoneNumberId: DEMO.number, body: whatsappText(words) });

    it('sends by Messenger, and shows that it types', async () => {
      await on.graph.sendSenderAction(page, { ...thread, action: 'mark_seen' });
      await on.graph.sendSenderAction(page, { ...thread, action: 'typing_on' });
      const told = await message('Grüße 🙂');
      expect(told).toEqual({ recipientId: person, messageId: expect.any(String) });
      expect(await on.sim.sent()).toEqual([
        expect.objectContaining({ id: told.messageId, account: DEMO.page, recipient: person, text: 'Grüße 🙂' }),
      ]);
    });

    it('sends by Instagram, through the Page and by Instagram Login', async () => {
      const { graph, sim, identityOf } = on;
      await sim.post('/inbox', { account: DEMO.instagram, person });
      const asked = ['instagram_business_basic', 'instagram_business_manage_messages'];
      const login = await identityOf('instagram', { person: DEMO.instagram, scopes: asked });
      const through = { account: DEMO.page, platform: 'instagram', body: text('one') } as const;
      const own = { account: DEMO.instagram, body: text('two') };
      const told = [await graph.sendMessage(page, through), await graph.sendMessage(login, own)];
      expect(told.map(({ recipientId }) => recipientId)).toEqual([person, person]);
      const sent = (await sim.sent()).map(({ id, platform, account, text }) => [id, platform, account, text]);
      expect(sent).toEqual([
        [told[0]?.messageId, 'instagram', DEMO.instagram, 'one'],
        [told[1]?.messageId, 'instagram', DEMO.instagram, 'two'],
      ]);
    });

    it('uploads a file once, for many messages', async () => {
      const file = { page: DEMO.page, type: 'image', url: 'https://shop.example/a.png', reusable: true } as const;
      const { attachmentId } = await on.graph.createAttachment(page, file);
      const attachment = { type: 'image', payload: { attachment_id: attachmentId } };
      const body = { ...text(''), message: { attachment } };
      await on.graph.sendMessage(page, { account: DEMO.page, body });
      await on.graph.sendMessage(page, { account: DEMO.page, body });
      expect((await on.sim.sent()).map(({ type }) => type)).toEqual(['image', 'image']);
    });

    it('sends by WhatsApp to a number and to a business-scoped id, and marks as read', async () => {
      const byNumber = await whatsappMessage('one');
      expect(byNumber).toEqual({ messageId: expect.any(String), waId: phone, userId: null, status: null });
      const user = 'US.13491208655302741918';
      const { to: _, ...rest } = whatsappText('two');
      const toUser = { phoneNumberId: DEMO.number, body: { ...rest, recipient: user } };
      expect(await on.graph.sendWhatsappMessage(whatsapp, toUser)).toMatchObject({ waId: null, userId: user });
      const mark = { phoneNumberId: DEMO.number, messageId: byNumber.messageId };
      await on.graph.markWhatsappRead(whatsapp, { ...mark, typing: false });
      await on.graph.markWhatsappRead(whatsapp, { ...mark, typing: true });
      expect((await on.sim.sent()).map(({ text }) => text)).toEqual(['one', 'two']);
    });

    it('makes templates of both kinds, and lists them page by page', async () => {
      for (const [identity, owner] of [
        [whatsapp, { kind: 'waba', id: DEMO.waba }],
        [page, { kind: 'page', id: DEMO.page }],
      ] as const) {
        const made = await on.graph.createMessageTemplate(identity, owner, template('order_shipped'));
        expect(made).toEqual({ id: expect.any(String), status: expect.any(String), category: 'UTILITY' });
        const found: unknown[] = [];
        for (let after: string | null | undefined; after !== null; ) {
          const paging = { limit: 1, ...(after ? { after } : {}) };
          const listed = await on.graph.listMessageTemplates(identity, owner, paging);
          found.push(...listed.data);
          ({ after } = listed);
        }
        expect(found.length).toBeGreaterThan(1);
        expect(found).toContainEqual(expect.objectContaining({ ...template('order_shipped'), id: made.id }));
      }
    });

    it('finds where a photo lies, for its own number only', async () => {
      await on.sim.photo(DEMO.number, photo);
      const found = await on.graph.readMedia(whatsapp, photo);
      expect(found).toMatchObject({ mimeType: 'image/jpeg', fileSize: expect.any(Number) });
      expect(new URL(found.url).protocol).toBe('https:');
      expect(await on.graph.readMedia(whatsapp, photo, DEMO.number)).toMatchObject({ sha256: found.sha256 });
      const elsewhere = on.graph.readMedia(whatsapp, photo, '990000000000016');
      await expect(elsewhere).rejects.toMatchObject({ kind: 'meta-rejected', meta: { code: 100, subcode: 33 } });
    });

    it('uploads a file while it reads it, and gets it back at the address that Meta tells', async () => {
      const bytes = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), randomBytes(200_000)]);
      const file = { phoneNumberId: DEMO.number, mimeType: 'image/png', filename: 'Größe "1".png' };
      const opened = byteStream(bytes);
      const id = await on.graph.uploadMedia(whatsapp, { ...file, size: bytes.byteLength, open: async () => opened });
      expect(opened.state).toEqual({ read: bytes.byteLength, closed: true });
      const { url, ...facts } = await on.graph.readMedia(whatsapp, id, DEMO.number);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      expect(facts).toEqual({ mimeType: 'image/png', fileSize: bytes.byteLength, sha256 });
      const wanted = { url, family: 'image', capBytes: bytes.byteLength } as const;
      const down = await on.graph.downloadMedia(whatsapp, wanted);
      expect([down.size, down.mimeType]).toEqual([bytes.byteLength, 'image/png']);
      expect((await wholeOf(down)).equals(bytes)).toBe(true);
      const message = { ...whatsappText(''), type: 'image', image: { id } };
      const sent = await on.graph.sendWhatsappMessage(whatsapp, { phoneNumberId: DEMO.number, body: message });
      expect(sent.messageId).toMatch(/^wamid\./);
    });

    it('opens a file with a token that may see it, for five minutes, and on WhatsApp’s host alone', async () => {
      await on.sim.photo(DEMO.number, photo);
      const wanted = { ...(await on.graph.readMedia(whatsapp, photo)), family: 'image', capBytes: 2000 } as const;
      (await on.graph.downloadMedia(whatsapp, wanted)).close();
      const stranger = { ...whatsapp, token: new AccessToken('EAAfakenobody') };
      await expect(on.graph.downloadMedia(stranger, wanted)).rejects.toMatchObject({ kind: 'not-found' });
      const elsewhere = { ...wanted, url: 'https://scontent.xx.fbcdn.net/a.jpg' };
      await expect(on.graph.downloadMedia(whatsapp, elsewhere)).rejects.toMatchObject({ kind: 'forbidden' });
      await on.sim.post('/clock', { advanceSeconds: 300 });
      await expect(on.graph.downloadMedia(whatsapp, wanted)).rejects.toMatchObject({ kind: 'not-found' });
    });

    it('gives a conversation away, asks for it, and takes it back', async () => {
      const { graph } = on;
      expect(await graph.readThreadOwner(page, thread)).toEqual({ appId: null });
      await graph.passThreadControl(page, { ...thread, targetAppId: inbox, metadata: 'wants a person' });
      expect(await graph.readThreadOwner(page, thread)).toEqual({ appId: inbox });
      await graph.requestThreadControl(page, thread);
      await graph.takeThreadControl(page, thread);
      expect(await graph.readThreadOwner(page, thread)).toEqual({ appId: page.app.appId });
    });

    it('is told when a window is closed', async () => {
      await on.sim.post('/messaging', { enforceWindows: true, outsideWindow: 'error' });
      const closed = { kind: 'outside-window' };
      await expect(message('too late')).rejects.toMatchObject({ ...closed, meta: { code: 10, subcode: 2018278 } });
      await expect(whatsappMessage('too late')).rejects.toMatchObject({ ...closed, meta: { code: 131047 } });
      await on.sim.post('/inbox', { account: DEMO.page, person, agoSeconds: 3600 });
      await expect(message('in time')).resolves.toBeDefined();
      expect((await on.sim.sent()).map(({ text }) => text)).toEqual(['in time']);
    });

    it.each([
      [551, 'recipient-unavailable'],
      [131026, 'recipient-unavailable'],
      [130429, 'rate-limited'],
      [131056, 'rate-limited'],
      [368, 'policy-blocked'],
      [132000, 'meta-rejected'],
    ])('is told of a refusal by %i as %s', async (code, kind) => {
      await on.sim.post('/faults', { messages: [{ code }] });
      await expect(whatsappMessage('x')).rejects.toMatchObject({ kind, meta: { code } });
      await expect(message('x')).rejects.toMatchObject({ kind, meta: { code } });
      expect(await on.sim.sent()).toEqual([]);
    });

    it.each([
      ['closeAfterCommit', 1],
      ['truncated', 1],
      ['closeBefore', 0],
    ])('never sends twice when the answer is lost by %s', async (kind, commits) => {
      await on.sim.post('/faults', { graph: [{ match: { method: 'POST' }, fault: { kind } }] });
      const unknown = { kind: 'outcome-unknown' };
      await expect(message('once')).rejects.toMatchObject(unknown);
      await expect(whatsappMessage('once')).rejects.toMatchObject(unknown);
      const made = on.graph.createMessageTemplate(whatsapp, { kind: 'waba', id: DEMO.waba }, template('once'));
      await expect(made).rejects.toMatchObject(unknown);
      expect(await on.sim.sent()).toHaveLength(2 * commits);
    });

    it('keeps what it says out of addresses, with the token in the header and its proof', async () => {
      await message('hello');
      await whatsappMessage('hello');
      await on.graph.readThreadOwner(page, thread);
      const rows = await on.sim.calls();
      expect(rows.map(({ tokenPlace, proof }) => [tokenPlace, proof])).toEqual(rows.map(() => ['header', 'ok']));
      expect(rows.length).toBe(3);
    });
  });
}
