import { createHash } from 'node:crypto';
import { assetName } from '../core/ids.ts';
import { assetOfPart, encodePart, joinParts, splitParts } from './key-parts.ts';
import type { EventKey } from './webhook-events.ts';

/** 9999-12-31T23:59:59Z, the last second that ISO-8601 writes with four digits of year. */
const lastSecond = 253_402_300_799;

/** Encoded length from which a part is hashed: a sort key holds 1,024 bytes (AWS), 14 of them the time and two `#`. */
const longest = { field: 200, dedupeKey: 800 } as const;

/** Whole seconds that a key can hold, at least 0. */
export const keySeconds = (time: number): number =>
  Number.isNaN(time) ? 0 : Math.min(lastSecond, Math.max(0, Math.trunc(time)));

/** A time as the first part of a sort key: twelve digits, so that text order is time order. */
export const timePart = (time: number): string => String(keySeconds(time)).padStart(12, '0');

/** The last hour that was named: neighbours in a batch happened in the same one. */
const named = { hour: Number.NaN, name: '' };

/** The hour of a time in whole seconds, `YYYY-MM-DDTHH` in UTC. */
export function hourOf(time: number): string {
  const hour = Math.floor(keySeconds(time) / 3600);
  if (hour !== named.hour) {
    named.hour = hour;
    named.name = new Date(hour * 3_600_000).toISOString().slice(0, 13);
  }
  return named.name;
}

/** A character takes at most five when encoded, so most texts fit without being encoded. */
const fitting = (text: string, length: number) =>
  text.length * 5 <= length || encodePart(text).length <= length
    ? text
    : `sha256:${createHash('sha256').update(encodePart(text)).digest('hex')}`;

/** A key as it is kept: a time that a key can hold, parts that fit (else their hash). The same for a kept key. */
export function keptKey({ workspace, asset, time, field, dedupeKey }: EventKey): EventKey {
  return {
    workspace,
    asset,
    time: keySeconds(time),
    field: fitting(field, longest.field),
    dedupeKey: fitting(dedupeKey, longest.dedupeKey),
  };
}

/** An event's public id: asset, time, field and dedupe key, base64url. The workspace is not in it. */
export function encodeEventId(key: EventKey): string {
  const { asset, time, field, dedupeKey } = keptKey(key);
  return Buffer.from(joinParts([assetName(asset), String(time), field, dedupeKey]), 'latin1').toString('base64url');
}

/** The key behind a public id, in the token's workspace; undefined for anything that `encodeEventId` never made. */
export function decodeEventId(workspace: string, id: string): EventKey | undefined {
  if (!/^[A-Za-z0-9_-]{1,2048}$/.test(id)) return undefined;
  const [name = '', time = '', field, dedupeKey, ...rest] = splitParts(Buffer.from(id, 'base64url').toString('latin1'));
  const asset = assetOfPart(name);
  if (asset === undefined || field === undefined || dedupeKey === undefined || rest.length > 0) return undefined;
  const key = { workspace, asset, time: Number(time), field, dedupeKey };
  return encodeEventId(key) === id ? key : undefined;
}
