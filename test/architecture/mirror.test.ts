import { describe, expect, it } from '@jest/globals';
import { functionNames } from '../../lambdas/foundation/contract/functions.ts';
import { demandNone, filesUnder } from './tree.ts';

const remedy = 'add and remove rooms and functions with `npm run new -- <room>/<verb>`, all places at once.';

/** What `left` has and `right` lacks, and the other way round, as sentences. */
function differences(left: readonly string[], right: readonly string[], names: readonly [string, string]): string[] {
  return [
    ...left.filter((one) => !right.includes(one)).map((one) => `${one}: in ${names[0]}, missing in ${names[1]}`),
    ...right.filter((one) => !left.includes(one)).map((one) => `${one}: in ${names[1]}, missing in ${names[0]}`),
  ];
}
const foldersOf = (files: readonly string[], depth: number): readonly string[] => [
  ...new Set(
    files.map((file) => file.split('/')).flatMap((parts) => (parts.length > depth + 1 ? [parts[depth] ?? ''] : [])),
  ),
];

const source = filesUnder('lambdas').filter((file) => !file.startsWith('lambdas/foundation/'));
const handlers = source
  .filter((file) => file.endsWith('.handler.ts'))
  .map((file) => file.slice('lambdas/'.length, -'.handler.ts'.length));
const rooms = foldersOf(source, 1);
const constructs = filesUnder('lib')
  .filter((file) => /^lib\/[^/]+\.ts$/.test(file) && file !== 'lib/metaport-stage.ts')
  .map((file) => file.slice('lib/'.length, -'.ts'.length));
const testFiles = filesUnder('test/lambdas').filter((file) => file.endsWith('.test.ts'));
const tested = foldersOf(testFiles, 2).filter((folder) => folder !== 'foundation');

describe('every plan of the house is the same drawing', () => {
  it(`has one handler file for each of ${functionNames.length} lines of the manifest`, () => {
    const findings = differences(functionNames, handlers, ['the manifest', 'lambdas/**/*.handler.ts']);
    demandNone(findings, { at: functionNames.length, what: 'functions' }, remedy);
  });

  it(`has one construct for each of ${rooms.length} rooms`, () => {
    demandNone(differences(rooms, constructs, ['lambdas/', 'lib/*.ts']), { at: rooms.length, what: 'rooms' }, remedy);
  });

  it(`has tests for each of ${rooms.length} rooms`, () => {
    const findings = differences(rooms, tested, ['lambdas/', 'test/lambdas/*/*.test.ts']);
    demandNone(findings, { at: rooms.length, what: 'rooms' }, remedy);
  });

  it(`keeps ${source.length} files flat: a room has no subfolders`, () => {
    const deep = source.filter((file) => file.split('/').length > 3);
    demandNone(deep, { at: source.length, what: 'files' }, 'when a room wants a subfolder, it is two rooms.');
  });

  it('sees a difference in both directions', () => {
    expect(differences(['a', 'b'], ['b', 'c'], ['left', 'right'])).toEqual([
      'a: in left, missing in right',
      'c: in right, missing in left',
    ]);
    expect(foldersOf(['lambdas/leads/lead.ts', 'lambdas/loose.ts'], 1)).toEqual(['leads']);
  });
});
