import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Graph } from '../../../../lambdas/foundation/meta/graph.ts';
import { describeWithShared } from '../../../shared-material.ts';
import { identity, loopbackMeta, openBench, type Script } from './loopback-meta.ts';
import { messagingLines } from './messaging-lines.ts';

const meta = loopbackMeta();
const whatsapp = (graph: Graph) => graph.sendWhatsappMessage(identity, { phoneNumberId: '66', body: {} });
const messenger = (graph: Graph) => graph.sendMessage(identity, { account: '5', body: {} });
const owner = (graph: Graph) => graph.readThreadOwner(identity, { account: '5', recipientId: '77' });

const answered = <T>(json: unknown, call: (graph: Graph) => Promise<T>): Promise<T> => {
  meta.answer({ json });
  return call(openBench(meta.origin()).graph);
};

describe('what a message draws on', () => {
  const file = (type: string) => ({ message: { attachment: { type, payload: { url: 'https://e.org/a' } } } });
  const instagram = { account: '5', platform: 'instagram' } as const;
  const messages = [
    ['text', { account: '5', body: { message: { text: 'Hello' } } }, 'messenger_messages', 'messenger'],
    ['an image', { account: '5', body: file('image') }, 'messenger_messages', 'messenger'],
    ['a video', { account: '5', body: file('video') }, 'messenger_media', 'messenger'],
    ['audio', { ...instagram, body: file('audio') }, 'instagram_media', 'instagram'],
    ['a template', { ...instagram, body: file('template') }, 'instagram_messages', 'instagram'],
    [
      'a reply to a comment',
      { account: '5', body: { recipient: { comment_id: '1_2' } } },
      'private_replies',
      'messenger',
    ],
  ] as const;

  it.each(messages)('by %s is its pace and the account’s allowance', async (_what, message, pace, useCase) => {
    meta.answer({ json: { message_id: 'm_1' } });
    const { graph, asks } = openBench(meta.origin());
    await graph.sendMessage(identity, message);
    expect(asks[0]?.keys).toEqual([pace, useCase].map((one) => ({ scope: 'object', id: '5', useCase: one })));
  });

  it('is on WhatsApp one allowance, so one write', async () => {
    meta.answer({ json: { messages: [{ id: 'wamid.a' }] } });
    const { graph, asks } = openBench(meta.origin());
    await whatsapp(graph);
    expect(asks.map(({ keys }) => keys)).toEqual([[{ scope: 'object', id: '66', useCase: 'whatsapp_messages' }]]);
  });
});

describeWithShared('Meta’s samples of messages', (shared) => {
  const sample = (name: string) =>
    JSON.parse(readFileSync(join(shared, 'meta', 'samples', 'messaging', `${name}.json`), 'utf8'));

  it.each([
    ['wa_send_response', { messageId: 'wamid.foobar', waId: '123456789', userId: null }],
    ['wa_send_response_bsuid', { messageId: 'wamid.foobar', waId: null, userId: 'US.13491208655302741918' }],
    [
      'wa_send_response_phone_and_bsuid',
      {
        messageId: 'wamid.HBgLMTY0NjcwNDM1OTUVAgARGBI1RjQyNUE3NEYxMzAzMzQ5MkEA',
        waId: '16505551234',
        userId: 'US.13491208655302741918',
      },
    ],
  ])('of WhatsApp, %s, name the message and whom it goes to', async (name, told) => {
    expect(await answered(sample(name), whatsapp)).toEqual({ ...told, status: null });
  });

  it('of Messenger name both', async () => {
    const told = { recipientId: 'PAGE-SCOPED-ID', messageId: 'AG5Hz2U...' };
    expect(await answered(sample('messenger_send_response_ok'), messenger)).toEqual(told);
  });

  it('of media and templates', async () => {
    expect(await answered(sample('wa_media_url_response'), (graph) => graph.readMedia(identity, '88'))).toEqual({
      url: '<MEDIA_URL>',
      mimeType: '<MEDIA_MIME_TYPE>',
      sha256: '<SHA_256_HASH>',
      fileSize: null,
    });
    const waba = { kind: 'waba', id: '6' } as const;
    const body = sample('wa_template_create_named_params');
    const create = (graph: Graph) => graph.createMessageTemplate(identity, waba, body);
    expect(await answered(sample('wa_template_create_response'), create)).toEqual({
      id: '1627019861106475',
      status: 'PENDING',
      category: 'MARKETING',
    });
    expect(JSON.parse(meta.seen.at(-1)?.body ?? '')).toEqual(body);
  });

  it.each([
    'messenger_send_human_agent',
    'messenger_send_image_reusable',
    'messenger_send_notification_messages_token',
    'messenger_send_quick_replies',
    'messenger_send_response_text',
  ])('of what goes out by Messenger, %s, go out as they are', async (name) => {
    const body = sample(name);
    await answered({ message_id: 'm_1' }, (graph) => graph.sendMessage(identity, { account: '5', body }));
    expect(JSON.parse(meta.seen.at(-1)?.body ?? '')).toEqual(body);
  });

  const outgoing = readdirSync(join(shared, 'meta', 'samples', 'messaging'))
    .map((file) => file.replace('.json', ''))
    .filter((name) => /^wa_send_(?!response)/.test(name));

  it.each(outgoing)('of what goes out by WhatsApp, %s, go out as they are', async (name) => {
    const { messaging_product, ...body } = sample(name);
    const send = (graph: Graph) => graph.sendWhatsappMessage(identity, { phoneNumberId: '66', body });
    await answered({ messages: [{ id: 'wamid.a' }] }, send);
    expect(JSON.parse(meta.seen.at(-1)?.body ?? '')).toEqual({ messaging_product, ...body });
  });

  it('of what goes out by WhatsApp are more than ten', () => expect(outgoing.length).toBeGreaterThan(10));

  it('of a typing indicator and a read mark are what we send', async () => {
    const typing = sample('messenger_sender_action_typing_on');
    const action = { account: '5', recipientId: typing.recipient.id, action: typing.sender_action };
    await answered({ recipient_id: '1' }, (graph) => graph.sendSenderAction(identity, action));
    expect(JSON.parse(meta.seen.at(-1)?.body ?? '')).toEqual(typing);
    for (const [name, typing] of [
      ['wa_mark_read', false],
      ['wa_mark_read_typing', true],
    ] as const) {
      const messageId = sample(name).message_id;
      const mark = { phoneNumberId: '66', messageId, typing };
      await answered({ success: true }, (graph) => graph.markWhatsappRead(identity, mark));
      expect(JSON.parse(meta.seen.at(-1)?.body ?? '')).toEqual(sample(name));
    }
  });
});

