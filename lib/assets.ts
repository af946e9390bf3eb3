import { Construct } from 'constructs';
import { CapabilityFunction } from './foundation/capability-function.ts';
import type { Ground } from './foundation/ground.ts';
import { functionErrors } from './monitoring/alarms.ts';

/** The gateway waits 30 s; calls to Meta end before the function does. */
const timeoutSeconds = 28;

/** What the connections reach: listed, linked, examined, shared; webhook fields declared. */
export class Assets extends Construct {
  readonly manage: CapabilityFunction;

  constructor(scope: Construct, ground: Ground) {
    super(scope, 'Assets');
    this.manage = new CapabilityFunction(this, 'assets/manage', ground, { memoryMB: 512, timeoutSeconds });
    const words = { stage: ground.config.stage, composite: 'platform' } as const;
    const blind = 'Assets cannot be listed, linked, examined or shared, and webhook fields cannot be declared.';
    functionErrors(this, { ...words, name: 'assets/ManageErrors', impact: blind }, this.manage);
  }
}
