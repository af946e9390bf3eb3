import { Stack, Validations } from 'aws-cdk-lib';
import { Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { type Conditions, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { physicalName } from '../../lambdas/foundation/contract/resources.ts';
import type { State } from '../foundation/ground.ts';

/** EventBridge sends no `aws:SourceAccount`; its rules reach only topics of their own account. */
const publishFrom = (service: string, sid: string, topic: Topic, conditions: Conditions = {}) =>
  new PolicyStatement({
    sid,
    principals: [new ServicePrincipal(service)],
    actions: ['sns:Publish'],
    resources: [topic.topicArn],
    conditions,
  });

/** The topic that pages: encrypted, TLS only, open to CloudWatch's alarms of this account; its mail goes to the stage's address. */
export function alarmTopic(scope: Construct, { config, key }: State): Topic {
  const topic = new Topic(scope, 'AlarmTopic', {
    topicName: physicalName.topic(config.stage),
    masterKey: key,
    enforceSSL: true,
  });
  const ours = { StringEquals: { 'aws:SourceAccount': config.account } };
  topic.addToResourcePolicy(publishFrom('cloudwatch.amazonaws.com', 'LetAlarmsPublish', topic, ours));
  topic.addSubscription(new EmailSubscription(config.alarmEmail));
  const reason =
    'A mail that SNS could not deliver would wait in a queue that nobody reads; the alarm itself stays red.';
  for (const child of topic.node.children) {
    Validations.of(child).acknowledge({ id: 'Serverless-SNSRedrivePolicy', reason });
  }
  return topic;
}

/** Mails at once when somebody disables the customer key or plans its deletion: without it every kept byte is lost. */
export function watchKey(scope: Construct, { config, key }: State, topic: Topic): void {
  const text = `Metaport ${config.stage}: somebody disabled the customer key or planned its deletion. See docs/RUNBOOK.md#platformkeyendangered`;
  topic.addToResourcePolicy(publishFrom('events.amazonaws.com', 'LetKeyEventsPublish', topic));
  // By its ARN: CDK would else open the key to all of EventBridge, where the key's own policy names this topic.
  const topicArn = Stack.of(scope).formatArn({ service: 'sns', resource: physicalName.topic(config.stage) });
  const reached = Topic.fromTopicArn(scope, 'ReachedTopic', topicArn);
  const rule = new Rule(scope, 'KeyEndangered', {
    description: 'The customer key is being disabled or deleted (needs a CloudTrail trail in the account)',
    eventPattern: {
      source: ['aws.kms'],
      detailType: ['AWS API Call via CloudTrail'],
      detail: { eventName: ['DisableKey', 'ScheduleKeyDeletion'], resources: { ARN: [key.keyArn] } },
    },
    targets: [new SnsTopic(reached, { message: RuleTargetInput.fromText(text) })],
  });
  rule.node.addDependency(topic);
  const reason = 'EventBridge tries for a day; a queue of undelivered mails would be read by nobody.';
  Validations.of(rule).acknowledge({ id: 'Serverless-EventBusDLQ', reason });
}
