import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import { Trouble } from '../cloud/trouble.ts';
import type { CallJson } from '../demo/call.ts';
import type { Outputs } from '../outputs.ts';

/** Who is called: the product's API, and the simulator in Meta's place. */
export interface Callers {
  readonly outputs: Pick<Outputs, 'apiUrl' | 'simulatorUrl'>;
  readonly api: CallJson;
  readonly simulator: CallJson;
}

/** A shop of its own at Meta with an account on each channel, connected to the workspace. Ids as Meta has them. */
export interface Accounts {
  readonly page: string;
  readonly instagram: string;
  readonly waba: string;
  readonly number: string;
  readonly connection: string;
}

const features = ['messaging', 'utility-messaging', 'instagram-messaging', 'whatsapp', 'business'];
const scopes = [
  ...['pages_show_list', 'pages_manage_metadata', 'pages_messaging', 'pages_utility_messaging', 'business_management'],
  ...['instagram_basic', 'instagram_manage_messages', 'whatsapp_business_management', 'whatsapp_business_messaging'],
];
const pageTasks = ['ANALYZE', 'ADVERTISE', 'MESSAGING', 'MODERATE', 'CREATE_CONTENT', 'MANAGE'];

const wabaTasks = ['MANAGE', 'DEVELOP', 'MANAGE_TEMPLATES', 'MANAGE_PHONE'];

const linkedWithinMs = 90_000;
const lookEveryMs = 500;

const Issued = z.object({ token: z.string() });
const Connection = z.object({ id: z.string(), state: z.string(), reason: z.string().nullable() });
const Asset = z.object({ linkedAt: z.string().nullable() });

/** Makes such a shop in the simulator's world, and connects it by a system user's token. Throws `Trouble`. */
export async function connectAccounts(callers: Callers, app = '1234567890'): Promise<Accounts> {
  const { outputs, api, simulator } = callers;
  const own = String(randomInt(1e8, 9e8));
  const [business, server, page, instagram] = [`81${own}`, `82${own}`, `83${own}`, `84${own}`];
  const [waba, number] = [`85${own}`, `86${own}`];
  const fields = { name: 'Paper Lantern' };
  const things = [
    { kind: 'business', id: business, fields },
    {
      ...{ kind: 'system_user', id: server, fields: { name: 'Lantern server' }, business, role: 'ADMIN', apps: [app] },
      tasks: { [page]: pageTasks, [waba]: wabaTasks },
    },
    { kind: 'page', id: page, fields: { ...fields, category: 'Shopping & retail' }, owner: business, instagram },
    { kind: 'instagram', id: instagram, fields: { username: `lantern.${own}`, ...fields }, owner: business },
    { kind: 'waba', id: waba, fields: { ...fields, currency: 'EUR' }, owner: business },
    { kind: 'phone_number', id: number, waba, fields: { display_phone_number: '+1 555-555-0190' } },
  ];
  await simulator('POST', `${outputs.simulatorUrl}/_sim/world`, { things });
  const asked = { kind: 'system-user', app, person: server, scopes };
  const { token } = Issued.parse(await simulator('POST', `${outputs.simulatorUrl}/_sim/tokens`, asked));
  const body = { kind: 'system-user-token', token, features };
  const { id: connection } = Connection.parse(await api('POST', `${outputs.apiUrl}/v1/connections`, body));
  await demandLinked(callers, connection, [`page:${page}`, `instagram:${instagram}`, `phone_number:${number}`]);
  return { page, instagram, waba, number, connection };
}

/** Waits until the connection no longer links, and these assets are linked. */
async function demandLinked({ outputs, api }: Callers, id: string, wanted: readonly string[]): Promise<void> {
  const until = Date.now() + linkedWithinMs;
  for (;;) {
    const { state, reason } = Connection.parse(await api('GET', `${outputs.apiUrl}/v1/connections/${id}`));
    const missing = state === 'linking' ? wanted : await notLinked({ outputs, api }, wanted);
    if (missing.length === 0) return;
    if (Date.now() > until) {
      const why = reason === null ? '' : ` (${reason})`;
      throw new Trouble(`The connection ${id} is ${state}${why}, and does not reach ${missing.join(', ')}.`);
    }
    await pause(lookEveryMs);
  }
}

async function notLinked({ outputs, api }: Pick<Callers, 'outputs' | 'api'>, wanted: readonly string[]) {
  const linked = await Promise.all(
    wanted.map((name) =>
      api('GET', `${outputs.apiUrl}/v1/assets/${name}`).then(
        (asset) => Asset.parse(asset).linkedAt !== null,
        // Not discovered yet.
        () => false,
      ),
    ),
  );
  return wanted.filter((_, at) => !linked[at]);
}
