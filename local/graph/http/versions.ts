import { Refusal, unknownPath } from './refusal.ts';

/** The newest version (fact sheet §1). */
export const NEWEST = 'v26.0';

/** Up to here Graph versions have ended: v20.0 on 2026-09-24; the Marketing API's v24.0 on 2026-10-06. */
const GRAPH_ENDED = 20;
const MARKETING_ENDED = 24;

/** The version in a path segment, or null when it is something else. */
export const versionIn = (segment: string | undefined): string | null =>
  segment !== undefined && /^v\d+\.\d+$/.test(segment) ? segment : null;

/** What serves a call. */
export type Served = { version: string; warning: string | null };

/**
 * Which version serves a call of `asked`. One that does not exist yet leads nowhere (2500), an ended one is a 2635; but
 * ended Marketing versions are upgraded, with a warning, unless the app has switched that off (fact sheet §1).
 */
export function served(asked: string | null, marketing: boolean, autoUpgrade: boolean, path: string): Served {
  if (asked === null) return { version: NEWEST, warning: null };
  demandExisting(asked, path);
  const number = Number(asked.slice(1));
  if (number > (marketing ? MARKETING_ENDED : GRAPH_ENDED)) return { version: asked, warning: null };
  if (!marketing || !autoUpgrade) {
    throw new Refusal(2635, `(#2635) You are calling a deprecated version of the API. Please update to ${NEWEST}.`);
  }
  return { version: NEWEST, warning: `The call has been auto-upgraded to ${NEWEST} as ${asked} has been deprecated.` };
}

/** A version that does not exist yet leads nowhere; that is looked at before any token (fact sheet §1, the probe). */
export function demandExisting(asked: string | null, path: string): void {
  if (asked !== null && Number(asked.slice(1)) > Number(NEWEST.slice(1))) throw unknownPath(path);
}
