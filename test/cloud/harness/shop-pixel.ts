import { randomInt } from 'node:crypto';
import type { ConversionEvent } from '../../../client/metaport-client.ts';
import type { Outputs } from '../../../local/outputs.ts';
import { consented, control, linked } from './consents.ts';
import type { openJourney } from './journey.ts';

/** What the simulator committed of one event. */
export interface Committed {
  readonly eventName: string;
  readonly eventId: string;
  readonly commits: number;
  readonly kept: number;
  readonly lostAnswers: number;
  readonly event?: Readonly<Record<string, unknown>>;
}

/** A shop of its own at Meta, with a pixel, connected to the journey's workspace by a person of the shop. */
export async function shopPixel(outputs: Outputs, { api }: Pick<ReturnType<typeof openJourney>, 'api'>) {
  const number = randomInt(1e9, 9e9);
  const [business, user, account, pixel] = [`71${number}`, `72${number}`, `73${number}`, `74${number}`];
  const things = [
    { kind: 'business', id: business, fields: { name: 'Fake Shop' } },
    { kind: 'user', id: user, fields: { name: 'Fake Person' }, businesses: { [business]: 'ADMIN' } },
    {
      kind: 'ad_account',
      id: account,
      fields: { name: 'Fake ads', account_status: 1, currency: 'EUR' },
      owner: business,
    },
    { kind: 'pixel', id: pixel, fields: { name: 'Fake pixel' }, owner: business, adAccounts: [account] },
  ];
  await control(outputs, 'POST', 'world', { things });
  const query = await consented(outputs, api, ['business', 'conversions'], { user });
  const id = query.get('connection') ?? '';
  const connection = await linked(api, id);
  const committed = async (): Promise<readonly Committed[]> =>
    (await control<{ data: Committed[] }>(outputs, 'GET', `conversions?pixel=${pixel}&full=1`)).data;
  return { pixel, connection, committed };
}

/** An invented purchase on the shop's website, a minute ago. */
export const purchase = (event_id: string, more: Partial<ConversionEvent> = {}): ConversionEvent => ({
  event_name: 'Purchase',
  event_time: Math.floor(Date.now() / 1000) - 60,
  event_id,
  action_source: 'website',
  event_source_url: 'https://shop.example/thanks',
  user_data: { em: `${event_id}@example.com`, client_user_agent: 'FakeBrowser/1.0', client_ip_address: '192.0.2.7' },
  custom_data: { value: 12.9, currency: 'EUR' },
  ...more,
});
