import { Construct } from 'constructs';
import { CapabilityFunction } from './foundation/capability-function.ts';
import type { Ground } from './foundation/ground.ts';
import { dlqNotEmpty, functionErrors, workTooOld } from './monitoring/alarms.ts';

/** A person who writes waits for an answer now; after a quarter of an hour they have gone elsewhere. */
const lateSeconds = 15 * 60;

/** Conversations: what people write and what became of answers, collected into threads, and read. */
export class Messaging extends Construct {
  readonly collect: CapabilityFunction;
  readonly threads: CapabilityFunction;

  constructor(scope: Construct, ground: Ground) {
    super(scope, 'Messaging');
    const { workers } = ground.config.reservedConcurrency;
    this.collect = new CapabilityFunction(this, 'messaging/collect', ground, { memoryMB: 512, reserved: workers });
    this.threads = new CapabilityFunction(this, 'messaging/threads', ground, { memoryMB: 256 });
    this.watch(ground);
  }

  /** What comes late or is lost belongs to the road of Meta's deliveries, what cannot be read to the API. */
  private watch({ config: { stage }, queue }: Ground): void {
    const road = { stage, composite: 'ingest' } as const;
    const late = 'Messages of people stand in their threads late: a business answers when they have gone elsewhere.';
    const stuck = 'Messages of people wait in the queue; after five tries they are dead.';
    const lost = 'Messages of people stand in no thread and in no list: a business never answers them.';
    const shut = 'Threads, messages and windows cannot be read: a business sees nobody who writes.';
    workTooOld(this, { ...road, name: 'messaging/CollectLate', impact: late }, 'messaging/collect', lateSeconds);
    dlqNotEmpty(this, { ...road, name: 'messaging/CollectDead', impact: lost }, queue('inboundMessages').dlq);
    functionErrors(this, { ...road, name: 'messaging/CollectErrors', impact: stuck }, this.collect);
    functionErrors(this, { stage, composite: 'platform', name: 'messaging/ThreadsErrors', impact: shut }, this.threads);
  }
}
