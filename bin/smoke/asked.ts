import { parseArgs } from 'node:util';
import { CtlError } from '../ctl/words.ts';

/** What the command line asks for. */
export interface Asked {
  readonly stage: string;
  readonly deploy: boolean;
  readonly sizes: boolean;
}

const usage = 'Usage: npm run smoke -- --stage <stage> [--deploy] [--no-sizes]';

const options = {
  stage: { type: 'string' },
  deploy: { type: 'boolean', default: false },
  'no-sizes': { type: 'boolean', default: false },
} as const;

/** Reads the command line; throws `CtlError` with what is wrong and how it is called. */
export function askedOf(args: readonly string[]): Asked {
  const { stage, deploy, 'no-sizes': noSizes } = read(args);
  if (stage === undefined) throw new CtlError(`Name the stage.\n${usage}`);
  if (deploy && stage === 'local') throw new CtlError('Stage local is deployed by `npm start`, not by --deploy.');
  return { stage, deploy, sizes: !noSizes };
}

function read(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (thrown) {
    throw new CtlError(`${thrown instanceof Error ? thrown.message : thrown}\n${usage}`);
  }
}
