import type { Blobs } from '../core/doors.ts';
import { Failure } from '../core/failure.ts';
import { inTurns } from './in-turns.ts';
import type { ParkedItems } from './parked-items.ts';
import type { PersonRows } from './person-rows.ts';
import type { WebhookEvents } from './webhook-events.ts';

/** Rows that one step looks at: it ends long before a worker's time does. */
const pageRows = 100;

/** Bodies read at once. */
const atOnce = 10;

/**
 * Finds any of the ids as a word of letters and digits of its own in a JSON text, where the letter of an escape (`\\n`)
 * is no letter. Throws `Failure` `bug` without an id: that would find everything.
 */
function finder(ids: readonly string[]): RegExp {
  const words = ids.filter((id) => id !== '').map((id) => id.replace(/[^A-Za-z0-9]/g, '\\$&'));
  if (words.length === 0) throw new Failure('bug', 'nobody is to be erased');
  return new RegExp(`(?<!(?<!\\\\)[A-Za-z0-9])(?:${words.join('|')})(?![A-Za-z0-9])`);
}

/** The kept webhook events of a person. */
export function eventsOfPerson(events: Pick<WebhookEvents, 'list' | 'get' | 'keyOf' | 'erase'>): PersonRows {
  return {
    async erase(workspace, ids, after) {
      const named = finder(ids);
      const page = await events.list(workspace, {}, pageRows, after);
      let erased = 0;
      await inTurns(page.events, atOnce, async ({ id }) => {
        const key = events.keyOf(workspace, id);
        if (key === undefined) return;
        const row = await orLost(() => events.get(key));
        if (row !== 'lost' && !named.test(JSON.stringify(row ?? null))) return;
        await events.erase(key);
        erased += 1;
      });
      return { examined: page.events.length, erased, next: page.next };
    },
  };
}

/** The parked items of a person. */
export function parkedOfPerson(
  parked: Pick<ParkedItems, 'list' | 'get' | 'remove'>,
  blobs: Pick<Blobs, 'get' | 'remove'> | undefined,
): PersonRows {
  return {
    async erase(workspace, ids, after) {
      const named = finder(ids);
      const page = await parked.list(workspace, {}, pageRows, after);
      let erased = 0;
      await inTurns(page.items, atOnce, async ({ id }) => {
        const item = await parked.get(workspace, id);
        if (item === undefined) return;
        const body = item.blob === undefined ? '' : await orLost(() => textOf(blobs, item.blob ?? ''));
        if (body !== 'lost' && !named.test(JSON.stringify(item)) && !named.test(body)) return;
        if (item.blob !== undefined) await blobs?.remove(item.blob);
        if ((await parked.remove(item)) === 'removed') erased += 1;
        else throw new Failure('busy', 'an item was parked again meanwhile');
      });
      return { examined: page.items.length, erased, next: page.next };
    },
  };
}

async function textOf(blobs: Pick<Blobs, 'get'> | undefined, key: string): Promise<string> {
  if (blobs === undefined) throw new Failure('misconfigured', 'a parked body cannot be reached');
  return Buffer.from(await blobs.get(key)).toString('utf8');
}

/** A row whose body the bucket has lost is what an erasure that was killed leaves behind. */
async function orLost<T>(read: () => Promise<T>): Promise<T | 'lost'> {
  try {
    return await read();
  } catch (thrown) {
    if (thrown instanceof Failure && thrown.kind === 'not-found') return 'lost';
    throw thrown;
  }
}
