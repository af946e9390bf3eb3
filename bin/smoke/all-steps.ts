import { accessSteps } from './access.ts';
import { alarmSteps } from './alarm.ts';
import { canarySteps } from './canary.ts';
import { deliverySteps } from './delivery.ts';
import { malformedSteps } from './malformed.ts';
import { metricSteps } from './metrics.ts';
import { quotaSteps } from './quota.ts';
import { recursionSteps } from './recursion.ts';
import { sizeSteps } from './sizes.ts';
import { stackSteps } from './stacks.ts';
import type { Step } from './step.ts';

/** Every step, in the order of a run. */
export const allSteps: readonly Step[] = [
  ...stackSteps,
  ...accessSteps,
  ...deliverySteps,
  ...sizeSteps,
  ...malformedSteps,
  ...recursionSteps,
  ...alarmSteps,
  ...metricSteps,
  ...canarySteps,
  ...quotaSteps,
];
