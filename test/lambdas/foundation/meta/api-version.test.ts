import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { apiVersions, defaultPlan, versionFor } from '../../../../lambdas/foundation/meta/api-version.ts';

const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('the version of a call', () => {
  it('is v26.0 on every surface, ads included', () => {
    fc.assert(fc.property(chance, (drawn) => versionFor('marketing', defaultPlan, drawn) === 'v26.0'));
  });

  it('is the canary’s for its share of the calls, and never on a pinned surface', () => {
    const plan = {
      stable: 'v25.0',
      surfaces: { whatsapp: 'v25.0' },
      canary: { version: 'v26.0', share: 0.1 },
    } as const;
    fc.assert(
      fc.property(chance, (drawn) => {
        expect(versionFor('graph', plan, drawn)).toBe(drawn < 0.1 ? 'v26.0' : 'v25.0');
        expect(versionFor('whatsapp', plan, drawn)).toBe('v25.0');
      }),
    );
  });

  it('may only be one that Meta still serves for at least a year', () => {
    expect(apiVersions).toEqual(['v25.0', 'v26.0']);
  });
});
