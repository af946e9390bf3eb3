import { createHash } from 'node:crypto';
import { type QueueName, queueNames } from '../foundation/contract/resources.ts';
import type { Clock } from '../foundation/core/clock.ts';
import type { DeadLetters, Parking } from '../foundation/core/doors.ts';
import { nobody } from '../foundation/core/ids.ts';
import type { Notes } from '../foundation/core/notes.ts';

/** What emptying the DLQs may touch. */
export interface CollectDoors {
  readonly deadLetters: DeadLetters;
  readonly parking: Parking;
  readonly clock: Clock;
}

/** Half of the schedule's minute: what is left waits for the next beat. */
const collectMs = 30_000;

/**
 * Moves what died by exhausted retries from every DLQ into the one list, kind `bug`: parked first, deleted second.
 * Throws `Failure` `unavailable`; what was not moved stays in its DLQ, whose alarm pages.
 */
export async function collectDeadLetters(doors: CollectDoors, notes: Notes): Promise<void> {
  const until = doors.clock.now() + collectMs;
  for (const queue of queueNames) {
    let moved = 0;
    for (let taken = 1; taken > 0 && doors.clock.now() < until; moved += taken) taken = await moveSome(queue, doors);
    if (moved > 0) notes.fact(`moved.${queue}`, moved);
  }
}

async function moveSome(queue: QueueName, { deadLetters, parking }: CollectDoors): Promise<number> {
  const letters = await deadLetters.take(queue);
  for (const letter of letters) {
    await parking.park({
      id: createHash('sha256').update(`${queue}\n${letter.messageId}`).digest('hex'),
      workspace: nobody,
      queue,
      kind: 'bug',
      reason: 'its worker failed or was killed at every try',
      firstSeenAt: letter.firstSeenAt,
      items: letter.items,
    });
    await deadLetters.remove(queue, letter);
  }
  return letters.length;
}
