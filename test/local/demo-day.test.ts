import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { LINKS, OUR_ASSETS, SHOP, STRANGER_PAGE } from '../../local/demo/assets.ts';
import { PEOPLE } from '../../local/demo/people.ts';
import { theDay } from '../../local/demo/the-day.ts';

const NOW = Date.parse('2026-11-21T18:00:00Z');
const day = theDay(NOW);
const SAMPLES = new URL('../../../shared/meta/samples/', import.meta.url);

const Entry = z.object({
  id: z.string(),
  time: z.number(),
  changes: z.array(z.record(z.string(), z.unknown())).length(1).optional(),
  messaging: z.array(z.record(z.string(), z.unknown())).length(1).optional(),
});
const entries = day.items.map(({ entry }) => Entry.parse(entry));

/** At least this many of each sort stand in a believable day. */
const AT_LEAST = {
  message: 40,
  echo: 5,
  edit: 2,
  deletion: 3,
  reaction: 5,
  postback: 3,
  delivery: 4,
  read: 5,
  optin: 1,
  referral: 2,
  handover: 2,
  'quick reply': 1,
  'story mention': 1,
  post: 2,
  comment: 8,
  mention: 2,
  rating: 1,
  'story insight': 1,
  lead: 5,
  order: 1,
  'status sent': 8,
  'status delivered': 8,
  'status read': 5,
  'status failed': 2,
  'template update': 4,
  'phone update': 2,
  'account update': 2,
  'user preference': 1,
  'BSUID change': 2,
  'with issues ad objects': 2,
  'field changed': 3,
  'creative fatigue': 1,
  'permission change': 2,
  'user change': 1,
  'unknown field': 1,
};

describe('the day of the demo', () => {
  it('has enough of everything', () => {
    const count = (sort: string) => day.items.filter((item) => item.sort === sort).length;
    const short = Object.entries(AT_LEAST).filter(([sort, least]) => count(sort) < least);
    expect(short).toEqual([]);
    expect(day.items.length).toBeGreaterThanOrEqual(140);
    expect(new Set(day.items.map(({ channel }) => channel)).size).toBe(6);
  });

  it('speaks in several scripts', () => {
    const text = JSON.stringify(day.items);
    const scripts = ['Latin', 'Han', 'Hiragana', 'Arabic', 'Cyrillic', 'Devanagari'];
    const missing = scripts.filter((script) => !new RegExp(`\\p{Script=${script}}`, 'u').test(text));
    expect(missing).toEqual([]);
    expect(text).toMatch(/\p{Extended_Pictographic}\u200d/u);
    expect(text).toContain('131047');
  });

  it('belongs to the shop, and each thing has an entry, a time and a second of its own', () => {
    expect(entries.length).toBe(day.items.length);
    for (const [at, { id, time, changes, messaging }] of entries.entries()) {
      expect(OUR_ASSETS.has(id)).toBe(true);
      expect((changes?.length ?? 0) + (messaging?.length ?? 0)).toBe(1);
      expect(time).toBe(messaging ? day.items[at]?.at : (day.items[at]?.at ?? 0) / 1000);
    }
    expect(new Set(day.items.map(({ at }) => at)).size).toBe(day.items.length);
  });

  it.each(['00:10', '00:31', '09:00', '18:00', '23:59'])(
    'lies behind us and is at most ten hours long at %s',
    (clock) => {
      const now = new Date(`2026-11-21T${clock}:00`).valueOf();
      const times = theDay(now).items.map(({ at }) => at);
      expect(Math.max(...times)).toBeLessThan(now);
      expect(Math.min(...times)).toBeGreaterThanOrEqual(now - 10.2 * 3_600_000);
      if (clock > '00:30') expect(new Date(Math.min(...times)).getDate()).toBe(21);
    },
  );

  it('is the same for the same moment, and new a second later', () => {
    expect(theDay(NOW)).toEqual(day);
    const ids = (now: number) =>
      new Set(JSON.stringify(theDay(now)).match(/(?:m_demo|wamid\.DEMO|aWdfZGVtbzp|"9[789]17)\d{10,}/g));
    const [first, second] = [ids(NOW), ids(NOW + 1000)];
    expect(first.size).toBeGreaterThan(90);
    expect([...first].filter((id) => second.has(id))).toEqual([]);
  });

  it('uses ids that stand in no published sample', () => {
    const ours = [
      STRANGER_PAGE,
      ...OUR_ASSETS,
      SHOP.app,
      SHOP.phone,
      ...Object.values(PEOPLE).flatMap(({ psid, igsid, phone, bsuid }) => [psid, igsid, phone, bsuid]),
    ];
    expect(new Set(ours).size).toBe(ours.length);
    expect(LINKS.map((link) => link.split(':')[0])).toEqual(['page', 'instagram', 'whatsapp', 'ad_account', 'user']);
    expect(LINKS.every((link) => OUR_ASSETS.has(link.split(':')[1] ?? ''))).toBe(true);
    if (!existsSync(SAMPLES)) return;
    const files = readdirSync(SAMPLES, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'));
    expect(files.length).toBeGreaterThan(200);
    const all = files.map((file) => readFileSync(new URL(file, SAMPLES), 'utf8')).join('\n');
    expect(ours.filter((id) => all.includes(id))).toEqual([]);
  });

  it('puts everything into POSTs once, some together, some repeated', () => {
    const bodies = day.normal.map(({ body }) =>
      z.object({ object: z.string(), entry: z.array(z.unknown()) }).parse(body),
    );
    expect(new Set(bodies.flatMap(({ entry }) => entry))).toEqual(new Set(day.items.map(({ entry }) => entry)));
    expect(bodies.flatMap(({ entry }) => entry)).toHaveLength(day.items.length);
    expect(bodies.filter(({ entry }) => entry.length > 1).length).toBeGreaterThan(20);
    expect(day.normal.filter(({ duplicate }) => duplicate === 1).length).toBeGreaterThan(5);
    expect(day.normal.filter(({ duplicate }) => duplicate === 9)).toHaveLength(1);
    expect(JSON.stringify(day.unknownAsset)).toContain(STRANGER_PAGE);
    expect(() => JSON.parse(String(day.malformed.body))).toThrow(SyntaxError);
    expect(day.forged.signWith).toBe('wrong');
  });
});
