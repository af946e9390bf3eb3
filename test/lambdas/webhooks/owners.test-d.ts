import type { PlannedQueueName, QueueName } from '../../../lambdas/foundation/contract/resources.ts';
import { owners } from '../../../lambdas/webhooks/owners.ts';
import type { EventKind } from '../../../lambdas/webhooks/webhook-event.ts';

type Owners = Readonly<Record<EventKind, QueueName | PlannedQueueName | null>>;

const { leadgen: _leadgen, ...withoutLeads } = owners;

// @ts-expect-error a kind without a line does not compile
export const incomplete: Owners = withoutLeads;

// @ts-expect-error a queue that nobody planned does not compile
export const misspelt: Owners = { ...owners, leadgen: 'leadArrival' };

export const complete: Owners = owners;
