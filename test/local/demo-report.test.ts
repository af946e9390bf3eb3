import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { STRANGER_PAGE } from '../../local/demo/assets.ts';
import { jsonCaller } from '../../local/demo/call.ts';
import { countTable } from '../../local/demo/count-table.ts';
import { type EventRow, waitForEvents } from '../../local/demo/events.ts';
import { highlights } from '../../local/demo/highlights.ts';
import { odditiesListed } from '../../local/demo/oddities-listed.ts';
import { makePaint } from '../../local/demo/paint.ts';
import { type Facts, keptLines, oddLines, sentLines } from '../../local/demo/report.ts';
import { sendPosts } from '../../local/demo/simulator.ts';
import { theDay } from '../../local/demo/the-day.ts';
import { harness } from './graph-harness.ts';

const day = theDay(Date.parse('2026-11-21T18:00:00Z'));
const plain = makePaint(false, undefined);
const rowsOf = (items: typeof day.items): EventRow[] =>
  items.map(({ at, channel, sort }, index) => ({
    id: `e${index}`,
    channel,
    kind: sort === 'unknown field' ? 'unclassified' : sort,
    assetId: '990000000000001',
    occurredAt: new Date(at).toISOString(),
    receivedAt: '2026-11-21T18:00:01.000Z',
  }));
const sent = { posts: 80, copies: 20, delivered: 80, retried: 0, lastAnswer: '200' };
const facts: Facts = {
  items: day.items,
  rows: rowsOf(day.items),
  sent,
  unknownAsset: sent,
  malformed: sent,
  forged: { ...sent, lastAnswer: '401' },
  strangerListed: true,
  malformedListed: true,
  tookMs: 4200,
};

let up: Awaited<ReturnType<typeof harness>> | undefined;
afterEach(async () => up?.close());

describe('the demo sends its day', () => {
  it('through the simulator, so that every thing arrives, signed, and a forgery is refused', async () => {
    const signed = ({ headers, body }: { headers: Record<string, unknown>; body: string }) =>
      headers['x-hub-signature-256'] ===
      `sha256=${createHmac('sha256', 'sesame').update(body, 'latin1').digest('hex')}`;
    up = await harness((seen) => ({ status: signed(seen) ? 200 : 401 }));
    const result = await sendPosts(jsonCaller(), up.simulator.url, day.normal, 7);
    expect(result.posts - result.copies).toBe(day.normal.length);
    expect(result.delivered).toBe(result.posts);
    const arrived = up.seen.flatMap(
      ({ body }) => z.object({ entry: z.array(z.unknown()) }).parse(JSON.parse(body)).entry,
    );
    const distinct = new Set(arrived.map((entry) => JSON.stringify(entry)));
    expect(distinct).toEqual(new Set(day.items.map(({ entry }) => JSON.stringify(entry))));
    expect(arrived.length).toBeGreaterThan(distinct.size);
    expect(up.seen.every(({ body }) => [...body].every((character) => character < '\u0080'))).toBe(true);
    expect(await sendPosts(jsonCaller(), up.simulator.url, [day.forged], 7)).toMatchObject({
      delivered: 0,
      lastAnswer: '401',
    });
  });

  it('says in one sentence when nobody answers', async () => {
    await expect(sendPosts(jsonCaller(), 'http://127.0.0.1:9', day.normal, 7)).rejects.toThrow(
      /cannot be reached .*npm start/,
    );
  });
});

describe('the demo reads the API', () => {
  it('through all pages, only what this run sent', async () => {
    const rows = rowsOf(day.items.slice(0, 3));
    const [mine, old, other] = rows;
    if (!mine || !old || !other) throw new Error('no rows');
    const pages = [
      { data: [mine, { ...old, receivedAt: '2026-11-20T00:00:00.000Z' }], nextCursor: 'a b' },
      {
        data: [
          { ...other, assetId: '42' },
          { ...other, id: 'last' },
        ],
        nextCursor: null,
      },
    ];
    const urls: string[] = [];
    const call = (_: string, url: string) => {
      urls.push(url);
      return Promise.resolve(pages[url.includes('cursor') ? 1 : 0]);
    };
    const since = Date.parse('2026-11-21T18:00:00Z');
    const expected = { sinceMs: since, fromMs: since, assets: new Set([mine.assetId]), count: 2, withinMs: 100 };
    const seen: number[] = [];
    const found = await waitForEvents(call, 'https://api.invalid', expected, (count) => void seen.push(count));
    expect(found.map(({ id }) => id)).toEqual(['e0', 'last']);
    expect(seen).toEqual([2]);
    expect(urls[1]).toBe('https://api.invalid/v1/webhooks/events?limit=100&from=2026-11-21T18:00:00.000Z&cursor=a%20b');
  });
});

describe('the demo asks the operator’s commands', () => {
  const since = Date.parse('2026-11-21T18:00:00Z');
  const answers = (parked: string, unknown: string) => {
    const asked: string[] = [];
    const ctl = (...words: string[]) => {
      asked.push(words.join(' '));
      return Promise.resolve({ ok: true, output: words[0] === 'parked' ? parked : unknown });
    };
    return { asked, ctl };
  };

  it('and believes only what was parked by this run', async () => {
    const { ctl } = answers(
      '2026-11-21T18:00:03.000Z  p2  webhookEvents  malformed (meta)  cut\n1 parked',
      STRANGER_PAGE,
    );
    expect(await odditiesListed(ctl, since, 1)).toEqual({ strangerListed: true, malformedListed: true });
    const earlier = answers('2026-11-21T17:00:03.000Z  p1  webhookEvents  malformed (meta)  cut\n1 parked', '');
    expect(await odditiesListed(earlier.ctl, since, 1)).toEqual({ strangerListed: false, malformedListed: false });
    expect(earlier.asked.filter((words) => words === 'parked')).toHaveLength(5);
  });
});

describe('the demo reports', () => {
  it('counts kinds by channel', () => {
    const counted = ['a', 'a', 'b'].map((kind, at) => ({ kind, channel: at === 1 ? 'page' : 'whatsapp' }));
    expect(countTable(counted, plain)).toEqual([
      'kind    page   whatsapp   all',
      'a          1          1     2',
      'b          ·          1     1',
      'all        1          2     3',
    ]);
  });

  it('tells stories only of what the API lists', () => {
    const told = highlights(day.items, facts.rows);
    expect(told.length).toBeGreaterThanOrEqual(10);
    expect(told.map(({ item }) => item.at)).toEqual(told.map(({ row }) => Date.parse(row.occurredAt ?? '')));
    expect(highlights(day.items, [])).toEqual([]);
  });

  it('says so when something is missing or went wrong', () => {
    const good = [...sentLines(facts, plain), ...keptLines(facts, plain), ...oddLines(facts, plain)].join('\n');
    expect(good).toContain(`${day.items.length} of ${day.items.length}, 4.2 s`);
    expect(good).toContain('refused with 401');
    expect(good).not.toContain('??');
    const less = { ...facts, rows: facts.rows.slice(1), forged: sent, strangerListed: false, malformedListed: false };
    const bad = oddLines(less, plain).join('\n');
    expect(bad.match(/\?\?/g)).toHaveLength(4);
    expect(keptLines(less, plain).join('\n')).toContain(`${day.items.length - 1} of ${day.items.length}`);
  });

  it('is coloured on a terminal only, and never against NO_COLOR', () => {
    expect(makePaint(true, undefined).red('x')).toBe('\u001b[31mx\u001b[39m');
    expect([makePaint(true, '1').red('x'), makePaint(false, undefined).red('x')]).toEqual(['x', 'x']);
  });
});
