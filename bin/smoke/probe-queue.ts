import { SNSClient, SubscribeCommand, UnsubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { outputOf, type ProbeQueue, type Scene, within } from './scene.ts';
import { demand } from './step.ts';

const Notification = z.object({ Message: z.string() });

/** Only this topic may write to it. */
const policyOf = (queueArn: string, topicArn: string) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'sns.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: queueArn,
      Condition: { ArnEquals: { 'aws:SourceArn': topicArn } },
    },
  ],
});

async function makeQueue(queues: SQSClient, topicArn: string, { asked, run, undos }: Scene) {
  const QueueName = `metaport-${asked.stage}-smoke-${run}`;
  const arn = topicArn.replace(/^(arn:[^:]+):sns:([^:]+:[^:]+):.*$/, `$1:sqs:$2:${QueueName}`);
  undos.later(`the queue ${QueueName}`, async () => {
    const { QueueUrl } = await queues.send(new GetQueueUrlCommand({ QueueName }));
    await queues.send(new DeleteQueueCommand({ QueueUrl }));
  });
  const Attributes = { Policy: JSON.stringify(policyOf(arn, topicArn)), MessageRetentionPeriod: '3600' };
  const { QueueUrl } = await queues.send(new CreateQueueCommand({ QueueName, Attributes }));
  return { QueueUrl, arn };
}

async function subscribe({ undos, target }: Scene, TopicArn: string, Endpoint: string): Promise<void> {
  const topics = new SNSClient(target.value().settings);
  const wish = { TopicArn, Protocol: 'sqs', Endpoint, ReturnSubscriptionArn: true };
  const { SubscriptionArn } = await topics.send(new SubscribeCommand(wish));
  demand(SubscriptionArn !== undefined, 'SNS made a subscription without a name');
  undos.later('the subscription of the alarm topic', () => topics.send(new UnsubscribeCommand({ SubscriptionArn })));
}

/** Takes every message off the queue; answers the texts that were published. */
async function take(queues: SQSClient, QueueUrl: string | undefined): Promise<readonly string[]> {
  const wish = { QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 5 };
  const { Messages = [] } = await queues.send(new ReceiveMessageCommand(wish));
  for (const { ReceiptHandle } of Messages) await queues.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  return Messages.map(({ Body = '{}' }) => Notification.parse(JSON.parse(Body)).Message);
}

/** Subscribes a queue of its own to the stage's alarm topic; both go when the run ends. */
export async function openProbe(scene: Scene): Promise<ProbeQueue> {
  const topicArn = outputOf(scene, 'AlarmTopicArn');
  const queues = new SQSClient(scene.target.value().settings);
  const { QueueUrl, arn } = await makeQueue(queues, topicArn, scene);
  await subscribe(scene, topicArn, arn);
  return {
    hear: (seconds, why, wants) =>
      within(scene, seconds, why, async () => (await take(queues, QueueUrl)).find((message) => wants(message))),
  };
}
