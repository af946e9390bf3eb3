import { describe, expect, it } from '@jest/globals';
import { finalLine, runSteps } from '../../bin/smoke/run-steps.ts';
import { type Scene, setScene, within } from '../../bin/smoke/scene.ts';
import { demand, type Step } from '../../bin/smoke/step.ts';

const sceneWith = (signal: AbortSignal): Scene => setScene({ stage: 'local', deploy: false, sizes: true }, signal);
const atHome = () => sceneWith(new AbortController().signal);
const step = (name: string, run: Step['run'], more: Partial<Step> = {}): Step => ({
  name,
  remedy: `mend ${name} of <stage>`,
  run,
  ...more,
});
const fail = (why: string) => async () => {
  throw new Error(why);
};
async function played(steps: readonly Step[], on = atHome()) {
  const lines: string[] = [];
  const code = await runSteps(steps, on, (line) => lines.push(line));
  return { code, lines, text: lines.join('\n'), last: lines.at(-1) };
}

describe('a run of the smoke test', () => {
  const seen = async () => 'seen';

  it('goes on after a failure, tells the remedy and counts', async () => {
    const { code, text, last } = await played([
      step('one', seen),
      step('two', async () => demand(false, 'it was not so') as never),
      step('three', seen, { notAtHome: 'no quotas here' }),
      step('four', seen),
    ]);
    expect([code, last]).toEqual([1, '2 passed, 1 failed, 1 skipped']);
    expect(text).toMatch(/✗ two +it was not so\n +→ mend two of local\n/);
    expect(text).toMatch(/– three +skipped: no quotas here\n/);
    expect(text).toMatch(/✓ four +seen {2}\d+\.\d s/);
  });

  it('fails what waits for a step that did not pass, with that one’s remedy, without trying it', async () => {
    let tried = 0;
    const count = async () => {
      tried += 1;
      return 'seen';
    };
    const { text, last } = await played([
      step('one', fail('broken')),
      step('two', count, { needs: ['one'] }),
      step('three', count, { needs: ['two'] }),
    ]);
    expect([tried, last]).toEqual([0, '0 passed, 3 failed, 0 skipped']);
    expect(text.match(/→ mend one of local/g)).toHaveLength(3);
    expect(text).toContain('needs `two`, which did not pass');
  });

  it('takes back what it made when a step throws, the last first, each once', async () => {
    const undone: string[] = [];
    const making = async ({ undos }: Scene) => {
      undos.later('first', async () => undone.push('first'));
      await undos.later('second', async () => undone.push('second'))();
      undos.later('third', async () => undone.push('third'));
      throw new Error('broken');
    };
    const { code, text, last } = await played([step('one', making)]);
    expect(undone).toEqual(['second', 'third', 'first']);
    expect(text).toContain('3 taken back');
    expect([code, last]).toEqual([1, '0 passed, 1 failed, 0 skipped']);
  });

  it('names what it could not take back, goes on taking back, and does not call that a success', async () => {
    const undone: string[] = [];
    const making = async ({ undos }: Scene) => {
      undos.later('the first', async () => undone.push('first'));
      undos.later('the queue', fail('no right'));
      return 'seen';
    };
    const { code, text, last } = await played([step('one', making)]);
    expect([code, last, undone]).toEqual([1, '1 passed, 1 failed, 0 skipped', ['first']]);
    expect(text).toContain('left behind: the queue (no right)');
  });

  it('ends when it is interrupted, takes back, and says what was not begun', async () => {
    const stop = new AbortController();
    const undone: string[] = [];
    const on = sceneWith(stop.signal);
    const { code, text, last } = await played(
      [
        step('one', async (now) => {
          now.undos.later('first', async () => undone.push('first'));
          setTimeout(() => stop.abort(new Error('interrupted by SIGINT')), 10);
          return within<string>(now, 60, 'nothing came', async () => undefined);
        }),
        step('two', seen),
      ],
      on,
    );
    expect([code, last, undone]).toEqual([130, '0 passed, 0 failed, 2 skipped', ['first']]);
    expect(text).toContain('interrupted: 1 of 2 steps were not begun');
    expect(text).not.toContain('→');
  });

  it('that looked at nothing is no proof', async () => {
    await expect(played([step('one', seen, { notAtHome: 'not here' })])).rejects.toThrow('proves nothing');
  });

  it('waits only so long', async () => {
    await expect(within(atHome(), 0, 'nothing came', async () => undefined)).rejects.toThrow('nothing came within 0 s');
  });

  it('says its counts last', () => {
    expect(finalLine({ passed: 3, failed: 0, skipped: 1 })).toBe('3 passed, 0 failed, 1 skipped');
  });
});
