import { fileURLToPath } from 'node:url';
import { type BuildOptions, buildSync } from 'esbuild';
import type { FunctionName } from '../../lambdas/foundation/contract/functions.ts';

/**
 * The one esbuild setting of all bundles. CommonJS although the source is ESM: `node:http` imported from ESM loads
 * undici and costs 34-52 ms of CPU at a cold start against 3-4 for require. `.html` is bundled as text; `.json` stays
 * JSON, because the AWS SDK reads its package.json.
 */
export const bundling = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'cjs',
  minify: true,
  mainFields: ['module', 'main'],
  loader: { '.html': 'text' },
  legalComments: 'none',
  logLevel: 'silent',
  metafile: true,
  write: false,
} as const satisfies BuildOptions;

/** The entry file of a function: `lambdas/<name>.handler.ts`. */
export const entryOf = (name: FunctionName): string =>
  fileURLToPath(new URL(`../../lambdas/${name}.handler.ts`, import.meta.url));

/** Bundles one function as it is deployed; throws esbuild's errors. */
export function bundleOf(name: FunctionName) {
  const { outputFiles, metafile } = buildSync({ ...bundling, entryPoints: [entryOf(name)], outfile: 'index.js' });
  const [bundle] = outputFiles;
  if (!bundle) throw new Error(`${name} gave no bundle`);
  return { contents: bundle.contents, metafile };
}
