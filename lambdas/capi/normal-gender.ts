/** The words that Meta's parameter builder takes for one of the two genders that Meta knows. */
const words = {
  m:
    'm male man boy gentleman guy sir mister mr son father dad daddy papa uncle nephew brother husband boyfriend groom ' +
    'widower king prince duke count emperor god lord lad fellow chap bloke dude he him his himself',
  f:
    "f female woman girl lady miss ms mrs madam ma'am daughter mother mom mama mommy aunt niece sister wife girlfriend " +
    'bride widow queen princess duchess countess empress goddess maiden lass gal chick dame belle she her hers herself',
} as const;

const letters: ReadonlyMap<string, string> = new Map(
  Object.entries(words).flatMap(([letter, list]) => list.split(' ').map((word): [string, string] => [word, letter])),
);

/** `f` or `m`; Meta knows no other. */
export const normalGender = (text: string): string | undefined => letters.get(text.trim().toLowerCase());
