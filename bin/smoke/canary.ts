import { ListStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import {
  CodeDeployClient,
  type DeploymentGroupInfo,
  GetDeploymentGroupCommand,
  ListDeploymentGroupsCommand,
} from '@aws-sdk/client-codedeploy';
import { contractOf, functionNames } from '../../lambdas/foundation/contract/functions.ts';
import { watchers } from '../ctl/target.ts';
import type { Scene } from './scene.ts';
import { demand, type Step } from './step.ts';

/** What a deployment group lacks to take a bad version back by itself; undefined when nothing. */
export function weaknessOf(group: DeploymentGroupInfo): string | undefined {
  const { alarmConfiguration, autoRollbackConfiguration, deploymentStyle } = group;
  if (!alarmConfiguration?.enabled || !alarmConfiguration.alarms?.length) return 'has no alarm';
  if (!autoRollbackConfiguration?.enabled) return 'does not roll back';
  if (!autoRollbackConfiguration.events?.includes('DEPLOYMENT_STOP_ON_ALARM')) return 'does not roll back on an alarm';
  return deploymentStyle?.deploymentType === 'BLUE_GREEN' ? undefined : 'does not shift traffic';
}

/** The CodeDeploy applications of the Service stack. */
async function applications({ asked, target }: Scene): Promise<readonly string[]> {
  const { cloud } = watchers(target.value());
  const StackName = `Metaport-${asked.stage}-Service`;
  const names: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await cloud.send(new ListStackResourcesCommand({ StackName, NextToken }));
    for (const { ResourceType, PhysicalResourceId } of page.StackResourceSummaries ?? [])
      if (ResourceType === 'AWS::CodeDeploy::Application' && PhysicalResourceId) names.push(PhysicalResourceId);
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return names;
}

async function groups(scene: Scene): Promise<readonly DeploymentGroupInfo[]> {
  const deploys = new CodeDeployClient(scene.target.value().settings);
  const found: DeploymentGroupInfo[] = [];
  for (const applicationName of await applications(scene)) {
    const { deploymentGroups = [] } = await deploys.send(new ListDeploymentGroupsCommand({ applicationName }));
    for (const deploymentGroupName of deploymentGroups) {
      const asked = new GetDeploymentGroupCommand({ applicationName, deploymentGroupName });
      const { deploymentGroupInfo } = await deploys.send(asked);
      if (deploymentGroupInfo) found.push(deploymentGroupInfo);
    }
  }
  return found;
}

/** How many functions must stand behind a deployment group of their own. */
const served = functionNames.filter((name) => contractOf(name).trigger.kind === 'http').length;

/** Deployments that take themselves back. */
export const canarySteps: readonly Step[] = [
  {
    name: 'canary',
    needs: ['stacks'],
    proves: ['CodeDeploy'],
    notAtHome: 'the emulator does not know CodeDeploy',
    unless: ({ config }) => (config.canary ? undefined : `stages/${config.stage}.json says canary: false`),
    remedy: 'Deploy again; lib/foundation/canary.ts makes one deployment group with an alarm for each HTTP function.',
    async run(scene) {
      const found = await groups(scene);
      const weak = found.flatMap((group) => {
        const weakness = weaknessOf(group);
        return weakness === undefined ? [] : [`${group.deploymentGroupName} ${weakness}`];
      });
      demand(weak.length === 0, weak.join(', '));
      demand(found.length === served, `${found.length} deployment groups for ${served} HTTP functions`);
      return `${found.length} deployment groups, each with an alarm and rollback`;
    },
  },
];
