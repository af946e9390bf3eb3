import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { startChild } from '../cloud/child.ts';
import { emulatorEnvironment, plainEnvironment } from '../cloud/environment.ts';
import type { Guard } from '../cloud/guard.ts';
import { Trouble } from '../cloud/trouble.ts';
import { waitUntil } from '../cloud/wait-until.ts';
import type { Certificate } from './certificate.ts';

/** How to run one emulator: `persist` keeps its state in `stateDir` over restarts. */
export interface EmulatorSettings extends Certificate {
  readonly python: string;
  readonly port: number;
  readonly stateDir: string;
  readonly logDir: string;
  readonly persist: boolean;
}

/** A running emulator; `ended` resolves with a sentence if it stops without being asked. */
export interface Emulator {
  readonly endpoint: string;
  readonly certificate: string;
  readonly pid: number;
  /** Folder under which each function's worker process has its script, in a folder named after the function. */
  readonly workersDir: string;
  readonly ended: Promise<string>;
}

/** Starts MiniStack on TLS with IAM enforced and waits until it answers; throws `Trouble` when it does not in 30 s. */
export async function startEmulator(settings: EmulatorSettings, guard: Guard): Promise<Emulator> {
  const endpoint = `https://localhost:${settings.port}`;
  const workersDir = join(settings.stateDir, 'workers');
  makeWorkersDir(workersDir);
  const env = {
    ...plainEnvironment(workersDir),
    ...emulatorEnvironment(endpoint, settings.certificate),
    ...flags(settings),
  };
  const program = { command: settings.python, args: ['-m', 'ministack'], env, cwd: settings.stateDir };
  const logFile = join(settings.logDir, 'emulator.log');
  const child = startChild(program, logFile, guard);
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) =>
      resolve(`The emulator ended by itself (${signal ?? `exit code ${code}`}); its log is ${logFile}.`),
    );
  });
  let failure: string | undefined;
  void ended.then((sentence) => {
    failure = sentence;
  });
  const answers = () => emulatorAnswers(endpoint, settings.certificate);
  const up = await waitUntil(30, async () => failure !== undefined || (await answers()));
  if (failure !== undefined) throw new Trouble(failure);
  if (!up) throw new Trouble(`The emulator did not answer on ${endpoint} within 30 s; its log is ${logFile}.`);
  return { endpoint, certificate: settings.certificate, pid: child.pid ?? 0, workersDir, ended };
}

/** Bundles are CommonJS; without a package.json of its own the folder would inherit the repository's `module`. */
function makeWorkersDir(path: string): void {
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'package.json'), '{"type":"commonjs"}');
}

function flags(settings: EmulatorSettings): Record<string, string> {
  return {
    PYTHONDONTWRITEBYTECODE: '1',
    // Functions run on our own Node here, on 24 in AWS; the SDK's advice would be noise in every log.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    MINISTACK_SSL_CERT: settings.certificate,
    MINISTACK_SSL_KEY: settings.key,
    USE_SSL: '1',
    AUTH: 'true',
    BIND_HOST: '127.0.0.1',
    GATEWAY_PORT: String(settings.port),
    IOT_MTLS_ENABLED: '0',
    SFTP_ENABLED: '0',
    LOG_LEVEL: process.env.METAPORT_EMULATOR_LOG ?? 'WARNING',
    PERSIST_STATE: settings.persist ? '1' : '0',
    S3_PERSIST: settings.persist ? '1' : '0',
    STATE_DIR: join(settings.stateDir, 'aws'),
    S3_DATA_DIR: join(settings.stateDir, 's3'),
  };
}

/** Whether an emulator answers its health question on `endpoint`, with the certificate at this path. */
export function emulatorAnswers(endpoint: string, certificate: string): Promise<boolean> {
  const options = { ca: readFileSync(certificate), agent: false, timeout: 2000 };
  return new Promise((resolve) => {
    const call = request(`${endpoint}/_ministack/ready`, options, (reply) => {
      reply.resume().once('end', () => resolve(reply.statusCode === 200));
    });
    call.once('timeout', () => call.destroy());
    call.once('error', () => resolve(false));
    call.end();
  });
}
