import type { Clock } from '../world/clock.ts';

/** Calls an hour that each bucket takes before it answers with its code; all can be set small. */
export const ALLOWANCES = {
  app: 20_000,
  user: 5_000,
  page: 5_000,
  pages: 5_000,
  messenger: 5_000,
  leadgen: 5_000,
  instagram: 5_000,
  whatsapp: 5_000,
  catalog: 20_000,
  ads_management: 100_000,
  ads_insights: 190_000,
  /** Writes of an app to one ad account in a second (fact sheet §4). */
  mutations: 100,
};
export type UseCase = keyof typeof ALLOWANCES;

/** Codes of fact sheet §3 and §4 by use case. */
export const THROTTLE_CODES: Readonly<Record<UseCase, number>> = {
  app: 4,
  user: 17,
  page: 32,
  pages: 80001,
  messenger: 80006,
  leadgen: 80005,
  instagram: 80002,
  whatsapp: 80008,
  catalog: 80009,
  ads_management: 80004,
  ads_insights: 80000,
  mutations: 613,
};

/** One allowance of one object: an app, a Page, an ad account. */
export type Bucket = { useCase: UseCase; object: string };

/** How full a bucket is; `regainMinutes` is 0 below 100 %. */
export type Reading = Bucket & { percent: number; regainMinutes: number; regainSeconds: number };

/** Counts calls over the rolling hour of the simulated clock. */
export type Usage = {
  allowances(): Record<UseCase, number>;
  allow(part: Partial<Record<UseCase, number>>): void;
  /** Sets a bucket to so many percent, as if the calls had just been made. */
  fill(bucket: Bucket, percent: number): void;
  count(bucket: Bucket): void;
  read(bucket: Bucket): Reading;
  /** Every bucket that holds calls. */
  all(): Reading[];
  clear(): void;
};

const HOUR_MS = 3_600_000;
const spanOf = (useCase: UseCase): number => (useCase === 'mutations' ? 1000 : HOUR_MS);
const keyOf = ({ useCase, object }: Bucket): string => `${useCase}:${object}`;

/** Empty buckets with the default allowances. */
export function createUsage(clock: Clock): Usage {
  const calls = new Map<string, { bucket: Bucket; at: number[] }>();
  let allowances = { ...ALLOWANCES };
  const live = (bucket: Bucket): number[] => {
    const open = calls.get(keyOf(bucket)) ?? { bucket, at: [] };
    calls.set(keyOf(bucket), open);
    const since = clock.now() - spanOf(bucket.useCase);
    const first = open.at.findIndex((at) => at > since);
    if (first !== 0) open.at = first < 0 ? [] : open.at.slice(first);
    return open.at;
  };
  const read = (bucket: Bucket) => readingOf(bucket, live(bucket), allowances[bucket.useCase], clock.now());
  return {
    allowances: () => allowances,
    allow: (part) => {
      allowances = { ...allowances, ...part };
    },
    fill: (bucket, percent) => {
      live(bucket);
      const count = Math.ceil((allowances[bucket.useCase] * percent) / 100);
      calls.set(keyOf(bucket), { bucket, at: Array.from({ length: count }, () => clock.now()) });
    },
    count: (bucket) => void live(bucket).push(clock.now()),
    read,
    all: () => [...calls.values()].map(({ bucket }) => read(bucket)).filter(({ percent }) => percent > 0),
    clear: () => {
      calls.clear();
      allowances = { ...ALLOWANCES };
    },
  };
}

/** The bucket is free again when enough of the oldest calls have left the hour. */
function readingOf(bucket: Bucket, at: readonly number[], allowance: number, now: number): Reading {
  const percent = (at.length / allowance) * 100;
  const leaving = at[at.length - allowance];
  const waitMs = percent < 100 || leaving === undefined ? 0 : Math.max(0, leaving + spanOf(bucket.useCase) - now);
  return { ...bucket, percent, regainMinutes: Math.ceil(waitMs / 60_000), regainSeconds: Math.ceil(waitMs / 1000) };
}
