/** Something the person at the keyboard can mend: its message is the one sentence that is shown, without a stack. */
export class Trouble extends Error {
  override readonly name = 'Trouble';
}

/** The sentence to show for whatever was thrown; an unforeseen error shows its stack, because it is a bug of ours. */
export function sentenceOf(thrown: unknown): string {
  if (thrown instanceof Trouble) return thrown.message;
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
}
