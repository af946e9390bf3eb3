/**
 * The arrows of the house, one rule a sentence. `test/architecture/arrows.test.ts` proves that each rule fires on a
 * planted breach and that every file on disk was looked at.
 */
const room = '^lambdas/(?!foundation/)([^/]+)/';
const aRoom = '^lambdas/(?!foundation/)[^/]+/';
const contract = '^lambdas/foundation/contract/';
const zod = 'node_modules/zod/';
const pureMeta = '^lambdas/foundation/meta/(signature|signed-request|webhook-envelope)\\.ts$';
const withDoors = '^lambdas/foundation/store/(asset-speaker|serving-token|answer-once)\\.ts$';
const builtins = (...names) => `^(node:)?(${names.join('|')})$`;

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    rule('no-circles', 'Break the circle: move what both need one floor down.', {}, { circular: true }),
    rule(
      'cloud-and-code-meet-only-at-the-contract',
      'lib and bin read lambdas/foundation/contract and nothing else of the code.',
      { path: '^(lib|bin)/', pathNot: '^bin/(openapi|ctl|smoke)(\\.ts$|/)' },
      { path: '^lambdas/', pathNot: contract },
    ),
    rule(
      'cloud-and-code-meet-only-at-the-contract',
      'bin/openapi reads the contract and the routes.ts and announced.ts of the rooms.',
      { path: '^bin/openapi(\\.ts$|/)' },
      { path: '^lambdas/', pathNot: `${contract}|^lambdas/foundation/core/|^lambdas/[^/]+/(routes|announced)\\.ts$` },
    ),
    rule(
      'cloud-and-code-meet-only-at-the-contract',
      'bin/ctl and bin/smoke stand on the foundation and the client, never on a room.',
      { path: '^bin/(ctl|smoke)(\\.ts$|/)' },
      { path: aRoom },
    ),
    rule(
      'code-never-imports-cloud',
      'What a function needs of the cloud is a line in the contract.',
      { path: '^lambdas/' },
      { path: '^(lib|bin)/|node_modules/(aws-cdk-lib|constructs|cdk-nag)/' },
    ),
    rule(
      'nothing-ships-from-test',
      'Shipped code stands without test, local and bench.',
      { path: '^(bin|lib|lambdas|client)/' },
      { path: '^(test|local|bench)/' },
    ),
    rule(
      'capabilities-do-not-know-each-other',
      'Rooms speak through queues and the table.',
      { path: room },
      { path: aRoom, pathNot: '^lambdas/$1/' },
    ),
    rule(
      'capabilities-do-not-know-each-other',
      'Only lib/metaport-stage.ts knows all constructs.',
      { path: '^lib/(?!metaport-stage\\.ts)[^/]+\\.ts$|^lib/(foundation|monitoring)/' },
      { path: '^lib/[^/]+\\.ts$' },
    ),
    rule(
      'contract-is-pure-data',
      'The contract imports itself and nothing else.',
      { path: contract },
      { pathNot: contract },
    ),
    rule(
      'core-stands-on-contract',
      'core has no I/O: contract and zod only.',
      { path: '^lambdas/foundation/core/' },
      { pathNot: `^lambdas/foundation/(core|contract)/|${zod}` },
    ),
    rule(
      'meta-stands-on-core',
      'meta knows core, zod, node:crypto, node:http, node:https.',
      { path: '^lambdas/foundation/meta/' },
      { pathNot: `^lambdas/foundation/(meta|core)/|${zod}|${builtins('crypto', 'http', 'https')}` },
    ),
    rule(
      'store-stands-on-core-and-contract',
      'store knows core, contract, zod, the AWS SDK, node:crypto and node:zlib (kept bodies are compressed).',
      { path: '^lambdas/foundation/store/' },
      {
        pathNot: `^lambdas/foundation/(store|core|contract)/|${zod}|node_modules/@(aws-sdk|smithy)/|${builtins('crypto', 'zlib')}`,
      },
    ),
    rule(
      'foundation-does-not-know-its-guests',
      'What a room needs of the foundation it passes in; the foundation never imports a room.',
      { path: '^lambdas/foundation/' },
      { path: aRoom },
    ),
    rule(
      'only-runtime-and-store-touch-aws',
      'Ask for a door of core/doors.ts instead.',
      { path: '^lambdas/', pathNot: '^lambdas/foundation/(runtime|store)/' },
      { path: 'node_modules/(aws4|@aws-sdk|@smithy|@aws-lambda-powertools|@middy)/' },
    ),
    rule(
      'only-handlers-wire',
      'Use cases take doors as arguments; only a *.handler.ts builds them.',
      { path: '^lambdas/', pathNot: '\\.handler\\.ts$|^lambdas/foundation/runtime/' },
      { path: '^lambdas/foundation/runtime/' },
    ),
    rule(
      'rooms-know-doors-by-type',
      'Write `import type`: values come from core, the pure files of meta, and the files of store that take their doors (asset-speaker, answer-once).',
      { path: aRoom },
      {
        path: '^lambdas/foundation/(meta|store)/',
        pathNot: `${pureMeta}|${withDoors}`,
        dependencyTypesNot: ['type-only'],
      },
    ),
    rule(
      'nobody-imports-a-handler',
      'A handler is an entry: share its use case instead.',
      { path: '^(bin|lib|lambdas|client)/' },
      { path: '\\.handler\\.ts$' },
    ),
    rule(
      'the-simulator-stands-alone',
      'The simulator signs and parses by itself, so that no mistake is shared.',
      { path: '^local/graph/' },
      { path: '^(bin|lib|lambdas|test|bench|client|stages)/|^local/(?!graph/)' },
    ),
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
