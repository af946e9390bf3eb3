import { describe, expect, it } from '@jest/globals';
import { makeSecrets } from '../../../../lambdas/foundation/runtime/secrets.ts';
import { fakeClock } from '../../../fakes/fake-clock.ts';
import { no, ok, scriptedAws } from './scripted-aws.ts';

const minute = 60_000;
const app = { appId: '100', kind: 'facebook', appSecret: 'not-a-secret' };

/** Secrets over values that the test changes; `undefined` makes the reading fail. */
function secretsOver(initial: string | undefined) {
  let value = initial;
  const clock = fakeClock();
  const { aws, asked } = scriptedAws(() =>
    value === undefined ? no('InternalServiceError') : ok({ SecretString: value }),
  );
  const secrets = makeSecrets({ aws, arns: { metaApps: 'arn:apps', verifyToken: 'arn:token' }, clock });
  const set = (next: string | undefined) => {
    value = next;
  };
  return { secrets, set, clock, asked };
}

describe('a secret', () => {
  it('is read once in 5 minutes', async () => {
    const { secrets, set, clock, asked } = secretsOver('one');
    expect(await secrets.verifyToken()).toBe('one');
    set('two');
    clock.advance(5 * minute - 1);
    expect(await secrets.verifyToken()).toBe('one');
    expect(asked).toHaveLength(1);
    expect(asked[0]?.body).toEqual({ SecretId: 'arn:token' });
    clock.advance(1);
    expect(await secrets.verifyToken()).toBe('two');
  });

  it('is read afresh at most once a minute, however many mismatches ask for it', async () => {
    const { secrets, set, clock, asked } = secretsOver('one');
    await secrets.verifyToken();
    set('two');
    for (let second = 0; second < 59; second += 1) {
      clock.advance(1000);
      expect(await secrets.verifyToken({ fresh: true })).toBe('one');
    }
    clock.advance(1000);
    expect(await secrets.verifyToken({ fresh: true })).toBe('two');
    expect(await secrets.verifyToken({ fresh: true })).toBe('two');
    expect(asked).toHaveLength(2);
  });

  it('that could not be read is read again by the next call', async () => {
    const { secrets, set } = secretsOver(undefined);
    await expect(secrets.verifyToken()).rejects.toMatchObject({ kind: 'bug' });
    set('one');
    expect(await secrets.verifyToken()).toBe('one');
  });

  it('keeps its value when a fresh reading fails, and does not hammer', async () => {
    const { secrets, set, clock, asked } = secretsOver('one');
    await secrets.verifyToken();
    set(undefined);
    clock.advance(minute);
    await expect(secrets.verifyToken({ fresh: true })).rejects.toBeDefined();
    for (let call = 0; call < 5; call += 1) expect(await secrets.verifyToken({ fresh: true })).toBe('one');
    expect(asked).toHaveLength(2);
  });

  it('is read once for callers at the same time', async () => {
    const { secrets, asked } = secretsOver('one');
    expect(await Promise.all([secrets.verifyToken(), secrets.verifyToken()])).toEqual(['one', 'one']);
    expect(asked).toHaveLength(1);
  });

  it.each([
    ['no value', no('ResourceNotFoundException'), 'misconfigured'],
    ['an empty value', ok({}), 'misconfigured'],
    ['no right to read it', no('AccessDeniedException'), 'bug'],
  ])('with %s is %s', async (_what, answer, kind) => {
    const { aws } = scriptedAws(() => answer);
    const secrets = makeSecrets({ aws, arns: { verifyToken: 'x' }, clock: fakeClock() });
    await expect(secrets.verifyToken()).rejects.toMatchObject({ name: 'Failure', kind });
  });
});

describe('the Meta apps', () => {
  it('are those of the secret; it is born with none', async () => {
    const rotating = { ...app, previousAppSecret: 'older', previousUntil: '2026-12-01T00:00:00Z' };
    expect(await secretsOver(JSON.stringify({ apps: [app, rotating] })).secrets.metaApps()).toEqual([app, rotating]);
    expect(await secretsOver('{"apps":[]}').secrets.metaApps()).toEqual([]);
  });

  it.each([
    'not JSON',
    '[]',
    '{"apps":{}}',
    '{"apps":[{}]}',
    JSON.stringify({ apps: [{ ...app, kind: 'whatsapp' }] }),
    JSON.stringify({ apps: [{ ...app, appSecret: '' }] }),
    JSON.stringify({ apps: [{ ...app, previousAppSecret: 5 }] }),
  ])('are misconfigured when the secret is %s, and its text is not told', async (text) => {
    const failed = secretsOver(text).secrets.metaApps();
    await expect(failed).rejects.toMatchObject({
      kind: 'misconfigured',
      message: expect.not.stringContaining('not-a'),
    });
  });
});
