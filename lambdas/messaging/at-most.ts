import * as z from 'zod/mini';
import { whenNeeded } from '../foundation/core/when-needed.ts';

/**
 * Whether a text has more than so many characters. Characters are Unicode code points, as JSON Schema counts them: an
 * emoji is one, a family of four with its joiners is seven. At most twice `most` code units are looked at.
 */
export function isLongerThan(text: string, most: number): boolean {
  if (text.length <= most) return false;
  return text.length > 2 * most || [...text].length > most;
}

/** Whether a text has more than so many bytes in UTF-8; no code unit has less than one. */
const isHeavierThan = (text: string, most: number) => text.length > most || Buffer.byteLength(text) > most;

/** As English writes it. `Intl` does the same, and loading its tables takes a fifth of a cold start. */
const figure = (most: number) => String(most).replace(/\B(?=(\d{3})+$)/g, ',');

/** A text of at most so many characters. */
export const atMost = (most: number) =>
  z.refine<string>((text) => !isLongerThan(text, most), `has more than ${figure(most)} characters`);

/** A text of at most so many bytes in UTF-8. */
export const atMostBytes = (most: number) =>
  z.refine<string>((text) => !isHeavierThan(text, most), `has more than ${figure(most)} bytes of UTF-8`);

/** A list of one to so many; `things` names them in the reason. */
export const oneTo = (most: number, things: string) =>
  z.refine<readonly unknown[]>(({ length }) => length >= 1 && length <= most, `has not 1 to ${most} ${things}`);

/** A text in which anything is to be read. */
export const filled = z.refine<string>((text) => text.trim() !== '', 'is empty');

/** Ours: Meta names no longest address. */
const longestAddress = 2_048;

/** Why an address cannot be given to Meta or fetched for it; undefined when it can. */
function wrongAddress(text: string): string | undefined {
  if (text.length > longestAddress) return `has more than ${figure(longestAddress)} characters`;
  // The parser takes blanks and line breaks out before it reads, and another one may not.
  if (/[\s\p{Cc}]/u.test(text) || !URL.canParse(text)) return 'is no address';
  const { protocol, username, password } = new URL(text);
  if (protocol !== 'https:') return 'does not begin with https://';
  return username === '' && password === '' ? undefined : 'holds a user name or a password';
}

/** The address of a medium. */
export const httpsAddress = whenNeeded(() =>
  z.string().check(
    z.check<string>(({ value, issues }) => {
      const message = wrongAddress(value);
      if (message !== undefined) issues.push({ code: 'custom', message, input: value });
    }),
  ),
);
