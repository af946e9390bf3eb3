import { dueIndex } from '../contract/resources.ts';
import { shardOf } from './shard.ts';
import type { Row } from './table-calls.ts';

/** Partitions of the due index: one takes 1,000 writes a second (AWS), and each costs a query a minute. Frozen. */
export const dueShards = 8;

/** What puts a row into the due index at a time (ISO-8601); nothing when there is none, which keeps it out. */
export const dueMembers = ({ pk, sk }: Readonly<Record<'pk' | 'sk', string>>, at: string | undefined): Row =>
  at === undefined
    ? {}
    : { [dueIndex.partitionKey]: String(shardOf(`${pk}\n${sk}`, dueShards)), [dueIndex.sortKey]: at };
