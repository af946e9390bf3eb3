/**
 * Something made when it is first asked for: a cold start meets few of a function's schemas, and making all of them takes
 * up to a third of it.
 */
export function whenNeeded<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
