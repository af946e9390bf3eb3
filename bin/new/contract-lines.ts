import type { Draft } from './change.ts';
import type { Plan, Shape } from './plan.ts';

const contract = 'lambdas/foundation/contract';
const endOfManifest = `} as const satisfies Record<\`\${string}/\${string}\`, FunctionContract>;`;
const endOfQueues = '} as const satisfies Record<string, QueueLine>;';
const endOfMessages = '} as const satisfies Record<QueueName, () => z.ZodMiniType>;';

const triggers: Readonly<Record<Shape, (plan: Plan) => string>> = {
  http: ({ route }) => `{ kind: 'http', routes: { '${route}': 'read' } }`,
  queue: ({ queue }) => `{ kind: 'queue', from: '${queue}' }`,
  schedule: () => `{ kind: 'schedule', everyMinutes: 5 }`,
};
/** A worker can park what it cannot do, and so writes the list and its blobs. */
const rights: Readonly<Record<Shape, string>> = {
  http: '',
  queue: `\n    tables: { state: 'readWrite' },\n    blobs: { parked: 'write' },`,
  schedule: '',
};

/** The manifest's line and, for a worker, its queue and the schema of what travels there. */
export function addContractLines(draft: Draft, plan: Plan): void {
  const line = `  '${plan.name}': {\n    trigger: ${triggers[plan.shape](plan)},${rights[plan.shape]}\n  },\n`;
  draft.insertBefore(`${contract}/functions.ts`, endOfManifest, line);
  if (plan.shape === 'queue') addQueue(draft, plan);
}

function addQueue(draft: Draft, { queue }: Plan): void {
  const patience = [
    'timeoutSeconds: 30',
    'leaseSeconds: 60',
    'maxReceives: 5',
    'batchSize: 10',
    'batchWindowSeconds: 1',
    'maxConcurrency: 5',
    'maxAgeSeconds: 24 * 3600',
  ].map((setting) => `    ${setting},\n`);
  draft.insertBefore(`${contract}/resources.ts`, endOfQueues, `  ${queue}: {\n${patience.join('')}  },\n`);
  const schema = `  ${queue}: whenNeeded(() => z.object({ workspace: z.string(), id: z.string() })),\n`;
  draft.insertBefore('lambdas/foundation/core/messages.ts', endOfMessages, schema);
}
