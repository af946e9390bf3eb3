import { describe, expect, it } from '@jest/globals';
import { withSecret } from '../../bin/ctl/app-set.ts';
import { CtlError, wordsOf } from '../../bin/ctl/words.ts';

describe('the command line', () => {
  it('tells words, flags with values and bare flags apart', () => {
    expect(wordsOf(['assets', 'link', 'page:1', '--workspace', 'w', '--force'])).toEqual({
      plain: ['assets', 'link', 'page:1'],
      flags: { workspace: 'w', force: 'yes' },
    });
  });

  it('says which flag lacks its value', () => {
    expect(() => wordsOf(['token', '--workspace'])).toThrow(new CtlError('--workspace needs a value'));
  });
});

describe('setting an app secret', () => {
  const now = Date.parse('2026-11-01T00:00:00Z');
  const app = { appId: '10001', kind: 'facebook', appSecret: 'fake-new-secret' } as const;

  it('keeps the one before for the overlap', () => {
    const before = [
      { ...app, appSecret: 'fake-old-secret' },
      { ...app, appId: '10002' },
    ];
    expect(withSecret(before, app, now, 3_600_000)).toEqual([
      { ...app, appId: '10002' },
      { ...app, previousAppSecret: 'fake-old-secret', previousUntil: '2026-11-01T01:00:00.000Z' },
    ]);
  });

  it('set twice changes nothing, also not the overlap of the one before', () => {
    const rotated = withSecret([{ ...app, appSecret: 'fake-old-secret' }], app, now, 3_600_000);
    expect(withSecret(rotated, app, now + 60_000, 3_600_000)).toEqual(rotated);
  });
});
