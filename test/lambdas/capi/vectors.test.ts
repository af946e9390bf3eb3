import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { normaliseUserData } from '../../../lambdas/capi/normalise-user-data.ts';
import { describeWithShared } from '../../shared-material.ts';
import { type Departure, documented, exceptions } from './vector-exceptions.ts';

interface Vector {
  readonly key: string;
  readonly input: string;
  readonly sha256: string | null;
  readonly drop?: boolean;
  readonly doc_conflict?: string;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
/** A vector of `fn` is one of `ln` too. */
const keysOf = ({ key }: { readonly key: string }) => (key === 'fn' ? ['fn', 'ln'] : [key]);
const nameOf = ({ key, input }: { readonly key: string; readonly input: string }) => `${key} ${JSON.stringify(input)}`;

/** What becomes of a value, and whether a reason was given when nothing does. */
function outcome(key: string, input: string, country?: string): string | null {
  const { userData, leftOut, unknown } = normaliseUserData({ [key]: input }, { country, year: 2026 });
  expect(unknown).toEqual([]);
  expect(leftOut).toEqual(
    key in userData ? [] : [{ path: `user_data.${key}`, reason: expect.stringMatching(/^\S.{4,}/) }],
  );
  const hashed = userData[key] ?? null;
  return hashed === null ? null : String(hashed);
}
const departed = new Map([...exceptions, ...documented].map((one) => [nameOf(one), one]));

/** The vectors whose outcome is not `expected`, in words. */
function disagreeing(vectors: readonly Vector[], expected: (vector: Vector) => string | null): string[] {
  return vectors.flatMap((vector) =>
    keysOf(vector).flatMap((key) => {
      const got = outcome(key, vector.input);
      const want = expected(vector);
      return got === want ? [] : [`${key} ${JSON.stringify(vector.input)}: ${got}, not ${want}`];
    }),
  );
}

describe('the departures from the recorded vectors', () => {
  it('are at most 40 beyond the marked ones, each once, each quoting the documentation', () => {
    expect(exceptions).toHaveLength(38);
    expect(exceptions.length).toBeLessThanOrEqual(40);
    expect(departed.size).toBe(exceptions.length + documented.length);
    for (const { documentation } of departed.values()) expect(documentation.length).toBeGreaterThan(20);
  });
});

describeWithShared("Meta's vectors of normal forms", (folder) => {
  const directory = join(folder, 'meta', 'vectors');
  const read = (name: string) => JSON.parse(readFileSync(join(directory, name), 'utf8'));
  const all: Vector[] = readdirSync(directory)
    .filter((name) => /^normalize_\w+\.json$/.test(name))
    .flatMap((name) => read(name).vectors);
  const marked = all.filter((vector) => vector.doc_conflict !== undefined);
  const excepted = new Set(exceptions.map(nameOf));
  const usual = all.filter((vector) => vector.doc_conflict === undefined && !excepted.has(nameOf(vector)));
  const byDocumentation = (vector: Vector) => {
    const departure: Departure | undefined = departed.get(nameOf(vector));
    return departure?.normal === undefined || departure.normal === null ? null : sha256(departure.normal);
  };

  it('are 1,623', () => {
    expect(all).toHaveLength(1_623);
    expect(marked).toHaveLength(15);
    expect(usual).toHaveLength(1_623 - 15 - 38);
    expect(all.filter(({ drop, sha256: hashed }) => (drop === true) !== (hashed === null))).toEqual([]);
  });

  it('agree', () => expect(disagreeing(usual, ({ sha256: hashed }) => hashed)).toEqual([]));

  it('follow the documentation where they are marked to break it', () => {
    expect(marked.map(nameOf).sort()).toEqual(documented.map(nameOf).sort());
    expect(disagreeing(marked, byDocumentation)).toEqual([]);
  });

  it('follow the documentation where they break it unmarked, and nowhere is that without need', () => {
    const theirs = all.filter((vector) => vector.doc_conflict === undefined && excepted.has(nameOf(vector)));
    expect(theirs.map(nameOf).sort()).toEqual([...excepted].sort());
    expect(disagreeing(theirs, byDocumentation)).toEqual([]);
    expect(disagreeing(theirs, ({ sha256: hashed }) => hashed)).toHaveLength(theirs.length);
  });

  it("agree with Meta's own examples, all seven", () => {
    const { vectors } = read('hash_meta_docs.json') as {
      vectors: (Vector & { normalized: string; context?: { country: string } })[];
    };
    expect(vectors).toHaveLength(7);
    for (const { key, input, normalized, sha256: hashed, context } of vectors) {
      expect(sha256(normalized)).toBe(hashed);
      expect([input, outcome(key, input, context?.country)]).toEqual([input, hashed]);
    }
  });

  it('agree about cookies, all ten', () => {
    const { vectors } = read('fbc_fbp.json') as { vectors: { cookie?: string; value: string; valid: boolean }[] };
    const rows = vectors.filter(({ cookie }) => cookie !== undefined);
    expect(rows).toHaveLength(10);
    for (const { cookie = '', value, valid } of rows) {
      expect([value, outcome(cookie.slice(1), value)]).toEqual([value, valid ? value : null]);
    }
  });
});
