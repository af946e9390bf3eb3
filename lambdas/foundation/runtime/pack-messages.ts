import { Failure } from '../core/failure.ts';

/** Items of one fair-queue group, each as its JSON text. */
export interface PackedGroup {
  readonly group: string;
  readonly items: readonly string[];
}

/** One SQS message: its body and its group. */
export interface PackedMessage {
  readonly group: string;
  readonly body: string;
}

/**
 * Largest message and largest batch, in bytes. SQS takes 1 MiB (1,048,576) for either, attributes included
 * (docs.aws.amazon.com, SQS message quotas); the rest is for ids, groups and delays.
 */
export const messageCapBytes = 1_000_000;

/** Most items in one message: a poison item makes its siblings run again, and time-outs are 30 s. */
export const itemsPerMessage = 200;

/** Entries of one `SendMessageBatch` (SQS). */
export const messagesPerBatch = 10;

/** Refused by SQS in a body, yet left as they are by `JSON.stringify`. */
const refusedSigns = /[\uFFFE\uFFFF]/g;

/** JSON text that SQS accepts and every parser reads as the same value. */
export const safeJson = (json: string) =>
  json.replace(refusedSigns, (sign) => (sign === '\uFFFE' ? '\\ufffe' : '\\uffff'));

/**
 * Cuts groups into messages under the limits, in their order: `open` and `close` stand around the items of each.
 * Throws `Failure` `too-large` for an item that fits into none.
 */
export function packMessages(groups: readonly PackedGroup[], open: string, close: string): readonly PackedMessage[] {
  const room = messageCapBytes - Buffer.byteLength(open) - Buffer.byteLength(close);
  return groups.flatMap(({ group, items }) =>
    cut(items, itemsPerMessage, room, (item) => Buffer.byteLength(item) + 1).map((some) => ({
      group,
      body: `${open}${some.join(',')}${close}`,
    })),
  );
}

/** Cuts messages into batches under the limits, in their order. */
export const packBatches = (messages: readonly PackedMessage[]): readonly (readonly PackedMessage[])[] =>
  messages.length === 1
    ? [messages]
    : cut(messages, messagesPerBatch, messageCapBytes, ({ body }) => Buffer.byteLength(body));

/** One entry of `SendMessageBatch`, under SQS's own names. */
export interface BatchEntry {
  readonly Id: string;
  readonly MessageBody: string;
  readonly MessageGroupId: string | undefined;
  readonly DelaySeconds: number | undefined;
}

/** The entries of one batch. */
export const entriesOf = (batch: readonly PackedMessage[], delaySeconds: number): readonly BatchEntry[] =>
  batch.map(({ group, body }, index) => ({
    Id: String(index),
    MessageBody: body,
    MessageGroupId: group || undefined,
    DelaySeconds: delaySeconds || undefined,
  }));

function cut<T>(all: readonly T[], most: number, room: number, sizeOf: (one: T) => number): readonly (readonly T[])[] {
  const parts: T[][] = [];
  let left = 0;
  for (const one of all) {
    const size = sizeOf(one);
    if (size > room) throw new Failure('too-large', 'an item is too large for a message');
    const last = parts.at(-1);
    if (last && last.length < most && size <= left) last.push(one);
    else parts.push([one]);
    left = (parts.at(-1)?.length === 1 ? room : left) - size;
  }
  return parts;
}
