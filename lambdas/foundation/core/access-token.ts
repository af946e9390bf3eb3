/** What a token shows of itself, wherever it is printed. */
const shown = '[token]';

/**
 * A token of Meta's. It cannot be printed: text, JSON and `console.log` of it all say `[token]`. Only `foundation/meta`
 * and the vault ask for its text (`test/architecture/words.test.ts` holds everybody else back).
 */
export class AccessToken {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The token in clear. */
  static textOf(token: AccessToken): string {
    return token.#text;
  }

  toString(): string {
    return shown;
  }

  toJSON(): string {
    return shown;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return shown;
  }
}
