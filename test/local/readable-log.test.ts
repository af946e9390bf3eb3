import { describe, expect, it } from '@jest/globals';
import { readable } from '../../local/cloud/readable-log.ts';

const at = new Date(2026, 10, 21, 9, 5, 7).getTime();
const read = (text: string) => readable({ group: '/metaport/local/webhooks/process', at, text }, '/metaport/local/');

describe('a log line for people', () => {
  it('says time, function, message and facts, and keeps machine fields to itself', () => {
    const line = read(
      JSON.stringify({
        level: 'INFO',
        message: 'webhook.processed',
        timestamp: '2026-11-21T09:05:07Z',
        service: 'metaport',
        cold_start: true,
        function_arn: 'arn:aws:lambda:us-east-1:000000000000:function:x',
        outcome: 'kept',
        items: 3,
        _aws: { Timestamp: 1 },
        nested: { a: 1 },
      }),
    );
    expect(line).toBe('09:05:07 webhooks/process   webhook.processed  outcome=kept  items=3');
  });

  it('shows level and error of what went wrong, without its stack', () => {
    const error = { name: 'Failure', message: 'the queue refused', stack: 'Failure: x\n    at y (z.js:1:1)' };
    const line = read(JSON.stringify({ level: 'ERROR', message: 'webhook.processed', error }));
    expect(line).toBe('09:05:07 webhooks/process   ERROR  webhook.processed  Failure: the queue refused');
  });

  it.each([
    'START RequestId: 1 Version: $LATEST',
    'END RequestId: 1',
    'REPORT RequestId: 1\tDuration: 3 ms',
    '',
    '  at f (x.js:1:2)',
  ])('leaves out %j', (text) => {
    expect(read(text)).toBeUndefined();
  });

  it('passes on plain text and cuts what is too long for a terminal', () => {
    expect(read('TypeError: no')).toBe('09:05:07 webhooks/process   TypeError: no');
    expect(read('x'.repeat(500))).toHaveLength(180);
  });
});
