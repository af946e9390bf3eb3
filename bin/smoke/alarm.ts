import { setTimeout as pause } from 'node:timers/promises';
import { type CloudWatchClient, DescribeAlarmsCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { watchers } from '../ctl/target.ts';
import { openProbe } from './probe-queue.ts';
import { outputOf, type Scene } from './scene.ts';
import { demand, type Step } from './step.ts';

/** The composite alarm that pages when deliveries are in danger. */
export const compositeName = (stage: string) => `metaport-${stage}-ingest`;

/** The leaves that an alarm rule names. */
export const leavesOf = (rule: string): readonly string[] =>
  [...rule.matchAll(/ALARM\("([^"]+)"\)/g)].flatMap(([, name]) => name ?? []);

/** Whether a message on the topic says that `name` went to ALARM. */
export function saysAlarm(message: string, name: string): boolean {
  try {
    const { AlarmName, NewStateValue } = JSON.parse(message);
    return AlarmName === name && NewStateValue === 'ALARM';
  } catch {
    return false;
  }
}

/** A fresh subscription is not everywhere at once. */
const settleMs = 5000;

/** A leaf of the composite that is quiet now; throws when the composite is absent, or rings already. */
async function quietLeaf(metrics: CloudWatchClient, composite: string): Promise<string> {
  const { CompositeAlarms = [] } = await metrics.send(
    new DescribeAlarmsCommand({ AlarmNames: [composite], AlarmTypes: ['CompositeAlarm'] }),
  );
  const [{ AlarmRule = '', StateValue, StateReason = '' } = {}] = CompositeAlarms;
  demand(StateValue !== undefined, `there is no composite alarm ${composite}`);
  demand(StateValue !== 'ALARM', `${composite} rings already, so it cannot be made to: ${StateReason.slice(0, 200)}`);
  const { MetricAlarms = [] } = await metrics.send(new DescribeAlarmsCommand({ AlarmNames: [...leavesOf(AlarmRule)] }));
  const leaf = MetricAlarms.find((alarm) => alarm.StateValue !== 'ALARM')?.AlarmName;
  demand(leaf !== undefined, `${composite} has no leaf that is quiet`);
  return leaf;
}

async function ring(scene: Scene): Promise<string> {
  const { metrics } = watchers(scene.target.value());
  const composite = compositeName(scene.asked.stage);
  const AlarmName = await quietLeaf(metrics, composite);
  const set = (StateValue: 'ALARM' | 'OK') =>
    metrics.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: `smoke test ${scene.run}` }));
  const quiet = scene.undos.later(`the alarm ${AlarmName}, set by hand`, () => set('OK'));
  const begun = Date.now();
  await set('ALARM');
  try {
    await scene.probe.value().hear(180, `${composite} did not notify`, (message) => saysAlarm(message, composite));
  } finally {
    await quiet();
  }
  return `${AlarmName} → ${composite} → topic → subscriber in ${Math.round((Date.now() - begun) / 1000)} s`;
}

/** Who is told. */
export const alarmSteps: readonly Step[] = [
  {
    name: 'topic',
    needs: ['stacks'],
    remedy: 'May you publish to the alarm topic and use the customer key (kms:GenerateDataKey, kms:Decrypt)?',
    async run(scene) {
      const probe = scene.probe.learn(await openProbe(scene));
      await pause(scene.atHome ? 0 : settleMs, undefined, { signal: scene.signal });
      const Message = `Metaport ${scene.asked.stage}: smoke test ${scene.run}. Nothing is wrong.`;
      const TopicArn = outputOf(scene, 'AlarmTopicArn');
      await new SNSClient(scene.target.value().settings).send(new PublishCommand({ TopicArn, Message }));
      await probe.hear(60, 'the message did not arrive', (message) => message === Message);
      return 'a message reached a subscriber of its own';
    },
  },
  {
    name: 'alarm',
    needs: ['topic'],
    proves: ['composite alarms', 'service principals’ rights'],
    notAtHome: 'the emulator knows no composite alarms and does not model service principals’ rights',
    remedy: 'The topic’s policy and its key’s must admit cloudwatch.amazonaws.com: see lib/monitoring/alarm-topic.ts.',
    run: ring,
  },
];
