import type { Tally } from './quality.ts';

/**
 * Keys of `user_data`: Meta's name for them in the feedback, what they weigh in the score of ten, and by how much they
 * would raise the conversions that are reported. Names of the samples are email, ip_address, user_agent, external_id;
 * the others, the weights and all but the first two percentages are invented.
 */
const KEYS: readonly { key: string; identifier: string; label: string; weight: number; increase: number }[] = [
  { key: 'em', identifier: 'email', label: 'Email', weight: 2.5, increase: 58.96 },
  { key: 'client_ip_address', identifier: 'ip_address', label: 'Ip Address', weight: 0.8, increase: 20.65 },
  { key: 'ph', identifier: 'phone', label: 'Phone', weight: 2, increase: 31.2 },
  { key: 'fbc', identifier: 'fbc', label: 'Click Id', weight: 1.4, increase: 24.8 },
  { key: 'external_id', identifier: 'external_id', label: 'External Id', weight: 1, increase: 12.4 },
  { key: 'fbp', identifier: 'fbp', label: 'Browser Id', weight: 0.8, increase: 10.1 },
  { key: 'client_user_agent', identifier: 'user_agent', label: 'User Agent', weight: 0.5, increase: 6.3 },
  { key: 'fn', identifier: 'first_name', label: 'First Name', weight: 0.3, increase: 3.2 },
  { key: 'ln', identifier: 'last_name', label: 'Last Name', weight: 0.3, increase: 3.4 },
  { key: 'zp', identifier: 'zip_code', label: 'Zip Code', weight: 0.2, increase: 2.1 },
  { key: 'db', identifier: 'date_of_birth', label: 'Date Of Birth', weight: 0.2, increase: 1.9 },
];

/** A part of a whole in percent, with one decimal. */
export const percent = (part: number, whole: number): number =>
  whole === 0 ? 0 : Math.round((part / whole) * 1000) / 10;

const coverageOf = ({ keys, events }: Tally, key: string): number => percent(keys.get(key) ?? 0, events);

/** 0 to 10, by the keys that the events had. */
export function compositeScore(tally: Tally): number {
  const points = KEYS.reduce((sum, { key, weight }) => sum + (weight * coverageOf(tally, key)) / 100, 0);
  return Math.min(10, Math.round(points * 10) / 10);
}

const increased = (label: string, eventName: string, percentage: number) => ({
  percentage,
  description:
    `Similar advertisers who sent valid ${label} for ${eventName} saw a ${percentage}% median increase in their ` +
    'existing additional conversions reported.',
});

/** One row for each key: how many events had it, and what it would bring where not all of them did. */
export const matchKeyFeedback = (tally: Tally): Record<string, unknown>[] =>
  KEYS.map(({ key, identifier, label, increase }) => {
    const percentage = coverageOf(tally, key);
    const potential = percentage >= 100 ? undefined : increased(label, tally.eventName, increase);
    return { identifier, coverage: { percentage }, ...(potential ? { potential_aly_acr_increase: potential } : {}) };
  }).filter(({ coverage }, at) => coverage.percentage > 0 || (KEYS[at]?.weight ?? 0) >= 0.8);
