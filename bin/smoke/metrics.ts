import { GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { metricNamespace } from '../../lambdas/foundation/contract/metrics.ts';
import { watchers } from '../ctl/target.ts';
import { type Scene, within } from './scene.ts';
import { demand, type Step } from './step.ts';

const minuteMs = 60_000;

/** Accepted deliveries that CloudWatch counts since our first one; others' may be among them. */
async function counted({ target, asked, accepted }: Scene): Promise<number> {
  const from = Math.floor(Math.min(...accepted) / minuteMs) * minuteMs - minuteMs;
  const { Datapoints = [] } = await watchers(target.value()).metrics.send(
    new GetMetricStatisticsCommand({
      Namespace: metricNamespace(asked.stage),
      MetricName: 'WebhookDeliveries',
      Dimensions: [{ Name: 'outcome', Value: 'accepted' }],
      StartTime: new Date(from),
      EndTime: new Date(Date.now() + minuteMs),
      Period: 60,
      Statistics: ['Sum'],
    }),
  );
  return Datapoints.reduce((sum, { Sum = 0 }) => sum + Sum, 0);
}

/** Log lines that become numbers. */
export const metricSteps: readonly Step[] = [
  {
    name: 'metrics',
    needs: ['kept once'],
    proves: ['embedded metrics'],
    remedy: 'Does the log group of webhooks/ingest hold lines with `_aws` in them, and in which namespace?',
    async run(scene) {
      const sent = scene.accepted.length;
      demand(sent > 0, 'nothing was sent');
      const found = await within(
        scene,
        300,
        `CloudWatch did not count the ${sent} deliveries of this run`,
        async () => {
          const sum = await counted(scene);
          return sum >= sent ? sum : undefined;
        },
      );
      return `${found} accepted deliveries in ${metricNamespace(scene.asked.stage)}, ${sent} of them ours`;
    },
  },
];
