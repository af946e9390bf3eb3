import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod';
import { Failure } from '../../../lambdas/foundation/core/failure.ts';
import { checkContent } from '../../../lambdas/messaging/check-content.ts';
import { isAction, OutboundContent } from '../../../lambdas/messaging/outbound-content.ts';
import { Recipient } from '../../../lambdas/messaging/recipient.ts';
import { contentOfRequest, SendRequest } from '../../../lambdas/messaging/send-request.ts';
import { whatsappBody } from '../../../lambdas/messaging/whatsapp-body.ts';
import { interactiveKinds, whatsappRequests, whatsappTypes } from '../../arbitraries/whatsapp-requests.ts';
import { describeWithShared, specsDir } from '../../shared-material.ts';
import { sampleRequests } from './send-samples.ts';
import { mends, whatsappSpec } from './whatsapp-spec.ts';

const marker = 's_0123456789abcdef0123456789abcdef';

/** What goes to Meta for a request, as JSON. */
function bodyOf(given: unknown) {
  const request = SendRequest.parse(given);
  const content = contentOfRequest(request);
  if (isAction(content)) throw new Error('an action has no body of its own');
  checkContent(content, 'whatsapp');
  const recipient = Recipient.parse(request.to);
  const body = whatsappBody({ content, recipient, recipientType: request.recipientType, marker });
  return Body.parse(JSON.parse(JSON.stringify(body)));
}

const Body = z.looseObject({ type: z.string(), interactive: z.optional(z.looseObject({ type: z.string() })) });

const sent = { from: 'phone_number:106540352242922', to: { phone: '+16505551234' } };
const message = { body: { text: 'Which one?' } };
const of = (type: string, action: object, over: object = {}) => ({
  ...sent,
  type: 'interactive',
  interactive: { type, ...message, action, ...over },
});
const media = { metaId: '1479537139650973' };
const parameters = { flow_message_version: '3', flow_id: '123', flow_cta: 'Sign up' };
const header = { type: 'text', text: 'Plants' };
const items = [{ product_retailer_id: 'plant_1' }];

/** One of each kind by hand, those of the samples besides. */
const byHand: readonly unknown[] = [
  ...Object.entries(sampleRequests).flatMap(([name, { request }]) => (name.startsWith('wa_send_') ? [request] : [])),
  ...['image', 'audio', 'video', 'file', 'sticker'].flatMap((type) => [
    { ...sent, type, media },
    { ...sent, type, media: { url: 'https://shop.example/a' }, replyTo: 'wamid.fake' },
  ]),
  { ...sent, type: 'text', text: 'Hello', previewUrl: true },
  { ...sent, type: 'location', location: { latitude: 37.5, longitude: -122 } },
  { ...sent, type: 'reaction', messageId: 'wamid.fake', emoji: '' },
  of('flow', { name: 'flow', parameters }),
  of('product', { catalog_id: '1', product_retailer_id: 'plant_1' }),
  of('product_list', { catalog_id: '1', sections: [{ title: 'All', product_items: items }] }, { header }),
  of('catalog_message', { name: 'catalog_message', parameters: { thumbnail_product_retailer_id: 'plant_1' } }),
  of('location_request_message', { name: 'send_location' }),
  of('call_permission_request', { name: 'call_permission_request' }),
];

const counted = (types: readonly string[]) => {
  const counts: Record<string, number> = {};
  for (const type of types) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
};

/** Makes an object one member longer or wider than its limit: what stands at the limit, and beyond. */
const a = (length: number) => 'a'.repeat(length);
const many = <T>(length: number, one: (at: number) => T) => Array.from({ length }, (_, at) => one(at));
const reply = (at: number, over: object = {}) => ({ type: 'reply', reply: { id: `b${at}`, title: `B${at}`, ...over } });
const buttons = (all: readonly object[], over: object = {}) => of('button', { buttons: all }, over);
const row = (at: number, over: object = {}) => ({ id: `r${at}`, title: 'Row', ...over });
const list = (sections: readonly object[], button = 'Open') => of('list', { button, sections });
const rows = (over: object) => list([{ rows: [row(0, over)] }]);
const products = (sections: readonly object[]) => of('product_list', { catalog_id: '1', sections }, { header });
const named = many(1, () => ({ name: { formatted_name: 'Ada Example' } }));

