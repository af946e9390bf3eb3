import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import { Trouble } from '../cloud/trouble.ts';
import type { Outputs } from '../outputs.ts';
import type { CallJson } from './call.ts';

/** The shop's pixel and the system user that speaks for it, in the simulator's world. */
export const PIXEL = '990000000000031';
const SYSTEM_USER = '990000000000051';
const APP = '1234567890';
/** `ads_read` is for Meta's word on the quality of events. */
const SCOPES = ['ads_management', 'business_management', 'ads_read'];

const LINKED_WITHIN_MS = 45_000;
const LOOK_EVERY_MS = 500;
const MOST_PAGES = 20;

const Asset = z.object({ assetId: z.string(), linkedAt: z.string().nullable(), connections: z.array(z.string()) });
const Assets = z.object({ data: z.array(Asset), nextCursor: z.string().nullable() });
const Connection = z.object({
  id: z.string(),
  platform: z.string(),
  name: z.string().nullable(),
  state: z.string(),
  reason: z.string().nullable(),
  granted: z.array(z.string()),
});
type Connection = z.infer<typeof Connection>;
const Tokens = z.object({ data: z.array(z.object({ kind: z.string(), person: z.string(), alive: z.boolean() })) });
const Issued = z.object({ token: z.string() });

/** Who is called: the product's API, and the simulator in Meta's place. */
export type Callers = { outputs: Pick<Outputs, 'apiUrl' | 'simulatorUrl'>; api: CallJson; simulator: CallJson };

/** The connection by which the pixel is reached; `made` when this run made it. */
export type ShopConnection = { id: string; name: string; made: boolean };

/** Makes sure that the shop's pixel is connected and linked in the workspace. Throws `Trouble`. */
export async function connectShop(callers: Callers): Promise<ShopConnection> {
  const standing = await standingConnection(callers);
  if (standing) return shown(standing, false);
  const { outputs, api, simulator } = callers;
  const asked = { kind: 'system-user', app: APP, person: SYSTEM_USER, scopes: SCOPES };
  const { token } = Issued.parse(await simulator('POST', `${outputs.simulatorUrl}/_sim/tokens`, asked));
  const body = { kind: 'system-user-token', token, features: ['conversions', 'business'] };
  const { id } = Connection.parse(await api('POST', `${outputs.apiUrl}/v1/connections`, body));
  return shown(await linkedConnection(callers, id), true);
}

const shown = ({ id, name }: Connection, made: boolean): ShopConnection => ({ id, name: name ?? 'system user', made });

/**
 * A system user's connection that can send the pixel's events. The simulator forgets its tokens when it stops, the
 * workspace keeps its connections: without a living token a standing connection is worth nothing.
 */
async function standingConnection(callers: Callers): Promise<Connection | undefined> {
  const { outputs, simulator } = callers;
  const { data } = Tokens.parse(await simulator('GET', `${outputs.simulatorUrl}/_sim/tokens`));
  const lives = data.some(({ kind, person, alive }) => kind === 'system-user' && person === SYSTEM_USER && alive);
  const asset = lives ? await pixelAsset(callers) : undefined;
  for (const id of asset?.connections ?? []) {
    const connection = await connectionOf(callers, id);
    if (canSend(connection)) return connection;
  }
  return undefined;
}

/** An incomplete connection lacks something else: the pixel is linked. */
const canSend = ({ platform, state, granted }: Connection): boolean =>
  platform === 'system-user' && (state === 'connected' || state === 'incomplete') && granted.includes('ads_management');

const connectionOf = async ({ outputs, api }: Callers, id: string): Promise<Connection> =>
  Connection.parse(await api('GET', `${outputs.apiUrl}/v1/connections/${id}`));

/** The pixel as the workspace has linked it. */
async function pixelAsset({ outputs, api }: Callers): Promise<z.infer<typeof Asset> | undefined> {
  const list = `${outputs.apiUrl}/v1/assets?kind=pixel&limit=100`;
  let cursor: string | null = '';
  for (let page = 0; cursor !== null && page < MOST_PAGES; page += 1) {
    const more: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const { data, nextCursor }: z.infer<typeof Assets> = Assets.parse(await api('GET', `${list}${more}`));
    const found = data.find(({ assetId, linkedAt }) => assetId === PIXEL && linkedAt !== null);
    if (found) return found;
    cursor = nextCursor;
  }
  return undefined;
}

/** Waits until the connection no longer links, and the pixel is among what it linked. */
async function linkedConnection(callers: Callers, id: string): Promise<Connection> {
  const until = Date.now() + LINKED_WITHIN_MS;
  for (;;) {
    const connection = await connectionOf(callers, id);
    if (connection.state !== 'linking') return demandPixel(callers, connection);
    if (Date.now() > until)
      throw new Trouble(
        `The shop's connection ${id} still links after ${LINKED_WITHIN_MS / 1000} s: see \`npm run ctl -- parked\`.`,
      );
    await pause(LOOK_EVERY_MS);
  }
}

async function demandPixel(callers: Callers, connection: Connection): Promise<Connection> {
  if (canSend(connection) && (await pixelAsset(callers))?.connections.includes(connection.id)) return connection;
  const why = connection.reason === null ? '' : ` (${connection.reason})`;
  throw new Trouble(
    `The shop is connected as ${connection.id}, ${connection.state}${why}, but its pixel ${PIXEL} is not linked: \`missing\` of GET /v1/connections/${connection.id} says why.`,
  );
}
