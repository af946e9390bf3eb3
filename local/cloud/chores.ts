import type { EmulatorAddress } from '../emulator/clients.ts';
import { metricBridge } from '../emulator/mends/emf-metrics.ts';
import { followLogs, type LogLine } from './log-tail.ts';

/** Log groups of a stage's functions begin with this. */
export const logPrefix = (stage: string) => `/metaport/${stage}/`;

/**
 * What goes on beside a running cloud: its functions' log lines are followed, handed to `onLines` and, where they
 * carry metrics, sent to CloudWatch. Answers how to end it.
 */
export function startChores(
  address: EmulatorAddress,
  stage: string,
  onLines: ((lines: readonly LogLine[]) => void) | undefined,
): () => Promise<void> {
  const sendMetrics = metricBridge(address);
  const tail = followLogs(address, logPrefix(stage), Date.now(), async (lines) => {
    onLines?.(lines);
    await sendMetrics(lines.map(({ text }) => text));
  });
  return tail.stop;
}
