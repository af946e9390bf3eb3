import { beforeEach, describe, expect, it } from '@jest/globals';
import { routes } from '../../../lambdas/compliance/routes.ts';
import { showDeletion } from '../../../lambdas/compliance/show-deletion.ts';
import { takeDeauthorisation, takeDeletion } from '../../../lambdas/compliance/take-callback.ts';
import { complianceWorld, gramApp, payload, shopApp, signedForm } from './world.ts';

let w: ReturnType<typeof complianceWorld>;
let now: number;
beforeEach(() => {
  w = complianceWorld();
  now = w.clock.now();
});

const person = '7700';
const deletion = (body: Uint8Array) => takeDeletion(body, w.doors, w.notes);
const deauthorisation = (body: Uint8Array) => takeDeauthorisation(body, w.doors, w.notes);

describe('a person takes the app off', () => {
  it('has their tokens wiped, for the app that signed and as of Meta’s own time', async () => {
    await deauthorisation(signedForm(shopApp.appSecret, payload(person, now - 60_000)));
    await deauthorisation(signedForm(gramApp.appSecret, payload(person, now)));
    expect(w.doors.outbox.items('connectionCare')).toEqual([
      { deauthorised: { appId: '10001', userId: person, at: '2026-11-21T09:59:00.000Z' } },
      { deauthorised: { appId: '10002', userId: person, at: '2026-11-21T10:00:00.000Z' } },
    ]);
    expect(w.notes.total('ComplianceCallbacks', { outcome: 'deauthorised' })).toBe(2);
  });

  it('is not answered 200 before the queue has it', async () => {
    w.doors.outbox.refuse();
    const body = signedForm(shopApp.appSecret, payload(person, now));
    await expect(deauthorisation(body)).rejects.toMatchObject({ kind: 'unavailable' });
    expect(w.notes.outcomes).toEqual(['unavailable']);
  });
});

describe('a person asks for deletion', () => {
  it('is answered with the address of a page and a code, as Meta wants it', async () => {
    const answer = await deletion(signedForm(shopApp.appSecret, payload(person, now)));
    const { confirmation_code: code } = routes['POST /compliance/deletion'].response.parse(answer);
    expect(code).toMatch(/^[0-9a-z]{64}$/);
    expect(answer.url).toBe(`https://api.example.com/compliance/deletion/${code}`);
    expect(w.doors.outbox.items('erasures')).toEqual([
      { code, appId: '10001', userId: person, requestedAt: '2026-11-21T10:00:00.000Z' },
    ]);
    expect(JSON.stringify(w.doors.requests.rows())).not.toContain(person);
    expect((await w.doors.requests.get(code))?.expiresAt).toBe(Math.floor(now / 1000) + 365 * 86_400);
  });

  it('is answered the same again, and another request is not', async () => {
    const body = signedForm(shopApp.appSecret, payload(person, now));
    const first = await deletion(body);
    w.clock.advance(60_000);
    expect(await deletion(body)).toEqual(first);
    const others = [
      signedForm(shopApp.appSecret, payload(person, now + 1000)),
      signedForm(shopApp.appSecret, payload('7701', now)),
      signedForm(gramApp.appSecret, payload(person, now)),
    ];
    const codes = await Promise.all(others.map(async (other) => (await deletion(other)).confirmation_code));
    expect(new Set([first.confirmation_code, ...codes]).size).toBe(4);
    expect(w.doors.requests.rows().length).toBe(4);
  });

  it('leaves nothing behind that nobody does, when the queue refuses', async () => {
    const body = signedForm(shopApp.appSecret, payload(person, now));
    w.doors.outbox.refuse();
    await expect(deletion(body)).rejects.toMatchObject({ kind: 'unavailable' });
    expect(w.doors.requests.rows().length).toBe(0);
    await deletion(body);
    expect([w.doors.requests.rows().length, w.doors.outbox.items('erasures').length]).toEqual([1, 1]);
  });
});

