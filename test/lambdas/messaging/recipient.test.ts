import { describe, expect, it } from '@jest/globals';
import { checkRecipient, Recipient } from '../../../lambdas/messaging/recipient.ts';
import { reasons, refusal } from './refusal.ts';

const bsuid = 'US.13491208655302741918';
const fakes = { id: '12345', userRef: 'form_77', commentId: '99_12', phone: '+15555550100', userId: bsuid };
const problems = (value: unknown) => (Recipient.safeParse(value).error?.issues ?? []).map(({ message }) => message);

describe('Recipient', () => {
  it.each(Object.entries(fakes))('takes %s alone', (name, value) => {
    expect(Recipient.parse({ [name]: value })).toEqual({ [name]: value });
  });

  it('takes a phone number and a user id together', () => {
    expect(Recipient.parse({ phone: '15555550100', userId: bsuid })).toEqual({ phone: '15555550100', userId: bsuid });
  });

  it('takes no other pair, and not nobody', () => {
    const names = Object.entries(fakes);
    const pairs = names.flatMap((one, at) => names.slice(at + 1).map((other) => Object.fromEntries([one, other])));
    const refused = pairs.filter((pair) => !Recipient.safeParse(pair).success);
    expect([pairs.length, refused.length]).toEqual([10, 9]);
    expect(problems({})).toEqual(['names not exactly one of id, userRef, commentId, and phone or userId or both']);
    expect(Recipient.safeParse({ ...fakes, id: undefined }).success).toBe(false);
  });

  it('refuses the ended token by its name, with since when and what instead', () => {
    expect(problems({ notificationMessagesToken: '345678' })[0]).toMatch(
      /^notificationMessagesToken: Meta ended .* 2026-02-10; send a UTILITY template/,
    );
    expect(problems({ id: '12345', who: 'x' })).toEqual(['Unrecognized key: "who"']);
  });

  it.each([
    ['id', 'PAGE-SCOPED-ID', ''],
    ['userRef', 'two words', ''],
    ['commentId', '12#3', '1_2_3'],
    ['phone', '1234', '+1 call me', '+'.padEnd(60, '1'), '(555)'],
    ['userId', 'us.123', 'US.', `US.${'1'.repeat(129)}`, 'US.12-3'],
  ])('refuses %s that can be none', (name, ...values) => {
    for (const value of values) expect([value, Recipient.safeParse({ [name]: value }).success]).toEqual([value, false]);
  });

  it('takes a phone number as people write it, and a parent’s user id', () => {
    for (const phone of ['+1 (940) 555-1234', '12015553931', '1-940-555.1234']) {
      expect(Recipient.parse({ phone })).toEqual({ phone });
    }
    expect(Recipient.safeParse({ userId: 'US.ENT.11815799212886844830' }).success).toBe(true);
  });
});

describe('checkRecipient', () => {
  const names = ['id', 'userRef', 'commentId', 'phone', 'userId'] as const;
  const takes = {
    messenger: ['id', 'userRef', 'commentId'],
    instagram: ['id', 'commentId'],
    whatsapp: ['phone', 'userId'],
  } as const;
  const cells = names.flatMap((name) =>
    (['messenger', 'instagram', 'whatsapp'] as const).map((channel) => ({ name, channel })),
  );

  it.each(cells)('$name on $channel', ({ name, channel }) => {
    const check = () => checkRecipient({ [name]: fakes[name] }, channel);
    if (takes[channel].some((one) => one === name)) expect(check).not.toThrow();
    else expect(Object.keys(reasons(check))).toEqual([`body.to.${name}`]);
  });

  it('says by what the channel knows a person', () => {
    const failure = refusal(() => checkRecipient({ phone: fakes.phone, userId: bsuid }, 'instagram'));
    const reason = 'instagram names a person by id or commentId';
    expect(failure.kind).toBe('invalid-request');
    expect(failure.errors).toEqual([
      { path: 'body.to.phone', reason },
      { path: 'body.to.userId', reason },
    ]);
  });
});
