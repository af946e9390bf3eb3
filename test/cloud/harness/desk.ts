import { readFileSync } from 'node:fs';
import type { Message } from '../../../client/metaport-client.ts';
import { jsonCaller } from '../../../local/demo/call.ts';
import { sendPosts } from '../../../local/demo/simulator.ts';
import { connectAccounts } from '../../../local/messaging/connect-accounts.ts';
import { personWrites, type Written } from '../../../local/messaging/person-writes.ts';
import type { Outputs } from '../../../local/outputs.ts';
import { eventually } from './cloud.ts';
import { control } from './consents.ts';
import type { openJourney } from './journey.ts';

/** What Meta took of a message. */
export interface Commit {
  readonly order: number;
  readonly text: string | null;
  readonly metadata: string | null;
  readonly type: string;
  readonly messagingType: string | null;
  readonly tag: string | null;
  /** The message as Meta got it. */
  readonly body?: object | null;
}

/** A shop of its own with an account on each channel, and the people who write to it. */
export async function openDesk(outputs: Outputs, { api }: Pick<ReturnType<typeof openJourney>, 'api'>) {
  const simulator = jsonCaller();
  const caller = jsonCaller({ token: outputs.token, ca: readFileSync(outputs.emulator.certificate, 'utf8') });
  const accounts = await connectAccounts({ outputs, api: caller, simulator });
  await control(outputs, 'POST', 'usage', {
    allowances: { messenger: 100_000, instagram: 100_000, whatsapp: 100_000 },
  });
  const assets = {
    messenger: `page:${accounts.page}`,
    instagram: `instagram:${accounts.instagram}`,
    whatsapp: `whatsapp:${accounts.waba}`,
  } as const;

  /** A person writes, `agoMs` ago, and their thread stands. */
  async function thread(written: Omit<Written, 'at' | 'text'>, agoMs = 60_000): Promise<string> {
    const { channel, person } = written;
    const alias = { messenger: 'psid', instagram: 'igsid', whatsapp: 'wa' }[channel];
    // WhatsApp knows whole seconds only.
    const at = Math.floor((Date.now() - agoMs) / 1000) * 1000;
    const delivery = personWrites(accounts, { ...written, text: `hello of ${person}`, at });
    await sendPosts(simulator, outputs.simulatorUrl, [delivery], 1);
    return eventually(
      60_000,
      () => `no thread of ${person}`,
      async () => {
        for await (const one of api.all('GET /v1/threads', { query: { asset: assets[channel] } })) {
          const { person: known } = await api.call('GET /v1/threads/{id}', { path: { id: one.id } });
          const isTheirs = ({ alias: name }: { alias: string }) =>
            name.startsWith(`${alias}:`) && name.endsWith(person);
          if (known?.aliases.some(isTheirs)) return one.id;
        }
        return undefined;
      },
    );
  }

  /** A request as an app makes it, status and all. */
  async function send(body: object, key = `k-${Math.random()}`) {
    const answer = await fetch(`${outputs.apiUrl}/v1/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${outputs.token}`, 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: JSON.parse(await answer.text()) };
  }

  /** Waits until a message has one of these states. */
  const reached = (id: string, ...states: string[]): Promise<Message> =>
    eventually(
      120_000,
      () => `${id} is not ${states.join(' or ')}`,
      async () => {
        const message = await api.call('GET /v1/messages/{id}', { path: { id } });
        return states.includes(message.state ?? '') ? message : undefined;
      },
    );

  /** What Meta took whose text is, or marker holds, this. */
  const commits = async (filter: string): Promise<readonly Commit[]> =>
    (await control<{ data: Commit[] }>(outputs, 'GET', `messages?full=1&${filter}`)).data;

  return { accounts, assets, thread, send, reached, commits };
}
