import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startChores } from './cloud/chores.ts';
import { type DemoApp, demoApp } from './cloud/demo-app.ts';
import { type Guard, startGuard } from './cloud/guard.ts';
import type { LogLine } from './cloud/log-tail.ts';
import { demandFree, type Ports } from './cloud/ports.ts';
import { type Say, step } from './cloud/progress.ts';
import { type Simulator, startSimulator } from './cloud/simulator.ts';
import { ensureDeployed } from './cloud/stack-deploy.ts';
import { addressesOf, readDeployed } from './cloud/stacks.ts';
import { type LocalStage, localStage } from './cloud/stage-file.ts';
import { type Certificate, loopbackCertificate } from './emulator/certificate.ts';
import { type Emulator, startEmulator } from './emulator/emulator.ts';
import { installEmulator } from './emulator/install.ts';
import { type Issuer, startIssuer } from './issuer/issuer.ts';
import type { Outputs } from './outputs.ts';

/** What a local cloud is made of; two clouds with different ports and state folders do not know of each other. */
export interface CloudSettings {
  /** The repository. */
  readonly root: string;
  /** Everything that this cloud writes lies here; with `persist`, a later start goes on from it. */
  readonly stateDir: string;
  readonly ports: Ports;
  readonly persist: boolean;
  readonly say: Say;
  /** New log lines of the functions, about once a second. */
  readonly onLines?: (lines: readonly LogLine[]) => void;
}

/** A running local cloud. */
export interface Cloud {
  readonly outputs: Outputs;
  /** Resolves with a sentence if a part of it ends without being asked. */
  readonly failed: Promise<string>;
  stop(): Promise<void>;
}

type Ending = (() => Promise<void>)[];

/** Prefix of the stacks' names; the State, Service and Observability stacks follow it. */
export const stackPrefix = 'Metaport-local-';

/**
 * Starts emulator, issuer and simulator, deploys the real stacks and answers when everything is ready. On any failure,
 * and when `signal` says so, whatever was started is ended before the error is thrown (`Trouble`: one clear sentence).
 */
export async function startCloud(settings: CloudSettings, signal?: AbortSignal): Promise<Cloud> {
  await demandFree(settings.ports);
  for (const name of ['log', 'issuer', 'simulator']) mkdirSync(join(settings.stateDir, name), { recursive: true });
  const guard = startGuard();
  const ending: Ending = [];
  const stop = async () => {
    for (const end of ending.splice(0).reverse()) await end().catch(() => undefined);
    await guard.endAll();
  };
  const aborted = new Promise<never>((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  try {
    return { ...(await Promise.race([assemble(settings, guard, ending), aborted])), stop };
  } catch (thrown) {
    await stop();
    throw thrown;
  }
}

async function assemble(settings: CloudSettings, guard: Guard, ending: Ending): Promise<Omit<Cloud, 'stop'>> {
  const { root, stateDir, ports, say } = settings;
  const logDir = join(stateDir, 'log');
  const tls = await loopbackCertificate(join(stateDir, 'tls'));
  const stage = localStage(root, ports);
  const address = { endpoint: `https://localhost:${ports.emulator}`, certificate: tls.certificate };
  if (stage.leaveOut.length > 0) say(`· left out, unknown to the emulator: ${stage.leaveOut.join(', ')}`);
  const simulator = startSimulator(
    { root, port: ports.simulator, stateDir: join(stateDir, 'simulator'), logDir, certificate: tls.certificate },
    guard,
  );
  const emulatorUp = bringUpEmulator(settings, tls, logDir, guard);
  const run = { root, address, assembly: join(stateDir, 'cdk.out'), context: stage.context, logDir, guard };
  const [emulator, issuer] = await Promise.all([
    emulatorUp,
    openIssuer(settings, stage, ending),
    ensureDeployed({ run, stateDir, stackPrefix, say }, emulatorUp),
  ]);
  const app = await demoApp(address, stage.name);
  const deployed = await readDeployed(address, stackPrefix);
  const urls = { ...deployed, webhookUrl: `${deployed.apiUrl}/webhooks/meta` };
  await step(
    say,
    'simulator',
    () => simulator.play({ ...app, webhookUrl: urls.webhookUrl, ...addressesOf(deployed, stackPrefix) }),
    () => simulator.url,
  );
  ending.push(startChores(address, stage.name, settings.onLines));
  const outputs = await outputsOf(stage, { emulator, issuer, simulator }, { ...urls, ...app });
  return { outputs, failed: Promise.race([emulator.ended, simulator.ended]) };
}

function bringUpEmulator(settings: CloudSettings, tls: Certificate, logDir: string, guard: Guard): Promise<Emulator> {
  const { root, stateDir, ports, persist, say } = settings;
  const start = async () => {
    const python = await installEmulator(join(root, '.local'), guard, say);
    const emulatorDir = join(stateDir, 'emulator');
    return startEmulator({ ...tls, python, port: ports.emulator, stateDir: emulatorDir, logDir, persist }, guard);
  };
  return step(say, 'emulator', start, ({ endpoint }) => endpoint);
}

function openIssuer(settings: CloudSettings, stage: LocalStage, ending: Ending): Promise<Issuer> {
  const open = () => startIssuer(stage.issuer, settings.ports.issuer, join(settings.stateDir, 'issuer'));
  return step(settings.say, 'issuer', open, () => stage.issuer.issuerUrl).then((issuer) => {
    ending.push(issuer.close);
    return issuer;
  });
}

async function outputsOf(
  stage: LocalStage,
  { emulator, issuer, simulator }: { emulator: Emulator; issuer: Issuer; simulator: Simulator },
  {
    instagramAppSecret: _,
    ...rest
  }: Pick<Outputs, 'apiUrl' | 'webhookUrl' | 'appSecret' | 'verifyToken' | 'stackOutputs'> & DemoApp,
): Promise<Outputs> {
  const [token, otherToken] = await Promise.all([issuer.tokenFor('demo'), issuer.tokenFor('other')]);
  const { endpoint, certificate, workersDir } = emulator;
  return {
    ...rest,
    docsUrl: `${rest.apiUrl}/v1/docs`,
    simulatorUrl: simulator.url,
    issuerUrl: stage.issuer.issuerUrl,
    workspace: 'demo',
    token,
    other: { workspace: 'other', token: otherToken },
    emulator: { endpoint, certificate, workersDir },
    issuerClientSecret: issuer.clientSecret,
    stage: stage.name,
    pids: { cloud: process.pid, emulator: emulator.pid, simulator: simulator.pid },
  };
}
