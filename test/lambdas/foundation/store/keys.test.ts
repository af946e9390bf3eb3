import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  decodeEventId,
  encodeEventId,
  hourOf,
  keptKey,
  timePart,
} from '../../../../lambdas/foundation/store/event-ids.ts';
import { assetOfPart, encodePart, joinParts, splitParts } from '../../../../lambdas/foundation/store/key-parts.ts';
import { fnv1a, shardOf } from '../../../../lambdas/foundation/store/shard.ts';
import { eventKey } from '../../../arbitraries/entities.ts';
import { keyText } from '../../../arbitraries/key-text.ts';

describe('the parts of a key', () => {
  it('stay readable, and give up only what could break out', () => {
    expect(encodePart('m_abc|x:y/+=~')).toBe('m_abc|x:y/+=~');
    expect(encodePart('a#b%c d\u0000é\ud800')).toBe('a%0023b%0025c%0020d%0000%00e9%d800');
  });

  it('come back as they went in, whatever they hold', () => {
    fc.assert(
      fc.property(fc.array(keyText, { minLength: 1, maxLength: 5 }), (parts) => {
        expect(splitParts(joinParts(parts))).toEqual(parts);
        expect(joinParts(parts)).toMatch(/^[!-~]*$/);
      }),
    );
  });

  it('read an asset with any id, and none of a kind that is not ours', () => {
    expect(assetOfPart('page:1:2')).toEqual({ kind: 'page', id: '1:2' });
    expect([assetOfPart('pages:1'), assetOfPart(':1'), assetOfPart('page')]).toEqual([undefined, undefined, undefined]);
  });
});

describe('the shard of an event', () => {
  it('is FNV-1a, by its published vectors', () => {
    expect([fnv1a(''), fnv1a('a'), fnv1a('foobar')]).toEqual([0x811c9dc5, 0xe40c292c, 0xbf9cf968]);
  });

  it('never moves, and spreads what differs little', () => {
    expect(['', 'a', 'foobar', 'm_AbC'].map((text) => shardOf(text, 4))).toEqual([
      (0x811c ^ 0x9dc5) % 4,
      (0xe40c ^ 0x292c) % 4,
      (0xbf9c ^ 0xf968) % 4,
      shardOf('m_AbC', 4),
    ]);
    const counts = [0, 0, 0, 0];
    for (let at = 0; at < 4000; at += 1) counts[shardOf(`wamid.HBgL${at * 16}==`, 4)]! += 1;
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});

describe('the id of an event', () => {
  const key = { workspace: 'w', asset: { kind: 'page', id: '1234567890123456789' }, time: 1763683200 } as const;

  it('names asset, time, field and dedupe key, and not the workspace', () => {
    const id = encodeEventId({ ...key, field: 'messages', dedupeKey: 'm_a#b' });
    expect(Buffer.from(id, 'base64url').toString()).toBe('page:1234567890123456789#1763683200#messages#m_a%0023b');
    expect(decodeEventId('other', id)).toEqual({ ...key, workspace: 'other', field: 'messages', dedupeKey: 'm_a#b' });
  });

  it('leads back to its key, and to no other', () => {
    fc.assert(
      fc.property(eventKey, eventKey, (a, b) => {
        expect(decodeEventId(a.workspace, encodeEventId(a))).toEqual(keptKey(a));
        const same =
          JSON.stringify({ ...keptKey(a), workspace: '' }) === JSON.stringify({ ...keptKey(b), workspace: '' });
        expect(encodeEventId(a) === encodeEventId(b)).toBe(same);
      }),
    );
  });

  it('is refused when we did not make it', () => {
    const id = encodeEventId({ ...key, field: 'messages', dedupeKey: 'm_1' });
    const made = (text: string) => Buffer.from(text).toString('base64url');
    const rubbish = [
      '',
      '-',
      'ä',
      `${id}=`,
      `${id}A`,
      ` ${id}`,
      id.slice(0, 9),
      'x'.repeat(5000),
      made('page:1#1#messages'),
      made('page:1#01#messages#a'),
      made('page:1#-1#messages#a'),
      made('page:1#1.5#m#a'),
      made('page:1#1e3#m#a'),
      made('cat:1#1#messages#a'),
      made('page:1#1#messages#a#b'),
      made('page:1#1#mess ages#a'),
      made('page:1#NaN#m#a'),
      made(`page:1#1#m#${'a'.repeat(900)}`),
      made('page:1#999999999999#m#a'),
    ];
    expect(rubbish.map((text) => decodeEventId('w', text))).toEqual(rubbish.map(() => undefined));
    fc.assert(
      fc.property(fc.base64String(), (text) => {
        const found = decodeEventId('w', text);
        expect(found === undefined || encodeEventId(found) === text).toBe(true);
      }),
    );
  });

  it('keeps a time that a key can hold', () => {
    expect([timePart(1763683200.9), timePart(-5), timePart(Number.NaN), timePart(Number.POSITIVE_INFINITY)]).toEqual([
      '001763683200',
      '000000000000',
      '000000000000',
      '253402300799',
    ]);
    expect([hourOf(0), hourOf(1763683200), hourOf(1e300)]).toEqual(['1970-01-01T00', '2025-11-21T00', '9999-12-31T23']);
  });

  it('hashes what would not fit a sort key of 1,024 bytes, and keeps what does', () => {
    const long = keptKey({ ...key, field: '#'.repeat(41), dedupeKey: 'ß'.repeat(161) });
    expect(long.field).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(long.dedupeKey).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(keptKey({ ...key, field: '#'.repeat(40), dedupeKey: 'ß'.repeat(160) })).toMatchObject({
      field: '#'.repeat(40),
      dedupeKey: 'ß'.repeat(160),
    });
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 400 }),
        fc.string({ unit: 'binary', maxLength: 2000 }),
        (field, dedupeKey) => {
          const kept = keptKey({ ...key, field, dedupeKey });
          expect(keptKey(kept)).toEqual(kept);
          expect(joinParts([timePart(kept.time), kept.field, kept.dedupeKey]).length).toBeLessThanOrEqual(1024);
        },
      ),
    );
  });
});
