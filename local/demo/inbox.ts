import * as z from 'zod';
import { SHOP } from './assets.ts';
import type { CallJson } from './call.ts';

const Message = z.object({
  id: z.string(),
  direction: z.enum(['in', 'out']).nullable(),
  at: z.string().nullable(),
  type: z.string().nullable(),
  text: z.string().nullable(),
  state: z.string().nullable(),
  editedAt: z.string().nullable(),
  reactions: z.array(z.object({ emoji: z.string() })),
});
const Thread = z.object({ id: z.string(), channel: z.string(), lastAt: z.string() });
const Person = z.object({ name: z.string().nullable(), aliases: z.array(z.object({ alias: z.string() })) });
const Window = z.object({ reason: z.string(), allowed: z.array(z.string()) });

const pageOf = <T extends z.ZodType>(one: T) => z.object({ data: z.array(one), nextCursor: z.string().nullable() });

/** A conversation as the API tells it: messages oldest first. */
export type Conversation = {
  channel: string;
  person: z.infer<typeof Person> | null;
  messages: z.infer<typeof Message>[];
  window: z.infer<typeof Window>;
};

const ASSETS = [`page:${SHOP.page}`, `instagram:${SHOP.instagram}`, `whatsapp:${SHOP.whatsapp}`];
const MOST_PAGES = 20;

/** Every row of a list, page by page. */
async function every<T extends z.ZodType>(call: CallJson, url: string, one: T): Promise<z.infer<T>[]> {
  const rows: z.infer<T>[] = [];
  let cursor: string | null = '';
  for (let page = 0; cursor !== null && page < MOST_PAGES; page += 1) {
    const more: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const { data, nextCursor } = pageOf(one).parse(await call('GET', `${url}${more}`));
    rows.push(...data);
    cursor = nextCursor;
  }
  return rows;
}

/** The liveliest conversation of each channel since `fromMs`, of those with the shop's own assets. */
async function liveliest(call: CallJson, apiUrl: string, fromMs: number): Promise<Conversation[]> {
  const found: Conversation[] = [];
  for (const asset of ASSETS) {
    const threads = await every(call, `${apiUrl}/v1/threads?limit=100&asset=${asset}`, Thread);
    const today = threads.filter(({ lastAt }) => Date.parse(lastAt) >= fromMs);
    const talks = await Promise.all(today.map(async (thread) => ({ thread, messages: await talk(thread.id) })));
    const [best] = talks.sort((a, b) => b.messages.length - a.messages.length);
    if (best === undefined) continue;
    const { id, channel } = best.thread;
    const { person } = z.object({ person: Person.nullable() }).parse(await call('GET', `${apiUrl}/v1/threads/${id}`));
    const window = Window.parse(await call('GET', `${apiUrl}/v1/threads/${id}/window`));
    found.push({ channel, person, messages: best.messages, window });
  }
  return found;

  async function talk(id: string) {
    const messages = await every(call, `${apiUrl}/v1/threads/${id}/messages?limit=100`, Message);
    return messages.filter(({ at }) => at !== null && Date.parse(at) >= fromMs).reverse();
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Reads the conversations until two looks in a row tell the same, for what is kept is collected a moment later. */
export async function readInbox(call: CallJson, apiUrl: string, fromMs: number): Promise<Conversation[]> {
  let before = '';
  for (let look = 0; look < 15; look += 1) {
    const found = await liveliest(call, apiUrl, fromMs);
    const now = JSON.stringify(found.map(({ messages }) => messages));
    if (now === before && found.length === ASSETS.length) return found;
    before = now;
    await pause(2000);
  }
  return liveliest(call, apiUrl, fromMs);
}
