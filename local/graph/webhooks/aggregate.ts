import { countChanges } from './count-changes.ts';

/** A webhook envelope as the caller gave it. */
type Envelope = { object: unknown; entry: unknown[] };

type Group<T> = { first: T; envelope: Envelope | null; changes: number };

const isEnvelope = (body: unknown): body is Envelope =>
  typeof body === 'object' && body !== null && 'object' in body && 'entry' in body && Array.isArray(body.entry);

/** The envelope of a delivery without options of its own; such a one may share a POST. */
const plainEnvelope = (delivery: { body?: unknown }): Envelope | null =>
  Object.keys(delivery).join() === 'body' && isEnvelope(delivery.body)
    ? { ...delivery.body, entry: [...delivery.body.entry] }
    : null;

/**
 * Joins neighbouring deliveries that carry envelopes of the same `object` into POSTs of up to `upTo` changes, as Meta
 * aggregates (up to 1,000, fact sheet §7). A delivery with options of its own (signature, copies, delay, exact text)
 * stays alone.
 */
export function aggregate<T extends { body?: unknown }>(deliveries: readonly T[], upTo: number): T[] {
  const groups: Group<T>[] = [];
  for (const delivery of deliveries) {
    const envelope = plainEnvelope(delivery);
    const { changes } = countChanges(delivery.body);
    const last = groups.at(-1);
    if (envelope && last?.envelope && fits(last.envelope, envelope, last.changes + changes, upTo)) {
      for (const entry of envelope.entry) last.envelope.entry.push(entry);
      last.changes += changes;
    } else groups.push({ first: delivery, envelope, changes });
  }
  return groups.map(({ first, envelope }) => (envelope ? { ...first, body: envelope } : first));
}

const fits = (into: Envelope, more: Envelope, changes: number, upTo: number): boolean =>
  into.object === more.object && changes <= upTo;
