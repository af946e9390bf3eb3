import * as z from 'zod/mini';
import { AccessToken } from '../../core/access-token.ts';
import type { Clock } from '../../core/clock.ts';
import { Failure } from '../../core/failure.ts';
import type { GraphIdentity } from '../identity.ts';
import { type HeaderBag, readUsage } from '../usage-headers.ts';
import { appsecretProof } from '../wire/appsecret-proof.ts';
import { appBudget } from '../wire/budget-keys.ts';
import type { GraphCall, Send } from '../wire/graph-call.ts';
import { pathId } from '../wire/path-id.ts';
import { settleAnswer } from '../wire/settle-answer.ts';
import type { NodeAnswer, NodeRead } from './account-calls.ts';
import { node } from './account-shapes.ts';

/** Most elements of a batch (fact sheet §5). */
const mostReads = 50;

const header = z.looseObject({ name: z.string(), value: z.string() });
const item = z.looseObject({
  code: z.number(),
  headers: z._default(z.array(header), []),
  body: z._default(z.nullable(z.string()), ''),
});
type Item = z.infer<typeof item>;

/** Items stand in the order of the requests; null is one that timed out, since we let nothing be omitted. */
const answer = z.array(z.nullable(item));

/**
 * Many reads in one request. Each element carries its own token and proof, in the form and so in no URL. What Meta
 * answers to the whole tells nothing of its items: each is judged like a call of its own.
 */
export async function readNodes(send: Send, clock: Clock, reads: readonly NodeRead[]): Promise<readonly NodeAnswer[]> {
  const [first] = reads;
  if (!first) return [];
  const { app } = first.identity;
  if (reads.length > mostReads) throw new Failure('bug', `a batch of ${reads.length} reads, at most ${mostReads}`);
  if (reads.some(({ identity }) => identity.app.appId !== app.appId)) throw new Failure('bug', 'a batch of two apps');
  const items = await send(batchOf(reads, first.identity));
  return reads.map((_, at) => nodeIn(items[at] ?? null, app.appId, clock.now()));
}

const batchOf = (reads: readonly NodeRead[], identity: GraphIdentity): GraphCall<(Item | null)[]> => ({
  name: 'readNodes',
  effect: 'read',
  method: 'POST',
  path: '/',
  secrets: { batch: JSON.stringify(reads.map(elementOf)) },
  speaker: { identity },
  keys: appBudget(identity.app),
  calls: reads.length,
  answer,
  innerHeaders: (items) => items.flatMap((one) => (one ? [bagOf(one)] : [])),
});

function elementOf({ identity: { app, token }, id, fields }: NodeRead) {
  const text = AccessToken.textOf(token);
  const proof = appsecretProof(app.appSecret, text);
  const query = new URLSearchParams({ fields: fields.join(','), access_token: text, appsecret_proof: proof });
  return { method: 'GET', relative_url: `${pathId(id)}?${query}` };
}

const bagOf = ({ headers }: Item): HeaderBag =>
  Object.fromEntries(headers.map(({ name, value }) => [name.toLowerCase(), value]));

function nodeIn(one: Item | null, appId: string, now: number): NodeAnswer {
  if (!one) return { failure: new Failure('meta-unavailable', 'Meta left an element of a batch unanswered') };
  const call = { name: 'readNodes', effect: 'read', answer: node } as const;
  const got = { status: one.code, headers: bagOf(one), body: one.body ?? '' };
  const settled = settleAnswer(call, got, readUsage(got.headers, { appId, keys: [], now }), now);
  return 'failure' in settled ? { failure: settled.failure } : { node: settled.answer };
}