describe('an answer to a message', () => {
  it('may lack the recipient, as to a `user_ref`, or have its ids as numbers too long for one', async () => {
    expect(await answered({ message_id: 'm_1' }, messenger)).toEqual({ recipientId: null, messageId: 'm_1' });
    meta.answer({ text: '{"recipient_id":12345678901234567890,"message_id":null}' });
    const { graph } = openBench(meta.origin());
    expect(await messenger(graph)).toEqual({ recipientId: '12345678901234567890', messageId: null });
  });

  it('of WhatsApp may have no contacts, and tells the message’s first state when Meta does', async () => {
    const messages = [{ id: 'wamid.a', message_status: 'held_for_quality_assessment' }];
    const told = { messageId: 'wamid.a', waId: null, userId: null, status: 'held_for_quality_assessment' };
    expect(await answered({ contacts: null, messages }, whatsapp)).toEqual(told);
  });

  it.each([
    ['Messenger', {}, messenger],
    ['Messenger', { recipient_id: null }, messenger],
    ['WhatsApp', { contacts: [], messages: [] }, whatsapp],
  ])('of %s that names nothing, %j, leaves open what was done', async (_, json, call) => {
    await expect(answered<unknown>(json, call)).rejects.toMatchObject({ kind: 'outcome-unknown' });
  });

  it.each([
    [{ data: [{ thread_owner: { app_id: 263902037430900 } }] }, '263902037430900'],
    [{ data: [{ thread_owner: null }] }, null],
    [{ data: [] }, null],
  ])('about the owner of a conversation, %j, is %s', async (json, appId) => {
    expect(await answered(json, owner)).toEqual({ appId });
  });

  it.each([
    ['303833', 303833],
    [303833, 303833],
    ['-1', null],
    ['9'.repeat(20), null],
    [null, null],
  ])('about a file of %j bytes says %j', async (file_size, fileSize) => {
    const file = { url: 'https://lookaside.example/1', mime_type: 'image/jpeg', sha256: 'ab', file_size };
    expect(await answered(file, (graph) => graph.readMedia(identity, '88'))).toEqual({
      ...{ url: 'https://lookaside.example/1', mimeType: 'image/jpeg', sha256: 'ab' },
      fileSize,
    });
  });
});

describe('a lost answer', () => {
  const closed: Script = (request) => void request.socket.destroy();
  const once = ['sendMessage', 'sendWhatsappMessage', 'createMessageTemplate'];

  it.each(messagingLines)('to $method ($sent) is told apart by what a second sending would do', async (line) => {
    const { graph, audits } = openBench(meta.origin());
    meta.answer(closed, closed);
    const kind = once.includes(line.method) ? 'outcome-unknown' : 'meta-unavailable';
    await expect(line.call(graph)).rejects.toMatchObject({ kind });
    const tries = once.includes(line.method) ? 1 : 2;
    expect([audits.map((one) => one.tries), meta.seen.length]).toEqual([[tries], tries]);
  });
});

describe('a lost answer to a reaction', () => {
  it.each(['react', 'unreact'])('of %s is asked for again: a second one changes nothing', async (sender_action) => {
    const closed: Script = (request) => void request.socket.destroy();
    meta.answer(closed, { json: { recipient_id: '77' } });
    const body = { recipient: { id: '77' }, sender_action, payload: { message_id: 'm_1' } };
    const { graph, audits } = openBench(meta.origin());
    await expect(graph.sendMessage(identity, { account: '5', body })).resolves.toMatchObject({ messageId: null });
    expect(audits.map(({ tries }) => tries)).toEqual([2]);
  });
});

describe('what is no id of Meta’s', () => {
  it.each([
    ['sendMessage', (graph: Graph) => graph.sendMessage(identity, { account: '5/feed', body: {} })],
    ['sendWhatsappMessage', (graph: Graph) => graph.sendWhatsappMessage(identity, { phoneNumberId: '', body: {} })],
    ['readMedia', (graph: Graph) => graph.readMedia(identity, '../me')],
    ['createMessageTemplate', (graph: Graph) => graph.createMessageTemplate(identity, { kind: 'waba', id: '?' }, {})],
  ])('never comes into the path of %s', async (_, call) => {
    await expect(call(openBench(meta.origin()).graph)).rejects.toMatchObject({ kind: 'invalid-request' });
    expect(meta.seen).toEqual([]);
  });
});
