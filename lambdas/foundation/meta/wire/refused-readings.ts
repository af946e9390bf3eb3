import type { BudgetKey, UsageReading } from '../../core/usage.ts';
import { appOf, type GraphCall } from './graph-call.ts';
import type { Settled } from './settle-answer.ts';

/**
 * What Meta's refusal tells the ledger: the allowance that is full, when no header named it, or the account that Meta's
 * policy has stopped. A limit on one narrow thing (one ad set's budget, one person) is not the ledger's business.
 */
export function refusedReadings(
  call: GraphCall<unknown>,
  settled: Settled<unknown>,
  usage: readonly UsageReading[],
  now: number,
): readonly UsageReading[] {
  if (!('failure' in settled) || !settled.meaning) return [];
  const { failure, meaning } = settled;
  const { full = 'this', waitSeconds = 0 } = meaning;
  if (full === 'this') return [];
  const isTold = usage.some(({ percent, regainAt }) => percent >= 100 && regainAt !== undefined);
  if (isTold && failure.kind === 'rate-limited') return [];
  // A person's, a Page's or an account's limit is not the app's: the item itself waits, all others go on.
  const key = full === 'app' ? appKey(call) : call.keys.findLast(({ scope }) => scope !== 'app');
  const { retryAt: regainAt = now + 1000 * waitSeconds } = failure;
  return key ? [{ key, percent: 100, regainAt, readAt: now }] : [];
}

/** The app's own part among the allowances of the call, or else its platform limit. */
const appKey = ({ keys, speaker }: GraphCall<unknown>): BudgetKey =>
  keys.find(({ scope }) => scope === 'app') ?? { scope: 'app', id: appOf(speaker).appId, useCase: 'platform' };
