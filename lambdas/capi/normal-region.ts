import { namedPlace } from './named-place.ts';
import { bareLettersOf, lettersOf } from './normal-text.ts';
import { regionNames } from './region-names.ts';

/** What is no longer than "calif" and no name counts alone: "Ill." is Illinois, "Ille-et-Vilaine" is not. */
const longestAbbreviation = 5;

interface American {
  readonly abbreviations: ReadonlyMap<string, string>;
  readonly names: ReadonlyMap<string, string>;
}

function readAmerican(): American {
  const abbreviations = new Map<string, string>();
  const names = new Map<string, string>();
  for (const line of regionNames.split(',')) {
    const [code = '', name = '', ...others] = line.trim().split(/\s+/);
    names.set(name, code);
    for (const other of others) (other.length > longestAbbreviation ? names : abbreviations).set(other, code);
  }
  return { abbreviations, names };
}

let american: American | undefined;

/** Read at the first name: most events come with codes. */
function codeOf(letters: string): string | undefined {
  american ??= readAmerican();
  return american.abbreviations.get(letters) ?? namedPlace(american.names, letters);
}

const tidy = /^[a-z]{2}$/;

/** Whether region names of an event are read as American ones: unless its country is known and another. */
export const namesAmericanRegions = (country: string | undefined): boolean =>
  country === undefined || country === 'us' || country === 'ca';

/**
 * A state or region: the two-letter code for those of the United States and Canada, else its lower-case letters. Not
 * cut to two letters as Meta's parameter builder does: the documentation has "lowercase no spaces" for all others.
 */
export function normalRegion(text: string, mayBeAmerican: boolean): string {
  const low = text.trim().toLowerCase();
  if (tidy.test(low)) return low;
  const letters = lettersOf(low);
  if (!mayBeAmerican || letters.length <= 2) return letters;
  return codeOf(bareLettersOf(letters)) ?? letters;
}
