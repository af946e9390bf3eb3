import { describe, expect, it } from '@jest/globals';
import { answerChallenge } from '../../../lambdas/webhooks/answer-challenge.ts';
import { fakeSecrets } from '../../fakes/fake-secrets.ts';

const token = 'fake-verify-token';
const asked = (more: object = {}) => ({
  'hub.mode': 'subscribe',
  'hub.challenge': '1158201444',
  'hub.verify_token': token,
  ...more,
});

describe("Meta's challenge", () => {
  it('is echoed as it is when the token is ours', async () => {
    expect(await answerChallenge(asked(), fakeSecrets({ token }))).toBe('1158201444');
  });

  it.each([['wrong'], [''], [token.slice(1)], [`${token} `]])('token %j is forbidden', async (offered) => {
    await expect(answerChallenge(asked({ 'hub.verify_token': offered }), fakeSecrets({ token }))).rejects.toMatchObject(
      { kind: 'forbidden' },
    );
  });

  it('without any token is forbidden too', async () => {
    const { 'hub.verify_token': _, ...none } = asked();
    await expect(answerChallenge(none, fakeSecrets({ token }))).rejects.toMatchObject({ kind: 'forbidden' });
  });

  it.each([['<script>'], ['12a'], [''], ['1'.repeat(65)]])('challenge %j is not echoed', async (challenge) => {
    await expect(answerChallenge(asked({ 'hub.challenge': challenge }), fakeSecrets({ token }))).rejects.toMatchObject({
      kind: 'invalid-request',
    });
  });

  it('of another mode is refused', async () => {
    await expect(answerChallenge(asked({ 'hub.mode': 'unsubscribe' }), fakeSecrets({ token }))).rejects.toMatchObject({
      kind: 'invalid-request',
    });
  });

  it('knows a token that was changed while the function was warm', async () => {
    const secrets = fakeSecrets({ token: 'fake-old-token' });
    secrets.change({ token });
    expect(await answerChallenge(asked(), secrets)).toBe('1158201444');
  });
});
