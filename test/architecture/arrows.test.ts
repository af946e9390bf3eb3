import { createRequire } from 'node:module';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Cruise, cruise, cruised } from './cruise.ts';
import { demandNone, root, typescriptUnder } from './tree.ts';

const { forbidden } = createRequire(import.meta.url)(join(root, '.dependency-cruiser.cjs')) as {
  forbidden: readonly { name: string; comment: string }[];
};
const ruleNames = [...new Set(forbidden.map(({ name }) => name))].sort();
const onDisk = typescriptUnder(cruised);

describe('the arrows of the house', () => {
  let house: Cruise;
  beforeAll(() => {
    house = cruise(root);
  }, 60_000);

  it(`looks at every one of ${onDisk.length} .ts files`, () => {
    const seen = new Set(house.modules.map(({ source }) => source));
    const missed = onDisk.filter((file) => !seen.has(file));
    demandNone(missed, { at: onDisk.length, what: 'files' }, 'dependency-cruiser must parse these: see its config.');
    expect(ours(house)).toHaveLength(onDisk.length);
  });

  it(`follows all ${ruleNames.length} rules`, () => {
    const findings = house.summary.violations.map(({ rule, from, to }) => {
      const why = forbidden.find(({ name }) => name === rule.name)?.comment ?? '';
      return `${rule.name}: ${from} → ${to} (${why})`;
    });
    demandNone(findings, { at: house.modules.length, what: 'modules' }, 'turn the arrow round, as each line says.');
  });

  it('imports our own files with their extension, and nothing that is not there', () => {
    const imports = house.modules.flatMap(({ source, dependencies }) =>
      dependencies.map((dependency) => ({ ...dependency, source })),
    );
    const bad = imports.filter(
      ({ module, couldNotResolve }) =>
        couldNotResolve || (module.startsWith('.') && !/\.(ts|mjs|cjs|js|json)$/.test(module)),
    );
    const findings = bad.map(({ source, module }) => `${source} imports '${module}'`);
    demandNone(findings, { at: imports.length, what: 'imports' }, "write './file.ts', and install what is missing.");
  });
});

function ours({ modules }: Cruise): readonly string[] {
  const inHouse = new RegExp(`^(${cruised.join('|')})/.*\\.ts$`);
  return modules.map(({ source }) => source).filter((source) => inHouse.test(source));
}
