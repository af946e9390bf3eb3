import { Duration, type Stack } from 'aws-cdk-lib';
import {
  Alarm,
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  Metric,
  SingleValueWidget,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { contractOf, functionNames } from '../../lambdas/foundation/contract/functions.ts';
import type { MetricName } from '../../lambdas/foundation/contract/metrics.ts';
import { physicalName, queues } from '../../lambdas/foundation/contract/resources.ts';
import type { State } from '../foundation/ground.ts';
import { namesOf } from '../foundation/names-of.ts';
import { leafAlarmsOf, ownMetric } from './alarms.ts';
import {
  blames,
  callbackOutcomes,
  collectOutcomes,
  connectionOutcomes,
  connectOutcomes,
  conversationChannels,
  conversionOutcomes,
  deliveryOutcomes,
  eventOutcomes,
  fetchOutcomes,
  graphOutcomes,
  inboundOutcomes,
  outboundOutcomes,
  pollOutcomes,
  refreshOutcomes,
  statusClasses,
  statusOutcomes,
  subscriptionOutcomes,
  warningDays,
  workOutcomes,
} from './outcomes.ts';

type Series = readonly (readonly [dimensions: Readonly<Record<string, string>>, statistic: string])[];

interface Graph {
  readonly title: string;
  readonly metric: MetricName;
  readonly series: Series;
}

const kindOf = (name: (typeof functionNames)[number]) => contractOf(name).trigger.kind;
const workers = functionNames.filter((name) => kindOf(name) === 'queue');
const served = functionNames.filter((name) => kindOf(name) === 'http');

const sums = (names: readonly string[]): Series => names.map((outcome) => [{ outcome }, 'Sum']);
const each = (services: readonly string[], statistic: string): Series =>
  services.map((service) => [{ service }, statistic]);
const crossed = (services: readonly string[], names: readonly string[]): Series =>
  services.flatMap((service) => names.map((outcome) => [{ service, outcome }, 'Sum'] as const));

const byChannel = (channels: readonly string[], names: readonly string[]): Series =>
  channels.flatMap((channel) => names.map((outcome) => [{ channel, outcome }, 'Sum'] as const));

/** Each metric of the contract once, in the order in which a delivery meets them. */
export const graphs: readonly Graph[] = [
  { title: 'Deliveries from Meta, by outcome', metric: 'WebhookDeliveries', series: sums(deliveryOutcomes) },
  { title: 'Events, by what became of them', metric: 'WebhookEvents', series: sums(eventOutcomes) },
  { title: 'Items inside the deliveries', metric: 'WebhookItems', series: [[{}, 'Sum']] },
  {
    title: 'From Meta’s timestamp to kept',
    metric: 'WebhookEventAge',
    series: [
      [{}, 'p50'],
      [{}, 'p95'],
    ],
  },
  { title: 'Fields that we do not know yet', metric: 'WebhookUnknownFields', series: [[{}, 'Sum']] },
  { title: 'Age of the oldest work, by worker', metric: 'WorkAge', series: each(workers, 'Maximum') },
  { title: 'Work items, by verdict', metric: 'WorkItems', series: crossed(workers, workOutcomes) },
  { title: 'Age of what is due for longest', metric: 'DueAge', series: [[{}, 'Maximum']] },
  { title: 'Parked, by who must act', metric: 'Parked', series: sums(blames) },
  { title: 'Consents, by how far they got', metric: 'Connects', series: sums(connectOutcomes) },
  { title: 'Connections, by what they came to', metric: 'Connections', series: sums(connectionOutcomes) },
  { title: 'Webhook subscriptions of assets', metric: 'AssetSubscriptions', series: sums(subscriptionOutcomes) },
  { title: 'Time left of the token that ends first', metric: 'TokenTimeLeft', series: [[{}, 'Minimum']] },
  { title: 'Tokens renewed ahead of their end', metric: 'TokenRefreshes', series: sums(refreshOutcomes) },
  { title: 'Warnings of a token’s end, by days left', metric: 'TokenWarnings', series: sums(warningDays) },
  { title: 'Calls of Meta, by outcome', metric: 'GraphCalls', series: sums(graphOutcomes) },
  {
    title: 'How long Meta takes',
    metric: 'GraphDuration',
    series: [
      [{}, 'p50'],
      [{}, 'p95'],
    ],
  },
  { title: 'Conversions, by what became of them', metric: 'Conversions', series: sums(conversionOutcomes) },
  {
    title: 'Conversions: from us to Meta',
    metric: 'ConversionLag',
    series: [
      [{}, 'p50'],
      [{}, 'p95'],
    ],
  },
  { title: 'Conversions: age of the oldest on its way', metric: 'ConversionAge', series: [[{}, 'Maximum']] },
  { title: 'Events from pages', metric: 'Collects', series: sums(collectOutcomes) },
  { title: 'Looks at match quality', metric: 'QualityPolls', series: sums(pollOutcomes) },
  { title: 'Facts of conversations, by kind', metric: 'InboundMessages', series: sums(inboundOutcomes) },
  {
    title: 'From Meta’s time of a message to its thread',
    metric: 'InboundMessageAge',
    series: [
      [{}, 'p50'],
      [{}, 'p95'],
    ],
  },
  {
    title: 'What became of answers',
    metric: 'MessageStatuses',
    series: byChannel(conversationChannels, statusOutcomes),
  },
  {
    title: 'Messages that we send, by what became of them',
    metric: 'OutboundMessages',
    series: sums(outboundOutcomes),
  },
  {
    title: 'Messages that we send: from us to Meta',
    metric: 'OutboundLag',
    series: [
      [{}, 'p50'],
      [{}, 'p95'],
    ],
  },
  { title: 'Age of what waits longest in a thread', metric: 'OutboxAge', series: [[{}, 'Maximum']] },
  { title: 'Media of people, by what came of fetching them', metric: 'MediaFetches', series: sums(fetchOutcomes) },
  { title: 'Contacts that point at two people', metric: 'IdentityConflicts', series: [[{}, 'Sum']] },
  { title: 'Callbacks about people', metric: 'ComplianceCallbacks', series: sums(callbackOutcomes) },
  { title: 'API requests, by status', metric: 'Requests', series: crossed(served, statusClasses) },
];

const today = (stage: string): IWidget => {
  const whole = (metric: MetricName, outcome: string, label: string) =>
    ownMetric(stage, metric, { outcome }, 'Sum', Duration.days(1)).with({ label });
  const metrics = [
    whole('WebhookDeliveries', 'accepted', 'deliveries taken'),
    whole('WebhookEvents', 'stored', 'events kept'),
    whole('WebhookEvents', 'duplicate', 'duplicates'),
    whole('Parked', 'us', 'parked: ours to mend'),
  ];
  return new SingleValueWidget({ title: 'Last day', metrics, width: 24, height: 4, setPeriodToTimeRange: false });
};

const graphOf = (stage: string, { title, metric, series }: Graph): IWidget => {
  const lines = series.map(([dimensions, statistic]): IMetric => {
    const label = [...Object.values(dimensions), ...(statistic === 'Sum' ? [] : [statistic])].join(' ') || metric;
    return ownMetric(stage, metric, dimensions, statistic).with({ label });
  });
  return new GraphWidget({ title, left: lines, width: 12, height: 6 });
};

/** Lambda's own measure. */
const handlerTime = (stage: string): IWidget => {
  const left = functionNames.map((name) => {
    const dimensionsMap = { FunctionName: physicalName.function(stage, name) };
    return new Metric({
      namespace: 'AWS/Lambda',
      metricName: 'Duration',
      dimensionsMap,
      statistic: 'p95',
      label: name,
    });
  });
  return new GraphWidget({ title: 'Handler time, by function', left, width: 12, height: 6 });
};

const waiting = ({ queue }: State): IWidget => {
  const visible = namesOf(queues).flatMap((name) =>
    Object.entries(queue(name)).map(([kind, one]) =>
      one.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum' }).with({ label: `${name} ${kind}` }),
    ),
  );
  return new GraphWidget({ title: 'Messages waiting', left: visible, width: 12, height: 6 });
};

/** The first thing to look at: today's numbers, the alarms, then every metric of the contract. */
export function dashboard(scope: Construct, state: State, service: Stack): Dashboard {
  const { stage } = state.config;
  const board = new Dashboard(scope, 'Dashboard', {
    dashboardName: physicalName.api(stage),
    defaultInterval: Duration.hours(3),
  });
  const markdown = `# Metaport ${stage}\nWhat each alarm means and what to do: docs/RUNBOOK.md`;
  board.addWidgets(new TextWidget({ markdown, width: 24, height: 2 }));
  board.addWidgets(today(stage));
  // By name: a reference would tie the two stacks together for every alarm that comes or goes.
  const alarms = leafAlarmsOf(service).map(({ node, alarmPhysicalName }) =>
    Alarm.fromAlarmName(board, node.id, alarmPhysicalName),
  );
  board.addWidgets(new AlarmStatusWidget({ title: 'Alarms', alarms, width: 24, height: 5 }));
  board.addWidgets(...graphs.map((graph) => graphOf(stage, graph)), handlerTime(stage), waiting(state));
  return board;
}
