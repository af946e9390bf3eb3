import * as z from 'zod';
import { seededNumbers } from '../webhooks/seeded-order.ts';
import { TOKEN_KINDS, type TokenKind } from '../world/tokens.ts';
import { type GraphRequest, HOSTS } from './graph-request.ts';
import { Refusal } from './refusal.ts';

/** What an error on demand carries; what is optional is so at Meta, `details` are WhatsApp's. */
export const errorFields = {
  code: z.int(),
  subcode: z.int().optional(),
  status: z.int().min(100).max(599).optional(),
  message: z.string().default('A fault of the script'),
  type: z.string().default('OAuthException'),
  isTransient: z.boolean().optional(),
  userTitle: z.string().optional(),
  userMessage: z.string().optional(),
  details: z.string().optional(),
};

type ErrorFields = z.output<z.ZodObject<typeof errorFields>>;

/** An error on demand, as an answer. */
export const refusalOf = ({ code, message, isTransient, userTitle, ...same }: ErrorFields): Refusal => {
  const { subcode, status, type, userMessage, details } = same;
  return new Refusal(code, message, {
    subcode,
    status,
    type,
    transient: isTransient,
    title: userTitle,
    userMessage,
    details,
  });
};

/** What goes wrong. */
export const GraphFault = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('error'), ...errorFields }),
  /** An error body with HTTP 200, as Messenger was seen to answer. */
  z.strictObject({ kind: z.literal('error200'), ...errorFields }),
  z.strictObject({ kind: z.literal('html500') }),
  /** The connection ends before anything was done. */
  z.strictObject({ kind: z.literal('closeBefore') }),
  /** The connection ends after the call took effect: the caller does not learn of it. */
  z.strictObject({ kind: z.literal('closeAfterCommit') }),
  /** The answer waits this long, in real ms. */
  z.strictObject({ kind: z.literal('slow'), ms: z.int().min(1).max(600_000) }),
  /** The answer breaks off in the middle of its body. */
  z.strictObject({ kind: z.literal('truncated') }),
  /** The body is padded beyond this many bytes. */
  z.strictObject({ kind: z.literal('tooBig'), bytes: z.int().min(1).max(100_000_000).default(20_000_000) }),
]);
export type GraphFault = z.infer<typeof GraphFault>;

/** A regular expression, as text. */
export const pattern = z.string().refine(
  (text) => {
    try {
      return new RegExp(text) instanceof RegExp;
    } catch {
      return false;
    }
  },
  { error: 'not a regular expression' },
);

/** One line of the fault script: the calls it meets, how many of them pass first, and how many then suffer. */
export const FaultRule = z.strictObject({
  match: z
    .strictObject({
      method: z.enum(['GET', 'POST', 'DELETE']).optional(),
      host: z.enum(HOSTS).optional(),
      /** A regular expression over the path without host and version: `^/me/accounts`. */
      path: pattern.optional(),
      tokenKind: z.enum([...TOKEN_KINDS, 'app', 'unknown']).optional(),
    })
    .default({}),
  after: z.int().min(0).default(0),
  /** Without it, for ever. */
  times: z.int().min(1).optional(),
  /** Of the calls that are due, this share suffers, drawn by `seed`. */
  share: z.number().gt(0).max(1).default(1),
  seed: z.int().default(1),
  fault: GraphFault,
});
export type FaultRule = z.infer<typeof FaultRule>;

/** The script now in force; `take` counts a call and says what it suffers. */
export type GraphFaults = {
  set(rules: readonly FaultRule[]): void;
  /** Each rule with the number of calls it met so far, and of those that it spoilt. */
  current(): (FaultRule & { met: number; hit: number })[];
  take(request: GraphRequest, tokenKind: TokenKind | 'app' | 'unknown' | null): GraphFault | null;
};

/** No faults. */
export function createGraphFaults(): GraphFaults {
  let rules: Standing[] = [];
  return {
    set: (given) => {
      rules = given.map((rule) => ({ rule, met: 0, hit: 0, draw: seededNumbers(rule.seed) }));
    },
    current: () => rules.map(({ rule, met, hit }) => ({ ...rule, met, hit })),
    take: (request, tokenKind) => {
      const struck = rules.find((one) => meets(one.rule.match, request, tokenKind) && strikes(one));
      return struck?.rule.fault ?? null;
    },
  };
}

type Standing = { rule: FaultRule; met: number; hit: number; draw(): number };

/** Counts a call that a rule meets, and says whether it suffers. */
function strikes(one: Standing): boolean {
  one.met += 1;
  const { after, times, share } = one.rule;
  const nth = one.met - after;
  if (nth < 1 || (times !== undefined && nth > times) || one.draw() >= share) return false;
  one.hit += 1;
  return true;
}

function meets(match: FaultRule['match'], request: GraphRequest, tokenKind: string | null): boolean {
  const wanted: [string | undefined, string | null][] = [
    [match.method, request.method],
    [match.host, request.host],
    [match.tokenKind, tokenKind],
  ];
  if (wanted.some(([want, is]) => want !== undefined && want !== is)) return false;
  return match.path === undefined || new RegExp(match.path).test(`/${request.path.join('/')}`);
}
