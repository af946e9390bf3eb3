import { DescribeAlarmHistoryCommand, ListMetricsCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { GetAccountSettingsCommand, GetFunctionRecursionConfigCommand } from '@aws-sdk/client-lambda';
import { sendsOf } from '../../lambdas/foundation/contract/env.ts';
import { contractOf, functionNames } from '../../lambdas/foundation/contract/functions.ts';
import { metricNamespace } from '../../lambdas/foundation/contract/metrics.ts';
import { physicalName, queueNames, queues } from '../../lambdas/foundation/contract/resources.ts';
import { watchers } from '../ctl/target.ts';
import { demand, type Step, within } from './steps.ts';

const toItself = functionNames.filter((name) => {
  const { trigger } = contractOf(name);
  return trigger.kind === 'queue' && sendsOf(name).includes(trigger.from);
});

/** Who notices. */
export const watchSteps: readonly Step[] = [
  {
    name: 'recursion',
    remedy:
      'Deploy again: a worker that may defer must say recursiveLoop ALLOW, or Lambda drops a message after 16 passes.',
    notAtHome: 'the emulator does not model recursion detection',
    async run({ target }) {
      for (const name of toItself) {
        const FunctionName = physicalName.function(target.stage, name);
        const { RecursiveLoop } = await target.lambda.send(new GetFunctionRecursionConfigCommand({ FunctionName }));
        demand(RecursiveLoop === 'Allow', `${name} says ${RecursiveLoop}`);
      }
      return `allowed for ${toItself.join(', ')}`;
    },
  },
  {
    name: 'metrics',
    remedy: 'Does the log group of webhooks/ingest hold lines with _aws in them?',
    async run({ target }) {
      const { metrics } = watchers(target);
      const Namespace = metricNamespace(target.stage);
      const found = await within(300, 'no metric appeared', async () => {
        const { Metrics = [] } = await metrics.send(new ListMetricsCommand({ Namespace }));
        return Metrics.some(({ MetricName }) => MetricName === 'WebhookDeliveries') ? Metrics.length : undefined;
      });
      return `${found} series in ${Namespace}`;
    },
  },
  {
    name: 'alarm reaches the topic',
    remedy:
      'The topic’s policy and its key must admit cloudwatch.amazonaws.com; then confirm the subscription in the mail.',
    notAtHome: 'the emulator knows no composite alarms and no service principals',
    async run({ target: { stage }, target }) {
      const { metrics } = watchers(target);
      const [leaf, composite] = [`metaport-${stage}-webhooks/Rejects`, `metaport-${stage}-ingest`];
      const since = new Date();
      const set = (StateValue: 'ALARM' | 'OK') =>
        metrics.send(new SetAlarmStateCommand({ AlarmName: leaf, StateValue, StateReason: 'smoke test' }));
      await set('ALARM');
      try {
        return await within(180, `${composite} did not notify`, async () => {
          const asked = {
            AlarmName: composite,
            AlarmTypes: ['CompositeAlarm' as const],
            HistoryItemType: 'Action' as const,
            StartDate: since,
          };
          const { AlarmHistoryItems = [] } = await metrics.send(new DescribeAlarmHistoryCommand(asked));
          const [item] = AlarmHistoryItems;
          demand(!item?.HistorySummary?.includes('Failed'), item?.HistorySummary ?? '');
          return item?.HistorySummary;
        });
      } finally {
        await set('OK');
      }
    },
  },
  {
    name: 'quota',
    remedy: 'Ask for more concurrent executions in Service Quotas (new accounts begin with 10).',
    notAtHome: 'the emulator has no quotas',
    async run({ target }) {
      const { AccountLimit } = await target.lambda.send(new GetAccountSettingsCommand({}));
      const most = AccountLimit?.ConcurrentExecutions ?? 0;
      const wanted = queueNames.reduce((sum, name) => sum + queues[name].maxConcurrency, 0) + 20;
      demand(most >= wanted, `the account allows ${most} concurrent executions, ${wanted} are wanted`);
      return `${most} concurrent executions, ${wanted} wanted`;
    },
  },
];
