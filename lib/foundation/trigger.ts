import { Duration, Validations } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as FunctionTarget } from 'aws-cdk-lib/aws-events-targets';
import { EventSourceMapping, type IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { Trigger } from '../../lambdas/foundation/contract/function-line.ts';
import type { FunctionName } from '../../lambdas/foundation/contract/functions.ts';
import { type QueueName, queues } from '../../lambdas/foundation/contract/resources.ts';
import type { Ground } from './ground.ts';

/** The mapping never asks for more executions than the function has reserved: SQS would count the refusals as tries. */
export const concurrencyOf = (queue: QueueName, reserved: number | null): number =>
  Math.min(queues[queue].maxConcurrency, reserved ?? queues[queue].maxConcurrency);

function byQueue(scope: Construct, from: QueueName, target: IFunction, ground: Ground): void {
  const { batchSize, batchWindowSeconds } = queues[from];
  const mapping = new EventSourceMapping(scope, 'Work', {
    target,
    eventSourceArn: ground.queue(from).queue.queueArn,
    batchSize,
    maxBatchingWindow: Duration.seconds(batchWindowSeconds),
    maxConcurrency: concurrencyOf(from, ground.config.reservedConcurrency.workers),
    reportBatchItemFailures: true,
  });
  const reason =
    'SQS has no destination for failures: what fails goes to the queue’s DLQ, which parking/collect empties.';
  Validations.of(mapping).acknowledge({ id: 'Serverless-LambdaEventSourceMappingDestination', reason });
}

function byClock(scope: Construct, everyMinutes: number, target: IFunction): void {
  const rule = new Rule(scope, 'Beat', {
    schedule: Schedule.rate(Duration.minutes(everyMinutes)),
    targets: [new FunctionTarget(target, { retryAttempts: 2, maxEventAge: Duration.minutes(everyMinutes) })],
  });
  const reason = 'A lost beat carries nothing: the next one finds the same work.';
  Validations.of(rule).acknowledge({ id: 'Serverless-EventBusDLQ', reason });
}

/** Ties `target` to what the manifest says starts it. */
export function attachTrigger(
  scope: Construct,
  name: FunctionName,
  trigger: Trigger,
  target: IFunction,
  ground: Ground,
) {
  switch (trigger.kind) {
    case 'http':
      return ground.entrance.addRoutes(name.replace('/', '-'), target, trigger.routes);
    case 'queue':
      return byQueue(scope, trigger.from, target, ground);
    case 'schedule':
      return byClock(scope, trigger.everyMinutes, target);
  }
}
