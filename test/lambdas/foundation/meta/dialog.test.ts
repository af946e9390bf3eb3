import { describe, expect, it } from '@jest/globals';
import { dialogAt } from '../../../../lambdas/foundation/meta/dialog.ts';

const facebook = { appId: '123', kind: 'facebook' } as const;
const instagram = { appId: '456', kind: 'instagram' } as const;
const wish = { redirectUri: 'https://api.example.org/oauth/callback', state: 'st', scopes: ['a', 'b'], configId: null };

const parts = (address: string) => {
  const { origin, pathname, searchParams } = new URL(address);
  return { at: `${origin}${pathname}`, ...Object.fromEntries(searchParams) };
};

describe('Meta’s dialog', () => {
  const own = { redirect_uri: wish.redirectUri, state: 'st', response_type: 'code' };

  it('is Facebook’s with scopes, and asks again for what was declined', () => {
    expect(parts(dialogAt('https://graph.facebook.com')(facebook, wish))).toEqual({
      at: 'https://www.facebook.com/v26.0/dialog/oauth',
      ...own,
      client_id: '123',
      scope: 'a,b',
      auth_type: 'rerequest',
    });
  });

  it('is Facebook’s with a configuration in the place of scopes', () => {
    expect(parts(dialogAt('https://graph.facebook.com')(facebook, { ...wish, configId: '99' }))).toEqual({
      at: 'https://www.facebook.com/v26.0/dialog/oauth',
      ...own,
      client_id: '123',
      config_id: '99',
    });
  });

  it('is Instagram’s own for its app', () => {
    expect(parts(dialogAt('https://graph.facebook.com')(instagram, wish))).toEqual({
      at: 'https://www.instagram.com/oauth/authorize',
      ...own,
      client_id: '456',
      scope: 'a,b',
    });
  });

  it('is the simulator’s with the host in its path', () => {
    const { at } = parts(dialogAt('http://127.0.0.1:4700')(instagram, wish));
    expect(at).toBe('http://127.0.0.1:4700/www.instagram.com/oauth/authorize');
  });
});
