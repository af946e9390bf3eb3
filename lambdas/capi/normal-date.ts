/** Nobody writes more around a date; the search below is quadratic in a run of digits. */
const longest = 100;
const tidy = /^\d{8}$/;
const iso = /^\d{4}-\d\d-\d\d$/;
const threeNumbers = /(\d+)\D+(\d+)\D+(\d+)/;
const four = /^\d{4}$/;
const oneOrTwo = /^\d{1,2}$/;

function daysOf(month: number, year: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** YYYYMMDD of a day that exists, from 1900 to `thisYear`. */
function day(year: number, month: number, date: number, thisYear: number): string | undefined {
  if (year < 1900 || year > thisYear || month < 1 || month > 12 || date < 1 || date > daysOf(month, year)) return;
  return String(year * 10_000 + month * 100 + date);
}

/** Of two numbers the first is the month, unless it can only be a day. */
const monthFirst = (year: number, one: number, other: number, thisYear: number) =>
  one > 12 ? day(year, other, one, thisYear) : day(year, one, other, thisYear);

/**
 * A date of birth as YYYYMMDD. Read are eight digits in that order, and the first three numbers of a text when one
 * with four digits leads or ends them; between month and day the month comes first if it can, as Meta's parameter
 * builder has it.
 */
export function normalDate(text: string, thisYear: number): string | undefined {
  const trimmed = text.trim();
  if (tidy.test(trimmed)) {
    return day(Number(trimmed.slice(0, 4)), Number(trimmed.slice(4, 6)), Number(trimmed.slice(6)), thisYear);
  }
  if (iso.test(trimmed)) {
    const [year = 0, one = 0, other = 0] = trimmed.split('-').map(Number);
    return monthFirst(year, one, other, thisYear);
  }
  if (trimmed.length > longest) return undefined;
  const [, first = '', second = '', third = ''] = threeNumbers.exec(trimmed) ?? [];
  if (!oneOrTwo.test(second)) return undefined;
  if (four.test(first) && oneOrTwo.test(third))
    return monthFirst(Number(first), Number(second), Number(third), thisYear);
  if (four.test(third) && oneOrTwo.test(first))
    return monthFirst(Number(third), Number(first), Number(second), thisYear);
  return undefined;
}
