import { type Clock, isoTime } from '../foundation/core/clock.ts';
import { Failure } from '../foundation/core/failure.ts';
import type { DeletionRequest, DeletionRequests } from '../foundation/store/deletion-requests.ts';
import type { PersonRows } from '../foundation/store/person-rows.ts';

/** What erasing rows may touch. */
export interface RowDoors {
  readonly requests: Pick<DeletionRequests, 'advance'>;
  readonly events: PersonRows;
  readonly parked: PersonRows;
  readonly clock: Clock;
}

/** Kinds of rows, in the order of the walk; the name is also their word in the counts. */
const kinds = ['events', 'parked'] as const;
type Kind = (typeof kinds)[number];

/** What a page and what comes after the walk may take, milliseconds: no page begins later. */
const marginMs = 60_000;

/** Where a walk stands: which workspace, which kind, and the place inside it (null: at its beginning). */
type Place = readonly [workspace: string, kind: Kind, next: string | null];

/**
 * Walks through every workspace and kind and erases what names the person; each page is written down with its count,
 * so that a killed run goes on where it was. Answers the request as it stands. `deadline` in milliseconds since
 * 1970. Throws `Failure` `busy` when time is up.
 */
export async function eraseRows(
  userId: string,
  request: DeletionRequest,
  workspaces: readonly string[],
  doors: RowDoors,
  deadline: number,
): Promise<DeletionRequest> {
  let standing = request;
  for (const [workspace, kind, from] of placesAfter(placeIn(request.cursor), workspaces)) {
    let next = from;
    do {
      if (doors.clock.now() >= deadline - marginMs) throw new Failure('busy', 'the erasure goes on in another run');
      const page = await doors[kind].erase(workspace, [userId], next ?? undefined);
      next = page.next;
      standing = await writeDown(standing, [workspace, kind, next], page.erased, doors);
    } while (next !== null);
  }
  return standing;
}

/** What is still to be walked: the place where the last run stood, and all that comes after it. */
function placesAfter(place: Place | undefined, workspaces: readonly string[]): readonly Place[] {
  const all = workspaces.flatMap((workspace) => kinds.map((kind): Place => [workspace, kind, null]));
  const at = place ? all.findIndex(([workspace, kind]) => workspace === place[0] && kind === place[1]) : -1;
  if (place === undefined || at < 0) return all;
  // A place whose walk came to its end is done; one in the middle is taken up.
  return place[2] === null ? all.slice(at + 1) : [place, ...all.slice(at + 1)];
}

function placeIn(cursor: string | null): Place | undefined {
  if (cursor === null) return undefined;
  const [workspace, kind, next]: readonly (string | null)[] = JSON.parse(cursor);
  const known = kinds.find((one) => one === kind);
  return typeof workspace === 'string' && known !== undefined ? [workspace, known, next ?? null] : undefined;
}

function writeDown(request: DeletionRequest, place: Place, erased: number, { requests, clock }: RowDoors) {
  const [, kind] = place;
  const counts = { ...request.counts, [kind]: (request.counts[kind] ?? 0) + erased };
  const cursor = JSON.stringify(place);
  return requests.advance(request, { state: 'erasing', counts, cursor, updatedAt: isoTime(clock.now()) });
}
