import { openOutbox } from '../foundation/runtime/outbox.ts';
import { scheduleHandler } from '../foundation/runtime/schedule-handler.ts';
import { dueRowsOf } from '../foundation/runtime/store-doors.ts';
import { wakeWhatIsDue } from './wake-what-is-due.ts';

/** Every minute: wakes whatever is due. */
export const handler = scheduleHandler('timers/sweep', (env) => {
  const dueRows = dueRowsOf(env);
  const outbox = openOutbox(env);
  return ({ notes, clock, deadline }) => wakeWhatIsDue({ dueRows, outbox, clock, deadline }, notes);
});
