import type * as z from 'zod/mini';
import type { BrowserAnswer, Caller } from '../foundation/core/api.ts';
import { type Clock, isoTime, unixSeconds } from '../foundation/core/clock.ts';
import { asFailure, Failure } from '../foundation/core/failure.ts';
import type { Notes } from '../foundation/core/notes.ts';
import type { Dialog } from '../foundation/meta/dialog.ts';
import type { OauthState, OauthStates } from '../foundation/store/oauth-states.ts';
import { refused, remark } from './connect-outcome.ts';
import { consentPage } from './consent-page.ts';
import { type Apps, appFor } from './meta-apps.ts';
import { cookieName, hashOf, isBound, isWord, randomWord, stateLifeMs, stateOf } from './oauth-state.ts';
import { returnAddress } from './return-address.ts';
import type { routes } from './routes.ts';
import { askedFor, scopesOf } from './scopes.ts';

/** What beginning a connection may touch. `publicUrl` is our own origin, without a slash at its end. */
export interface BeginDoors {
  readonly states: OauthStates;
  readonly secrets: Apps;
  readonly dialog: Dialog;
  readonly clock: Clock;
  readonly publicUrl: string;
  readonly returnOrigins: readonly string[];
}

type Asked = z.output<(typeof routes)['POST /v1/connections/authorize']['body']>;

/** Where Meta sends the person back; registered there, character by character. */
export const redirectUriOf = (publicUrl: string) => `${publicUrl}/oauth/callback`;

/**
 * Keeps what was asked, and answers the address to send the person's browser to within ten minutes.
 * Throws `Failure` `invalid-request` (feature, configuration, return address), `misconfigured` without an app.
 */
export async function authorize({ workspace, subject }: Caller, asked: Asked, doors: BeginDoors) {
  const { platform, features, returnTo, configId, appId } = asked;
  refuse(asked, doors.returnOrigins);
  const app = await appFor(doors.secrets, platform, appId);
  const start = randomWord();
  const now = doors.clock.now();
  const scopes = askedFor(platform, features);
  const end = now + stateLifeMs;
  await doors.states.save({
    stateHash: hashOf(stateOf(start)),
    workspace,
    subject,
    platform,
    features: [...new Set(features)],
    asked: scopes,
    returnTo,
    appId: app.appId,
    redirectUri: redirectUriOf(doors.publicUrl),
    configId: configId ?? null,
    pkceVerifier: null,
    browserHash: null,
    createdAt: isoTime(now),
    expiresAt: unixSeconds(end),
  });
  return { url: `${doors.publicUrl}/oauth/start?start=${start}`, expiresAt: isoTime(end), scopes };
}

function refuse({ platform, features, returnTo, configId }: Asked, returnOrigins: readonly string[]): void {
  const unknown = features.flatMap((feature, at) =>
    scopesOf(platform, feature) ? [] : [{ path: `body.features.${at}`, reason: `${platform} has no such feature` }],
  );
  const configured = platform === 'facebook-business' || platform === 'whatsapp';
  const wrong =
    configured === (configId !== undefined) ? [] : [{ path: 'body.configId', reason: configWords(platform) }];
  const reason = 'its origin is not one of the stage’s returnOrigins';
  const strange = returnAddress(returnTo, returnOrigins) ? [] : [{ path: 'body.returnTo', reason }];
  const errors = [...unknown, ...wrong, ...strange];
  if (errors.length > 0) throw new Failure('invalid-request', 'the connection cannot be begun so', { errors });
}

const configWords = (platform: string) =>
  platform === 'facebook-business' || platform === 'whatsapp'
    ? `${platform} needs the id of a login configuration`
    : `${platform} takes no login configuration`;

/**
 * `GET /oauth/start`: binds the flow to this browser by a cookie and goes on to Meta's dialog. The same browser may come
 * again (reload, back); another one may not. Never throws: a person is waiting.
 */
export async function startConnect(
  start: string,
  cookies: Readonly<Record<string, string>>,
  doors: BeginDoors,
  notes: Notes,
): Promise<BrowserAnswer> {
  try {
    return await bound(start, cookies, doors, notes);
  } catch (thrown) {
    remark(asFailure(thrown), 'later', notes);
    return consentPage('later');
  }
}

async function bound(
  start: string,
  cookies: Readonly<Record<string, string>>,
  doors: BeginDoors,
  notes: Notes,
): Promise<BrowserAnswer> {
  const stateHash = hashOf(stateOf(start));
  const flow = isWord(start) ? await doors.states.peek(stateHash) : undefined;
  if (!flow) return refused('unknown', notes);
  if (isBound(cookies[cookieName(stateHash)], flow.browserHash))
    return { redirect: await dialogOf(start, flow, doors) };
  const redirect = await dialogOf(start, flow, doors);
  const value = randomWord();
  if (!(await doors.states.bind(stateHash, hashOf(value)))) return refused('other-browser', notes);
  const maxAgeSeconds = Math.max(1, flow.expiresAt - unixSeconds(doors.clock.now()));
  notes.count('Connects', 1, { outcome: 'started' });
  return { redirect, cookie: { name: cookieName(stateHash), value, maxAgeSeconds } };
}

async function dialogOf(start: string, flow: OauthState, { secrets, dialog }: BeginDoors): Promise<string> {
  const app = await appFor(secrets, flow.platform, flow.appId);
  const { redirectUri, asked, configId } = flow;
  return dialog(app, { redirectUri, state: stateOf(start), scopes: asked, configId });
}
