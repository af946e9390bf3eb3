import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import * as z from 'zod';
import { openTarget, watchers } from '../ctl/target.ts';
import type { Scene } from './scene.ts';
import { demand, type Step } from './step.ts';

const parts = ['State', 'Service', 'Observability'] as const;
const wanted = ['WebhookUrl', 'AlarmTopicArn', 'ApiId'];
const Manifest = z.object({ bin: z.object({ cdk: z.string() }) });

/** The pinned CDK, never another that happens to be on the path. */
function cdk(): string {
  const manifest = createRequire(import.meta.url).resolve('aws-cdk/package.json');
  return join(dirname(manifest), Manifest.parse(JSON.parse(readFileSync(manifest, 'utf8'))).bin.cdk);
}

/** `cdk deploy`, which asks on the terminal when grants widen; what it says goes to stderr. */
function deploy({ asked, signal }: Scene): Promise<void> {
  const args = [cdk(), 'deploy', '-c', `stage=${asked.stage}`, '--all'];
  const child = spawn(process.execPath, args, { stdio: ['inherit', 2, 2], signal, killSignal: 'SIGINT' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`cdk deploy ended with ${code}`))));
  });
}

async function stackOf(scene: Scene, part: string) {
  const StackName = `Metaport-${scene.asked.stage}-${part}`;
  const { Stacks = [] } = await watchers(scene.target.value()).cloud.send(new DescribeStacksCommand({ StackName }));
  const { StackStatus = 'absent', Outputs = [] } = Stacks[0] ?? {};
  demand(/^(CREATE|UPDATE)_COMPLETE$/.test(StackStatus), `${StackName} is ${StackStatus}`);
  return Outputs;
}

async function readOutputs(scene: Scene): Promise<number> {
  const outputs = (await Promise.all(parts.map((part) => stackOf(scene, part)))).flat();
  const named = new Map(outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]));
  const absent = wanted.filter((name) => !named.get(name));
  demand(absent.length === 0, `the stacks lack the outputs ${absent.join(', ')}`);
  return scene.outputs.learn(named).size;
}

/** Who we are and what we look at. */
export const stackSteps: readonly Step[] = [
  {
    name: 'identity',
    remedy: 'Use credentials of the account in stages/<stage>.json (AWS_PROFILE, `aws sso login`); at home, npm start.',
    async run(scene) {
      const { account, region } = scene.config;
      const target = await openTarget(scene.asked.stage);
      const { Account } = await new STSClient(target.settings).send(new GetCallerIdentityCommand({}));
      demand(Account === account, `the credentials are of account ${Account}, the stage lives in ${account}`);
      scene.target.learn(target);
      return `account ${account}, ${region}`;
    },
  },
  {
    name: 'stacks',
    needs: ['identity'],
    remedy: 'Deploy it: npm run smoke -- --stage <stage> --deploy, or npx cdk deploy -c stage=<stage> --all.',
    async run(scene) {
      if (scene.asked.deploy) await deploy(scene);
      const outputs = await readOutputs(scene);
      return `${scene.asked.deploy ? 'deployed, ' : ''}${parts.length} stacks complete, ${outputs} outputs`;
    },
  },
];
