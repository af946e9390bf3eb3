import * as z from 'zod';
import { Trouble } from '../cloud/trouble.ts';
import type { CallJson } from './call.ts';
import type { Delivery } from './the-day.ts';

const Sent = z.object({ batch: z.string() });
const Row = z.object({
  copyOf: z.string().nullable(),
  state: z.string(),
  attempts: z.array(z.object({ status: z.number().optional(), error: z.string().optional() })),
});
const Journal = z.object({ data: z.array(Row), waiting: z.number() });

/** What became of the POSTs of one order, as the simulator's journal says. */
export type SentPosts = { posts: number; copies: number; delivered: number; retried: number; lastAnswer: string };

const WAIT_MS = 120_000;
const LOOK_EVERY_MS = 250;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Hands the deliveries to the simulator and waits until each was taken or refused. */
export async function sendPosts(
  call: CallJson,
  simulatorUrl: string,
  deliveries: Delivery[],
  shuffle: number,
): Promise<SentPosts> {
  const { batch } = Sent.parse(await call('POST', `${simulatorUrl}/_sim/webhooks`, { deliveries, shuffle }));
  const until = Date.now() + WAIT_MS;
  for (;;) {
    const { data, waiting } = Journal.parse(await call('GET', `${simulatorUrl}/_sim/journal?batch=${batch}`));
    if (waiting === 0) return summary(data);
    if (Date.now() > until)
      throw new Trouble(`${waiting} webhooks were not taken within two minutes: see ${simulatorUrl}.`);
    await pause(LOOK_EVERY_MS);
  }
}

function summary(rows: z.infer<typeof Row>[]): SentPosts {
  const last = rows.at(-1)?.attempts.at(-1);
  return {
    posts: rows.length,
    copies: rows.filter(({ copyOf }) => copyOf !== null).length,
    delivered: rows.filter(({ state }) => state === 'delivered').length,
    retried: rows.filter(({ attempts }) => attempts.length > 1).length,
    lastAnswer: String(last?.status ?? last?.error ?? 'nothing'),
  };
}
