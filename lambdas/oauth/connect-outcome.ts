import type { BrowserAnswer } from '../foundation/core/api.ts';
import type { Failure } from '../foundation/core/failure.ts';
import type { Notes } from '../foundation/core/notes.ts';
import { consentPage } from './consent-page.ts';

/** What the app reads when there is no connection. */
export type ConnectError = 'denied' | 'temporary' | 'refused' | 'setup';

/** A page for a flow that is not this browser's to end, counted. */
export function refused(why: 'unknown' | 'other-browser', notes: Notes): BrowserAnswer {
  notes.count('Connects', 1, { outcome: why });
  return consentPage(why);
}

/** Counts what went wrong, and tells the log line why. */
export function remark({ kind, message }: Failure, outcome: ConnectError | 'later', notes: Notes): void {
  notes.count('Connects', 1, { outcome });
  notes.fact('error', kind);
  notes.fact('why', message);
}
