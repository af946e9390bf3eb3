/**
 * Ends the children of the local cloud when its pipe closes: because the cloud asked for it, or because the cloud
 * itself is gone (crashed, killed). Plain Node, so that it is up before anything else and costs little.
 *
 * One line in is `+<pid>` (watch this process, leader of a group of its own) or `-<pid>` (it has ended).
 */
import { createInterface } from 'node:readline';

const patienceMs = 15_000;
const watched = new Set();

const alive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
const signal = (pid, name) => {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended meanwhile, which is all we wanted.
  }
};
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function endAll() {
  const children = [...watched].reverse();
  // The leader alone is asked first: the emulator saves its state, then ends its own workers.
  for (const pid of children) signal(pid, 'SIGTERM');
  const deadline = Date.now() + patienceMs;
  while (children.some(alive) && Date.now() < deadline) await pause(25);
  for (const pid of children) signal(-pid, 'SIGKILL');
  process.exit(0);
}

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => undefined);
createInterface({ input: process.stdin })
  .on('line', (line) =>
    line.startsWith('+') ? watched.add(Number(line.slice(1))) : watched.delete(Number(line.slice(1))),
  )
  .on('close', endAll);
