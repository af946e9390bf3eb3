import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod';
import { isDeeperThan } from '../../../lambdas/messaging/plain-json.ts';
import {
  checkEnvelope,
  contentOfRequest,
  requestMember,
  SendRequest,
} from '../../../lambdas/messaging/send-request.ts';
import { reasons } from './refusal.ts';

const inThread = { threadId: 't_1', type: 'text', text: 'Hello' };
const toPerson = { from: 'page:990000000000001', to: { id: '12345' }, type: 'text', text: 'Hello' };

/** The issues of a value that is none, `path: message`. */
const issues = (value: unknown) =>
  (SendRequest.safeParse(value).error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);

/** A body as it comes over HTTP. */
const nested = (levels: number): unknown => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`);
const withData = (data: unknown) => ({
  threadId: 't_1',
  type: 'interactive',
  interactive: { type: 'flow', action: { parameters: { data } } },
});

describe('SendRequest', () => {
  it('is of a bot until somebody says otherwise', () => {
    expect(SendRequest.parse(inThread)).toEqual({ ...inThread, sender: 'automation' });
    expect(SendRequest.parse({ ...toPerson, sender: 'human', tag: 'HUMAN_AGENT' })).toMatchObject({ sender: 'human' });
  });

  it('goes into a thread or from an account to a person', () => {
    expect(issues({ ...toPerson, threadId: 't_1' })).toEqual([': names not exactly one of threadId and to']);
    expect(issues({ type: 'text', text: 'Hello' })).toEqual([': names not exactly one of threadId and to']);
    expect(issues({ ...toPerson, from: undefined })).toEqual(['from: is needed with to']);
    expect(issues({ ...inThread, from: toPerson.from })).toEqual([]);
  });

  it.each(['page:990000000000001', 'instagram:17841400000000001', 'phone_number:106540352242922'])(
    'may come from %s',
    (from) => {
      expect(issues({ ...toPerson, from })).toEqual([]);
    },
  );

  it.each(['whatsapp:1', 'page:', 'page:1#2', '990000000000001', ''])('may not come from %j', (from) => {
    expect(issues({ ...toPerson, from })[0]).toMatch(/^from: is not page:, instagram: or phone_number:/);
  });

  it('refuses what it does not know, where it stands', () => {
    expect(issues({ ...inThread, messaging_type: 'RESPONSE' })).toEqual([': Unrecognized key: "messaging_type"']);
    expect(issues({ ...toPerson, to: { id: '1', email: 'x' } })).toEqual(['to: Unrecognized key: "email"']);
    expect(issues({ ...inThread, messagingType: 'MESSAGE_TAG' })[0]).toMatch(/^messagingType: /);
    expect(issues({ ...inThread, recipientType: 'group' })[0]).toMatch(/^recipientType: /);
    expect(issues({ ...inThread, type: 'poll' })[0]).toMatch(/^type: /);
  });

  it.each(['CONFIRMED_EVENT_UPDATE', 'ACCOUNT_UPDATE', 'POST_PURCHASE_UPDATE'])('refuses the retired tag %s', (tag) => {
    expect(issues({ ...inThread, tag })).toEqual([
      `tag: ${tag} answers an error since 2026-04-27: send a UTILITY template (Messenger), or HUMAN_AGENT what a human wrote`,
    ]);
  });

  it('refuses another tag', () => {
    expect(issues({ ...inThread, tag: 'PAIRING_UPDATE' })).toEqual(['tag: is not HUMAN_AGENT, the only tag']);
  });
});

describe('the size of a request', () => {
  const sized = (bytes: number) => {
    const bare = Buffer.byteLength(JSON.stringify({ ...inThread, text: '', sender: 'automation' }));
    return { ...inThread, text: 'a'.repeat(bytes - bare) };
  };

  it('is at most 64 kB, in bytes of UTF-8', () => {
    expect(issues(sized(65_536))).toEqual([]);
    expect(issues(sized(65_537))).toEqual([': has more than 64 kB (65,536 bytes of JSON)']);
    expect(issues({ ...inThread, text: 'ä'.repeat(32_760) })).toHaveLength(1);
  });

  it('has 20 levels at most, and 100,000 do not fill the stack', () => {
    // Four objects stand around the data.
    expect(issues(withData(nested(16)))).toEqual([]);
    expect(issues(withData(nested(17)))).toEqual([': is nested deeper than 20 levels']);
    expect(issues(withData(nested(100_000)))).toEqual([': is nested deeper than 20 levels']);
  });

  it('counts levels as they are', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), (levels, most) => {
        expect(isDeeperThan(nested(levels), most)).toBe(levels > most);
      }),
    );
  });
});

describe('contentOfRequest', () => {
  it('leaves out whom to and how', () => {
    const how = { sender: 'human', messagingType: 'UPDATE', tag: 'HUMAN_AGENT', recipientType: 'individual' };
    expect(contentOfRequest(SendRequest.parse({ ...toPerson, ...how, replyTo: 'm_1' }))).toEqual({
      type: 'text',
      text: 'Hello',
      replyTo: 'm_1',
    });
    expect(contentOfRequest(SendRequest.parse({ threadId: 't_1', type: 'typing_on' }))).toEqual({ type: 'typing_on' });
  });
});

describe('checkEnvelope', () => {
  it('keeps WhatsApp’s type of recipient to WhatsApp', () => {
    const request = { recipientType: 'individual' } as const;
    expect(() => checkEnvelope(request, 'whatsapp')).not.toThrow();
    expect(() => checkEnvelope({}, 'messenger')).not.toThrow();
    expect(Object.keys(reasons(() => checkEnvelope(request, 'instagram')))).toEqual(['body.recipientType']);
  });
});

describe('the part of the schema that one body is read by', () => {
  const inThreads = { threadId: 't_1' };
  const media = { media: { url: 'https://shop.example/a.png' } };
  const valid: readonly object[] = [
    inThread,
    toPerson,
    ...['image', 'audio', 'video', 'file', 'sticker'].map((type) => ({ ...inThreads, type, ...media })),
    { ...inThreads, type: 'buttons', text: 'Choose', buttons: [{ type: 'postback', title: 'Go' }] },
    { ...inThreads, type: 'cards', elements: [{ title: 'Plant' }] },
    { ...inThreads, type: 'interactive', interactive: { type: 'flow', action: {} } },
    { ...inThreads, type: 'template', template: { name: 'hello_world', language: { code: 'en_US' } } },
    { ...inThreads, type: 'location', location: { latitude: 1, longitude: '2' } },
    { ...inThreads, type: 'contacts', contacts: [{ name: { formatted_name: 'Ada Example' } }] },
    { ...inThreads, type: 'reaction', messageId: 'm_1', emoji: '😀' },
    ...['mark_seen', 'typing_on', 'typing_off'].map((type) => ({ ...inThreads, type })),
  ];
  const types = ['text', 'media', 'action', 'poll', '', 'constructor', '__proto__', 7, null, undefined];
  const wrong: readonly object[] = [
    ...types.map((type) => ({ type })),
    ...[{ to: { id: 'x' } }, { from: 'page:' }, { threadId: 7 }, { media: { id: '1' } }, { text: 7 }],
    ...[
      { deep: nested(30) },
      { interactive: { type: 'flow', action: { deep: nested(30) } } },
      { tag: 'ACCOUNT_UPDATE' },
    ],
  ];
  const samples = fc
    .tuple(fc.constantFrom(...valid), fc.subarray([...wrong], { maxLength: 2 }))
    .map(([body, changes]): unknown => Object.assign({}, body, ...changes));

  it('reads it, or refuses it, exactly as the whole does', () => {
    const count = { read: 0, refused: 0 };
    const same = (body: unknown) => {
      const [part, whole] = [z.safeParse(requestMember(body), body), SendRequest.safeParse(body)];
      expect(part.data).toEqual(whole.data);
      expect(part.error?.issues).toEqual(whole.error?.issues);
      count[whole.success ? 'read' : 'refused'] += 1;
    };
    for (const body of [undefined, null, 7, 'text', [], {}, [inThread], ...valid]) same(body);
    fc.assert(fc.property(samples, same), { numRuns: 400 });
    expect(count.read).toBeGreaterThanOrEqual(valid.length);
    expect(count.refused).toBeGreaterThan(100);
  });
});

describe('the schema for the document', () => {
  it('is JSON Schema with English words, in which only type is always there', () => {
    const schema = z.toJSONSchema(SendRequest, { io: 'input' });
    expect(schema.description).toMatch(/^One message, or one action .* At most 64 kB\.$/);
    const asked = (schema.oneOf ?? []).map(({ required, additionalProperties }) => ({
      required,
      additionalProperties,
    }));
    expect(asked).toHaveLength(10);
    for (const one of asked) {
      expect(one).toEqual({ required: expect.arrayContaining(['type']), additionalProperties: false });
      for (const name of ['sender', 'from', 'to', 'threadId']) expect(one.required).not.toContain(name);
    }
  });
});
