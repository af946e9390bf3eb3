import { Construct } from 'constructs';
import { CapabilityFunction } from './foundation/capability-function.ts';
import type { Ground } from './foundation/ground.ts';
import { dlqNotEmpty, functionErrors, workTooOld } from './monitoring/alarms.ts';

/** The law gives a month (GDPR, article 12); whatever is not erased within a day needs a person to look. */
const erasureTooOldSeconds = 24 * 3600;

/** Meta's callbacks about people: their tokens wiped, their data erased, the page that tells them so. */
export class Compliance extends Construct {
  readonly callback: CapabilityFunction;
  readonly erase: CapabilityFunction;

  constructor(scope: Construct, ground: Ground) {
    super(scope, 'Compliance');
    this.callback = new CapabilityFunction(this, 'compliance/callback', ground, { memoryMB: 256 });
    this.erase = new CapabilityFunction(this, 'compliance/erase', ground, { memoryMB: 512 });
    this.watch(ground);
  }

  private watch({ config: { stage }, queue }: Ground): void {
    const words = { stage, composite: 'platform' } as const;
    const deaf = 'People who take the app off, or ask for deletion, are not heard; Meta may not say it twice.';
    const late = 'A person who asked for deletion still has data here; the law sets a term.';
    functionErrors(this, { ...words, name: 'compliance/CallbackErrors', impact: deaf }, this.callback);
    functionErrors(this, { ...words, name: 'compliance/EraseErrors', impact: late }, this.erase);
    workTooOld(
      this,
      { ...words, name: 'compliance/ErasureLate', impact: late },
      'compliance/erase',
      erasureTooOldSeconds,
    );
    dlqNotEmpty(this, { ...words, name: 'compliance/ErasuresDead', impact: late }, queue('erasures').dlq);
  }
}
