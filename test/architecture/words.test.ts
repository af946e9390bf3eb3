import { describe, expect, it } from '@jest/globals';
import { demandNone, filesUnder, shipped, textOf } from './tree.ts';
import { codeWords, findingsIn } from './words-in-code.ts';
import { isDrawer, isKebab, textWords } from './words-in-text.ts';

/** The named casts, with how many a file may hold and why no schema can stand there. */
const allowedCasts: Readonly<Record<string, { readonly at: number; readonly why: string }>> = {
  'lambdas/foundation/contract/functions.ts': { at: 1, why: 'Object.keys forgets the keys of a constant' },
  'lambdas/foundation/contract/resources.ts': { at: 1, why: 'Object.keys forgets the keys of a constant' },
  'lambdas/foundation/contract/env.ts': { at: 5, why: 'variables read by the manifest become Env<N>' },
};

const isText = (file: string): boolean =>
  /(^|\/)[^.][^/]*\.(ts|mjs|cjs|js|json|md|ya?ml|sh)$|^\.ci\/|^\.[a-z-]+/.test(file);
const texts = filesUnder().filter((file) => isText(file) && file !== 'package-lock.json');
const code = texts.filter(
  (file) => /\.(ts|mjs|cjs|js)$/.test(file) && file.includes('/') && !file.startsWith('client/'),
);
const found = code.flatMap((file) => findingsIn(file, textOf(file)).map((finding) => ({ file, ...finding })));

describe('what code may not say', () => {
  it.each(codeWords)('$name', ({ name, remedy, where }) => {
    const looked = code.filter(where);
    const excused = name === 'cast' ? allowedCasts : {};
    const findings = found.filter(({ file, word }) => word === name && !excused[file]);
    demandNone(
      findings.map(({ file, line }) => `${file}:${line}`),
      { at: looked.length, what: 'files' },
      remedy,
    );
  });

  it.each(Object.entries(allowedCasts))('%s holds its named casts, no more and no fewer', (file, { at, why }) => {
    const casts = found.filter((finding) => finding.file === file && finding.word === 'cast');
    expect({ casts: casts.length, why }).toEqual({ casts: at, why });
  });

  it.each(codeWords.flatMap(({ name, planted }) => planted.map(([file, line]) => ({ name, file, line }))))(
    'sees $name in `$line`',
    ({ name, file, line }) => {
      expect(findingsIn(file, line).map(({ word }) => word)).toEqual([name]);
    },
  );

  it.each([
    ['lambdas/leads/lead.ts', "export const a = ['x'] as const;"],
    ['lambdas/leads/lead.ts', 'export const at = new Date(seconds * 1000);'],
    ['lambdas/leads/lead.ts', '// no process.env, no Date.now(), no fetch()'],
    ['lambdas/foundation/core/clock.ts', 'export const now = () => Date.now();'],
    ['lambdas/foundation/runtime/entry.ts', 'export const env = process.env;'],
    ['lambdas/leads/lead.ts', "import * as z from 'zod/mini';"],
  ])('lets %s say `%s`', (file, line) => {
    expect(findingsIn(file, line)).toEqual([]);
  });
});

describe('what no file may say', () => {
  it.each(textWords)('$name', ({ pattern, remedy, where }) => {
    const looked = texts.filter(where);
    const findings = looked.flatMap((file) => linesMatching(textOf(file), pattern).map((at) => `${file}:${at}`));
    demandNone(findings, { at: looked.length, what: 'files' }, remedy);
  });

  it.each(textWords.flatMap(({ name, pattern, planted }) => planted.map((halves) => ({ name, pattern, halves }))))(
    'sees $name in $halves',
    ({ pattern, halves }) => {
      expect(linesMatching(`first line\n${halves.join('')}\n`, pattern)).toEqual([2]);
    },
  );
});

describe('how files are named', () => {
  it(`finds no drawer among ${texts.length} files`, () => {
    const remedy = 'name the file after its main export, the folder after its capability.';
    demandNone(texts.filter(isDrawer), { at: texts.length, what: 'files' }, remedy);
  });

  it('names code in kebab-case', () => {
    const named = code.filter((file) => shipped.some((folder) => file.startsWith(`${folder}/`)));
    demandNone(
      named.filter((file) => !isKebab(file)),
      { at: named.length, what: 'files' },
      'kebab-case.ts',
    );
  });

  it.each(['lambdas/leads/utils.ts', 'lib/shared/lead.ts', 'lambdas/leads/lead-helpers.ts', 'lambdas/leads/types.ts'])(
    'sees the drawer %s',
    (file) => {
      expect(isDrawer(file)).toBe(true);
    },
  );

  it('sees a name that is not kebab-case', () => {
    expect(['lambdas/leads/leadStore.ts', 'lib/Leads.ts'].filter(isKebab)).toEqual([]);
  });
});

function linesMatching(text: string, pattern: RegExp): readonly number[] {
  return text.split('\n').flatMap((line, index) => (pattern.test(line) ? [index + 1] : []));
}
