import * as z from 'zod';
import type { Meta } from '../meta.ts';
import { answerGraph, type WireAnswer } from './answer.ts';
import { filled } from './batch-references.ts';
import { type GraphRequest, graphRequest, type Params } from './graph-request.ts';
import { badParameter, Refusal } from './refusal.ts';

const Yes = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);
const Element = z.looseObject({
  method: z.string(),
  relative_url: z.string(),
  body: z.string().optional(),
  name: z.string().optional(),
  depends_on: z.string().optional(),
  omit_response_on_success: Yes.optional(),
});
type Element = z.infer<typeof Element>;

/** At most so many calls in one (fact sheet §5). */
const MOST = 50;

type Item = { code: number; headers?: { name: string; value: string }[]; body: string } | null;

/** True for a batch: POST to the root with `batch`. */
export const isBatch = ({ method, path, params }: GraphRequest): boolean =>
  method === 'POST' && path.length === 0 && params.batch !== undefined;

/**
 * The items in the order of the request; null for one whose connection was cut (a time-out at Meta), whose success was
 * omitted, or that waited for one that failed. Throws a `Refusal` for the batch as a whole.
 */
export async function answerBatch(meta: Meta, request: GraphRequest): Promise<Item[]> {
  const elements = elementsOf(request.params.batch ?? '');
  demandOrder(elements);
  const withHeaders = request.params.include_headers !== 'false';
  const done = new Map<string, WireAnswer>();
  const items: Item[] = [];
  for (const element of elements) {
    const waits = element.depends_on === undefined ? undefined : done.get(element.depends_on);
    const answer = waits && isFailure(waits) ? null : await one(meta, request, element, done);
    if (answer && element.name !== undefined) done.set(element.name, answer);
    const omitted = element.omit_response_on_success ?? (element.name !== undefined && isAwaited(element, elements));
    items.push(answer === null || answer.cut || (omitted && !isFailure(answer)) ? null : itemOf(answer, withHeaders));
  }
  return items;
}

const isFailure = ({ status, cut }: WireAnswer): boolean => status >= 400 || cut === true;
const isAwaited = ({ name }: Element, all: readonly Element[]): boolean =>
  all.some(
    ({ depends_on, relative_url, body }) => depends_on === name || refersTo(`${relative_url}${body ?? ''}`, name),
  );
const refersTo = (text: string, name = ''): boolean => text.includes(`{result=${name}:`);

function elementsOf(text: string): Element[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw badParameter('Param batch must be a JSON array');
  }
  const elements = z.array(Element).safeParse(parsed);
  if (!elements.success) throw badParameter('Param batch must be an array of {method, relative_url}');
  if (elements.data.length > MOST) {
    throw badParameter(`Too many requests in batch message. Maximum batch size is ${MOST}`);
  }
  return elements.data;
}

/** Only earlier names can be waited for; otherwise the whole call fails, in the words of the sample. */
function demandOrder(elements: readonly Element[]): void {
  const names = new Set<string | undefined>();
  for (const [at, { depends_on: on, name }] of elements.entries()) {
    if (on !== undefined && !names.has(on)) {
      const message = `Request ${at} cannot depend on an  unresolved request with  name ${on}. Requests can only depend on preceding requests`;
      throw new Refusal(100, message, { type: 'GraphBatchException' });
    }
    names.add(name);
  }
}

async function one(
  meta: Meta,
  outer: GraphRequest,
  element: Element,
  done: ReadonlyMap<string, WireAnswer>,
): Promise<WireAnswer | null> {
  const url = filled(element.relative_url, done);
  const body = Object.fromEntries(new URLSearchParams(filled(element.body ?? '', done)));
  const authorization = undefined;
  const inner = graphRequest({
    method: element.method,
    url: `/${url.replace(/^\//, '')}`,
    authorization,
    body,
    origin: outer.base,
  });
  if (!inner)
    return { status: 400, headers: {}, text: JSON.stringify({ error: { message: 'Unknown method', code: 100 } }) };
  const proof: Params =
    inner.token === null && outer.params.appsecret_proof ? { appsecret_proof: outer.params.appsecret_proof } : {};
  const params = { ...proof, ...inner.params };
  return answerGraph(
    meta,
    { ...inner, host: outer.host, version: inner.version ?? outer.version, token: inner.token ?? outer.token, params },
    true,
  );
}

const itemOf = ({ status, headers, text }: WireAnswer, withHeaders: boolean): Item => ({
  code: status,
  ...(withHeaders ? { headers: Object.entries(headers).map(([name, value]) => ({ name, value })) } : {}),
  body: text,
});
