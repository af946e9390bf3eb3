import { countryNames } from './country-names.ts';
import { namedPlace } from './named-place.ts';
import { bareLettersOf } from './normal-text.ts';

const tidy = /^[a-z]{2}$/;

let codes: ReadonlyMap<string, string> | undefined;

/** Read at the first name: most events come with codes, and a cold start should not pay for 700 names. */
function codeOf(letters: string): string | undefined {
  codes ??= new Map(
    countryNames.split(',').flatMap((line) => {
      const [code = '', ...names] = line.trim().split(/\s+/);
      return names.map((name): [string, string] => [name, code]);
    }),
  );
  return namedPlace(codes, letters);
}

/** "UK" is what people write; ISO 3166 reserves it and says GB. */
const asIso = (code: string): string => (code === 'uk' ? 'gb' : code);

/** A country as ISO-2, lower-case: from a code of two or three letters or from a name. */
export function normalCountry(text: string): string | undefined {
  const low = text.trim().toLowerCase();
  if (tidy.test(low)) return asIso(low);
  const letters = bareLettersOf(low);
  return tidy.test(letters) ? asIso(letters) : codeOf(letters);
}
