import { readFileSync } from 'node:fs';
import { env, exit, stderr, stdout } from 'node:process';
import { rootCertificates } from 'node:tls';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { startSimulator } from './server.ts';
import { Settings } from './settings.ts';
import { createJournal, type Journal } from './webhooks/journal.ts';
import { journalFile } from './webhooks/journal-file.ts';

const OPTIONS = {
  port: { type: 'string', default: '0' },
  'webhook-url': { type: 'string' },
  'app-secret': { type: 'string' },
  'verify-token': { type: 'string' },
  'time-scale': { type: 'string', default: '60' },
  'state-dir': { type: 'string' },
  ca: { type: 'string' },
} as const;

function journalIn(dir: string | undefined): Journal {
  if (dir === undefined) return createJournal();
  const file = journalFile(dir);
  return createJournal(file.append, file.before);
}

/** Secrets come better by environment (`SIM_APP_SECRET`, `SIM_VERIFY_TOKEN`): arguments are seen by other processes. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: OPTIONS });
  const settings = Settings.partial().parse({
    webhookUrl: values['webhook-url'] ?? null,
    appSecret: values['app-secret'] ?? (env.SIM_APP_SECRET || null),
    verifyToken: values['verify-token'] ?? (env.SIM_VERIFY_TOKEN || null),
    timeScale: Number(values['time-scale']),
  });
  const ca = values.ca === undefined ? {} : { ca: [...rootCertificates, readFileSync(values.ca, 'utf8')] };
  const say = (line: string) => void stdout.write(`${line}\n`);
  const journal = journalIn(values['state-dir']);
  const simulator = await startSimulator({ port: Number(values.port), settings, journal, say, ...ca });
  say(`Meta simulator: ${simulator.url}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void simulator.close().then(() => exit(0)));
  }
}

const issues = (cause: z.ZodError): string =>
  cause.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');

/** One sentence, never a stack trace. */
function sentence(cause: unknown): string {
  if (cause instanceof z.ZodError) return `The simulator cannot start like this: ${issues(cause)}.`;
  if (!(cause instanceof Error)) return 'The simulator did not start.';
  if ('code' in cause && cause.code === 'EADDRINUSE') return 'The simulator’s port is taken by another program.';
  return `The simulator did not start: ${cause.message}`;
}

main().catch((cause: unknown) => {
  stderr.write(`${sentence(cause)}\n`);
  exit(1);
});
