import { transform, transformSync } from 'esbuild';

const options = (file) => ({
  loader: 'ts',
  format: 'esm',
  target: 'node20',
  sourcemap: 'inline',
  sourcefile: file,
  tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
});
export default {
  process: (source, file) => ({ code: transformSync(source, options(file)).code }),
  processAsync: async (source, file) => ({ code: (await transform(source, options(file))).code }),
};
