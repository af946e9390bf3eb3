import { defaultPlan } from './api-version.ts';
import type { GraphApp } from './identity.ts';

/** What a person shall be asked at Meta. */
export interface DialogWish {
  /** Registered at Meta, and the very same at the exchange of the code. */
  readonly redirectUri: string;
  readonly state: string;
  readonly scopes: readonly string[];
  /** A configuration of Facebook Login for Business: it names the permissions itself. */
  readonly configId: string | null;
}

/** The address of Meta's dialog. */
export type Dialog = (app: Pick<GraphApp, 'appId' | 'kind'>, wish: DialogWish) => string;

type Words = Readonly<Record<string, string>>;

const metaOrigin = 'https://graph.facebook.com';

/** Where a person is asked (fact sheet §2); another origin than Meta's is the simulator, with the host in its path. */
const baseOf = (host: string, origin: string) => (origin === metaOrigin ? `https://${host}` : `${origin}/${host}`);

/**
 * The dialog's address over a Graph origin. `auth_type=rerequest` asks again for what the person once declined: without
 * it Meta sends them back at once, without the scope and without a word.
 */
export const dialogAt =
  (origin: string): Dialog =>
  ({ appId, kind }, { redirectUri, state, scopes, configId }) => {
    const asked: Words = configId === null ? { scope: scopes.join(',') } : { config_id: configId };
    const facebook = kind === 'facebook';
    const again: Words = facebook && configId === null ? { auth_type: 'rerequest' } : {};
    const own = { client_id: appId, redirect_uri: redirectUri, response_type: 'code', state };
    const base = facebook
      ? `${baseOf('www.facebook.com', origin)}/${defaultPlan.stable}/dialog/oauth`
      : `${baseOf('www.instagram.com', origin)}/oauth/authorize`;
    return `${base}?${new URLSearchParams({ ...own, ...asked, ...again })}`;
  };
