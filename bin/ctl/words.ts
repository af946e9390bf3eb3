/** A problem that one sentence explains to the operator. */
export class CtlError extends Error {}

/** A command line: plain words in order, `--flag value` and bare `--flag`. */
export interface Words {
  readonly plain: readonly string[];
  readonly flags: Readonly<Record<string, string | undefined>>;
}

/** Flags that stand alone. */
const bare: ReadonlySet<string> = new Set(['dry-run', 'force', 'all']);

/** Reads a command line; throws `CtlError` when a flag lacks its value. */
export function wordsOf(argv: readonly string[]): Words {
  const plain: string[] = [];
  const flags: Record<string, string> = {};
  for (let at = 0; at < argv.length; at += 1) {
    const word = argv[at] ?? '';
    const name = word.slice(2);
    if (!word.startsWith('--')) plain.push(word);
    else if (bare.has(name)) flags[name] = 'yes';
    else {
      at += 1;
      const value = argv[at];
      if (value === undefined) throw new CtlError(`--${name} needs a value`);
      flags[name] = value;
    }
  }
  return { plain, flags };
}
