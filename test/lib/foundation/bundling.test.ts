import { mkdtempSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { buildSync } from 'esbuild';
import { functionNames } from '../../../lambdas/foundation/contract/functions.ts';
import { bundling, entryOf } from '../../../lib/foundation/bundling.ts';

const folder = mkdtempSync(join(tmpdir(), 'bundling-'));
writeFileSync(join(folder, 'page.html'), '<p>hello</p>');
writeFileSync(join(folder, 'data.json'), '{"answer": 42}');
writeFileSync(
  join(folder, 'stub.handler.ts'),
  `import { createHash } from 'node:crypto';
   import page from './page.html';
   import data from './data.json' with { type: 'json' };
   export const handler = async () => ({ page, answer: data.answer, hash: createHash('sha256').digest('hex').length });`,
);

const build = () => {
  const { outputFiles, metafile } = buildSync({
    ...bundling,
    entryPoints: [join(folder, 'stub.handler.ts')],
    outfile: 'index.js',
  });
  return { text: outputFiles[0]?.text ?? '', outputs: Object.values(metafile.outputs) };
};

describe('a bundle', () => {
  it('is CommonJS that stands alone and carries its text and JSON', async () => {
    const module: { exports: { handler?: () => Promise<unknown> } } = { exports: {} };
    const required: string[] = [];
    const require = (name: string) => {
      required.push(name);
      return process.getBuiltinModule(name);
    };
    runInNewContext(build().text, { module, exports: module.exports, require });
    expect(await module.exports.handler?.()).toEqual({ page: '<p>hello</p>', answer: 42, hash: 64 });
    expect(required).toEqual(['node:crypto']);
  });

  it('leaves nothing outside but Node itself, and holds no source map', () => {
    const { text, outputs } = build();
    const outside = outputs.flatMap(({ imports }) =>
      imports.filter(({ external }) => external).map(({ path }) => path),
    );
    expect(outside.length).toBeGreaterThan(0);
    expect(outside.filter((path) => !builtinModules.includes(path.replace(/^node:/, '')))).toEqual([]);
    expect(text).not.toContain('sourceMappingURL');
  });

  it('begins at the handler that the function is named after', () => {
    const here = (name: string) => new URL(`../../../lambdas/${name}.handler.ts`, import.meta.url).pathname;
    expect(functionNames.length).toBeGreaterThan(0);
    expect(functionNames.map((name) => entryOf(name))).toEqual(functionNames.map(here));
  });
});
