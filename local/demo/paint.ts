const CODES = {
  bold: [1, 22],
  dim: [2, 22],
  green: [32, 39],
  yellow: [33, 39],
  red: [31, 39],
  cyan: [36, 39],
} as const;

/** Colours a text, or leaves it alone. */
export type Paint = Record<keyof typeof CODES, (text: string) => string>;

/** Colours only on a terminal, and never when `NO_COLOR` is set (no-color.org). */
export function makePaint(isTerminal: boolean, noColor: string | undefined): Paint {
  const on = isTerminal && !noColor;
  const code =
    ([open, close]: readonly [number, number]) =>
    (text: string) =>
      on ? `\u001b[${open}m${text}\u001b[${close}m` : text;
  return {
    bold: code(CODES.bold),
    dim: code(CODES.dim),
    green: code(CODES.green),
    yellow: code(CODES.yellow),
    red: code(CODES.red),
    cyan: code(CODES.cyan),
  };
}
