import { envName, type Settings, sendsOf } from '../../lambdas/foundation/contract/env.ts';
import { contractOf, type FunctionName } from '../../lambdas/foundation/contract/functions.ts';
import { queues } from '../../lambdas/foundation/contract/resources.ts';
import type { Ground, State } from './ground.ts';
import { namesOf } from './names-of.ts';

/** What the stage decides for the code, as the contract's one JSON variable. */
function settingsOf({ config }: State): string {
  const { retentionDays, messageDays, humanAgent, graphOrigin, returnOrigins, vault, auth } = config;
  const { workspaceClaim, scopePrefix } = auth;
  const kept = { retentionDays, messageDays };
  const settings: Settings = { ...kept, humanAgent, workspaceClaim, scopePrefix, graphOrigin, returnOrigins, vault };
  return JSON.stringify(settings);
}

/** The variables of function `name`, under the contract's names, with the stage's values. */
export function environmentOf(name: FunctionName, state: Ground): Record<string, string> {
  const { tables = {}, secrets = [], blobs, announces, dlqs, publicUrl, tokens } = contractOf(name);
  return Object.fromEntries([
    [envName.stage, state.config.stage],
    [envName.settings, settingsOf(state)],
    ...namesOf(tables).map((table) => [envName.table(table), state.table(table).tableName]),
    ...sendsOf(name).map((queue) => [envName.queue(queue), state.queue(queue).queue.queueUrl]),
    ...secrets.map((secret) => [envName.secret(secret), state.secret(secret).ref]),
    ...(blobs ? [[envName.blobs, state.blobs.bucketName]] : []),
    ...(announces ? [[envName.bus, state.bus.eventBusName]] : []),
    ...(dlqs ? namesOf(queues).map((queue) => [envName.dlq(queue), state.queue(queue).dlq.queueUrl]) : []),
    ...(publicUrl ? [[envName.publicUrl, state.entrance.url]] : []),
    ...(tokens ? [[envName.tokenKey, state.key.keyArn]] : []),
  ]);
}
