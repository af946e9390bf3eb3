import type { Json } from '../../lambdas/webhooks/sample-expectations/sample-payload.ts';

/** Names under which a payload carries ids that form keys, or that such an id must stay equal to. */
const idNames: ReadonlySet<string> = new Set([
  'id',
  'uid',
  'mid',
  'mids',
  'comment_id',
  'form_id',
  'leadgen_id',
  'media_id',
  'message_id',
  'open_graph_story_id',
  'original_message_id',
  'page_id',
  'parent_id',
  'phone_number_id',
  'post_id',
]);

/** Gives one file ids of its own: the same id always becomes the same other one, and no two files share any. */
export interface OwnIds {
  /** The payload with every id exchanged; numbers stay numbers. */
  payload(body: Json): Json;
  /** An expected text: an id that the payload held becomes its new one, anything else stays. */
  text(value: string): string;
}

/**
 * New ids of one file; `salt` is digits that no other run uses, `file` the file's number. New ids of digits have at
 * most 15 of them, so that they survive as JSON numbers too.
 */
export function ownIds(salt: string, file: number): OwnIds {
  const known = new Map<string, string>();
  const fresh = (id: string): string => {
    if (id.startsWith('act_')) return `act_${exchanged(id.slice(4))}`;
    const count = String(known.size).padStart(3, '0');
    const digits = `7${salt}${String(file).padStart(3, '0')}${count}`;
    return /^\d+$/.test(id) ? digits : `own.${digits}`;
  };
  const exchanged = (id: string): string => {
    const before = known.get(id);
    if (before !== undefined) return before;
    const after = fresh(id);
    known.set(id, after);
    return after;
  };
  const inIdPlace = (value: Json): Json => {
    if (typeof value === 'string') return exchanged(value);
    if (typeof value === 'number') return Number(exchanged(String(value)));
    return Array.isArray(value) ? value.map(inIdPlace) : payload(value);
  };
  const payload = (body: Json): Json => {
    if (Array.isArray(body)) return body.map(payload);
    if (typeof body !== 'object' || body === null) return body;
    return Object.fromEntries(
      Object.entries(body).map(([name, value]) => [name, idNames.has(name) ? inIdPlace(value) : payload(value)]),
    );
  };
  return { payload, text: (value) => known.get(value) ?? value };
}
