import { kill } from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { clientFor } from '../emulator/clients.ts';
import { workersOf } from '../emulator/workers.ts';
import type { Outputs } from '../outputs.ts';
import type { ChaosPlan } from './chaos-plan.ts';

const sweepEveryMs = 5_000;
const workers = ['metaport-local-messaging-send', 'metaport-local-messaging-deliver'];

/** Kills whoever sends, every now and then; `after` looks at what that did. */
export function killWorkers({ emulator }: Outputs, { kills, killEveryMs }: ChaosPlan, after: () => Promise<void>) {
  let stopped = false;
  async function run(): Promise<number> {
    let killed = 0;
    for (let round = 0; round < kills && !stopped; round += 1) {
      await pause(killEveryMs);
      for (const pid of workers.flatMap((name) => workersOf(emulator.workersDir, name))) {
        try {
          kill(pid, 'SIGKILL');
          killed += 1;
        } catch {
          // It ended by itself meanwhile.
        }
      }
      await after();
    }
    return killed;
  }
  return {
    done: run(),
    stop: () => {
      stopped = true;
    },
  };
}

/** The sweep of every minute, more often: what a killed worker leaves is found as it always is, only sooner. */
export function sweeps({ emulator }: Outputs) {
  const lambda = new LambdaClient(clientFor(emulator));
  const stop = new AbortController();
  const run = (async () => {
    while (!stop.signal.aborted) {
      await lambda.send(new InvokeCommand({ FunctionName: 'metaport-local-timers-sweep', Payload: Buffer.from('{}') }));
      await pause(sweepEveryMs, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  })();
  return {
    async stop() {
      stop.abort();
      await run.catch(() => undefined);
      lambda.destroy();
    },
  };
}
