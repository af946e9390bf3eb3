import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mendGeneratedSecrets } from '../emulator/mends/generated-secrets.ts';
import { mendRoles } from '../emulator/mends/mend-roles.ts';
import { bootstrapAccount, type CdkRun, deploy, synthesise } from './cdk.ts';
import { inputsHash } from './inputs-hash.ts';
import { type Say, step } from './progress.ts';
import { standingStacks } from './stacks.ts';

/** What is to be deployed, and where this cloud remembers what it deployed last. */
export interface DeploySettings {
  readonly run: CdkRun;
  readonly stateDir: string;
  readonly stackPrefix: string;
  readonly say: Say;
}

/**
 * The real `cdk bootstrap`, `synth` and `deploy`, each only if needed: nothing is done when no input has changed since
 * the last deploy and its stacks still stand. The synth runs while the emulator comes up.
 */
export async function ensureDeployed(settings: DeploySettings, emulatorUp: Promise<unknown>): Promise<void> {
  const { run, say, stateDir, stackPrefix } = settings;
  const stamp = join(stateDir, 'deployed');
  const hash = inputsHash(run.root, [JSON.stringify(run.context)]);
  const unchanged = existsSync(stamp) && readFileSync(stamp, 'utf8') === hash;
  const synth = () =>
    step(
      say,
      'synth',
      () => synthesise(run),
      () => 'cdk synth -c stage=local',
    );
  const early = unchanged ? undefined : synth();
  early?.catch(() => undefined);
  await emulatorUp;
  const standing = await standingStacks(run.address);
  const stands = standing.some((name) => name.startsWith(stackPrefix));
  if (unchanged && stands) {
    say(`✓ ${'stacks'.padEnd(12)} unchanged since the last deploy`);
    return;
  }
  rmSync(stamp, { force: true });
  if (!standing.includes('CDKToolkit'))
    await step(
      say,
      'bootstrap',
      () => bootstrapAccount(run),
      () => 'cdk bootstrap',
    );
  await (early ?? synth());
  await step(
    say,
    'deploy',
    () => deploy(run, (name) => say(`  ${name} stands`)),
    () => 'cdk deploy --all',
  );
  await step(
    say,
    'mends',
    () => mendGaps(run, stackPrefix),
    ({ roles, secrets }) => `${roles} roles, ${secrets} secrets`,
  );
  writeFileSync(stamp, hash);
}

/** What the emulator understands otherwise than AWS does is put right, after each deploy. */
async function mendGaps({ address }: CdkRun, stackPrefix: string): Promise<{ roles: number; secrets: number }> {
  const stacks = (await standingStacks(address)).filter((name) => name.startsWith(stackPrefix));
  const [roles, secrets] = await Promise.all([mendRoles(address), mendGeneratedSecrets(address, stacks)]);
  return { roles, secrets };
}
