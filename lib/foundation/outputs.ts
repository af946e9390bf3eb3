import { CfnOutput } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { functionNames } from '../../lambdas/foundation/contract/functions.ts';
import { physicalName, queues, secrets, tables } from '../../lambdas/foundation/contract/resources.ts';
import type { State } from './ground.ts';
import { namesOf, pascal } from './names-of.ts';

/** Outputs with stable ids: scripts and documents name them. */
export function outputs(scope: Construct, values: Readonly<Record<string, string>>): void {
  for (const [id, value] of Object.entries(values)) new CfnOutput(scope, id, { value });
}

/** What the State stack tells: where data lies. */
export function stateOutputs(scope: Construct, { config, table, queue, secret, blobs, bus, key }: State): void {
  const named = Object.fromEntries([
    ...namesOf(tables).map((name) => [`${pascal(name)}TableName`, table(name).tableName]),
    ...namesOf(queues).flatMap((name) => [
      [`${pascal(name)}QueueUrl`, queue(name).queue.queueUrl],
      [`${pascal(name)}DlqUrl`, queue(name).dlq.queueUrl],
    ]),
    ...namesOf(secrets).flatMap((name) => [
      [`${pascal(name)}SecretName`, physicalName.secret(config.stage, name)],
      [`${pascal(name)}SecretArn`, secret(name).ref],
    ]),
  ]);
  outputs(scope, { ...named, BlobsBucketName: blobs.bucketName, BusName: bus.eventBusName, KeyArn: key.keyArn });
}

/** The functions' names, as `<Room><Verb>FunctionName`. */
export const functionOutputs = (scope: Construct, stage: string) =>
  outputs(
    scope,
    Object.fromEntries(
      functionNames.map((name) => [`${pascal(name)}FunctionName`, physicalName.function(stage, name)]),
    ),
  );
