/** What a change did; `after` is what stands now, undefined when nothing does. */
export interface Changed<T> {
  readonly before: T | undefined;
  readonly after: T | undefined;
}
