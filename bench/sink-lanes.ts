import { toAttributes } from '../lambdas/foundation/runtime/attribute-values.ts';
import { standingPlace } from './standing-conversation.ts';

// biome-ignore lint/suspicious/noExplicitAny: JSON of DynamoDB's, read in a few places
type Body = Readonly<Record<string, any>>;

const place = toAttributes(standingPlace);

/** The lanes of the sink's table: each is free for everybody who asks, and in one of them a message waits. */
export const sinkLanes = {
  /** The lane as an update leaves it, or as it found it: free and empty. */
  updated: ({ Key, ReturnValues, ExpressionAttributeValues: values }: Body): Body => ({
    ...Key,
    ...{ seq: { N: '1' }, notBefore: { N: '0' }, paceAt: { N: '0' } },
    ...(ReturnValues === 'ALL_OLD'
      ? { claimToken: { NULL: true }, leaseUntil: { N: '0' } }
      : { claimToken: values[':token'], leaseUntil: values[':until'] ?? values[':zero'] }),
    expiresAt: { N: String(standingPlace.expiresAt) },
  }),
  query: ({ ExpressionAttributeValues: values }: Body): readonly Body[] =>
    values?.[':pk']?.S === standingPlace.pk ? [place] : [],
};
