import { Construct } from 'constructs';
import { CapabilityFunction } from './foundation/capability-function.ts';
import type { Ground } from './foundation/ground.ts';
import { functionErrors, parkedByUs } from './monitoring/alarms.ts';

/** Work that could not be done: collected from the DLQs, listed, redriven or dropped. */
export class Parking extends Construct {
  readonly collect: CapabilityFunction;
  readonly manage: CapabilityFunction;

  constructor(scope: Construct, ground: Ground) {
    super(scope, 'Parking');
    this.collect = new CapabilityFunction(this, 'parking/collect', ground, { memoryMB: 256, timeoutSeconds: 60 });
    this.manage = new CapabilityFunction(this, 'parking/manage', ground, { memoryMB: 256, timeoutSeconds: 20 });
    this.watch(ground.config.stage);
  }

  private watch(stage: string): void {
    const words = { stage, composite: 'platform' } as const;
    const ours = 'Work of customers was set aside because of a fault of ours; it waits until we mend and redrive it.';
    const unseen = 'Dead messages stay in their DLQs, outside the list of parked work.';
    const stuck = 'Parked work cannot be listed, redriven or dropped.';
    parkedByUs(this, { ...words, name: 'parking/ParkedByUs', impact: ours });
    functionErrors(this, { ...words, name: 'parking/CollectErrors', impact: unseen }, this.collect);
    functionErrors(this, { ...words, name: 'parking/ManageErrors', impact: stuck }, this.manage);
  }
}
