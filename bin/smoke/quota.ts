import {
  GetAccountSettingsCommand,
  GetFunctionConcurrencyCommand,
  ListEventSourceMappingsCommand,
} from '@aws-sdk/client-lambda';
import { functionNames } from '../../lambdas/foundation/contract/functions.ts';
import { physicalName } from '../../lambdas/foundation/contract/resources.ts';
import type { Scene } from './scene.ts';
import { demand, type Step } from './step.ts';

/** What one deployed function may take of the account's concurrency. */
export interface Share {
  readonly name: string;
  readonly reserved: number | undefined;
  /** `maxConcurrency` of its queue's mapping. */
  readonly mapping: number | undefined;
}

/** Lambda keeps so many executions unreserved (Lambda developer guide, "Reserved concurrency"). */
const keptUnreserved = 100;

/** How many concurrent executions the account must allow: what is reserved, what mappings may start, one for others. */
export function concurrencyWanted(shares: readonly Share[]): number {
  const sum = shares.reduce((total, { reserved, mapping }) => total + (reserved ?? mapping ?? 1), 0);
  return shares.some(({ reserved }) => reserved !== undefined) ? sum + keptUnreserved : sum;
}

/** Mappings that may start more than their function has reserved: SQS counts the refusals as tries. */
export const tooEager = (shares: readonly Share[]) =>
  shares.filter(({ reserved, mapping }) => reserved !== undefined && mapping !== undefined && mapping > reserved);

async function shareOf({ asked, target }: Scene, name: string): Promise<Share> {
  const { lambda } = target.value();
  const FunctionName = physicalName.function(asked.stage, name);
  const { ReservedConcurrentExecutions } = await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }));
  const { EventSourceMappings = [] } = await lambda.send(new ListEventSourceMappingsCommand({ FunctionName }));
  const limits = EventSourceMappings.flatMap(({ ScalingConfig }) => ScalingConfig?.MaximumConcurrency ?? []);
  const mapping = limits.length === 0 ? undefined : limits.reduce((sum, limit) => sum + limit, 0);
  return { name, reserved: ReservedConcurrentExecutions, mapping };
}

/** What the account allows. */
export const quotaSteps: readonly Step[] = [
  {
    name: 'quotas',
    needs: ['stacks'],
    proves: ['quotas'],
    notAtHome: 'the emulator does not model quotas',
    remedy:
      'Ask for more: aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384 --desired-value <N> (new accounts begin with 10; it takes hours to days).',
    async run(scene) {
      const shares = await Promise.all(functionNames.map((name) => shareOf(scene, name)));
      const eager = tooEager(shares).map(({ name }) => name);
      demand(eager.length === 0, `the mapping of ${eager.join(', ')} may start more than is reserved: deploy again`);
      const { AccountLimit } = await scene.target.value().lambda.send(new GetAccountSettingsCommand({}));
      const most = AccountLimit?.ConcurrentExecutions ?? 0;
      const wanted = concurrencyWanted(shares);
      demand(most >= wanted, `the account allows ${most} concurrent executions, the stage needs ${wanted}`);
      return `${most} concurrent executions allowed, ${wanted} needed`;
    },
  },
];
