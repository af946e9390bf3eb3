import { messages } from '../lambdas/foundation/core/messages.ts';
import { toAttributes } from '../lambdas/foundation/runtime/attribute-values.ts';
import { readEnvelope } from '../lambdas/foundation/runtime/read-envelope.ts';
import { openWebhookEvents } from '../lambdas/foundation/store/dynamo-webhook-events.ts';
import type { Row, TableCalls } from '../lambdas/foundation/store/table-calls.ts';
import { processItem } from '../lambdas/webhooks/process-item.ts';
import { now } from './payloads.ts';

/** Whose all assets of the benchmark are. */
export const workspace = 'bench';

const clock = { now: () => now, chance: () => 0.5 };
const unused = async (): Promise<never> => {
  throw new Error('the pipeline ends at the item');
};

/**
 * The production road of an item, from the text of its SQS message to the item of `PutItem`: envelope, schema,
 * `processItem` with the real log of events. Stubbed: the owner of an asset, the call to DynamoDB, the telemetry. The
 * claim is answered `done`, so that `processItem` ends where the listed work ends.
 */
export function openPipeline() {
  let items: Row[] = [];
  const calls: TableCalls = async (operation, { Item }) => {
    if (operation === 'PutItem') items.push(toAttributes(Item as Row));
    return {};
  };
  const log = openWebhookEvents({ calls, tableName: 'ledger', clock, retentionDays: 30 });
  const doors = {
    registry: { ownerOf: async () => workspace },
    unknownAssets: { count: unused },
    events: {
      ...log,
      claim: async (...args: Parameters<typeof log.claim>) => {
        const answer = await log.claim(...args);
        return answer === 'mine' ? 'done' : answer;
      },
    },
    bus: { announce: unused },
    owners: { passOn: unused },
    outbox: { send: unused, sendGroups: unused },
    clock,
    leaseMs: 60_000,
  } as const;
  const notes = { fact: () => {}, outcome: () => {}, count: () => {} };
  const context = { notes, clock, firstSeenAt: '', hops: 0, deadline: now + 30_000, claimed: () => {} };
  return async (body: string): Promise<readonly Row[]> => {
    items = [];
    const envelope = readEnvelope(body);
    for (const item of envelope?.items ?? []) {
      const parsed = messages.webhookEvents().safeParse(item);
      if (!parsed.success) throw new Error('an item does not fit its queue');
      await processItem(parsed.data, doors, context);
    }
    return items;
  };
}
