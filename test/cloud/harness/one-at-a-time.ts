import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Outputs } from '../../../local/outputs.ts';

/** What a run that was killed left is taken over after this long, milliseconds. */
const leftMs = 15 * 60_000;

/**
 * Journeys that set Graph faults share one script of the simulator's, and those that send the workers that one of them
 * kills: they go one after the other, whichever process runs them. Answers what lets the next one in.
 */
export async function oneAtATime({ apiUrl, simulatorUrl }: Outputs): Promise<() => void> {
  const name = createHash('sha256').update(`${apiUrl} ${simulatorUrl}`).digest('hex').slice(0, 16);
  const lock = join(tmpdir(), `metaport-sending-${name}`);
  for (;;) {
    try {
      mkdirSync(lock);
      return () => rmSync(lock, { recursive: true, force: true });
    } catch {
      const since = statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
      if (Date.now() - since > leftMs) rmSync(lock, { recursive: true, force: true });
      await pause(250);
    }
  }
}
