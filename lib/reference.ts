import { Construct } from 'constructs';
import { CapabilityFunction } from './foundation/capability-function.ts';
import type { Ground } from './foundation/ground.ts';
import { functionErrors } from './monitoring/alarms.ts';

/** The API's own document and its page, public. */
export class Reference extends Construct {
  readonly serve: CapabilityFunction;

  constructor(scope: Construct, ground: Ground) {
    super(scope, 'Reference');
    this.serve = new CapabilityFunction(this, 'reference/serve', ground, { memoryMB: 256, timeoutSeconds: 5 });
    functionErrors(
      this,
      {
        stage: ground.config.stage,
        composite: 'platform',
        name: 'reference/ServeErrors',
        impact: 'Developers cannot read the API’s document; nothing else is touched.',
      },
      this.serve,
    );
  }
}
