import { type ConversionMessage, isDeduped, keyOf } from './conversion-message.ts';

/** Most events of one call (fact sheet §9). */
export const eventsACall = 1000;

/** Most characters of one call's events; a thousand usual ones have a million and a half. */
const charactersACall = 4_000_000;

/** Events that go to Meta in one call. */
export interface MergedBatch<T> {
  readonly pixel: string;
  readonly workspace: string;
  readonly deduped: boolean;
  readonly testEventCode: string | undefined;
  readonly partnerAgent: string | undefined;
  /** The oldest first: they are the nearest to the end of Meta's seven days. */
  readonly items: readonly T[];
}

type Carrier = { readonly message: ConversionMessage };

/** What may travel together: what Meta does not dedupe goes in calls of its own. */
const lotOf = ({ workspace, pixel, actionSource, testEventCode, partnerAgent }: ConversionMessage) =>
  `${workspace}\n${pixel}\n${isDeduped({ actionSource })}\n${testEventCode ?? ''}\n${partnerAgent ?? ''}`;

/** The calls that these events come to, each of one pixel, those with the oldest event first. */
export function mergeBatches<T extends Carrier>(items: readonly T[]): readonly MergedBatch<T>[] {
  const oldestFirst = [...items].sort((a, b) => a.message.eventTime - b.message.eventTime);
  const lots = new Map<string, T[]>();
  for (const item of oldestFirst) {
    const name = lotOf(item.message);
    const lot = lots.get(name);
    if (lot) lot.push(item);
    else lots.set(name, [item]);
  }
  return [...lots.values()].flatMap((lot) => cut(lot).map(batchOf));
}

function batchOf<T extends Carrier>(items: readonly [T, ...T[]]): MergedBatch<T> {
  const [{ message }] = items;
  const { pixel, workspace, testEventCode, partnerAgent } = message;
  return { pixel, workspace, deduped: isDeduped(message), testEventCode, partnerAgent, items };
}

function cut<T extends Carrier>(lot: readonly T[]): readonly [T, ...T[]][] {
  const parts: [T, ...T[]][] = [];
  let characters = 0;
  for (const item of lot) {
    const { length } = item.message.event;
    const last = parts.at(-1);
    if (last && last.length < eventsACall && characters + length <= charactersACall) {
      last.push(item);
      characters += length;
    } else {
      parts.push([item]);
      characters = length;
    }
  }
  return parts;
}

/** Items of one key with one payload are one: the first stands for its twins, which share its fate. */
export function foldTwins<T extends Carrier>(items: readonly T[]): readonly (readonly [T, ...T[]])[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const name = `${keyOf(item.message)}\n${item.message.payloadHash}\n${item.message.testEventCode ?? ''}`;
    const group = groups.get(name);
    if (group) group.push(item);
    else groups.set(name, [item]);
  }
  return [...groups.values()];
}
