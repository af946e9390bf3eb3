import { createHmac, randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { physicalName, type SecretName } from '../../lambdas/foundation/contract/resources.ts';
import { assetsLink } from '../ctl/assets.ts';
import { type Target, watchers } from '../ctl/target.ts';

/** The workspace in which the smoke test works. */
export const smokeWorkspace = 'smoke';

/** A stage under test. */
export interface Scene {
  readonly target: Target;
  readonly atHome: boolean;
  readonly webhookUrl: string;
  /** A Page of nobody's, linked to the smoke workspace. */
  readonly page: string;
  secret(name: SecretName): Promise<string>;
  /** Signs with the stage's first app secret; throws while none is set. */
  sign(body: Uint8Array): Promise<string>;
  call(
    method: 'GET' | 'POST',
    url: string,
    body?: Uint8Array,
    headers?: Record<string, string>,
  ): Promise<{ status: number; text: string }>;
}

async function outputOf({ stage, cloud }: Target & ReturnType<typeof watchers>, key: string): Promise<string> {
  const { Stacks = [] } = await cloud.send(new DescribeStacksCommand({ StackName: `Metaport-${stage}-Service` }));
  const found = Stacks[0]?.Outputs?.find(({ OutputKey }) => OutputKey === key)?.OutputValue;
  if (found === undefined) throw new Error(`the stack Metaport-${stage}-Service has no output ${key}`);
  return found;
}

/** Opens a deployed stage and links a Page of its own. */
export async function openScene(target: Target): Promise<Scene> {
  const page = `9900${Date.now()}${randomInt(100, 999)}`;
  await assetsLink(target, { plain: [`page:${page}`], flags: { workspace: smokeWorkspace } });
  const agent = new Agent({
    keepAlive: true,
    ...(target.local ? { ca: readFileSync(target.local.emulator.certificate) } : {}),
  });
  const secret = async (name: SecretName) => {
    const SecretId = physicalName.secret(target.stage, name);
    return (await target.secrets.send(new GetSecretValueCommand({ SecretId }))).SecretString ?? '';
  };
  return {
    target,
    atHome: target.local !== undefined,
    webhookUrl: target.local?.webhookUrl ?? (await outputOf({ ...target, ...watchers(target) }, 'WebhookUrl')),
    page,
    secret,
    sign: async (body) => {
      const [app] = (JSON.parse(await secret('metaApps')) as { apps: readonly { appSecret: string }[] }).apps;
      if (app === undefined) throw new Error('no app secret is set');
      return `sha256=${createHmac('sha256', app.appSecret).update(body).digest('hex')}`;
    },
    call: (method, url, body, headers = {}) =>
      new Promise((resolve, reject) => {
        const sent = request(url, { method, agent, headers }, (answer) => {
          const parts: Buffer[] = [];
          answer.on('data', (part: Buffer) => parts.push(part));
          answer.on('end', () =>
            resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') }),
          );
        });
        sent.on('error', reject);
        sent.end(body);
      }),
  };
}
