import { App } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { StageConfig } from '../lib/foundation/stage-config.ts';
import { metaportStage } from '../lib/metaport-stage.ts';

/** One resource of a synthesised template. */
export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** Everything that a stage's three stacks make. */
export function resourcesOf(config: StageConfig): readonly Resource[] {
  const app = new App({ analyticsReporting: false, builtinCloudFormationValidation: false });
  metaportStage(app, config, () => Code.fromAsset(import.meta.dirname));
  return app.synth().stacks.flatMap(({ template }) => Object.values<Resource>(template.Resources));
}

/**
 * What API Gateway writes for an accepted POST of Meta's, by variable (developer guide, "HTTP API logging variables");
 * what does not apply is a dash. The address has the usual length.
 */
const written: Readonly<Record<string, string>> = {
  requestId: 'AbCdEfGhIjKlMnO=',
  'identity.sourceIp': '203.0.113.255',
  routeKey: 'POST /webhooks/meta',
  status: '200',
  responseLatency: '23',
  'error.messageString': '-',
  'authorizer.error': '-',
};

/** Bytes of the line that the gateway's access log gets for a POST; throws for a variable that nobody filled in. */
export function accessLogBytes(resources: readonly Resource[]): number {
  const formats = resources.flatMap(({ Type, Properties }) => {
    const settings = Type === 'AWS::ApiGatewayV2::Stage' ? Properties?.AccessLogSettings : undefined;
    return settings === undefined ? [] : [(settings as { readonly Format: string }).Format];
  });
  const [format, ...others] = formats;
  if (format === undefined || others.length > 0) throw new Error(`${formats.length} access logs instead of one`);
  const line = format.replace(/\$context\.([\w.]+)/g, (_, name: string) => {
    const text = written[name];
    if (text === undefined) throw new Error(`bench/cost-template.ts does not know what $context.${name} becomes`);
    return text;
  });
  return Buffer.byteLength(line);
}

/** Metrics that a stage's alarms read; an alarm over a formula reads several. */
export function alarmMetrics(resources: readonly Resource[]): number {
  return resources
    .filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm')
    .reduce((sum, { Properties }) => {
      const parts = (Properties?.Metrics ?? []) as readonly { readonly MetricStat?: unknown }[];
      return sum + Math.max(1, parts.filter(({ MetricStat }) => MetricStat !== undefined).length);
    }, 0);
}
