import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from './clock.ts';

/** `business` is the business-integration system user of Login for Business. */
export const TOKEN_KINDS = ['user', 'page', 'system-user', 'business', 'instagram'] as const;
export type TokenKind = (typeof TOKEN_KINDS)[number];

/** Why a token died: fact sheet §3, the 190 family and 102. */
export type Death = { code: number; subcode: number | null };

/** One token; times are simulated milliseconds since 1970, null means never. */
export type Token = {
  text: string;
  /** The only form in which a token is ever shown. */
  hash: string;
  kind: TokenKind;
  app: string;
  /** The user, system user or Instagram account that it speaks for. */
  person: string;
  page: string | null;
  long: boolean;
  scopes: string[];
  /** System users' tokens keep the scopes they were minted with; what a person takes back is gone from theirs at once. */
  snapshot: boolean;
  /** What it may touch; null means everything that the person may. */
  assets: string[] | null;
  issuedAt: number;
  expiresAt: number | null;
  dataAccessExpiresAt: number | null;
  death: Death | null;
};

/** What names the tokens to end; all of it must fit. */
export type TokenFilter = Partial<Pick<Token, 'hash' | 'kind' | 'app' | 'person' | 'page'>>;

/** A token before it has a text. */
export type NewToken = Omit<Token, 'text' | 'hash' | 'issuedAt' | 'death'>;

/** Every token that was issued. */
export type Tokens = {
  issue(fields: NewToken): Token;
  /** The token issued under this key, or a new one: a Page token stays the same for the token it is read with. */
  issueOnce(key: string, fields: NewToken): Token;
  find(text: string): Token | undefined;
  all(): Token[];
  /** Ends every token that fits; says how many. */
  kill(filter: TokenFilter, death: Death): number;
  clear(): void;
};

/** Tokens beyond this many are forgotten, oldest first. */
const KEPT = 20_000;

/** First 12 hex digits of the SHA-256 of a token: enough to tell tokens apart, useless to whoever reads it. */
export const tokenHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);

const textFor = (kind: TokenKind): string =>
  `${kind === 'instagram' ? 'IGAAfake' : 'EAAfake'}${randomBytes(30).toString('hex')}`;

const fits = (token: Token, filter: TokenFilter): boolean =>
  (['hash', 'kind', 'app', 'person', 'page'] as const).every(
    (name) => filter[name] === undefined || filter[name] === token[name],
  );

/** An empty box of tokens. */
export function createTokens(clock: Clock): Tokens {
  const tokens = new Map<string, Token>();
  const once = new Map<string, Token>();
  const issue = (fields: NewToken): Token => {
    const text = textFor(fields.kind);
    const token: Token = { ...fields, text, hash: tokenHash(text), issuedAt: clock.now(), death: null };
    tokens.set(text, token);
    const oldest = tokens.size > KEPT ? tokens.keys().next().value : undefined;
    if (oldest !== undefined) tokens.delete(oldest);
    return token;
  };
  return {
    issue,
    issueOnce: (key, fields) => {
      const before = once.get(key);
      if (before?.death === null && tokens.has(before.text)) return before;
      const token = issue(fields);
      once.set(key, token);
      return token;
    },
    find: (text) => tokens.get(text),
    all: () => [...tokens.values()],
    kill: (filter, death) => {
      const found = [...tokens.values()].filter((token) => fits(token, filter) && token.death === null);
      for (const token of found) token.death = death;
      return found.length;
    },
    clear: () => {
      tokens.clear();
      once.clear();
    },
  };
}
