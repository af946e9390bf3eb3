import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sendStates } from '../../../lambdas/foundation/store/entities/outbound-message.ts';
import type { StoredMessage } from '../../../lambdas/foundation/store/messages.ts';
import type { OutboundMessage } from '../../../lambdas/foundation/store/outbound-messages.ts';
import { outboundView } from '../../../lambdas/messaging/message-view.ts';
import { MessageView } from '../../../lambdas/messaging/views.ts';
import { aMessage, anOutbound, sendId } from './rows.ts';

const at = (minute: string) => `2026-11-20T10:${minute}:00.000Z`;

/** What Meta tells of our message: by its echo, or by statuses alone. */
const echo = (over: Partial<StoredMessage> = {}) =>
  aMessage({ id: 'm_1', direction: 'out', at: at('03'), text: 'as Meta has it', sendId, ...over });
const statuses = (over: Partial<StoredMessage> = {}) =>
  echo({ at: null, type: null, text: null, content: null, sentAt: at('02'), ...over });

const sent = anOutbound({ state: 'sent', metaId: 'm_fake-1', messageId: 'm_1', settledAt: at('02'), appId: '10001' });

describe('the view of a message that we were asked to send', () => {
  it('has our id and what was asked while Meta has said nothing', () => {
    const row = anOutbound();
    expect(outboundView(row, undefined, undefined)).toEqual({
      ...{ id: sendId, metaId: null, channel: 'messenger', asset: row.asset, threadId: 'thread-1', direction: 'out' },
      ...{ at: null, acceptedAt: row.acceptedAt, sender: 'human', type: 'text', text: 'good day', content: {} },
      ...{ state: 'accepted', sentAt: null, deliveredAt: null, readAt: null, playedAt: null, failedAt: null },
      ...{ failure: null, pricing: null, reactions: [], editedAt: null, deletedAt: null, appId: null },
      ...{ standby: false, media: [] },
    });
  });

  it('keeps what was asked while Meta tells statuses alone, and then shows what Meta has', () => {
    const card = { ...sent, type: 'cards', content: { type: 'cards', elements: [{ title: 'a card' }] } };
    const asked = { type: 'cards', text: null, content: { elements: [{ title: 'a card' }] } };
    expect(outboundView(card, undefined, undefined)).toMatchObject(asked);
    expect(outboundView(card, statuses(), undefined)).toMatchObject({ ...asked, at: null, sentAt: at('02') });
    const told = echo({ type: 'template', text: null, content: { attachments: [{ type: 'template' }] } });
    expect(outboundView(card, told, undefined)).toMatchObject({
      ...{ type: 'template', text: null, content: { attachments: [{ type: 'template' }] }, at: at('03') },
    });
  });

  it('shows what an edit made of it, though Meta never told what was said first', () => {
    const edit = { text: 'good evening', content: null, editedAt: at('05') };
    expect(outboundView(sent, statuses(edit), undefined)).toMatchObject({
      ...{ type: 'text', text: 'good evening', content: {}, editedAt: at('05') },
    });
    const picture = { ...sent, type: 'image', content: { type: 'image', media: { mediaId: 'u_1' } } };
    const edited = { attachments: [{ type: 'image', caption: 'corrected' }] };
    expect(outboundView(picture, statuses({ ...edit, text: null, content: { edited } }), undefined)).toMatchObject({
      ...{ type: 'image', text: null, content: { media: { mediaId: 'u_1' }, edited } },
    });
  });

  it.each(sendStates)('says %s of a row that is', (state) => {
    expect(outboundView(anOutbound({ state }), undefined, undefined).state).toBe(state);
  });

  it.each([
    ['sent', {}, {}],
    ['sent', { sentAt: null, at: null }, {}],
    ['sent', {}, { deliveredUpTo: at('01'), readUpTo: at('01') }],
    ['delivered', {}, { deliveredUpTo: at('02') }],
    ['read', { at: at('03') }, { readUpTo: at('03') }],
    ['failed', { failedAt: at('04') }, {}],
    ['delivered', { failedAt: at('04'), deliveredAt: at('04') }, {}],
    ['played', { playedAt: at('04') }, {}],
    ['deleted', { deletedAt: at('04') }, { readUpTo: at('04') }],
  ] as const)('is %s once Meta tells %j, with the watermarks %j', (state, told, marks) => {
    const thread = { deliveredUpTo: null, readUpTo: null, ...marks };
    expect(outboundView(sent, statuses(told), thread).state).toBe(state);
  });

  it('goes by the watermarks of its thread before any fact of its own has come', () => {
    const read = { deliveredUpTo: null, readUpTo: at('02') };
    expect(outboundView(sent, undefined, read)).toMatchObject({ state: 'read', sentAt: at('02'), at: null });
    expect(outboundView({ ...sent, settledAt: at('03') }, undefined, read).state).toBe('sent');
    expect(outboundView(anOutbound({ state: 'failed', settledAt: at('01') }), undefined, read).state).toBe('failed');
  });

  it('is lifted by Meta’s facts, whatever we thought of it', () => {
    const failure: OutboundMessage['failure'] = { kind: 'bug', blame: 'us', message: 'we were wrong' };
    for (const state of sendStates) {
      const view = outboundView({ ...sent, state, failure }, statuses(), undefined);
      expect(view).toMatchObject({ state: 'sent', failedAt: null, failure: null });
    }
  });

  it('says why it was not sent, who must act and what to do', () => {
    const shown = {
      kind: 'outside-window',
      blame: 'caller',
      message: 'outside the window',
      code: 10,
      subcode: 2018278,
    } as const;
    const failure = { ...shown, fbtraceId: 'AbC' };
    const view = outboundView(anOutbound({ state: 'failed', settledAt: at('02'), failure }), undefined, undefined);
    expect(view.failure).toEqual({ ...shown, advice: expect.stringContaining('The window is shut') });
    expect(view).toMatchObject({ state: 'failed', failedAt: at('02'), sentAt: null });
  });

  it('says why Meta could not deliver it, as of any other', () => {
    const failure = { code: 131026, title: 'Message undeliverable' };
    const whatsapp = { ...sent, channel: 'whatsapp' as const };
    const view = outboundView(whatsapp, statuses({ failedAt: at('04'), failure }), undefined);
    expect(view).toMatchObject({ state: 'failed', failedAt: at('04'), sentAt: at('02') });
    expect(view.failure).toMatchObject({ ...failure, blame: 'caller' });
  });

  it('shows nothing of a message that was deleted at Meta, though our row still holds it', () => {
    const tombstone = { state: 'deleted', type: null, text: null, content: null, reactions: [] };
    expect(outboundView(sent, echo({ deletedAt: at('05') }), undefined)).toMatchObject(tombstone);
  });

  it('shows that it was taken back, and nothing of what it said', () => {
    const view = outboundView(
      anOutbound({ state: 'cancelled', content: null, settledAt: at('02') }),
      undefined,
      undefined,
    );
    expect(view).toMatchObject({ state: 'cancelled', type: 'text', text: null, content: null, sentAt: null });
  });

  it('is one that the API may answer, whatever is known', () => {
    const instant = fc.option(fc.constantFrom(at('01'), at('02'), at('03')));
    const told = fc.record({ at: instant, sentAt: instant, deliveredAt: instant, readAt: instant, deletedAt: instant });
    const any = fc.record({ state: fc.constantFrom(...sendStates), told: fc.option(told), settledAt: instant });
    let examined = 0;
    fc.assert(
      fc.property(any, ({ state, told, settledAt }) => {
        const view = outboundView(anOutbound({ state, settledAt }), told ? echo(told) : undefined, undefined);
        expect(MessageView.safeParse(view).success).toBe(true);
        if (told) expect(['sent', 'delivered', 'read', 'deleted']).toContain(view.state);
        examined += 1;
      }),
    );
    expect(examined).toBeGreaterThanOrEqual(100);
  });
});
