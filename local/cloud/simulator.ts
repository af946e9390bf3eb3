import { join } from 'node:path';
import { startChild } from './child.ts';
import { plainEnvironment } from './environment.ts';
import type { Guard } from './guard.ts';
import { Trouble } from './trouble.ts';
import { waitUntil } from './wait-until.ts';

/** What the simulator must know to play Meta for one app. */
export interface SimulatedApp {
  readonly webhookUrl: string;
  readonly appSecret: string;
  readonly instagramAppSecret: string;
  readonly verifyToken: string;
  /** Where codes may be sent, to the letter. */
  readonly redirectUris: readonly string[];
  readonly deauthorizeUrl: string;
  readonly deletionUrl: string;
}

/** A running Meta simulator. */
export interface Simulator {
  readonly url: string;
  readonly pid: number;
  readonly ended: Promise<string>;
  /** Tells it where webhooks, codes and callbacks go, and the secrets of its apps. */
  play(app: SimulatedApp): Promise<void>;
}

/** How to run one simulator. */
export interface SimulatorSettings {
  readonly root: string;
  readonly port: number;
  readonly stateDir: string;
  readonly logDir: string;
  /** Path of the certificate that the webhook endpoint shows. */
  readonly certificate: string;
}

/** Starts the simulator's process; it is ready once `play` has returned. */
export function startSimulator(settings: SimulatorSettings, guard: Guard): Simulator {
  const url = `http://127.0.0.1:${settings.port}`;
  const args = ['--import', 'tsx', join(settings.root, 'local/graph/main.ts')];
  const own = ['--port', String(settings.port), '--state-dir', settings.stateDir, '--ca', settings.certificate];
  const env = plainEnvironment(settings.stateDir);
  const program = { command: process.execPath, args: [...args, ...own], env, cwd: settings.root };
  const logFile = join(settings.logDir, 'simulator.log');
  const child = startChild(program, logFile, guard);
  const ended = new Promise<string>((resolve) => {
    child.once('exit', () => resolve(`The Meta simulator ended by itself; its log is ${logFile}.`));
  });
  return { url, pid: child.pid ?? 0, ended, play: (app) => play(url, app, ended) };
}

async function play(url: string, app: SimulatedApp, ended: Promise<string>): Promise<void> {
  const failed = ended.then((sentence) => Promise.reject(new Trouble(sentence)));
  const up = waitUntil(30, async () => (await fetch(`${url}/_sim/health`)).ok);
  if (!(await Promise.race([up, failed])))
    throw new Trouble(`The Meta simulator did not answer on ${url} within 30 s.`);
  const headers = { 'content-type': 'application/json' };
  const reply = await fetch(`${url}/_sim/settings`, { method: 'PUT', headers, body: JSON.stringify(app) });
  if (!reply.ok) throw new Trouble(`The Meta simulator refused its settings: ${await reply.text()}`);
}