/** Limits of the file: what has so much, by how much is the most. */
const limits: Readonly<Record<string, readonly [most: number, request: (size: number) => unknown]>> = {
  'header text': [60, (size) => buttons([reply(0)], { header: { type: 'text', text: a(size) } })],
  'body text': [1_024, (size) => buttons([reply(0)], { body: { text: a(size) } })],
  'body text of a list': [
    1_024,
    (size) => of('list', { button: 'Open', sections: [{ rows: [row(0)] }] }, { body: { text: a(size) } }),
  ],
  'footer text': [60, (size) => buttons([reply(0)], { footer: { text: a(size) } })],
  buttons: [3, (size) => buttons(many(size, reply))],
  'button title': [20, (size) => buttons([reply(0, { title: '😀'.repeat(size) })])],
  'button id': [256, (size) => buttons([reply(0, { id: a(size) })])],
  'list button': [20, (size) => list([{ rows: [row(0)] }], a(size))],
  rows: [10, (size) => list([{ rows: many(size, row) }])],
  'row id': [200, (size) => rows({ id: a(size) })],
  'row title': [24, (size) => rows({ title: '😀'.repeat(size) })],
  'row description': [72, (size) => rows({ description: a(size) })],
  'section title': [24, (size) => list([{ title: a(size), rows: [row(0)] }])],
  sections: [10, (size) => products(many(size, (at) => ({ title: `S${at}`, product_items: items })))],
  products: [30, (size) => products([{ product_items: many(size, (at) => ({ product_retailer_id: `p${at}` })) }])],
  'flow button': [30, (size) => of('flow', { name: 'flow', parameters: { ...parameters, flow_cta: a(size) } })],
  contacts: [5, (size) => ({ ...sent, type: 'contacts', contacts: many(size, () => named[0]) })],
  'template text': [
    32_768,
    (size) => ({
      ...sent,
      type: 'template',
      template: {
        name: 'a',
        language: { code: 'en' },
        components: [{ type: 'body', parameters: [{ type: 'text', text: a(size) }] }],
      },
    }),
  ],
};

/** The body without our check, for what it refuses. */
function uncheckedBody(given: unknown): unknown {
  const request = SendRequest.parse(given);
  const content = OutboundContent.parse(contentOfRequest(request));
  return JSON.parse(JSON.stringify(whatsappBody({ content, recipient: Recipient.parse(request.to), marker })));
}

describeWithShared(
  'WhatsApp’s bodies by Meta’s own file',
  (folder) => {
    const judge = whatsappSpec(folder);

    it('are valid for one of each kind by hand', () => {
      const bodies = byHand.map(bodyOf);
      expect(bodies.flatMap((body) => judge(body) ?? [])).toEqual([]);
      expect(counted(bodies.map(({ type }) => type))).toEqual({
        ...{ audio: 2, contacts: 1, document: 3, image: 3, interactive: 9, location: 2, reaction: 2, sticker: 2 },
        ...{ template: 2, text: 4, video: 2 },
      });
    });

    it('are valid for some hundred requests in our limits, of every type', () => {
      const seen: string[] = [];
      const judged = (request: unknown) => {
        const body = bodyOf(request);
        seen.push(body.interactive ? `interactive ${body.interactive.type}` : body.type);
        expect(judge(body)).toBeUndefined();
      };
      fc.assert(fc.property(whatsappRequests, judged), { numRuns: 600, endOnFailure: true });
      const wanted = whatsappTypes.flatMap((type) =>
        type === 'interactive'
          ? interactiveKinds.map((kind) => `${type} ${kind}`)
          : type === 'file'
            ? 'document'
            : type,
      );
      const counts = counted(seen);
      expect(seen).toHaveLength(600);
      expect(Object.keys(counts).sort()).toEqual([...wanted].sort());
      for (const [type, count] of Object.entries(counts)) {
        expect([type, count >= (type.startsWith('interactive') ? 1 : 20)]).toEqual([type, true]);
      }
    });

    it.each(Object.entries(limits))('have its limit of %s', (_what, [most, request]) => {
      expect(judge(bodyOf(request(most)))).toBeUndefined();
      expect(() => bodyOf(request(most + 1))).toThrow(Failure);
      expect(judge(uncheckedBody(request(most + 1)))).toBeDefined();
    });

    it('would be seen if they were wrong', () => {
      const body = bodyOf({ ...sent, type: 'image', media, caption: 'A plant' });
      const wrong: readonly unknown[] = [
        { ...body, image: { ...media } },
        { ...body, image: { id: '1', link: 'https://shop.example/a' } },
        { ...body, image: undefined, images: {} },
        { ...body, messagingProduct: 'whatsapp' },
        { ...body, messaging_product: undefined },
        { ...body, type: 'text', text: { body: 'Hello', preview: true } },
        { ...body, type: 'picture' },
        { ...body, to: undefined },
      ];
      const said = wrong.map((one) => judge(JSON.parse(JSON.stringify(one))));
      expect(said.filter((one) => one !== undefined)).toHaveLength(8);
    });
  },
  specsDir(),
);

describeWithShared(
  'what is mended in Meta’s file',
  (folder) => {
    const bodies = byHand.map(bodyOf);

    it.each(mends.map((mend) => ({ mend, name: `${mend.at || 'every message'}: ${mend.why}` })))(
      '$name',
      ({ mend }) => {
        const judge = whatsappSpec(
          folder,
          mends.filter((one) => one !== mend),
        );
        expect(bodies.filter((body) => judge(body) !== undefined).length).toBeGreaterThan(0);
      },
    );

    it('is 15 places', () => {
      expect(mends).toHaveLength(15);
    });
  },
  specsDir(),
);
