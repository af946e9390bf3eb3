import { callingCodes } from './calling-codes.ts';

/** Where a number without calling code is at home: ISO-2, any case. */
export interface PhoneHint {
  readonly country?: string | undefined;
}

interface NumberPlan {
  /** Whether people there always write the trunk prefix: what lacks it then is from abroad, or has its calling code. */
  readonly dials: boolean;
  readonly code: string;
  readonly trunk: string;
  /** A whole national number without its trunk prefix. */
  readonly national: RegExp;
}

const tidy = /^\+[1-9]\d{6,14}$/;
const plusFirst = /^\D*\+/;
/** "+49 (0) 30 …": the zero is only dialled inside the country. */
const trunkInBrackets = /^(\D*\+[\d\s.-]{1,6})\(0\)/;
const zeros = /^0+/;

/** What is dialled before an international number, where it is not 00: by calling code. */
const exits: Readonly<Record<string, string>> = { 1: '011', 61: '0011', 81: '010' };

/**
 * Where numbers are written with the 0 before them. Elsewhere (India, Brazil) people leave it out, so that a whole number
 * without it is a national one; here it is rather somebody's from abroad, in the very form that Meta asks for.
 */
const alwaysDialled: ReadonlySet<string> = new Set(
  'AL AT AU BA BE BG CH DE FI FR GB HR IE IL JP KR ME MK NL NZ RO RS SE SI SK TR TW UA ZA'.split(' '),
);

let plans: ReadonlyMap<string, NumberPlan> | undefined;

function readPlans(): ReadonlyMap<string, NumberPlan> {
  const rows = callingCodes.split(';').map((row) => row.trim().split(' '));
  return new Map(
    rows.flatMap(([countries = '', code = '', trunk = '', pattern = '']) => {
      const plan = { code, trunk: trunk === '-' ? '' : trunk, national: new RegExp(`^(?:${pattern})$`) };
      return countries
        .split(',')
        .map((country): [string, NumberPlan] => [country, { ...plan, dials: alwaysDialled.has(country) }]);
    }),
  );
}

/** Read at the first number that wants it: most come with their calling code. */
function planOf(country: string): NumberPlan | undefined {
  plans ??= readPlans();
  return plans.get(country.toUpperCase());
}

const withoutTrunk = (digits: string, { trunk }: NumberPlan): string =>
  trunk !== '' && digits.startsWith(trunk) ? digits.slice(trunk.length) : digits;

/**
 * A number of a country, with its calling code. Where numbers at home begin with a trunk prefix, one that begins with
 * the calling code instead is taken to carry it, though it might be a place's number too (Germany's 04915…); where there
 * is no such prefix, what is a whole number as it stands is one. What fits nothing goes as it is: it may be from abroad.
 */
function completed(digits: string, plan: NumberPlan): string {
  const { code, trunk, national } = plan;
  const home = withoutTrunk(digits, plan);
  if (home !== digits && national.test(home)) return code + home;
  const whole = national.test(digits);
  if (digits.startsWith(code) && !(whole && trunk === '')) {
    const rest = withoutTrunk(digits.slice(code.length), plan);
    if (national.test(rest)) return code + rest;
  }
  if (whole && !plan.dials) return code + digits;
  if (whole) return digits;
  return trunk === '0' && home !== digits ? code + home : digits;
}

function dialled(digits: string, country: string | undefined): string {
  const plan = country === undefined ? undefined : planOf(country);
  if (plan === undefined) return digits;
  const exit = exits[plan.code] ?? '00';
  if (digits.startsWith(exit)) return digits.slice(exit.length);
  return digits.startsWith('00') ? digits : completed(digits, plan);
}

/** By hand: most numbers have four or five runs of other characters, and an expression finds them one by one. */
function digitsOf(text: string): string {
  let digits = '';
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code <= 57) digits += text[at];
  }
  return digits;
}

/**
 * A telephone number: digits with the country's calling code, no leading zeros. Numbers that begin with + or 00 have it;
 * others get that of the hint's country. Without a hint the digits go as they are.
 */
export function normalPhone(text: string, hint: PhoneHint): string | undefined {
  if (tidy.test(text)) return text.slice(1);
  const international = text.startsWith('+') || plusFirst.test(text);
  const digits = digitsOf(international && text.includes('(0)') ? text.replace(trunkInBrackets, '$1') : text);
  const number = international ? digits : dialled(digits, hint.country);
  const whole = number.startsWith('0') ? number.replace(zeros, '') : number;
  return whole === '' ? undefined : whole;
}
