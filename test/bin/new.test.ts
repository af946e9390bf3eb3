import { describe, expect, it } from '@jest/globals';
import { planOf } from '../../bin/new/plan.ts';

describe('the plan of a new function', () => {
  it.each([
    ['leads/collect', 'queue'],
    ['leads/manage', 'http'],
    ['leads/poll', 'schedule'],
  ])('%s is started by %s', (name, shape) => {
    expect(planOf([name]).shape).toBe(shape);
  });

  it('takes another verb when a flag says what starts it', () => {
    expect(planOf(['ad-sets/mirror', '--queue'])).toMatchObject({
      useCase: 'mirror-ad-sets',
      work: 'mirrorAdSets',
      construct: 'AdSets',
      queue: 'adSetsToMirror',
    });
  });

  it.each([
    [[]],
    [['leads']],
    [['leads/mirror']],
    [['foundation/manage']],
    [['Leads/manage']],
    [['leads/manage', '--cron']],
  ])('refuses %j with the usage', (words) => {
    expect(() => planOf(words)).toThrow('Usage: npm run new');
  });
});
