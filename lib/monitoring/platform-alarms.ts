import { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { contractOf, functionNames } from '../../lambdas/foundation/contract/functions.ts';
import { type TableName, tables } from '../../lambdas/foundation/contract/resources.ts';
import type { Ground } from '../foundation/ground.ts';
import { namesOf } from '../foundation/names-of.ts';
import { LeafAlarm, tableThrottled } from './alarms.ts';

const percentOfServerErrors = 5;
const period = Duration.minutes(5);

/** A table that no function names costs no alarm. */
const usedTables = (): readonly TableName[] =>
  namesOf(tables).filter((table) => functionNames.some((name) => contractOf(name).tables?.[table]));

const symptoms = { state: 'StateThrottled', ledger: 'LedgerThrottled', vault: 'VaultThrottled' } as const;

/** What belongs to no room: the gateway's share of server errors, and tables that refuse. */
export function platformAlarms(scope: Construct, { config: { stage, alarms }, entrance, table }: Ground): void {
  const words = { stage, composite: 'platform' } as const;
  const of = (metricName: string) =>
    new Metric({
      namespace: 'AWS/ApiGateway',
      metricName,
      dimensionsMap: { ApiId: entrance.api.apiId },
      statistic: 'Sum',
      period,
    });
  const metric = new MathExpression({
    expression: 'IF(FILL(requests,0)>0,100*FILL(errors,0)/requests,0)',
    usingMetrics: { errors: of('5xx'), requests: of('Count') },
    label: '% of requests that ended 5xx',
    period,
  });
  const impact = 'Requests to the API, Meta’s deliveries among them, end in a server error.';
  new LeafAlarm(
    scope,
    { ...words, name: 'platform/ServerErrors', impact },
    { metric, atLeast: percentOfServerErrors, times: 3 },
  );
  // Where alarms are few, work that comes late tells of a table that refuses.
  for (const name of alarms === 'every' ? usedTables() : []) {
    const slow = `Work that needs the table ${name} is put off and repeated.`;
    tableThrottled(scope, { ...words, name: `platform/${symptoms[name]}`, impact: slow }, table(name));
  }
}
