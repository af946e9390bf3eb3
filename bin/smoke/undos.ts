/** Takes one thing back; a second call does nothing more. */
export type Undo = () => Promise<void>;

/** What a run made and must take back. */
export interface Undos {
  /** To be called before the thing is made, so that nothing can be left between the two. */
  readonly later: (what: string, undo: () => Promise<unknown>) => Undo;
  /** Takes everything back, the last first, each whatever became of the others. */
  readonly all: () => Promise<{ readonly done: number; readonly left: readonly string[] }>;
}

/** Opens an empty list. */
export function openUndos(): Undos {
  const list: { readonly what: string; readonly undo: Undo }[] = [];
  const later = (what: string, undo: () => Promise<unknown>): Undo => {
    let once: Promise<void> | undefined;
    const first = async () => void (await undo());
    const entry = { what, undo: () => (once ??= first()) };
    list.push(entry);
    return entry.undo;
  };
  const all = async () => {
    const left: string[] = [];
    for (const { what, undo } of list.toReversed()) {
      await undo().catch((thrown: unknown) =>
        left.push(`${what} (${thrown instanceof Error ? thrown.message : thrown})`),
      );
    }
    return { done: list.length - left.length, left };
  };
  return { later, all };
}
