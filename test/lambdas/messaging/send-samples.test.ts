import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { messageCalls } from '../../../lambdas/foundation/meta/edges/messages.ts';
import { whatsappCalls } from '../../../lambdas/foundation/meta/edges/whatsapp.ts';
import type { GraphCall, Send } from '../../../lambdas/foundation/meta/wire/graph-call.ts';
import { checkContent } from '../../../lambdas/messaging/check-content.ts';
import { messengerBody } from '../../../lambdas/messaging/messenger-body.ts';
import { type ActionContent, isAction } from '../../../lambdas/messaging/outbound-content.ts';
import { checkRecipient, Recipient } from '../../../lambdas/messaging/recipient.ts';
import { checkEnvelope, contentOfRequest, SendRequest } from '../../../lambdas/messaging/send-request.ts';
import { wayOf } from '../../../lambdas/messaging/way.ts';
import { whatsappBody } from '../../../lambdas/messaging/whatsapp-body.ts';
import { describeWithShared } from '../../shared-material.ts';
import { identity } from '../foundation/meta/loopback-meta.ts';
import { aThread } from './rows.ts';
import { notSent, type SampleRequest, sampleRequests } from './send-samples.ts';

const marker = 's_0123456789abcdef0123456789abcdef';
const openedAt = '2026-11-20T10:00:00.000Z';
const day = 24 * 3600_000;
const page = '990000000000001';
const phoneNumberId = '106540352242922';

/** What goes over the wire for a request, as JSON; the steps are those of the use case, without its doors. */
async function wireOf({ request: given, days = 0 }: SampleRequest): Promise<unknown> {
  const request = SendRequest.parse(given);
  const content = contentOfRequest(request);
  const channel = request.from?.startsWith('page:') ? 'messenger' : 'whatsapp';
  const recipient = Recipient.parse(request.to);
  checkRecipient(recipient, channel);
  checkEnvelope(request, channel);
  checkContent(content, channel);
  const now = Date.parse(openedAt) + days * day;
  const way = wayOf({ ...request, channel, content, recipient }, aThread({ openedAt, channel }), now, {
    humanAgent: true,
  });
  if (isAction(content)) return actionOf(content, recipient);
  const message = { content, recipient, marker };
  if (channel === 'messenger') return messengerBody({ ...message, way });
  return whatsappBody({ ...message, recipientType: request.recipientType });
}

/** The bodies of actions are the Graph door's own: it is asked what it would send. */
async function actionOf({ type, messageId }: ActionContent, { id }: Recipient): Promise<unknown> {
  const sent: string[] = [];
  const send: Send = async <T>({ json = [], answer }: GraphCall<T>) => {
    sent.push(json.join(''));
    return answer.parse({ success: true });
  };
  if (id !== undefined) {
    await messageCalls(send).sendSenderAction(identity, { account: page, recipientId: id, action: type });
  } else {
    const read = { messageId: String(messageId), typing: type === 'typing_on' };
    await whatsappCalls(send).markWhatsappRead(identity, { phoneNumberId, ...read });
  }
  return JSON.parse(sent.join());
}

/** The body without our marker, and how many markers were in it. */
function unmarked(body: unknown): { readonly bare: unknown; readonly markers: number } {
  let markers = 0;
  const bare: unknown = JSON.parse(JSON.stringify(body), (name, value) => {
    const isMarker = (name === 'metadata' || name === 'biz_opaque_callback_data') && value === marker;
    if (isMarker) markers += 1;
    return isMarker ? undefined : value;
  });
  return { bare, markers };
}

/** Neither says a message: Meta gives them no id that would come back with a marker. */
const withoutMarker = ['messenger_sender_action_typing_on', 'wa_mark_read', 'wa_mark_read_typing'];

describeWithShared('every sample of the folder', (shared) => {
  const folder = join(shared, 'meta', 'samples', 'messaging');
  const files = readdirSync(folder);
  const sampleOf = (name: string): unknown => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));

  it('is named here: a request of ours makes it, or it is no send', () => {
    const named = [...Object.keys(sampleRequests), ...Object.keys(notSent)];
    expect(named.map((name) => `${name}.json`).sort()).toEqual([...files].sort());
    expect([Object.keys(sampleRequests).length, Object.keys(notSent).length, files.length]).toEqual([20, 15, 35]);
  });

  it.each(Object.entries(sampleRequests))('%s is made, save our marker', async (name, sample) => {
    const { bare, markers } = unmarked(await wireOf(sample));
    expect(bare).toEqual(sampleOf(name));
    expect(markers).toBe(withoutMarker.includes(name) ? 0 : 1);
  });

  it('holds no request among those that are no send', () => {
    const Sendish = z.union([
      z.looseObject({ message: z.object({}) }),
      z.looseObject({ messaging_product: z.string(), type: z.string() }),
    ]);
    const sendish = Object.keys(notSent).filter((name) => Sendish.safeParse(sampleOf(name)).success);
    expect(sendish).toEqual(['messenger_send_notification_messages_token']);
  });

  it('has one of an ended feature, which is refused by its name', () => {
    const { recipient, message } = z
      .object({
        recipient: z.object({ notification_messages_token: z.string() }),
        message: z.object({ text: z.string() }),
      })
      .parse(sampleOf('messenger_send_notification_messages_token'));
    const to = { notificationMessagesToken: recipient.notification_messages_token };
    const issues = SendRequest.safeParse({ from: `page:${page}`, to, type: 'text', text: message.text }).error?.issues;
    expect(issues?.[0]).toMatchObject({
      path: ['to'],
      message: expect.stringMatching(/^notificationMessagesToken: .*2026-02-10/),
    });
  });
});

describe('the requests', () => {
  it('are all ours: each is read without its sample', async () => {
    const made = await Promise.all(Object.values(sampleRequests).map(wireOf));
    expect(made).toHaveLength(20);
  });
});
