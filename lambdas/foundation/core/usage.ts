/** What Meta counts separately: its use cases (`meta-platform` §4) and the few surfaces that have limits of their own. */
export const useCases = [
  'platform',
  'pages',
  'instagram',
  'messenger',
  'whatsapp',
  'leadgen',
  'ads_management',
  'ads_insights',
  'custom_audience',
  'catalog',
  'conversions',
  // What has a fixed pace of its own besides (`meta/fixed-paces.ts`).
  'whatsapp_messages',
  'messenger_messages',
  'messenger_media',
  'instagram_messages',
  'instagram_media',
  'private_replies',
] as const;

/** One of Meta's counters. */
export type UseCase = (typeof useCases)[number];

/** Who goes first when there is not enough for all, the first before the last. */
export const priorities = ['human-send', 'webhook-follow-up', 'rule-action', 'today', 'backfill'] as const;

/** A call's class in that order. */
export type Priority = (typeof priorities)[number];

/** One allowance of Meta's: an app's, a business object's (Page, Instagram account, WABA, number) or an ad account's. */
export interface BudgetKey {
  readonly scope: 'app' | 'object' | 'account';
  /** Meta's id; an ad account without `act_`. */
  readonly id: string;
  readonly useCase: UseCase;
}

/** `app:123:platform`, the form of a key in rows and metrics. */
export const budgetName = ({ scope, id, useCase }: BudgetKey) => `${scope}:${id}:${useCase}`;

/** What one of Meta's headers said of one allowance. Times are milliseconds since 1970. */
export interface UsageReading {
  readonly key: BudgetKey;
  /** Highest of the percentages that Meta gave: 100 is where it throttles. */
  readonly percent: number;
  /** When Meta says that calls work again; absent while they do. */
  readonly regainAt?: number;
  readonly readAt: number;
  /** `development_access` or `standard_access`, as Meta spells it; absent where it says nothing. */
  readonly tier?: string;
}

/** May this call be made now? */
export interface BudgetAsk {
  /** Every allowance that the call draws on; each must have room. */
  readonly keys: readonly BudgetKey[];
  /** Allowances that it does not draw on, and yet waits for while Meta has closed them: nothing is taken of them. */
  readonly heldBy?: readonly BudgetKey[] | undefined;
  readonly priority: Priority;
  /** Whose call it is, so that one account cannot starve the others that share an allowance. */
  readonly account: string;
  /** How many calls at once; a batch counts each of its calls. */
  readonly calls: number;
}

/** Go, or wait until then (milliseconds since 1970). Rooms see nothing else of the limits. */
export type BudgetAnswer = { readonly go: true } | { readonly go: false; readonly waitUntil: number };

/** The memory of Meta's limits that all functions share. Throws `Failure` `unavailable`. */
export interface UsageLedger {
  ask(ask: BudgetAsk): Promise<BudgetAnswer>;
  /** Keeps what Meta's headers said, or that it refused (a reading of 100 with `regainAt`). */
  record(readings: readonly UsageReading[]): Promise<void>;
  /** The newest reading of each key, for those that have one. */
  readings(keys: readonly BudgetKey[]): Promise<readonly UsageReading[]>;
}
