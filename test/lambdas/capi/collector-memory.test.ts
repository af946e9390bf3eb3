import { describe, expect, it } from '@jest/globals';
import { rememberedCollectors } from '../../../lambdas/capi/collector-memory.ts';
import { Failure } from '../../../lambdas/foundation/core/failure.ts';
import type { Collector } from '../../../lambdas/foundation/store/collectors.ts';
import { fakeClock } from '../../fakes/fake-clock.ts';
import { collector } from './collect-world.ts';

describe('the memory of collectors', () => {
  const clock = fakeClock();

  /** How often the table was asked. */
  function counting(find: () => Promise<Collector | undefined>) {
    let reads = 0;
    const memory = rememberedCollectors(
      {
        find: () => {
          reads += 1;
          return find();
        },
      },
      clock,
    );
    return { ...memory, reads: () => reads };
  }

  it.each([collector(), undefined])('asks once a minute, whether there is one or not', async (found) => {
    const memory = counting(async () => found);
    await Promise.all([memory.find('shop-site'), memory.find('shop-site')]);
    clock.advance(59_999);
    expect(await memory.find('shop-site')).toEqual(found);
    expect(memory.reads()).toBe(1);
    clock.advance(1);
    await memory.find('shop-site');
    expect(memory.reads()).toBe(2);
  });

  it('does not remember that the table refused', async () => {
    const answers = [Promise.reject(new Failure('unavailable', 'no')), Promise.resolve(collector())];
    const memory = counting(() => answers.shift() ?? Promise.resolve(undefined));
    await expect(memory.find('shop-site')).rejects.toMatchObject({ kind: 'unavailable' });
    expect(await memory.find('shop-site')).toEqual(collector());
  });

  it('is bounded: whoever invents ids pushes out the ones that nobody asks for', async () => {
    const memory = counting(async () => undefined);
    await memory.find('shop-site');
    await memory.find('quiet-site');
    for (let at = 0; at < 999; at += 1) {
      await memory.find(`invented-${at}`);
      await memory.find('shop-site');
    }
    expect(memory.reads()).toBe(1_001);
    await memory.find('shop-site');
    expect(memory.reads()).toBe(1_001);
    await memory.find('quiet-site');
    expect(memory.reads()).toBe(1_002);
  });
});
