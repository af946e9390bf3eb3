import type { PolicyMend } from './policy.ts';

const batchOf: Readonly<Record<string, string>> = {
  'sqs:SendMessage': 'sqs:SendMessageBatch',
  'sqs:DeleteMessage': 'sqs:DeleteMessageBatch',
  'sqs:ChangeMessageVisibility': 'sqs:ChangeMessageVisibilityBatch',
};

/** On AWS a batch call is allowed by the single action; here it wants an action of its own, which AWS does not know. */
export const batchActions: PolicyMend = {
  gap: 'batch calls to SQS want actions of their own',
  mend: (statement) => ({
    ...statement,
    Action: [...new Set(statement.Action.flatMap((action) => [action, batchOf[action] ?? action]))],
  }),
};
