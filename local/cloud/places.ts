import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** Where the local cloud of `npm start` keeps what it writes; all of it is git-ignored. */
export const places = {
  local: join(root, '.local'),
  state: join(root, '.local', 'state'),
  outputs: join(root, '.local', 'outputs.json'),
  running: join(root, '.local', 'running.json'),
  log: join(root, '.local', 'start.log'),
} as const;
