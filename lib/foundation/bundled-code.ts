import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { FunctionName } from '../../lambdas/foundation/contract/functions.ts';
import { bundleOf } from './bundling.ts';

/** How a function's code is had: bundled for a deploy, or a stand-in where a test looks only at the template. */
export type CodeOf = (scope: Construct, name: FunctionName) => Code;

/** Bundles into `<cdk.out>/.bundles/<name>-<hash of the bundle>/index.js`, so an unchanged function keeps its asset. */
export const bundledCode: CodeOf = (scope, name) => {
  const { contents } = bundleOf(name);
  const hash = createHash('sha256').update(contents).digest('hex').slice(0, 16);
  const folder = join(Stage.of(scope)?.outdir ?? 'cdk.out', '.bundles', `${name.replace('/', '-')}-${hash}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'index.js'), contents);
  return Code.fromAsset(folder);
};
