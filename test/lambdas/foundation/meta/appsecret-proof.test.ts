import { describe, expect, it } from '@jest/globals';
import { AccessToken } from '../../../../lambdas/foundation/core/access-token.ts';
import { appsecretProof, proofOf } from '../../../../lambdas/foundation/meta/wire/appsecret-proof.ts';
import { app, tokenText } from './loopback-meta.ts';

describe('the proof of who speaks', () => {
  it('is that of token and secret, asked once or twice, of one token or of another', () => {
    const [token, other] = [new AccessToken(tokenText), new AccessToken('EAAother00000000')];
    for (const [one, text] of [
      [token, tokenText],
      [other, 'EAAother00000000'],
      [token, tokenText],
    ] as const) {
      expect(proofOf({ app, token: one })).toBe(appsecretProof(app.appSecret, text));
    }
  });

  it('is another one when the app’s secret was changed, and the old one when it was changed back', () => {
    const token = new AccessToken(tokenText);
    for (const appSecret of [app.appSecret, 'the-new-fake-secret', app.appSecret]) {
      expect(proofOf({ app: { ...app, appSecret }, token })).toBe(appsecretProof(appSecret, tokenText));
    }
  });
});