describe('what is not Meta’s', () => {
  const fresh = (algorithm?: string) => payload(person, now, algorithm);
  const form = (text: string) => Buffer.from(text);

  it.each([
    ['forged-mismatch', () => signedForm('fake-secret-of-a-stranger', fresh())],
    ['forged-algorithm', () => signedForm(shopApp.appSecret, fresh('NONE'))],
    ['forged-stale', () => signedForm(shopApp.appSecret, payload(person, now - 61 * 60_000))],
    ['forged-stale', () => signedForm(shopApp.appSecret, payload(person, now + 6 * 60_000))],
    ['forged-no-user', () => signedForm(shopApp.appSecret, { ...fresh(), user_id: undefined })],
    ['forged-absent', () => form('other=1')],
    ['forged-absent', () => form('')],
    ['forged-malformed', () => form('signed_request=nonsense')],
    ['forged-doubled', () => form(`${Buffer.from(signedForm(shopApp.appSecret, fresh()))}&signed_request=x`)],
  ])('is refused and counted: %s', async (outcome, body) => {
    for (const take of [deauthorisation, deletion]) {
      await expect(take(body())).rejects.toMatchObject({ kind: 'bad-signature', outcome });
    }
    expect(w.notes.total('ComplianceCallbacks', { outcome })).toBe(2);
    expect([w.doors.outbox.sent, w.doors.requests.rows().length]).toEqual([[], 0]);
  });

  it('is not even read when it is far too long', async () => {
    await expect(deletion(Buffer.alloc(40_000, 'a'))).rejects.toMatchObject({ kind: 'too-large' });
  });
});

describe('the secrets that may have signed', () => {
  const previous = (until: string) => ({
    ...shopApp,
    appSecret: 'fake-app-secret-new',
    previousAppSecret: shopApp.appSecret,
    previousUntil: until,
  });

  it('are the previous ones too, until they run out', async () => {
    const body = signedForm(shopApp.appSecret, payload(person, now));
    w.secrets.change({ apps: [previous('2026-11-21T10:00:00.001Z')] });
    await w.secrets.metaApps({ fresh: true });
    await deauthorisation(body);
    w.clock.advance(1);
    await expect(deauthorisation(body)).rejects.toMatchObject({ kind: 'bad-signature' });
  });

  it('are read afresh at a mismatch', async () => {
    w.secrets.change({ apps: [{ ...shopApp, appSecret: 'fake-app-secret-set-now' }] });
    await deauthorisation(signedForm('fake-app-secret-set-now', payload(person, now)));
    expect(w.secrets.reads.apps).toBe(1);
  });

  it('when none is set, refuse with an error of ours, so that Meta may call again', async () => {
    w.secrets.change({ apps: [] });
    await w.secrets.metaApps({ fresh: true });
    const body = signedForm('', payload(person, now));
    await expect(deletion(body)).rejects.toMatchObject({ kind: 'misconfigured', outcome: 'no-app-secret' });
  });
});

describe('the status page', () => {
  it('is a page for a browser and JSON for others, and tells nothing of whom it is about', async () => {
    const { confirmation_code: code } = await deletion(signedForm(shopApp.appSecret, payload(person, now)));
    const shown = await showDeletion(code, 'text/html,application/xhtml+xml', w.doors);
    expect(shown).toMatchObject({ status: 200, page: expect.stringContaining(code) });
    expect(JSON.stringify(shown)).not.toMatch(new RegExp(`<script|<style|<img|${person}`));
    const status = await showDeletion(code, '*/*', w.doors);
    expect(status).toEqual({
      code,
      state: 'received',
      requestedAt: '2026-11-21T10:00:00.000Z',
      finishedAt: null,
      erased: {},
    });
  });

  it('knows no other code, and does not even look for what cannot be one', async () => {
    const looked: string[] = [];
    const get = async (code: string) => {
      looked.push(code);
      return undefined;
    };
    const known = '0'.repeat(64);
    for (const code of [known, '../x', '<b>', '', 'a'.repeat(200)]) {
      await expect(showDeletion(code, undefined, { requests: { get } })).rejects.toMatchObject({ kind: 'not-found' });
    }
    expect(looked).toEqual([known]);
  });
});
