import type * as z from 'zod/mini';
import type { Clock } from '../foundation/core/clock.ts';
import type { Cursors } from '../foundation/core/doors.ts';
import { Failure } from '../foundation/core/failure.ts';
import { assetName, parseAsset } from '../foundation/core/ids.ts';
import type { People, Person } from '../foundation/store/people.ts';
import type { Thread, ThreadFilter, Threads } from '../foundation/store/threads.ts';
import { messagingWindow, type Permits } from './messaging-window.ts';
import { lastOf } from './thread-facts.ts';
import type { PersonView, ThreadDetail, ThreadView, WindowView } from './views.ts';

/** What reading conversations may touch. */
export interface ThreadDoors {
  readonly threads: Pick<Threads, 'get' | 'list'>;
  readonly people: Pick<People, 'get'>;
  readonly cursors: Cursors;
  readonly clock: Clock;
  readonly permits: Permits;
}

interface Query {
  readonly limit: number;
  readonly channel?: Thread['channel'] | undefined;
  readonly asset?: string | undefined;
  readonly cursor?: string | undefined;
}

/** One page of a workspace's conversations. Throws `Failure` `invalid-request` on a bad filter or cursor. */
export async function listThreads(
  workspace: string,
  query: Query,
  { threads, cursors }: Pick<ThreadDoors, 'threads' | 'cursors'>,
) {
  const filter = filterOf(query);
  const after = query.cursor === undefined ? undefined : await cursors.open(workspace, query.cursor);
  const page = await threads.list(workspace, filter, query.limit, after);
  const nextCursor = page.next === null ? null : await cursors.seal(workspace, page.next);
  return { data: page.threads.map(threadView), nextCursor };
}

/** One conversation and its person; `Failure` `not-found` also for another workspace's. */
export async function showThread(
  workspace: string,
  id: string,
  { threads, people }: Pick<ThreadDoors, 'threads' | 'people'>,
): Promise<z.input<typeof ThreadDetail>> {
  const thread = await demandThread(workspace, id, threads);
  const person = thread.personId === null ? undefined : await people.get(workspace, thread.personId);
  return { ...threadView(thread), person: person ? personView(person) : null };
}

/** What may be sent into a conversation at this moment; `Failure` `not-found` also for another workspace's. */
export async function showWindow(
  workspace: string,
  id: string,
  { threads, clock, permits }: Pick<ThreadDoors, 'threads' | 'clock' | 'permits'>,
): Promise<z.input<typeof WindowView>> {
  const { allowed, ...shown } = messagingWindow(await demandThread(workspace, id, threads), clock.now(), permits);
  return { ...shown, allowed: [...allowed] };
}

/** A conversation of a workspace; `Failure` `not-found` when it has none of that id. */
export async function demandThread(workspace: string, id: string, threads: Pick<Threads, 'get'>): Promise<Thread> {
  const thread = await threads.get({ workspace, id });
  if (thread === undefined) throw new Failure('not-found', 'no such thread');
  return thread;
}

function filterOf({ channel, asset }: Query): ThreadFilter {
  const ref = asset === undefined ? undefined : parseAsset(asset);
  if (asset !== undefined && ref === undefined) {
    const errors = [{ path: 'query.asset', reason: 'must be <kind>:<id>, for example page:1234567890' }];
    throw new Failure('invalid-request', 'the asset filter is not <kind>:<id>', { errors });
  }
  return { ...(channel && { channel }), ...(ref && { asset: assetName(ref) }) };
}

/** A conversation as its workspace sees it. */
export function threadView(thread: Thread): z.input<typeof ThreadView> {
  const { workspace: _, windowDueAt: __, ...shown } = thread;
  return { ...shown, ...lastOf(thread) };
}

const personView = ({ id, name, username, aliases, conflicts }: Person): z.input<typeof PersonView> => ({
  id,
  name,
  username,
  aliases: aliases.flatMap(({ alias, since, until }) => (until === null ? [{ alias, since }] : [])),
  conflicts: [...conflicts],
});
