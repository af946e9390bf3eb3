import { contractOf, functionNames } from '../lambdas/foundation/contract/functions.ts';
import { queueNames } from '../lambdas/foundation/contract/resources.ts';
import { dueShards } from '../lambdas/foundation/store/due-members.ts';
import { parseStage, readStage } from '../lib/foundation/stage-config.ts';
import { monthSeconds, type Parts, prices, sum, told } from './cost-prices.ts';
import { alarmMetrics, type Resource, resourcesOf } from './cost-template.ts';
import { type Figure, figureOf, type Report } from './figure.ts';

/**
 * Dollars a month for what the clock starts, and the customer key for their tables: a beat looks into every DLQ, or
 * into every shard of the due index (a query of nothing is half a unit, DynamoDB's least).
 */
function scheduleParts(): Parts {
  const { monthly, perMillion, remembered } = prices;
  const contracts = functionNames.map(contractOf);
  const schedules = contracts.flatMap(({ trigger, tables, dlqs, due }) =>
    trigger.kind === 'schedule' ? [{ trigger, tables, dlqs, due }] : [],
  );
  const beatDollars = schedules.reduce((all, { trigger, dlqs, due }) => {
    const looks =
      (dlqs ? queueNames.length * perMillion.sqsRequest : 0) +
      (due ? (dueShards / 2) * perMillion.dynamodbReadUnit : 0);
    return all + (monthSeconds / 60 / trigger.everyMinutes) * (perMillion.lambdaRequest + looks);
  }, 0);
  const tables = schedules.reduce((all, one) => all + Object.keys(one.tables ?? {}).length, 0);
  return {
    schedules: beatDollars / 1e6,
    metrics: schedules.length * monthly.customMetric,
    keyRequests: (tables * (monthSeconds / remembered.seconds) * perMillion.keyRequest) / 1e6,
  };
}

/** Dollars a month with no traffic at all, by part. */
export function idleParts(resources: readonly Resource[]): Parts {
  const of = (type: string) => resources.filter(({ Type }) => Type === type).length;
  const { monthly, perMillion, pollersPerMapping } = prices;
  const polls =
    of('AWS::Lambda::EventSourceMapping') * pollersPerMapping.count * (monthSeconds / pollersPerMapping.secondsPerPoll);
  return {
    alarms: alarmMetrics(resources) * monthly.alarm + of('AWS::CloudWatch::CompositeAlarm') * monthly.compositeAlarm,
    dashboard: of('AWS::CloudWatch::Dashboard') * monthly.dashboard,
    key: of('AWS::KMS::Key') * monthly.kmsKey,
    secrets: of('AWS::SecretsManager::Secret') * monthly.secret,
    polling: (polls * perMillion.sqsRequest) / 1e6,
    ...scheduleParts(),
  };
}

/** The stage file of the repository, with everything optional on, as a production stage. */
export const production = () => readStage((key) => (key === 'stage' ? 'example' : undefined));

/** The least that a stage may ask for. */
export const development = () =>
  parseStage('dev', {
    stage: 'dev',
    account: '111122223333',
    region: 'us-east-1',
    auth: { issuer: 'https://issuer.example.com', audience: ['metaport-dev'] },
    alarmEmail: 'alarms@example.com',
    alarms: 'few',
    dashboard: false,
  });

/** The promised figures of two stages' resources. */
export const idleFigures = (dev: readonly Resource[], prod: readonly Resource[]): readonly Figure[] => [
  figureOf('idle:dev', sum(idleParts(dev)), '$'),
  figureOf('idle:prod', sum(idleParts(prod)), '$'),
];

/** Dollars a month with no traffic. */
export async function idle(): Promise<Report> {
  const [dev, prod] = [resourcesOf(development()), resourcesOf(production())];
  return {
    figures: idleFigures(dev, prod),
    notes: [
      { name: 'idle:dev', text: told(idleParts(dev)) },
      { name: 'idle:prod', text: told(idleParts(prod)) },
    ],
    skipped: [],
  };
}
