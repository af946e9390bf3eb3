const base = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/test/jest-transform.mjs' },
  modulePathIgnorePatterns: ['<rootDir>/cdk.out', '<rootDir>/\\.local'],
};
const inFolders = (...folders) => folders.map((folder) => `<rootDir>/test/${folder}/**/*.test.ts`);

/** Two projects: `unit` needs nothing but the clone; `cloud` needs the cloud that `npm test` starts. */
export default {
  maxWorkers: 2,
  projects: [
    {
      ...base,
      displayName: 'unit',
      testMatch: inFolders(
        'lambdas',
        'lib',
        'bin',
        'architecture',
        'journeys',
        'local',
        'bench',
        'client',
        'fakes',
        'meta-specs',
      ),
    },
    { ...base, displayName: 'cloud', testMatch: inFolders('cloud', 'doors') },
  ],
};
