import type { Meta } from '../meta.ts';
import type { Thing } from '../world/things.ts';
import type { Caller } from './caller.ts';
import type { Method } from './graph-request.ts';
import { Refusal } from './refusal.ts';
import { type Bucket, type Reading, THROTTLE_CODES } from './usage.ts';
import { bucketsOf, usageHeaders } from './usage-headers.ts';

/** A call that a full bucket refuses; it counts all the same, so that whoever keeps calling waits longer. */
export class Throttled extends Refusal {
  readonly headers: Record<string, string>;

  constructor({ useCase }: Bucket, headers: Record<string, string>) {
    const code = THROTTLE_CODES[useCase];
    super(code, `(#${code}) ${WORDS[code] ?? 'There have been too many calls. Wait a bit and try again.'}`, {
      ...(code === 613 ? { subcode: 5044001 } : {}),
    });
    this.headers = headers;
  }
}

const WORDS: Readonly<Record<number, string>> = {
  4: 'Application request limit reached',
  17: 'User request limit reached',
  32: 'Page request limit reached',
  613: 'Calls to this api have exceeded the rate limit.',
};

/** Counts a call in its buckets and gives the usage headers; throws `Throttled` when one of them was full. */
export function spend(
  meta: Meta,
  caller: Caller,
  node: Thing | null,
  edge: string | null,
  method: Method,
): Record<string, string> {
  const buckets = [...bucketsOf(caller, node, edge), ...mutations(caller, node, method)];
  const full = buckets.find((bucket) => meta.usage.read(bucket).percent >= 100);
  for (const bucket of buckets) meta.usage.count(bucket);
  const readings = buckets.map((bucket): Reading => meta.usage.read(bucket));
  const isOwn = (other: Reading) => buckets.some((own) => own.useCase === other.useCase && own.object === other.object);
  const headers = usageHeaders(
    readings,
    meta.usage.all().filter((other) => !isOwn(other)),
  );
  if (full) throw new Throttled(full, headers);
  return headers;
}

/** Writes to an ad account are counted by the second, per app and account (fact sheet §4). */
const mutations = ({ app }: Caller, node: Thing | null, method: Method): Bucket[] =>
  node?.kind === 'ad_account' && method !== 'GET' ? [{ useCase: 'mutations', object: `${app.id}:${node.id}` }] : [];
