import * as z from 'zod';
import type { Callers } from '../messaging/connect-accounts.ts';

const Threads = z.object({
  data: z.array(z.object({ id: z.string(), personId: z.string().nullable() })),
  nextCursor: z.string().nullable(),
});
const Lines = z.object({
  data: z.array(
    z.object({
      state: z.string().nullable(),
      content: z.record(z.string(), z.unknown()).nullable(),
      text: z.string().nullable(),
    }),
  ),
  nextCursor: z.string().nullable(),
});

/** The ids of all threads of an asset. */
export async function threadsOf({ outputs, api }: Callers, asset: string): Promise<readonly string[]> {
  const found: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const more: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page: z.infer<typeof Threads> = Threads.parse(
      await api('GET', `${outputs.apiUrl}/v1/threads?asset=${asset}&limit=100${more}`),
    );
    found.push(...page.data.map(({ id }) => id));
    cursor = page.nextCursor;
  }
  return found;
}

/** What a thread shows of the messages of the business, by their text. */
export async function linesOf({ outputs, api }: Callers, thread: string) {
  const found: { readonly text: string; readonly state: string | null }[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const more: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page: z.infer<typeof Lines> = Lines.parse(
      await api('GET', `${outputs.apiUrl}/v1/threads/${thread}/messages?limit=100${more}`),
    );
    for (const { text, state } of page.data) if (text !== null && state !== 'received') found.push({ text, state });
    cursor = page.nextCursor;
  }
  return found;
}
