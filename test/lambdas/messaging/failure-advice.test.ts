import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { verdicts } from '../../../lambdas/foundation/core/verdicts.ts';
import { classifyError } from '../../../lambdas/foundation/meta/classify-error.ts';
import { adviceOn, adviceOnRefusal, knownCodes } from '../../../lambdas/messaging/failure-advice.ts';

/** Every WhatsApp code of the fact sheet's §3; of a family its first and last. */
const sheet = [
  '0 190 3 10 200 299 131005 131031 131037 131042 131045 130497 368 4 80007 130429 131048 131056 133016 131057 1 2',
  '131000 131016 133004 33 100 130472 131008 131009 131021 131026 131047 131049 131050 131051 131052 131053 131062',
  '132000 132001 132005 132007 132012 132015 132016 132068 133000 133005 133006 133010 134011 134100 134102 135000',
  '131030 131044 131055 131063 132008 137000 147001 147005 2388000 2388999 133008 133009 133015 134101 132069 131064',
]
  .join(' ')
  .split(' ')
  .map(Number);

const unknown = adviceOn({ code: -7 });

describe('advice on a failure', () => {
  it.each(sheet)('exists for %d, and blames whom the house blames', (code) => {
    const { blame, advice } = adviceOn({ code });
    expect(advice).not.toBe(unknown.advice);
    const refusal = { code, status: 400, transient: false, message: '' };
    expect(blame).toBe(verdicts[classifyError(refusal).kind].blame);
  });

  it.each([
    [131047, 'caller', /24 hours is over: send an approved template/],
    [131026, 'caller', /cannot be delivered/],
    [131049, 'caller', /not send .* again within 24 hours/],
    [131050, 'caller', /opted out of marketing/],
    [131051, 'caller', /does not support this type/],
    [130429, 'meta', /more slowly/],
    [131056, 'meta', /one in six seconds/],
    [131031, 'owner', /locked/],
    [368, 'owner', /stop sending/],
    [131053, 'caller', /once more as a new message, with a fresh link; an upload .* is brought to Meta anew/],
    [250, 'owner', /permission/],
    [147003, 'caller', /username/],
  ] as const)('of %d is for %s', (code, blame, words) => {
    expect(adviceOn({ code })).toEqual({ blame, advice: expect.stringMatching(words) });
  });

  it('has each code once', () => {
    const twice = sheet.filter((code) => knownCodes.filter(({ from, to }) => code >= from && code <= to).length !== 1);
    expect(twice).toEqual([]);
    const first = new Set(sheet);
    expect(knownCodes.map(({ from }) => from).filter((from) => !first.has(from) && from !== 80_000)).toEqual([]);
  });

  it('is there for any number at all', () => {
    expect(unknown).toEqual({ blame: 'caller', advice: expect.stringContaining('Meta’s own words') });
    fc.assert(
      fc.property(fc.oneof(fc.integer(), fc.double(), fc.constantFrom(...sheet)), (code) => {
        const { blame, advice } = adviceOn({ code });
        expect(['us', 'meta', 'owner', 'caller']).toContain(blame);
        expect(advice).toMatch(/^[A-Z].{20,}\.$/);
      }),
    );
  });
});

describe('advice on a message that was not sent', () => {
  const kinds = Object.keys(verdicts);

  it('exists for every kind of failure, and for a word that is none', () => {
    expect(kinds.length).toBeGreaterThan(20);
    for (const kind of [...kinds, 'unheard-of', 'constructor']) {
      expect(adviceOnRefusal({ kind }, 'messenger')).toMatch(/^[A-Z].{20,}\.$/);
    }
    expect(adviceOnRefusal({ kind: 'constructor' }, 'messenger')).toBe(adviceOnRefusal({ kind: 'bug' }, 'messenger'));
  });

  it('goes by Meta’s code first, on WhatsApp', () => {
    const ofCode = adviceOnRefusal({ kind: 'recipient-unavailable', code: 131049 }, 'whatsapp');
    expect(ofCode).toBe(adviceOn({ code: 131049 }).advice);
    const ofKind = adviceOnRefusal({ kind: 'recipient-unavailable', code: -7 }, 'whatsapp');
    expect(ofKind).toMatch(/cannot be reached/);
  });

  it.each([
    // Fact sheet §3: 10/2018278 and 10/2534022 are the window, though 10 alone is a permission.
    ['outside-window', 10, /window is shut/],
    ['recipient-unavailable', 551, /cannot be reached/],
    ['connection-revoked', 190, /connect it again/],
    ['outcome-unknown', undefined, /look at the thread/],
  ] as const)('of %s with code %s says so on Messenger and Instagram', (kind, code, words) => {
    const failure = { kind, ...(code !== undefined && { code }) };
    for (const channel of ['messenger', 'instagram'] as const) {
      expect(adviceOnRefusal(failure, channel)).toMatch(words);
    }
  });
});
