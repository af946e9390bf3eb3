import type { QueueName } from '../contract/resources.ts';
import type { Blobs } from '../core/doors.ts';
import type { Limit } from '../core/limited.ts';
import { checkIn, inlineCapBytes } from './claim-checks.ts';
import { itemsPerMessage, type PackedMessage, packMessages, safeJson } from './pack-messages.ts';

/** Items of one group, of whatever type. */
export interface AnyGroup {
  readonly group?: string;
  readonly items: readonly unknown[];
}

/** What stands before the items of a message; `firstSeenAt` is ISO-8601. */
export interface Head {
  readonly firstSeenAt: string;
  readonly hops: number;
}

/** Where groups go; `gate` bounds the blobs on their way at once. */
export interface Packing extends Head {
  readonly queue: QueueName;
  readonly blobs: () => Pick<Blobs, 'put'>;
  readonly gate: Limit;
}

/**
 * Groups as messages, in their order, each written in one go; undefined when one is too big for that. So small a group
 * holds no item that needs a claim check: the usual case, for a third of the work.
 */
export function packWhole(groups: readonly AnyGroup[], head: Head): readonly PackedMessage[] | undefined {
  const messages: PackedMessage[] = [];
  for (const { group = '', items } of groups) {
    if (items.length > itemsPerMessage) return undefined;
    const whole = items.length > 0 ? wholeMessage({ group: groupName(group), items }, head) : undefined;
    if (whole) messages.push(whole);
    else if (items.length > 0) return undefined;
  }
  return messages;
}

/**
 * The same for groups of any size: big items are checked in. Throws `Failure` `too-large` for an item that fits into
 * no message, `unavailable` when the bucket refuses, and the `RangeError` of `JSON.stringify` for one nested too deeply.
 */
export async function packGroups(groups: readonly AnyGroup[], packing: Packing): Promise<readonly PackedMessage[]> {
  const messages = piecesOf(groups).map((piece) => wholeMessage(piece, packing) ?? cutMessages(piece, packing));
  return (await Promise.all(messages)).flat();
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
  group.length <= longestGroup && !foreign.test(group) ? group : group.replace(/[^!-~]/g, '_').slice(0, longestGroup);
const longestGroup = 128;
const foreign = /[^!-~]/;

function wholeMessage({ group, items }: Piece, { firstSeenAt, hops }: Head): PackedMessage | undefined {
  const json = JSON.stringify({ firstSeenAt, hops, items });
  const bytes = Buffer.byteLength(json);
  if (bytes > inlineCapBytes) return undefined;
  // As many bytes as characters: ASCII, so there is no sign that SQS refuses.
  return { group, body: bytes === json.length ? json : safeJson(json) };
}

/** Every item by itself, the big ones checked in. */
async function cutMessages({ group, items }: Piece, packing: Packing): Promise<readonly PackedMessage[]> {
  const { queue, blobs, gate, firstSeenAt, hops } = packing;
  const text = (item: unknown) => checkIn(queue, safeJson(JSON.stringify(item)), blobs);
  const checked = await Promise.all(items.map((item) => gate(() => text(item))));
  const open = `{"firstSeenAt":${JSON.stringify(firstSeenAt)},"hops":${hops},"items":[`;
  return packMessages([{ group, items: checked }], open, ']}');
}
