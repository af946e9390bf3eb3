import { envName, type Settings, sendsOf } from '../../lambdas/foundation/contract/env.ts';
import { contractOf, type FunctionName } from '../../lambdas/foundation/contract/functions.ts';
import { queues } from '../../lambdas/foundation/contract/resources.ts';
import type { State } from './ground.ts';
import { namesOf } from './names-of.ts';

/** What the stage decides for the code, as the contract's one JSON variable. */
function settingsOf({ config: { retentionDays, auth } }: State): string {
  const settings: Settings = { retentionDays, workspaceClaim: auth.workspaceClaim, scopePrefix: auth.scopePrefix };
  return JSON.stringify(settings);
}

/** The variables of function `name`, under the contract's names, with the stage's values. */
export function environmentOf(name: FunctionName, state: State): Record<string, string> {
  const { tables = {}, secrets = [], blobs, announces, dlqs } = contractOf(name);
  return Object.fromEntries([
    [envName.stage, state.config.stage],
    [envName.settings, settingsOf(state)],
    ...namesOf(tables).map((table) => [envName.table(table), state.table(table).tableName]),
    ...sendsOf(name).map((queue) => [envName.queue(queue), state.queue(queue).queue.queueUrl]),
    ...secrets.map((secret) => [envName.secret(secret), state.secret(secret).ref]),
    ...(blobs ? [[envName.blobs, state.blobs.bucketName]] : []),
    ...(announces ? [[envName.bus, state.bus.eventBusName]] : []),
    ...(dlqs ? namesOf(queues).map((queue) => [envName.dlq(queue), state.queue(queue).dlq.queueUrl]) : []),
  ]);
}
