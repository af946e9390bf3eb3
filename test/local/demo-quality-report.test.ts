import { describe, expect, it } from '@jest/globals';
import type { PixelQuality } from '../../local/demo/hour-facts.ts';
import { makePaint } from '../../local/demo/paint.ts';
import { qualityLines } from '../../local/demo/quality-report.ts';
import { PIXEL } from '../../local/demo/shop-connection.ts';

const plain = makePaint(false, undefined);
const quality: PixelQuality = {
  readAt: null,
  trouble: null,
  events: [
    {
      eventName: 'PageView',
      ours: { delivered: 16, keys: { em: 37.5, fbp: 100 }, ownEventId: 81.2 },
      meta: null,
      mend: ['Send ids.', 'Second.'],
    },
    { eventName: 'ViewContent', ours: { delivered: 9, keys: {}, ownEventId: null }, meta: null, mend: ['Send ids.'] },
    { eventName: 'Qualified', ours: { delivered: 1, keys: { lead_id: 100 }, ownEventId: 100 }, meta: null, mend: [] },
  ],
};

describe('the report on quality', () => {
  const outputs = { apiUrl: 'https://api.example' };
  const lines = (more: Partial<typeof quality>) => qualityLines({ quality: { ...quality, ...more } }, outputs, plain);

  it('has a row for each event, and shared advice once', () => {
    expect(lines({})).toEqual([
      '  How well they match, of all that went today, in percent',
      '  event         delivered   own ids   em   ph   fn   external_id   fbp   fbc   ip   lead_id   Meta',
      '  PageView             16        81   37    ·    ·             ·   100     ·    ·         ·      –',
      '  ViewContent           9         ·    ·    ·    ·             ·     ·     ·    ·         ·      –',
      '  Qualified             1       100    ·    ·    ·             ·     ·     ·    ·       100      –',
      '  Meta’s score (0 to 10): Meta is asked once a day; not yet.',
      '  To mend · PageView, ViewContent: Send ids.',
      `  https://api.example/v1/pixels/${PIXEL}/quality`,
      '',
    ]);
  });

  it('shows Meta’s score once there is one', () => {
    const scored = quality.events.map((event) => ({
      ...event,
      meta: { event_match_quality: { composite_score: 6.1 } },
    }));
    const readAt = '2026-11-21T03:00:00.000Z';
    const told = lines({ readAt, events: scored });
    expect(told[2]).toMatch(/ 6\.1$/);
    expect(told.join('\n')).toContain(`Meta’s score (0 to 10): as of ${readAt}.`);
    expect(lines({ readAt }).join('\n')).toContain('Meta had none when it was asked.');
    expect(lines({ trouble: 'no permission' }).join('\n')).toContain('Meta could not be asked: no permission');
  });
});
