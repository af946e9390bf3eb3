import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** How long a person may take at Meta's dialog, milliseconds: Meta's own codes live no longer (fact sheet §2). */
export const stateLifeMs = 10 * 60_000;

/** 256 bits that cannot be guessed, as 43 characters for addresses and cookies. */
export const randomWord = () => randomBytes(32).toString('base64url');

const word = /^[A-Za-z0-9_-]{43}$/;

/** Whether a text can be a word of ours, so that nothing else is looked up. */
export const isWord = (text: string | undefined): text is string => text !== undefined && word.test(text);

/** Lower-case hex SHA-256: what the table keeps of a word. */
export const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');

/**
 * The state that Meta carries, made one way from the word in the address that begins the flow: whoever sees the state
 * (Meta, a log of theirs) cannot begin the flow with it.
 */
export const stateOf = (start: string) =>
  createHash('sha256').update(`metaport oauth state\n${start}`).digest('base64url');

/** Named by the state, so that two flows in one browser do not overwrite each other. `__Host-`: ours alone, TLS only. */
export const cookieName = (stateHash: string) => `__Host-metaport-${stateHash.slice(0, 16)}`;

/** Whether the browser's cookie is the one that was bound to the flow; compared in constant time. */
export function isBound(cookie: string | undefined, browserHash: string | null): boolean {
  if (!isWord(cookie) || browserHash === null) return false;
  const [given, bound] = [Buffer.from(hashOf(cookie)), Buffer.from(browserHash)];
  return given.byteLength === bound.byteLength && timingSafeEqual(given, bound);
}
