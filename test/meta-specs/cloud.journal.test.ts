import { expect, it } from '@jest/globals';
import { readOutputs } from '../../local/outputs.ts';
import { describeWithShared, specsDir } from '../shared-material.ts';
import { checkJournal, readJournal } from './check-calls.ts';
import { readSpecs } from './read-specs.ts';

describeWithShared(
  'every call of Meta that the cloud journeys made',
  (folder) => {
    it('names edges, parameters, values and fields that Meta’s specs know', async () => {
      const outputs = readOutputs(process.env.METAPORT_OUTPUTS ?? '');
      const found = checkJournal(await readJournal(outputs?.simulatorUrl ?? ''), readSpecs(folder));
      const { calls, edges, checked, violations, unknowns } = found;
      console.log(
        [
          `${calls} calls, ${edges.length} edges, ${checked} parameters and fields checked, ${violations.length} violations`,
          `unknown to the specs, ${unknowns.length}:`,
          ...unknowns,
        ].join('\n  '),
      );
      expect(violations).toEqual([]);
      expect(calls).toBeGreaterThan(300);
      expect(edges.length).toBeGreaterThan(8);
    });
  },
  specsDir(),
);
