import { createHmac } from 'node:crypto';
import { type Simulator, startSimulator } from '../../local/graph/server.ts';
import type { Settings } from '../../local/graph/settings.ts';

/** Ids of the simulator's demo world. */
export const DEMO = {
  app: '1234567890',
  instagramApp: '1234567891',
  business: '990000000000100',
  partner: '990000000000200',
  ada: '990000000000005',
  ben: '990000000000015',
  page: '990000000000001',
  outlet: '990000000000011',
  partnersPage: '990000000000012',
  instagram: '990000000000002',
  waba: '990000000000003',
  number: '990000000000006',
  adAccount: '990000000000004',
  partnersAdAccount: '990000000000014',
  pixel: '990000000000031',
  catalog: '990000000000041',
  systemUser: '990000000000051',
} as const;

export const SECRET = 'sesame';
export const CALLBACK = 'https://app.invalid/oauth/callback';

/** Scopes of every feature that the demo world can show (fact sheet §2, "Scopes by feature"). */
export const SCOPES = [
  'pages_show_list',
  'pages_read_engagement',
  'pages_manage_metadata',
  'pages_manage_ads',
  'pages_messaging',
  'read_insights',
  'leads_retrieval',
  'business_management',
  'ads_read',
  'ads_management',
  'instagram_basic',
  'catalog_management',
  'whatsapp_business_management',
];

/** What `JSON.parse` gives: the tests look into answers freely. */
export type Json = ReturnType<typeof JSON.parse>;
export type Answer = { status: number; headers: Headers; text: string; body: Json };

/** Hex proof of a token (fact sheet §2). */
export const proofFor = (token: string, secret = SECRET) => createHmac('sha256', secret).update(token).digest('hex');

/** A running simulator and ways to drive it: its control API, Graph calls with proof, a whole connection. */
export async function metaSimulator(settings: Partial<Settings> = {}) {
  const simulator = await startSimulator({
    port: 0,
    settings: { appSecret: SECRET, verifyToken: 'open', redirectUris: [CALLBACK], timeScale: 1e6, ...settings },
  });
  const send = (path: string, init?: RequestInit) => answerOf(simulator, path, init);
  const control = (method: string, path: string, body?: unknown) =>
    send(`/_sim/${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const graph = (method: string, path: string, token: string | null, params: Record<string, string> = {}) =>
    graphCall(send, method, path, token, params);
  return { url: simulator.url, close: simulator.close, send, control, graph, ...consents(send, control) };
}
export type MetaSimulator = Awaited<ReturnType<typeof metaSimulator>>;

type Send = (path: string, init?: RequestInit) => Promise<Answer>;

async function answerOf({ url }: Simulator, path: string, init: RequestInit = {}): Promise<Answer> {
  const answer = await fetch(`${url}${path}`, { redirect: 'manual', ...init });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, body: parsed(text) };
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

/** Token in the header, proof beside the parameters. */
function graphCall(send: Send, method: string, path: string, token: string | null, given: Record<string, string>) {
  const params = { ...(token && !token.includes('|') ? { appsecret_proof: proofFor(token) } : {}), ...given };
  const headers = token === null ? {} : { authorization: `Bearer ${token}` };
  const query = new URLSearchParams(params);
  const at = path.startsWith('/graph.') || path.startsWith('/v') ? path : `/v26.0${path}`;
  if (method === 'POST') return send(at, { method, headers, body: query });
  return send(`${at}?${query}`, { method, headers });
}

export const dialogUrl = (params: Record<string, string> = {}) =>
  `/www.facebook.com/v26.0/dialog/oauth?${new URLSearchParams({
    client_id: DEMO.app,
    redirect_uri: CALLBACK,
    state: 'a-state',
    ...params,
  })}`;

function consents(send: Send, control: (method: string, path: string, body?: unknown) => Promise<Answer>) {
  const consent = async (url: string, choice: Json = {}) => {
    const { status, body, text } = await control('POST', 'consent', { url, ...choice });
    if (status !== 200) throw new Error(text);
    return new URL(body.redirect);
  };
  const exchange = (params: Record<string, string>) =>
    send('/v26.0/oauth/access_token', {
      method: 'POST',
      body: new URLSearchParams({ method: 'GET', client_id: DEMO.app, client_secret: SECRET, ...params }),
    });
  /** A long-lived user token with these scopes. */
  const connect = async (scopes: readonly string[] = SCOPES, choice: Json = {}) => {
    const back = await consent(dialogUrl({ scope: scopes.join(',') }), choice);
    const short = await exchange({ code: back.searchParams.get('code') ?? '', redirect_uri: CALLBACK });
    const params = { grant_type: 'fb_exchange_token', fb_exchange_token: short.body.access_token };
    return String((await exchange(params)).body.access_token);
  };
  return { consent, exchange, connect };
}
