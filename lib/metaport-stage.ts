import { type App, PermissionsBoundary, Stack } from 'aws-cdk-lib';
import { Assets } from './assets.ts';
import { Capi } from './capi.ts';
import { Compliance } from './compliance.ts';
import type { CodeOf } from './foundation/bundled-code.ts';
import { type Ground, makeGround, makeState } from './foundation/ground.ts';
import { leaveOut } from './foundation/leave-out.ts';
import { functionOutputs, outputs, stateOutputs } from './foundation/outputs.ts';
import { isLocal, type StageConfig } from './foundation/stage-config.ts';
import { Messaging } from './messaging.ts';
import { alarmTopic, watchKey } from './monitoring/alarm-topic.ts';
import { leafAlarmsOf } from './monitoring/alarms.ts';
import { composites } from './monitoring/composites.ts';
import { dashboard } from './monitoring/dashboard.ts';
import { platformAlarms } from './monitoring/platform-alarms.ts';
import { Oauth } from './oauth.ts';
import { Parking } from './parking.ts';
import { Reference } from './reference.ts';
import { Timers } from './timers.ts';
import { Webhooks } from './webhooks.ts';

/** The three stacks of a stage. */
export interface Stacks {
  readonly state: Stack;
  readonly service: Stack;
  readonly observability: Stack;
}

function makeStacks(app: App, config: StageConfig): Stacks {
  const env = { account: config.account, region: config.region };
  const boundary = config.permissionsBoundary;
  const make = (part: string, kept: boolean) =>
    new Stack(app, `Metaport-${config.stage}-${part}`, {
      env,
      terminationProtection: kept && !isLocal(config),
      ...(boundary && { permissionsBoundary: PermissionsBoundary.fromArn(boundary) }),
    });
  return { state: make('State', true), service: make('Service', false), observability: make('Observability', false) };
}

/** The rooms, and what the service tells of itself. */
function makeService(stack: Stack, ground: Ground): void {
  const webhooks = new Webhooks(stack, ground);
  new Parking(stack, ground);
  new Reference(stack, ground);
  new Timers(stack, ground);
  new Oauth(stack, ground);
  new Assets(stack, ground);
  new Compliance(stack, ground);
  new Capi(stack, ground);
  new Messaging(stack, ground);
  platformAlarms(stack, ground);
  const { url, api } = ground.entrance;
  outputs(stack, { ApiUrl: url, ApiId: api.apiId, WebhookUrl: webhooks.url, DocsUrl: `${url}/v1/docs` });
  functionOutputs(stack, ground.config.stage);
}

/** All of a stage: what holds data, what works, what watches. Plain top-level stacks, so that `--all` finds them. */
export function metaportStage(app: App, config: StageConfig, codeOf?: CodeOf): Stacks {
  const stacks = makeStacks(app, config);
  const state = makeState(stacks.state, config);
  stateOutputs(stacks.state, state);
  makeService(stacks.service, makeGround(stacks.service, state, codeOf));
  const topic = alarmTopic(stacks.observability, state);
  watchKey(stacks.observability, state, topic);
  composites(stacks.observability, config, leafAlarmsOf(stacks.service), topic);
  if (config.dashboard) dashboard(stacks.observability, state, stacks.service);
  outputs(stacks.observability, { AlarmTopicArn: topic.topicArn });
  stacks.service.addStackDependency(stacks.state);
  stacks.observability.addStackDependency(stacks.service);
  leaveOut(Object.values(stacks), config.leaveOut);
  return stacks;
}
