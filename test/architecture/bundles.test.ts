import { describe, expect, it } from '@jest/globals';
import { type BuildOptions, build, type Metafile } from 'esbuild';
import { functionNames } from '../../lambdas/foundation/contract/functions.ts';
import { bundling, entryOf } from '../../lib/foundation/bundling.ts';
import { demandNone, root } from './tree.ts';

/** What a cold start may have to load; the AWS SDK and zod together stay below it. */
const budgetBytes = 250 * 1024;

const ours = /^(test|lib|bin|local|bench|client)\//;
const tools =
  /node_modules\/(aws-cdk-lib|constructs|cdk-nag|esbuild|tsx|typescript|jest|@jest|fast-check|autocannon|tinybench|oidc-provider|selfsigned|aws-sdk-client-mock|ajv|yaml|dependency-cruiser|knip|@biomejs|@types)\//;

/** The inputs of a bundle that must never ship. */
const leaks = ({ inputs }: Metafile): readonly string[] =>
  Object.keys(inputs).filter((input) => ours.test(input) || tools.test(input));

/** Characters that are not of Latin-1, each with what stands around it. */
const wide = (text: string): readonly string[] =>
  [...text.matchAll(/.{0,20}([^\0-\xff]).{0,20}/g)].map(([around, character]) => `${character} in ${around}`);

async function bundle(options: BuildOptions): Promise<{ bytes: number; metafile: Metafile; text: string }> {
  const settings = { ...bundling, absWorkingDir: root, outfile: 'index.js' };
  const { outputFiles, metafile } = await build({ ...options, ...settings, write: false, metafile: true });
  const [file] = outputFiles;
  if (!file) throw new Error('esbuild gave no bundle');
  return { bytes: file.contents.length, metafile, text: file.text };
}

describe('what is deployed', () => {
  it.each(functionNames)('%s carries nothing of test, cloud or tools, and stays in its budget', async (name) => {
    const { bytes, metafile, text } = await bundle({ entryPoints: [entryOf(name)] });
    const inputs = Object.keys(metafile.inputs);
    const remedy = 'follow the imports of the input (npx esbuild --metafile) and cut the one that pulls it in.';
    demandNone(leaks(metafile), { at: inputs.length, what: `inputs of ${name}` }, remedy);
    const tooBig = bytes > budgetBytes ? [`${name}: ${bytes} bytes, at most ${budgetBytes}`] : [];
    demandNone(tooBig, { at: bytes, what: 'bytes' }, `see what weighs: ${heaviest(metafile).join(', ')}`);
    expect(inputs).toContain(`lambdas/${name}.handler.ts`);
    expect(text).not.toContain('sourceMappingURL');
    const whereWide = "esbuild escapes strings and not regular expressions: write the character as '\\u2019'.";
    demandNone(wide(text), { at: text.length, what: 'characters' }, whereWide);
  });

  it('sees the one character that would make V8 hold a whole bundle in two bytes a character', () => {
    expect(wide('/[a’]/')).toEqual(['’ in /[a’]/']);
    expect(wide('/[a\\u2019]/')).toEqual([]);
  });

  it.each([
    ["import '../local/outputs.ts';", 'local/outputs.ts'],
    ["import 'constructs';", 'node_modules/constructs/lib/index.js'],
    ["import './architecture/tree.ts';", 'test/architecture/tree.ts'],
  ])('sees the leak of `%s`', async (contents, leak) => {
    const { metafile } = await bundle({ stdin: { contents, resolveDir: `${root}/test`, sourcefile: 'planted.ts' } });
    expect(leaks(metafile)).toContain(leak);
  });
});

/** The five heaviest inputs of a bundle, with their bytes. */
function heaviest({ outputs }: Metafile): readonly string[] {
  return Object.values(outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .sort(([, a], [, b]) => b.bytesInOutput - a.bytesInOutput)
    .slice(0, 5)
    .map(([input, { bytesInOutput }]) => `${input} ${bytesInOutput}`);
}
