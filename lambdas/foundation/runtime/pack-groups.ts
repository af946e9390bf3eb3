import type { QueueName } from '../contract/resources.ts';
import type { Blobs } from '../core/doors.ts';
import { checkIn, inlineCapBytes } from './claim-checks.ts';
import type { Limit } from './limited.ts';
import { itemsPerMessage, type PackedMessage, packMessages, safeJson } from './pack-messages.ts';

/** Items of one group, of whatever type. */
export interface AnyGroup {
  readonly group?: string;
  readonly items: readonly unknown[];
}

/** Where groups go and what stands before their items; `gate` bounds the blobs on their way at once. */
export interface Packing {
  readonly queue: QueueName;
  /** ISO-8601. */
  readonly firstSeenAt: string;
  readonly hops: number;
  readonly blobs: () => Pick<Blobs, 'put'>;
  readonly gate: Limit;
}

/**
 * Groups as messages, in their order. Throws `Failure` `too-large` for an item that fits into no message,
 * `unavailable` when the bucket refuses a claim check, and the `RangeError` of `JSON.stringify` for one nested too deeply.
 */
export async function packGroups(groups: readonly AnyGroup[], packing: Packing): Promise<readonly PackedMessage[]> {
  const pieces = piecesOf(groups);
  const wholes: PackedMessage[] = [];
  for (const piece of pieces) {
    const whole = wholeMessage(piece, packing);
    if (whole) wholes.push(whole);
  }
  if (wholes.length === pieces.length) return wholes;
  const cut = await Promise.all(pieces.map((piece) => wholeMessage(piece, packing) ?? cutMessages(piece, packing)));
  return cut.flat();
}

interface Piece {
  readonly group: string;
  readonly items: readonly unknown[];
}

/** Groups in stretches that one message may hold by number; an empty one has none. */
function piecesOf(groups: readonly AnyGroup[]): readonly Piece[] {
  const pieces: Piece[] = [];
  for (const { group = '', items } of groups) {
    const name = groupName(group);
    for (let from = 0; from < items.length; from += itemsPerMessage) {
      const all = items.length <= itemsPerMessage;
      pieces.push({ group: name, items: all ? items : items.slice(from, from + itemsPerMessage) });
    }
  }
  return pieces;
}

/** A group as SQS takes it: letters, digits and punctuation of ASCII, at most 128 of them. */
const groupName = (group: string) =>
  /^[!-~]{0,128}$/.test(group) ? group : group.replace(/[^!-~]/g, '_').slice(0, 128);

/** The usual case, for a third of the work: written in one go, and so small that no item can need a claim check. */
function wholeMessage({ group, items }: Piece, { firstSeenAt, hops }: Packing): PackedMessage | undefined {
  const json = JSON.stringify({ firstSeenAt, hops, items });
  const bytes = Buffer.byteLength(json);
  if (bytes > inlineCapBytes) return undefined;
  // As many bytes as characters: ASCII, so there is no sign that SQS refuses.
  return { group, body: bytes === json.length ? json : safeJson(json) };
}

/** The careful case: every item by itself, the big ones checked in. */
async function cutMessages({ group, items }: Piece, packing: Packing): Promise<readonly PackedMessage[]> {
  const { queue, blobs, gate, firstSeenAt, hops } = packing;
  const text = (item: unknown) => checkIn(queue, safeJson(JSON.stringify(item)), blobs);
  const checked = await Promise.all(items.map((item) => gate(() => text(item))));
  const open = `{"firstSeenAt":${JSON.stringify(firstSeenAt)},"hops":${hops},"items":[`;
  return packMessages([{ group, items: checked }], open, ']}');
}
