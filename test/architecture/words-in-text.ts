/** A thing that no file of the repository may contain. */
export interface TextWord {
  readonly name: string;
  readonly remedy: string;
  readonly where: (file: string) => boolean;
  readonly pattern: RegExp;
  /** A line that breaks it, in two halves, so that this file does not break it. */
  readonly planted: readonly (readonly [string, string])[];
}

const everywhere = (): boolean => true;
const isShipped = (file: string): boolean => /^(bin|lib|lambdas|local|client|stages|docs)\/|^README\.md$/.test(file);

/** Words of text, one line each. A character class keeps a pattern from matching itself. */
export const textWords: readonly TextWord[] = [
  {
    name: 'machine-path',
    remedy: 'build the path from the file that needs it (import.meta.url) or read it from the settings.',
    where: everywhere,
    pattern: /(?<![\w.~-])[/](?:work|home|Users|root)[/][\w.-]+|\b[A-Z]:\\{1,2}[A-Za-z]/,
    planted: [
      ['/wo', 'rk/main/lambdas'],
      ['/ho', 'me/somebody/metaport'],
    ],
  },
  {
    name: 'workplace',
    remedy: 'say what the product does and why; how it was made is no part of it.',
    where: everywhere,
    pattern:
      /\b(?:cl[a]ude|anthr[o]pic|copil[o]t|chatg[p]t|sub-?ag[e]nts?|farm-b[e]nch|before-st[o]p)\b|[.]libr[a]ry\/|shared\/des[i]gn|\bissues? (?:show|note|close)\b|\bissue #?[0-9]+\b|\b(?:th[i]s|previous|next|another) (?:coding )?sess[i]on\b/i,
    planted: [
      ['as issu', 'e 3 asks'],
      ['../shared/des', 'ign/house.md'],
      ['left for the next sess', 'ion'],
    ],
  },
  {
    name: 'secret',
    remedy: 'a value in a test looks fake; a real one belongs in Secrets Manager: rotate it now.',
    where: everywhere,
    pattern:
      /EAA[A-Za-z0-9]{20,}|\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|-----BEGIN (?:[A-Z]+ )?PRIVATE KEY|\bgh[pousr]_[A-Za-z0-9]{36}|\bxox[abprs]-[A-Za-z0-9-]{10,}|\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}/,
    planted: [
      ['EA', 'Aabcdefghijklmnopqrstuvwxyz'],
      ['AK', 'IAABCDEFGHIJKLMNOP'],
      ['-----BEGIN PRIV', 'ATE KEY-----'],
    ],
  },
  {
    name: 'unfinished',
    remedy: 'finish it, or say in docs what the product does not do.',
    where: isShipped,
    pattern: /\b(?:TO[D]O|FIX[M]E|XX[X]|HA[C]K|not implemented|placeh[o]lder implementation)\b/,
    planted: [['// TO', 'DO: retry']],
  },
];

const banned = [
  'utils',
  'util',
  'helpers',
  'helper',
  'common',
  'shared',
  'misc',
  'manager',
  'service',
  'dto',
  'interfaces',
];
const bannedName = new RegExp(`(^|[-.])(${banned.join('|')})$`);

/** Whether a folder or file of this path is a drawer: named after nothing, so that anything fits. */
export function isDrawer(file: string): boolean {
  const parts = file.split('/');
  const name = parts.pop() ?? '';
  return (
    name === 'types.ts' ||
    [...parts, name.replace(/(\.(test|handler|test-d))?\.[a-z]+$/, '')].some((part) => bannedName.test(part))
  );
}

/** Whether a file of code is named in kebab-case. */
export const isKebab = (file: string): boolean =>
  /^[a-z0-9]+(-[a-z0-9]+)*(\.(handler|test|test-d|d|config))?\.(ts|mjs|cjs|js)$/.test(file.split('/').pop() ?? '');
