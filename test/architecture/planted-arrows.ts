/** A breach: files to plant, the first of which breaks `rule`. */
export interface Breach {
  readonly rule: string;
  readonly files: Readonly<Record<string, string>>;
}

const use = (...paths: readonly string[]) =>
  `${paths.map((path, at) => `import * as used${at} from '${path}';`).join('\n')}\nexport const all = [${paths.map((_, at) => `used${at}`).join(', ')}];\n`;
const leaf = 'export const leaf = 1;\n';
const breach = (rule: string, file: string, target: string, targetFile?: string): Breach => ({
  rule,
  files: { [file]: use(target), ...(targetFile ? { [targetFile]: leaf } : {}) },
});

/** One breach at least of every rule in `.dependency-cruiser.cjs`. */
export const breaches: readonly Breach[] = [
  {
    rule: 'no-circles',
    files: {
      'lambdas/foundation/core/plant-a.ts': use('./plant-b.ts'),
      'lambdas/foundation/core/plant-b.ts': use('./plant-a.ts'),
    },
  },
  breach(
    'cloud-and-code-meet-only-at-the-contract',
    'lib/foundation/plant-c.ts',
    '../../lambdas/foundation/core/leaf.ts',
    'lambdas/foundation/core/leaf.ts',
  ),
  breach(
    'cloud-and-code-meet-only-at-the-contract',
    'bin/openapi.ts',
    '../lambdas/plants/leaf.ts',
    'lambdas/plants/leaf.ts',
  ),
  breach(
    'cloud-and-code-meet-only-at-the-contract',
    'bin/ctl.ts',
    '../lambdas/plants/leaf.ts',
    'lambdas/plants/leaf.ts',
  ),
  breach('code-never-imports-cloud', 'lambdas/plants/builds-stacks.ts', 'constructs'),
  breach('code-never-imports-cloud', 'lambdas/plants/reads-lib.ts', '../../lib/leaf.ts', 'lib/leaf.ts'),
  breach('nothing-ships-from-test', 'lambdas/plants/fakes.ts', '../../test/leaf.ts', 'test/leaf.ts'),
  breach('nothing-ships-from-test', 'bin/plays.ts', '../local/leaf.ts', 'local/leaf.ts'),
  breach('nothing-ships-from-test', 'lib/measures.ts', '../bench/leaf.ts', 'bench/leaf.ts'),
  breach(
    'capabilities-do-not-know-each-other',
    'lambdas/plants/visits.ts',
    '../stones/leaf.ts',
    'lambdas/stones/leaf.ts',
  ),
  breach('capabilities-do-not-know-each-other', 'lib/plants.ts', './leaf.ts', 'lib/leaf.ts'),
  breach('contract-is-pure-data', 'lambdas/foundation/contract/plant-d.ts', 'zod'),
  breach('core-stands-on-contract', 'lambdas/foundation/core/plant-e.ts', 'node:fs'),
  breach(
    'meta-stands-on-core',
    'lambdas/foundation/meta/plant-f.ts',
    '../store/leaf.ts',
    'lambdas/foundation/store/leaf.ts',
  ),
  breach('meta-stands-on-core', 'lambdas/foundation/meta/plant-g.ts', 'node:fs'),
  breach(
    'store-stands-on-core-and-contract',
    'lambdas/foundation/store/plant-h.ts',
    '../meta/leaf.ts',
    'lambdas/foundation/meta/leaf.ts',
  ),
  breach('store-stands-on-core-and-contract', 'lambdas/foundation/store/plant-i.ts', 'node:net'),
  breach(
    'foundation-does-not-know-its-guests',
    'lambdas/foundation/runtime/plant-j.ts',
    '../../plants/leaf.ts',
    'lambdas/plants/leaf.ts',
  ),
  breach('only-runtime-and-store-touch-aws', 'lambdas/plants/calls-aws.ts', '@aws-sdk/client-sqs'),
  breach('only-runtime-and-store-touch-aws', 'lambdas/plants/wraps.ts', '@aws-sdk/lib-dynamodb'),
  breach('only-runtime-and-store-touch-aws', 'lambdas/plants/signs.ts', 'aws4'),
  breach(
    'only-handlers-wire',
    'lambdas/plants/wires.ts',
    '../foundation/runtime/leaf.ts',
    'lambdas/foundation/runtime/leaf.ts',
  ),
  breach(
    'rooms-know-doors-by-type',
    'lambdas/plants/opens-store.ts',
    '../foundation/store/leaf.ts',
    'lambdas/foundation/store/leaf.ts',
  ),
  breach(
    'rooms-know-doors-by-type',
    'lambdas/plants/calls-meta.ts',
    '../foundation/meta/leaf.ts',
    'lambdas/foundation/meta/leaf.ts',
  ),
  breach('nobody-imports-a-handler', 'lambdas/plants/reuses.ts', './do.handler.ts', 'lambdas/plants/do.handler.ts'),
  breach(
    'the-simulator-stands-alone',
    'local/graph/plant-k.ts',
    '../../lambdas/foundation/core/leaf.ts',
    'lambdas/foundation/core/leaf.ts',
  ),
  breach('the-simulator-stands-alone', 'local/graph/plant-l.ts', '../leaf.ts', 'local/leaf.ts'),
];

/** What must stay allowed: a rule that forbids everything is no rule. */
export const allowed: Readonly<Record<string, string>> = {
  'bin/smoke.ts': use('../lambdas/foundation/core/leaf.ts'),
  'bin/openapi/reads.ts': use('../../lambdas/plants/routes.ts', '../../lambdas/foundation/contract/leaf.ts'),
  'lambdas/plants/routes.ts': use('zod', '../foundation/core/leaf.ts'),
  'lambdas/plants/knows-types.ts':
    "import type { leaf } from '../foundation/store/leaf.ts';\nexport type Leaf = typeof leaf;\n",
  'lambdas/plants/verifies.ts': use('../foundation/meta/signature.ts'),
  'lambdas/plants/try.handler.ts': use('../foundation/runtime/leaf.ts', './leaf.ts'),
  'lambdas/foundation/meta/calls.ts': use('node:https', '../core/leaf.ts', 'zod'),
  'lambdas/foundation/store/keeps.ts': use('@aws-sdk/client-dynamodb', '../contract/leaf.ts', 'node:crypto'),
  'lambdas/foundation/contract/leaf.ts': leaf,
  'lambdas/foundation/meta/signature.ts': leaf,
};
