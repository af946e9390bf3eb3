import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { root } from './tree.ts';

/** A line that breaks each rule on which the house relies. The rules in the nursery may change with any release. */
const planted: Readonly<Record<string, string>> = {
  noFloatingPromises: 'async function work(): Promise<void> {}\nexport function start(): void {\n  work();\n}\n',
  noMisusedPromises:
    'export const start = (all: number[]) => all.forEach(async (one) => await Promise.resolve(one));\n',
  noUnsafeTypeAssertion: 'export const a = (text: unknown) => text as string;\n',
  useExhaustiveSwitchCases:
    "export function a(colour: 'red' | 'green'): number {\n  switch (colour) {\n    case 'red':\n      return 1;\n  }\n  return 2;\n}\n",
  noProcessEnv: 'export const a = process.env.HOME;\n',
  noRestrictedGlobals: "export const a = () => fetch('https://example.com');\n",
  noUnusedExpressions: 'setTimeout;\n',
  noUnusedImports: "import { join } from 'node:path';\n\nexport const a = 1;\n",
  noUnusedVariables: 'const a = 1;\n',
  noExplicitAny: 'export const a = (text: any) => text;\n',
  noNonNullAssertion: 'export const a = (text?: string) => text!.length;\n',
  noConsole: "console.log('a');\n",
  noDefaultExport: 'export default 1;\n',
  noBarrelFile: "export * from './other.ts';\n",
  useImportType: "import { Stats } from 'node:fs';\n\nexport const a = (stats: Stats) => stats.size;\n",
  useNodejsImportProtocol: "import { join } from 'path';\n\nexport const a = join('a', 'b');\n",
  noExcessiveLinesPerFile: linesOfCode(251),
  noExcessiveLinesPerFunction: `export function long(): void {\n${'  setTimeout(() => undefined, 1);\n'.repeat(51)}}\n`,
};

function linesOfCode(count: number): string {
  return Array.from({ length: count }, (_, at) => `export const b${at} = ${at};\n`).join('');
}

describe('the linter', () => {
  let base: string;
  let reported: ReadonlyMap<string, readonly string[]>;

  beforeAll(() => {
    base = mkdtempSync(join(tmpdir(), 'metaport-lint-'));
    for (const name of ['biome.json', 'tsconfig.json', '.gitignore']) cpSync(join(root, name), join(base, name));
    symlinkSync(join(root, 'node_modules'), join(base, 'node_modules'));
    for (const [rule, text] of Object.entries(planted)) plant(base, `lambdas/plants/${rule}.ts`, text);
    plant(base, 'lambdas/plants/clean.ts', 'export const clean = (name: string): string => name.trim();\n');
    reported = lint(base);
  }, 30_000);
  afterAll(() => rmSync(base, { recursive: true, force: true }));

  it.each(Object.keys(planted))('%s fires', (rule) => {
    expect(reported.get(rule)).toContain(rule);
  });

  it('leaves a clean file alone', () => {
    expect(reported.size).toBe(Object.keys(planted).length);
    expect(reported.get('clean')).toBeUndefined();
  });
});

function plant(base: string, file: string, text: string): void {
  mkdirSync(dirname(join(base, file)), { recursive: true });
  writeFileSync(join(base, file), text);
}

/** Which rules Biome reports, by file. */
function lint(base: string): ReadonlyMap<string, readonly string[]> {
  const script = join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
  const args = [script, 'lint', '--reporter=github', '--max-diagnostics=none', '.'];
  const { stdout } = spawnSync(process.execPath, args, { cwd: base, encoding: 'utf8' });
  const found = new Map<string, string[]>();
  for (const [, rule = '', file = ''] of stdout.matchAll(/title=lint\/\w+\/(\w+),file=[^,]*plants\/([^,/]+)\.ts,/g)) {
    found.set(file, [...(found.get(file) ?? []), rule]);
  }
  return found;
}
