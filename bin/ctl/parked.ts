import * as z from 'zod';
import { asOperator, type Target } from './target.ts';
import { CtlError, type Words } from './words.ts';

const List = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      queue: z.string(),
      kind: z.string(),
      blame: z.string(),
      reason: z.string(),
      parkedAt: z.string(),
    }),
  ),
  nextCursor: z.string().nullable(),
});

const print = (value: unknown) => process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);

async function list(call: Call): Promise<void> {
  let cursor: string | null | undefined;
  let count = 0;
  do {
    const query: Record<string, string> = { limit: '100', ...(cursor ? { cursor } : {}) };
    const page = List.parse(await call('GET /v1/parked', { query }));
    for (const one of page.data)
      process.stdout.write(`${one.parkedAt}  ${one.id}  ${one.queue}  ${one.kind} (${one.blame})  ${one.reason}\n`);
    count += page.data.length;
    cursor = page.nextCursor;
  } while (cursor);
  process.stdout.write(`${count} parked\n`);
}

type Call = (
  routeKey: string,
  parts?: { path?: Record<string, string>; query?: Record<string, string>; body?: unknown },
) => Promise<unknown>;

/** Lists, shows, redrives or drops what is parked; without `--workspace` what nobody owns (`-`). */
export async function parked(target: Target, { plain, flags }: Words): Promise<void> {
  const [verb = 'list', ...ids] = plain;
  const workspace = flags.workspace ?? '-';
  const call: Call = (routeKey, parts = {}) =>
    asOperator(target, { function: 'parking/manage', routeKey, workspace, ...parts });
  const [id] = ids;
  if (verb === 'list') return list(call);
  if (verb === 'redrive' && (id !== undefined || flags.all)) {
    const body = flags.all ? { filter: {} } : { ids };
    return void print(
      await call('POST /v1/parked/redrive', { body: { ...body, dryRun: flags['dry-run'] !== undefined } }),
    );
  }
  if (id === undefined) throw new CtlError(`parked ${verb} needs an id`);
  if (verb === 'show') return void print(await call('GET /v1/parked/{id}', { path: { id } }));
  if (verb !== 'drop') throw new CtlError(`parked knows list, show, redrive and drop, not ${verb}`);
  await call('DELETE /v1/parked/{id}', { path: { id } });
  process.stdout.write(`dropped ${id}\n`);
}
