import { systemClock } from '../foundation/core/clock.ts';
import { openDeadLetters } from '../foundation/runtime/dead-letters.ts';
import { openParking } from '../foundation/runtime/parking.ts';
import { scheduleHandler } from '../foundation/runtime/schedule-handler.ts';
import { collectDeadLetters } from './collect-dead-letters.ts';

/** Empties the DLQs into the one list. */
export const handler = scheduleHandler('parking/collect', (env) => {
  const doors = { deadLetters: openDeadLetters(env), parking: openParking(env), clock: systemClock };
  return ({ notes }) => collectDeadLetters(doors, notes);
});
