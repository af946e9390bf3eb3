import type * as z from 'zod/mini';
import { type Clock, isoTime } from '../foundation/core/clock.ts';
import type { Cursors } from '../foundation/core/doors.ts';
import { Failure } from '../foundation/core/failure.ts';
import type { AssetRegistry } from '../foundation/store/asset-registry.ts';
import type { Collector, Collectors } from '../foundation/store/collectors.ts';
import { demandLinked } from './choose-pixels.ts';
import { originOf } from './page-origin.ts';
import type { CollectorView } from './views.ts';

/** What managing collectors may touch. `publicUrl` is the API's origin without a slash at its end. */
export interface CollectorDoors {
  readonly collectors: Omit<Collectors, 'find'>;
  readonly registry: Pick<AssetRegistry, 'ownerOf'>;
  readonly cursors: Cursors;
  readonly clock: Clock;
  readonly publicUrl: string;
}

/** What a collector is told. */
export type CollectorAsked = Pick<Collector, 'pixels' | 'origins' | 'consent' | 'cookieDomain'>;

type View = z.input<typeof CollectorView>;

/** One page of a workspace's collectors, by id. Throws `Failure` `invalid-request` on a cursor that is not ours. */
export async function listCollectors(
  workspace: string,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
  { collectors, cursors, publicUrl }: CollectorDoors,
) {
  const after = cursor === undefined ? {} : { after: await cursors.open(workspace, cursor) };
  const page = await collectors.list(workspace, { limit, ...after });
  const nextCursor = page.after === null ? null : await cursors.seal(workspace, page.after);
  return { data: page.data.map((collector) => viewOf(collector, publicUrl)), nextCursor };
}

/** One collector; `Failure` `not-found` also for another workspace's. */
export async function showCollector(workspace: string, id: string, doors: CollectorDoors): Promise<View> {
  const found = await doors.collectors.get(workspace, id);
  if (!found) throw notFound();
  return viewOf(found, doors.publicUrl);
}

/**
 * Makes a collector, or changes one and leaves it as old as it is. Throws `Failure` `not-found` for a pixel that the
 * workspace has not linked, `invalid-request` for an origin that no browser sends, `conflict` when the id is taken.
 */
export async function putCollector(
  workspace: string,
  id: string,
  asked: CollectorAsked,
  doors: CollectorDoors,
): Promise<View> {
  const { collectors, registry, clock, publicUrl } = doors;
  const { consent, cookieDomain } = asked;
  const origins = originsOf(asked.origins);
  const pixels = await demandLinked(workspace, asked.pixels, registry);
  const updatedAt = isoTime(clock.now());
  const createdAt = (await collectors.get(workspace, id))?.createdAt ?? updatedAt;
  const collector = { workspace, id, pixels, origins, consent, cookieDomain, createdAt, updatedAt };
  await collectors.put(collector);
  return viewOf(collector, publicUrl);
}

/** Takes a collector away; `Failure` `not-found` also for another workspace's. */
export async function removeCollector(workspace: string, id: string, { collectors }: CollectorDoors): Promise<void> {
  if (!(await collectors.remove(workspace, id))) throw notFound();
}

const notFound = () => new Failure('not-found', 'no such collector');

function viewOf({ workspace, pixels, origins, ...shown }: Collector, publicUrl: string): View {
  return { ...shown, pixels: [...pixels], origins: [...origins], url: `${publicUrl}/collect/${shown.id}` };
}

/** Origins as browsers write them (without `:443`), each once: they are compared sign by sign. */
function originsOf(asked: readonly string[]): readonly string[] {
  const origins = asked.map(originOf);
  const errors = origins.flatMap((origin, at) =>
    origin === undefined ? [{ path: `body.origins.${at}`, reason: 'is no origin that a page can have' }] : [],
  );
  if (errors.length > 0) throw new Failure('invalid-request', 'not every origin is one', { errors });
  return [...new Set(origins.filter((origin) => origin !== undefined))];
}
