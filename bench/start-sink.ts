import { fork } from 'node:child_process';
import { once } from 'node:events';
import { bundledPath } from './bundled.ts';

/** A server in a process of its own, whose CPU is not ours: it tells its port first, and a `T` whenever it is asked. */
export async function startSink<T>(file: string) {
  const child = fork(bundledPath(file), [], { execArgv: [] });
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  return {
    origin: `http://127.0.0.1:${port}`,
    async report(): Promise<T> {
      child.send('report');
      const [report] = (await once(child, 'message')) as [T];
      return report;
    },
    stop: () => child.disconnect(),
  };
}
