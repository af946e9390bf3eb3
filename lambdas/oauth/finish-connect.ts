import type { BrowserAnswer } from '../foundation/core/api.ts';
import { asFailure } from '../foundation/core/failure.ts';
import type { Notes } from '../foundation/core/notes.ts';
import type { FailureKind } from '../foundation/core/verdicts.ts';
import type { OauthState, OauthStates } from '../foundation/store/oauth-states.ts';
import { type ConnectError, refused, remark } from './connect-outcome.ts';
import { type ConsentGraph, consentOfCode } from './consent.ts';
import { consentPage } from './consent-page.ts';
import { type KeepDoors, keepConnection } from './keep-connection.ts';
import { type Apps, appFor, withCurrentSecret } from './meta-apps.ts';
import { cookieName, hashOf, isBound, isWord } from './oauth-state.ts';
import { returnAddress, withAnswer } from './return-address.ts';

/** What finishing a connection may touch. */
export interface FinishDoors extends KeepDoors {
  readonly states: OauthStates;
  readonly secrets: Apps;
  readonly graph: ConsentGraph;
  readonly returnOrigins: readonly string[];
}

/** What Meta adds to our address; every member may be anything. */
export interface Callback {
  readonly state?: string | undefined;
  readonly code?: string | undefined;
  readonly error?: string | undefined;
}

/**
 * `GET /oauth/callback`: the state is used up only by the browser to which it was bound, and once; from then on the
 * person always goes back to the app, with `connection=<id>` or `error=<word>`. Never throws: a person is waiting.
 */
export async function finishConnect(
  callback: Callback,
  cookies: Readonly<Record<string, string>>,
  doors: FinishDoors,
  notes: Notes,
): Promise<BrowserAnswer> {
  const { state } = callback;
  if (!isWord(state)) return refused('unknown', notes);
  const stateHash = hashOf(state);
  try {
    const flow = await doors.states.peek(stateHash);
    if (!flow) return refused('unknown', notes);
    const name = cookieName(stateHash);
    if (!isBound(cookies[name], flow.browserHash)) return refused('other-browser', notes);
    const mine = await doors.states.consume(stateHash);
    const back = mine && returnAddress(mine.returnTo, doors.returnOrigins);
    if (!mine || !back) return refused('unknown', notes);
    const [word, value] = await answerOf(mine, callback, doors, notes);
    return { redirect: withAnswer(back, word, value), cookie: { name, value: '', maxAgeSeconds: 0 } };
  } catch (thrown) {
    remark(asFailure(thrown), 'later', notes);
    return consentPage('later');
  }
}

type Answer = readonly ['connection', string] | readonly ['error', ConnectError];

async function answerOf(flow: OauthState, callback: Callback, doors: FinishDoors, notes: Notes): Promise<Answer> {
  if (callback.error !== undefined || !callback.code) {
    const denied = callback.error === 'access_denied';
    notes.count('Connects', 1, { outcome: denied ? 'denied' : 'refused' });
    return ['error', denied ? 'denied' : 'refused'];
  }
  try {
    const { id } = await connect(flow, callback.code, doors);
    notes.count('Connects', 1, { outcome: 'linking' });
    return ['connection', id];
  } catch (thrown) {
    const failure = asFailure(thrown);
    const word = errorWord(failure.kind);
    remark(failure, word, notes);
    return ['error', word];
  }
}

async function connect({ platform, redirectUri, ...flow }: OauthState, code: string, doors: FinishDoors) {
  const app = await appFor(doors.secrets, platform, flow.appId);
  const consent = await withCurrentSecret(doors.secrets, app, (current) =>
    consentOfCode(current, { platform, code, redirectUri }, doors.graph),
  );
  const { workspace, subject, features } = flow;
  return keepConnection({ workspace, subject, platform, features }, consent, doors);
}

/** Kinds after which beginning again works. */
const passing: ReadonlySet<FailureKind> = new Set([
  'unavailable',
  'meta-unavailable',
  'rate-limited',
  'outcome-unknown',
  'busy',
  'not-found',
]);

function errorWord(kind: FailureKind): ConnectError {
  if (kind === 'misconfigured' || kind === 'bug') return 'setup';
  return passing.has(kind) ? 'temporary' : 'refused';
}
