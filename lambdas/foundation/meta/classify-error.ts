import type { FailureKind } from '../core/verdicts.ts';
import { whenNeeded } from '../core/when-needed.ts';
import type { Refusal } from './wire/refusal.ts';

/** What a refusal means. */
export interface Meaning {
  readonly kind: FailureKind;
  /** How long to wait where Meta's headers do not say; of `policy-blocked`, how long the others wait. */
  readonly waitSeconds?: number;
  /** What is full: the app's own allowance, that of the object called, or only this one thing (the ledger is not told). */
  readonly full?: 'app' | 'object' | 'this';
}

/** Codes, or `code/subcode`, parted by blanks, and what they mean. */
interface ErrorRow extends Meaning {
  readonly codes: string;
}

const hour = 3600;
const day = 24 * hour;

/**
 * Every code of the fact sheet's §3 and the kind that its class has in this house: R `meta-unavailable`, RA
 * `rate-limited`, A `connection-revoked`, P `permission-missing`, X `meta-rejected`, save those that have a kind of
 * their own. A subcode has a line only where it means something else than its code, or where the sheet names it.
 * Whole families (200–299, 80000–80099, …) stand below.
 */
const errorRows: readonly ErrorRow[] = [
  // R: it passes.
  { kind: 'meta-unavailable', codes: '1 2 5000 21009' },
  { kind: 'meta-unavailable', codes: '100/1504018 2/1504038 2/1504043 2/1504044 -2/2490547 2/1545133' },
  { kind: 'meta-unavailable', codes: '131000 131016 133004' },

  // RA: a limit, and what is full.
  { kind: 'rate-limited', full: 'app', codes: '4 4/1504022 4/1504039 341' },
  { kind: 'rate-limited', full: 'object', codes: '17 17/2446079 32 613/1487742 613/1996' },
  // The code without a subcode is Meta's answer to abuse: long.
  { kind: 'rate-limited', full: 'object', waitSeconds: hour, codes: '613' },
  { kind: 'rate-limited', full: 'this', waitSeconds: day, codes: '17/1885172' },
  { kind: 'rate-limited', full: 'this', waitSeconds: hour, codes: '613/1487632 613/1487225' },
  { kind: 'rate-limited', full: 'this', waitSeconds: 5, codes: '613/5044001' },
  // A quota that looks like a permission.
  { kind: 'rate-limited', full: 'this', codes: '200/4841013 613/4841018' },
  { kind: 'rate-limited', full: 'this', codes: '100/2534013 2534013' },
  { kind: 'rate-limited', full: 'object', codes: '80007 131048 131057 131064' },
  { kind: 'rate-limited', full: 'object', waitSeconds: 5, codes: '130429' },
  // One message in six seconds to the same person.
  { kind: 'rate-limited', full: 'this', waitSeconds: 6, codes: '131056' },
  { kind: 'rate-limited', full: 'this', codes: '133008 133009 133015 133016' },
  { kind: 'rate-limited', full: 'this', waitSeconds: 600, codes: '134101' },
  { kind: 'rate-limited', full: 'this', waitSeconds: hour, codes: '132069' },

  // A: the person must connect again; with 459 and 464 they must first log in at Facebook.
  { kind: 'connection-revoked', codes: '0 102 190 190/458 190/459 190/460 190/463 190/464 190/467 190/492' },

  // P: a permission, an asset or terms are missing.
  { kind: 'permission-missing', codes: '3 10 10/1341012 200/1870034 294 100/2018276 100/3191001' },
  { kind: 'permission-missing', codes: '1815199 100/1815199' },
  { kind: 'permission-missing', codes: '131005 131037 131042 131045 130497' },

  // Kinds of their own.
  { kind: 'outside-window', codes: '10/2018278 10/2534022 131047' },
  { kind: 'too-much-data', codes: '100/1487534 -3/1504045' },
  { kind: 'recipient-unavailable', codes: '551 551/1545041 131026 131049 131050' },
  // The sheet's "stop channel", long as an abuse's is: all that the account does waits; the length is ours to choose.
  { kind: 'policy-blocked', full: 'object', waitSeconds: hour, codes: '368 10/1893063 131031' },
  { kind: 'misconfigured', codes: '104 2635' },

  // X: the request is wrong. 33 and 100/33 may also be an asset that we may not see.
  { kind: 'meta-rejected', codes: '1/99 2/1504041 2/1504042 33 100 100/33 100/2018001 100/2804003 100/2804009' },
  { kind: 'meta-rejected', codes: '2804050 100/2804050 3018 506 1609005 2500 2642' },
  { kind: 'meta-rejected', codes: '1487901 1885272 1885650 1885621 2238055 2238055/2446149' },
  { kind: 'meta-rejected', codes: '100/2534025 100/2534014 100/2534001 2534025 2534014 2534001' },
  { kind: 'meta-rejected', codes: '130472 131008 131009 131021 131051 131052 131053 131062 132000 132001 132005' },
  { kind: 'meta-rejected', codes: '132007 132012 132015 132016 132068 133000 133005 133006 133010 134011 134100' },
  { kind: 'meta-rejected', codes: '134102 135000 131030 131044 131055 131063 132008 137000' },
];

/** Codes of which each number is one of a family (fact sheet §3). */
const families: readonly { readonly from: number; readonly to: number; readonly meaning: Meaning }[] = [
  { from: 200, to: 299, meaning: { kind: 'permission-missing' } },
  { from: 80_000, to: 80_099, meaning: { kind: 'rate-limited', full: 'object' } },
  { from: 147_001, to: 147_005, meaning: { kind: 'meta-rejected' } },
  { from: 2_388_000, to: 2_388_999, meaning: { kind: 'meta-rejected' } },
];

const meanings = whenNeeded(() => {
  const byCode = new Map<string, Meaning>();
  const bySubcode = new Map<string, Meaning>();
  for (const { codes, ...meaning } of errorRows) {
    for (const code of codes.split(' ')) {
      byCode.set(code, meaning);
      const [, subcode] = code.split('/');
      if (subcode !== undefined) bySubcode.set(subcode, meaning);
    }
  }
  return { byCode, bySubcode };
});

/**
 * What a refusal means, for every possible one: (code, subcode) beats code, the code beats the status, and the text is
 * never looked at. What Meta calls passing is tried again whatever its code, unless there is a limit to wait for.
 */
export function classifyError(refusal: Refusal): Meaning {
  const known = knownMeaning(refusal);
  if (refusal.transient && known?.kind !== 'rate-limited') return { kind: 'meta-unavailable' };
  return known ?? unknownMeaning(refusal.status);
}

function knownMeaning({ code, subcode }: Refusal): Meaning | undefined {
  if (code === undefined) return undefined;
  const { byCode, bySubcode } = meanings();
  const exact = subcode === undefined ? undefined : byCode.get(`${code}/${subcode}`);
  // Negative codes are internal ones: their subcode tells what they are (fact sheet §3).
  const inner = code < 0 && subcode !== undefined ? bySubcode.get(String(subcode)) : undefined;
  const family = families.find(({ from, to }) => code >= from && code <= to)?.meaning;
  return exact ?? inner ?? byCode.get(String(code)) ?? family;
}

/** The house's rule for codes that nobody documents. */
function unknownMeaning(status: number): Meaning {
  if (status === 429) return { kind: 'rate-limited', full: 'object' };
  return { kind: status >= 500 ? 'meta-unavailable' : 'meta-rejected' };
}
