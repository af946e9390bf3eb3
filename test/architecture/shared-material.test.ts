import { afterEach, describe, expect, it } from '@jest/globals';
import { sharedDir, sharedIsThere, specsDir } from '../shared-material.ts';

const before = {
  CI: process.env.CI,
  META_SHARED_DIR: process.env.META_SHARED_DIR,
  META_SPECS_DIR: process.env.META_SPECS_DIR,
};

function set(values: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}

describe('material that is not ours to publish', () => {
  afterEach(() => set(before));

  it('lies beside the repository unless the environment says where', () => {
    set({ META_SHARED_DIR: undefined, META_SPECS_DIR: undefined });
    expect(sharedDir()).toMatch(/[\\/]shared$/);
    expect(specsDir()).toBe(`${sharedDir()}/meta/specs`);
    set({ META_SHARED_DIR: '/elsewhere', META_SPECS_DIR: '/specs' });
    expect([sharedDir(), specsDir()]).toEqual(['/elsewhere', '/specs']);
  });

  it('may be absent at home, never in CI', () => {
    set({ CI: undefined });
    expect(sharedIsThere('/nowhere/at/all')).toBe(false);
    set({ CI: 'true' });
    expect(() => sharedIsThere('/nowhere/at/all')).toThrow('CI must not skip');
  });
});
