import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import * as z from 'zod';
import { places, root } from './places.ts';
import { demandFree, type Ports } from './ports.ts';
import { Trouble } from './trouble.ts';

const News = z.object({ line: z.string().optional(), ready: z.boolean().optional(), trouble: z.string().optional() });
type News = z.infer<typeof News>;

/** Sends news to the process that waits; nobody may be waiting any more. */
export function tellParent(news: News): void {
  if (process.connected) process.send?.(news);
}

/**
 * Starts the cloud in a process of its own, which holds nothing of ours but a channel, shows its progress and answers
 * 0 once it is ready, then leaves it alone. If this process is ended before that, the cloud ends too.
 */
export async function startDetached(logFile: string, ports: Ports): Promise<number> {
  await demandFree(ports);
  mkdirSync(dirname(logFile), { recursive: true });
  const log = openSync(logFile, 'w', 0o600);
  const args = ['--import', 'tsx', 'local/start.ts', '--in-background'];
  const child = spawn(process.execPath, args, { cwd: root, detached: true, stdio: ['ignore', log, log, 'ipc'] });
  closeSync(log);
  const ready = new Promise<void>((resolve, reject) => {
    child.on('message', (message) => {
      const news = News.parse(message);
      if (news.line !== undefined) console.log(news.line);
      if (news.trouble !== undefined) reject(new Trouble(news.trouble));
      if (news.ready) resolve();
    });
    child.once('exit', () => reject(new Trouble(`The local cloud did not start; its log is ${places.log}.`)));
  });
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => child.kill('SIGTERM'));
  await ready;
  child.disconnect();
  child.unref();
  console.log(`\nIt runs in the background (process ${child.pid}); its log is ${logFile}; npm stop ends it.`);
  return 0;
}
