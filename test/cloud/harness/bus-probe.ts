import {
  DeleteRuleCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { emulatorSettings, type Outputs } from './cloud.ts';

/** What a subscriber hears of one event. */
export interface Announced {
  readonly id: string;
  readonly workspace: string;
  readonly asset: string;
  readonly kind: string;
}

const bus = 'metaport-local';

/** A subscriber on the bus who hears events of the types that begin with `prefix`. Remove it when done. */
export async function openProbe(cloud: Outputs, name: string, prefix = 'webhook.') {
  const events = new EventBridgeClient(emulatorSettings(cloud));
  const queues = new SQSClient(emulatorSettings(cloud));
  const { QueueUrl } = await queues.send(new CreateQueueCommand({ QueueName: name }));
  const { Attributes } = await queues.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
  const arn = Attributes?.QueueArn ?? '';
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sqs:SendMessage', Resource: arn },
    ],
  });
  await queues.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
  const EventPattern = JSON.stringify({ detail: { workspace: [cloud.workspace] } });
  await events.send(new PutRuleCommand({ Name: name, EventBusName: bus, EventPattern, State: 'ENABLED' }));
  await events.send(new PutTargetsCommand({ Rule: name, EventBusName: bus, Targets: [{ Id: 'queue', Arn: arn }] }));

  /** Everything that was announced since the last look. */
  async function heard(): Promise<readonly Announced[]> {
    const all: Announced[] = [];
    for (let quiet = 0; quiet < 2; ) {
      const { Messages = [] } = await queues.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
      );
      quiet = Messages.length === 0 ? quiet + 1 : 0;
      if (Messages.length === 0) continue;
      const events = Messages.map(({ Body = '{}' }) => JSON.parse(Body));
      const wanted = events.filter((event) => String(event['detail-type']).startsWith(prefix));
      all.push(...wanted.map(({ detail }): Announced => detail));
      const Entries = Messages.map(({ ReceiptHandle }, place) => ({ Id: String(place), ReceiptHandle }));
      await queues.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    }
    return all;
  }

  async function close(): Promise<void> {
    await events.send(new RemoveTargetsCommand({ Rule: name, EventBusName: bus, Ids: ['queue'] }));
    await events.send(new DeleteRuleCommand({ Name: name, EventBusName: bus }));
    await queues.send(new DeleteQueueCommand({ QueueUrl }));
    events.destroy();
    queues.destroy();
  }
  return { heard, close };
}
