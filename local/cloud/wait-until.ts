import { setTimeout as pause } from 'node:timers/promises';

/** Asks every 50 ms until `ready` says yes; false after `seconds`. A question that throws counts as no. */
export async function waitUntil(seconds: number, ready: () => Promise<boolean>): Promise<boolean> {
  const deadline = performance.now() + seconds * 1000;
  while (performance.now() < deadline) {
    if (await ready().catch(() => false)) return true;
    await pause(50);
  }
  return false;
}
