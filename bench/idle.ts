import { App } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { contractOf, functionNames } from '../lambdas/foundation/contract/functions.ts';
import { queueNames } from '../lambdas/foundation/contract/resources.ts';
import { parseStage, readStage, type StageConfig } from '../lib/foundation/stage-config.ts';
import { metaportStage } from '../lib/metaport-stage.ts';
import { prices } from './cost.ts';
import { figureOf, type Report } from './figure.ts';

const monthSeconds = 30 * 24 * 3600;

/** Resource types of a synthesised stage, with how often each stands in it. */
function typesOf(config: StageConfig): ReadonlyMap<string, number> {
  const app = new App({ analyticsReporting: false, builtinCloudFormationValidation: false });
  metaportStage(app, config, () => Code.fromAsset(import.meta.dirname));
  const counts = new Map<string, number>();
  for (const { template } of app.synth().stacks as readonly {
    template: { Resources: Record<string, { Type: string }> };
  }[])
    for (const { Type } of Object.values(template.Resources)) counts.set(Type, (counts.get(Type) ?? 0) + 1);
  return counts;
}

/** Dollars a month with no traffic at all, by part. */
export function idleParts(config: StageConfig): Readonly<Record<string, number>> {
  const types = typesOf(config);
  const of = (type: string) => types.get(type) ?? 0;
  const { monthly, perMillion, pollersPerMapping } = prices;
  const schedules = functionNames
    .map((name) => contractOf(name).trigger)
    .filter((trigger) => trigger.kind === 'schedule');
  const beats = schedules.reduce((sum, { everyMinutes }) => sum + monthSeconds / 60 / everyMinutes, 0);
  const polls =
    of('AWS::Lambda::EventSourceMapping') * pollersPerMapping.count * (monthSeconds / pollersPerMapping.secondsPerPoll);
  return {
    alarms:
      of('AWS::CloudWatch::Alarm') * monthly.alarm + of('AWS::CloudWatch::CompositeAlarm') * monthly.compositeAlarm,
    dashboard: of('AWS::CloudWatch::Dashboard') * monthly.dashboard,
    key: of('AWS::KMS::Key') * monthly.kmsKey,
    secrets: of('AWS::SecretsManager::Secret') * monthly.secret,
    polling: (polls * perMillion.sqsRequest) / 1e6,
    schedules: (beats * (perMillion.lambdaRequest + queueNames.length * perMillion.sqsRequest)) / 1e6,
    metrics: schedules.length * monthly.customMetric,
  };
}

const sum = (parts: Readonly<Record<string, number>>) => Object.values(parts).reduce((all, one) => all + one, 0);

/** The stage file of the repository, with everything optional on, as a production stage. */
export const production = () => readStage((key) => (key === 'stage' ? 'example' : undefined));

/** The least that a stage may ask for. */
const development = () =>
  parseStage('dev', {
    stage: 'dev',
    account: '111122223333',
    region: 'us-east-1',
    auth: { issuer: 'https://issuer.example.com', audience: ['metaport-dev'] },
    alarmEmail: 'alarms@example.com',
  });

/** Dollars a month with no traffic. */
export async function idle(): Promise<Report> {
  const [dev, prod] = [idleParts(development()), idleParts(production())];
  const told = (parts: Readonly<Record<string, number>>) =>
    Object.entries(parts)
      .map(([part, dollars]) => `${part} ${dollars.toFixed(2)}`)
      .join(', ');
  return {
    figures: [figureOf('idle:dev', sum(dev), '$'), figureOf('idle:prod', sum(prod), '$')],
    notes: [
      { name: 'idle:dev', text: told(dev) },
      { name: 'idle:prod', text: told(prod) },
    ],
    skipped: [],
  };
}
