const base = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/test/jest-transform.mjs' },
  modulePathIgnorePatterns: ['<rootDir>/cdk.out', '<rootDir>/\\.local'],
};
/** What takes longer than a minute allows for runs in `npm test` alone. */
const slow = '\\.slow\\.test\\.ts$';
/** What looks back at all that the journeys did runs after them. */
const journal = '\\.journal\\.test\\.ts$';
const inFolders = (...folders) => folders.map((folder) => `<rootDir>/test/${folder}/**/*.test.ts`);

const beside = ['lambdas', 'lib', 'bin', 'architecture', 'journeys', 'local', 'bench', 'client', 'fakes', 'meta-specs'];

/** `unit` and `slow` need nothing but the clone; `cloud`, and `journal` after it, the cloud that `npm test` starts. */
export default {
  maxWorkers: 2,
  // Of one test, unless it says more: on a machine that is busy with other things a test takes ten times as long.
  testTimeout: 60_000,
  projects: [
    {
      ...base,
      displayName: 'unit',
      testMatch: inFolders(...beside),
      testPathIgnorePatterns: ['/node_modules/', slow, journal],
    },
    { ...base, displayName: 'slow', testMatch: beside.map((folder) => `<rootDir>/test/${folder}/**/*.slow.test.ts`) },
    { ...base, displayName: 'cloud', testMatch: inFolders('cloud', 'doors') },
    { ...base, displayName: 'journal', testMatch: ['<rootDir>/test/meta-specs/*.journal.test.ts'] },
  ],
};
