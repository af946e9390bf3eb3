import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import type { Outputs } from '../../../local/outputs.ts';
import { eventually } from './cloud.ts';
import type { openJourney } from './journey.ts';

type Api = ReturnType<typeof openJourney>['api'];

/** The simulator's control API: sends JSON, answers JSON; throws what it refuses. */
export const control = async <T>(
  { simulatorUrl }: Outputs,
  method: string,
  path: string,
  body?: object,
): Promise<T> => {
  const answer = await fetch(`${simulatorUrl}/_sim/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} /_sim/${path}: ${answer.status} ${text}`);
  return JSON.parse(text) as T;
};

/** What a browser sees of one address: it follows nothing by itself. */
interface Seen {
  readonly status: number;
  readonly location: string | undefined;
  readonly cookies: readonly string[];
}

/** One GET of a browser. Node resolves no name under `localhost`, so the connection goes to this machine by hand. */
export function browse({ emulator }: Outputs, url: string, cookie = ''): Promise<Seen> {
  const { hostname, port, pathname, search } = new URL(url);
  const agent = new Agent({ ca: readFileSync(emulator.certificate) });
  const host = hostname.endsWith('.localhost') ? '127.0.0.1' : hostname;
  const headers = { host: `${hostname}:${port}`, cookie };
  return new Promise((resolve, reject) => {
    const asked = request(
      { host, servername: hostname, port, path: `${pathname}${search}`, headers, agent },
      (answer) => {
        answer.resume().on('end', () => {
          const { location, 'set-cookie': set = [] } = answer.headers;
          resolve({ status: answer.statusCode ?? 0, location, cookies: set.map((one) => one.split(';')[0] ?? '') });
          agent.destroy();
        });
      },
    );
    asked.on('error', reject).end();
  });
}

/** What a person does at Meta, by the simulator's ids. */
export interface AtMeta {
  readonly user?: string;
  readonly decline?: readonly string[];
  readonly assets?: readonly string[];
}

/** The whole way of a consent without a window: authorize, start, Meta, callback; answers the app's query. */
export async function consented(
  outputs: Outputs,
  api: Api,
  features: readonly ('pages' | 'messaging' | 'leads' | 'business' | 'insights' | 'conversions')[],
  atMeta: AtMeta = {},
): Promise<URLSearchParams> {
  const returnTo = `${outputs.simulatorUrl}/`;
  const asked = { platform: 'facebook' as const, features: [...features], returnTo };
  const { url } = await api.call('POST /v1/connections/authorize', { body: asked });
  const start = await browse(outputs, url);
  const { redirect } = await control<{ redirect: string }>(outputs, 'POST', 'consent', {
    url: start.location,
    ...atMeta,
  });
  const back = await browse(outputs, redirect, start.cookies.join('; '));
  return new URL(back.location ?? 'http://nowhere.invalid/').searchParams;
}

/** Waits until a connection no longer links. */
export const linked = (api: Api, id: string, ms = 90_000) =>
  eventually(
    ms,
    () => `${id} still links`,
    async () => {
      const connection = await api.call('GET /v1/connections/{id}', { path: { id } });
      return connection.state === 'linking' ? undefined : connection;
    },
  );

const everyTask = ['MANAGE', 'MESSAGING', 'ADVERTISE', 'ANALYZE', 'MODERATE', 'CREATE_CONTENT'];

/** A person at Meta whom no other journey knows, with so many Pages of their own. */
export async function newPerson(outputs: Outputs, pages: number): Promise<{ user: string; pages: readonly string[] }> {
  const user = `88${randomInt(1e9, 9e9)}`;
  const first = randomInt(1e9, 9e9);
  const ids = Array.from({ length: pages }, (_, at) => `89${first + at}`);
  const things = [
    ...ids.map((id, at) => ({ kind: 'page', id, fields: { name: `Fake Page ${at}` } })),
    {
      kind: 'user',
      id: user,
      fields: { name: 'Fake Person' },
      tasks: Object.fromEntries(ids.map((id) => [id, everyTask])),
    },
  ];
  await control(outputs, 'POST', 'world', { things });
  return { user, pages: ids };
}
