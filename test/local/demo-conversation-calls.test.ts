import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import type { CallJson } from '../../local/demo/call.ts';
import type { Said } from '../../local/demo/conversation-bubbles.ts';
import { approveTemplate, atMeta, follow, hear, post, type Stage, taken } from '../../local/demo/conversation-calls.ts';
import { personWrites } from '../../local/messaging/person-writes.ts';

const outputs = { apiUrl: 'https://api.example', simulatorUrl: 'http://simulator.example' };
const accounts = { page: '11', instagram: '12', waba: '13', number: '14', connection: 'con_1' };
const said: Said = {
  ...{ id: 's_1', metaId: null, type: 'text', text: 'Hi', content: {}, state: 'sent', at: null },
  acceptedAt: '2026-11-21T18:00:00.000Z',
};

/** A stage whose world answers by method and path, a list one after the other. */
function stageOf(answers: Readonly<Record<string, readonly unknown[]>>) {
  const asked: string[] = [];
  const bodies: unknown[] = [];
  const left = new Map(Object.entries(answers).map(([what, list]) => [what, [...list]]));
  const call: CallJson = async (method, url, body) => {
    const what = `${method} ${url.replace(/^https?:\/\/[^/]+/, '')}`;
    asked.push(what);
    if (body !== undefined) bodies.push(body);
    const list = left.get(what) ?? [];
    const answer = list.length > 1 ? list.shift() : list[0];
    if (answer === undefined) throw new Error(`nobody answers ${what}`);
    return answer;
  };
  const keys: (string | undefined)[] = [];
  const stage: Stage = {
    callers: { outputs, api: call, simulator: call },
    ask: async (method, url, body, key) => {
      keys.push(key);
      return { status: 201, body: await call(method, url, body) };
    },
    ...{ accounts, run: 'run-1', seen: new Set<string>() },
  };
  return { stage, asked, bodies, keys };
}

describe('the demo follows a message', () => {
  const states = (...list: string[]) => ({
    'GET /v1/messages/s_1': list.map((state) => ({ ...said, content: { attachments: [] }, state })),
  });
  const follows = async (goal: 'sent' | 'read', first: string, ...list: string[]) => {
    const { stage, asked } = stageOf(states(...list));
    const steps: string[] = [];
    const last = await follow(stage, { ...said, state: first }, goal, ({ state }, isLast) => {
      steps.push(`${state}${isLast ? '!' : ''}`);
    });
    return { last, steps, looks: asked.length };
  };

  it('telling each change once, until it is read', async () => {
    const { last, steps, looks } = await follows('read', 'accepted', 'sent', 'sent', 'delivered', 'read', 'read');
    expect(steps).toEqual(['accepted', 'sent', 'delivered', 'read!']);
    expect(looks).toBe(4);
    // Drawn as it was asked for, whatever the echo says.
    expect(last).toEqual({ ...said, state: 'read' });
  });

  it('no further than it can come', async () => {
    expect(await follows('sent', 'sent')).toMatchObject({ steps: ['sent!'], looks: 0 });
    expect(await follows('sent', 'sending', 'delivered')).toMatchObject({ steps: ['sending', 'delivered!'] });
  });

  it('and says which one failed', async () => {
    await expect(follows('read', 'sent', 'failed')).rejects.toThrow(
      'The message s_1 (text; see GET /v1/messages/s_1) is failed.',
    );
  });
});

describe('the demo hears a person', () => {
  const turn = { by: 'person', text: 'Change', payload: 'CHANGE' } as const;
  const writer = { channel: 'whatsapp', person: '15555550118', name: 'Rosa' } as const;
  const line = (id: string, direction: string, type: string | null = 'text') => ({ ...said, id, direction, type });

  it('by the webhook, and waits until a thread shows what was not shown before', async () => {
    const { stage, bodies } = stageOf({
      'POST /_sim/webhooks': [{ batch: 'b1' }],
      'GET /_sim/journal?batch=b1': [{ data: [], waiting: 0 }],
      'GET /v1/threads?asset=whatsapp:13&limit=10': [{ data: [] }, { data: [{ id: 't_1' }, { id: 't_2' }] }],
      'GET /v1/threads/t_1/messages?limit=10': [{ data: [line('m_1', 'in')] }],
      'GET /v1/threads/t_2/messages?limit=10': [
        { data: [line('s_9', 'out'), line('m_2', 'in', null)] },
        { data: [line('m_2', 'in')] },
      ],
    });
    stage.seen.add('m_1');
    expect(await hear(stage, writer, turn, 1_795_284_000_000)).toMatchObject({ thread: 't_2', said: { id: 'm_2' } });
    expect([...stage.seen]).toEqual(['m_1', 'm_2']);
    const tap = {
      type: 'interactive',
      interactive: { type: 'button_reply', button_reply: { id: 'CHANGE', title: 'Change' } },
    };
    const value = {
      contacts: [{ profile: { name: 'Rosa' }, wa_id: '15555550118' }],
      messages: [{ from: '15555550118', timestamp: '1795284000', ...tap }],
    };
    const entry = [{ id: '13', changes: [{ field: 'messages', value }] }];
    expect(bodies[0]).toMatchObject({ deliveries: [{ body: { object: 'whatsapp_business_account', entry } }] });
  });

  it('as Meta tells of a tapped quick reply, and of no payload where nothing was tapped', () => {
    const tapped = personWrites(accounts, {
      channel: 'messenger',
      person: '9',
      text: 'Friday',
      at: 5,
      payload: 'FRIDAY',
    });
    expect(tapped.body).toMatchObject({
      entry: [{ id: '11', time: 5, messaging: [{ message: { text: 'Friday', quick_reply: { payload: 'FRIDAY' } } }] }],
    });
    const plain = personWrites(accounts, { channel: 'instagram', person: '9', text: 'Hi', at: 5 });
    expect(JSON.stringify(plain)).not.toContain('quick_reply');
  });
});

describe('the demo asks the API', () => {
  it('for a template, and waits for Meta’s approval', async () => {
    const list = 'GET /v1/whatsapp/templates?account=whatsapp:13&status=APPROVED';
    const { stage, asked, keys } = stageOf({
      'POST /v1/whatsapp/templates': [{ id: '1' }],
      [list]: [{ data: [{ name: 'another' }] }, { data: [{ name: 'order_moved' }] }],
    });
    await approveTemplate(stage);
    expect(asked).toEqual(['POST /v1/whatsapp/templates', list, list]);
    expect(keys).toEqual(['run-1-template']);
  });

  it('to send, with a key of this run, and says why it was refused', async () => {
    const { stage, keys, bodies } = stageOf({ 'POST /v1/messages': [said] });
    const answer = await post(stage, { threadId: 't_1', type: 'text' }, 'again');
    expect([keys, bodies]).toEqual([['run-1-again'], [{ threadId: 't_1', type: 'text' }]]);
    expect(taken(answer, 'text')).toEqual(said);
    expect(taken({ status: 202, body: said }, 'text')).toEqual(said);
    expect(() => taken({ status: 403, body: { detail: 'not yours' } }, 'text')).toThrow(
      'The API refused a message (text) (403): not yours',
    );
  });

  it('and Meta, how often it was sent a message', async () => {
    const row = { messagingType: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' };
    const { stage } = stageOf({ 'GET /_sim/messages?nonce=s_1': [{ data: [row, { ...row, order: 2 }] }] });
    expect(z.array(z.unknown()).parse(await atMeta(stage, 's_1'))).toEqual([row, row]);
  });
});
