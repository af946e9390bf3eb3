import { setTimeout as pause } from 'node:timers/promises';
import { AccessToken } from '../../../lambdas/foundation/core/access-token.ts';
import { asFailure } from '../../../lambdas/foundation/core/failure.ts';
import { openGraph } from '../../../lambdas/foundation/runtime/graph.ts';
import { careEdges } from '../../../lambdas/foundation/runtime/graph-edges.ts';
import { usageLedgerOf } from '../../../lambdas/foundation/runtime/store-doors.ts';

/** What one of the workers shall do: call Meta as this app, as often as it may, until the time is over. */
export interface BudgetOrder {
  readonly graphOrigin: string;
  readonly ledgerTable: string;
  readonly app: { readonly appId: string; readonly kind: 'facebook'; readonly appSecret: string };
  readonly account: string;
  readonly milliseconds: number;
}

/** How often it called, and how often it was told to wait; `others` are failures that should not be. */
export interface BudgetTold {
  readonly called: number;
  readonly waited: number;
  readonly others: readonly string[];
}

const shortestPause = 50;
const longestPause = 500;

async function work({ graphOrigin, ledgerTable, app, milliseconds }: BudgetOrder): Promise<BudgetTold> {
  const kept = { retentionDays: 8, messageDays: 8, humanAgent: false };
  const settings = { ...kept, workspaceClaim: 'workspace', scopePrefix: '', graphOrigin, returnOrigins: [] };
  const env = {
    name: 'oauth/connect',
    settings: { ...settings, vault: 'envelope' },
    tableName: { ledger: ledgerTable },
  } as const;
  const quiet = { environment: {}, write: () => undefined, clock: { now: Date.now, chance: Math.random } };
  const notes = { fact: () => undefined, outcome: () => undefined, count: () => undefined };
  const graph = openGraph(env, usageLedgerOf(env), careEdges, quiet)({ notes, priority: 'webhook-follow-up' });
  const told = { called: 0, waited: 0, others: [] as string[] };
  for (const end = Date.now() + milliseconds; Date.now() < end; ) {
    try {
      await graph.inspectToken(app, new AccessToken('fake-token-to-inspect'));
      told.called += 1;
    } catch (thrown) {
      const { kind, message, retryAt = 0 } = asFailure(thrown);
      if (kind === 'rate-limited') told.waited += 1;
      else told.others.push(`${kind}: ${message}`);
      await pause(Math.min(longestPause, Math.max(shortestPause, retryAt - Date.now())));
    }
  }
  return told;
}

process.stdout.write(JSON.stringify(await work(JSON.parse(process.argv[2] ?? '{}') as BudgetOrder)));
