import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Cruise, cruise } from './cruise.ts';
import { allowed, breaches } from './planted-arrows.ts';
import { root } from './tree.ts';

const { forbidden } = createRequire(import.meta.url)(join(root, '.dependency-cruiser.cjs')) as {
  forbidden: readonly { name: string }[];
};
const ruleNames = [...new Set(forbidden.map(({ name }) => name))].sort();

describe('each rule of the arrows fires', () => {
  let base: string;
  let planted: Cruise;
  beforeAll(() => {
    base = mkdtempSync(join(tmpdir(), 'metaport-arrows-'));
    for (const name of ['.dependency-cruiser.cjs', 'tsconfig.json', 'package.json']) {
      cpSync(join(root, name), join(base, name));
    }
    symlinkSync(join(root, 'node_modules'), join(base, 'node_modules'));
    const files = [allowed, ...breaches.map((breach) => breach.files)].flatMap((some) => Object.entries(some));
    for (const [file, text] of [...files].reverse()) {
      mkdirSync(dirname(join(base, file)), { recursive: true });
      writeFileSync(join(base, file), text);
    }
    planted = cruise(base);
  }, 60_000);
  afterAll(() => rmSync(base, { recursive: true, force: true }));

  it('has a planted breach of every rule, and no rule twice under another name', () => {
    expect(ruleNames).toHaveLength(15);
    expect([...new Set(breaches.map(({ rule }) => rule))].sort()).toEqual(ruleNames);
  });

  it.each(breaches.map(({ rule, files }) => ({ rule, file: Object.keys(files)[0] })))(
    '$rule is reported for $file',
    ({ rule, file }) => {
      const reported = planted.summary.violations.filter(({ from }) => from === file).map((found) => found.rule.name);
      expect(reported).toContain(rule);
    },
  );

  it.each(Object.keys(allowed))('%s stays allowed', (file) => {
    expect(planted.modules.map(({ source }) => source)).toContain(file);
    expect(planted.summary.violations.filter(({ from }) => from === file)).toEqual([]);
  });
});
