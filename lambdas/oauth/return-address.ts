/** What may follow an origin in an address. */
const afterOrigin = /^(?:[/?#]|$)/;

/** Browsers read a backslash as a slash and drop tabs and line ends: an address with one is not what it looks like. */
const trap = /[\\\s\p{Cc}]/u;

/**
 * The address to which a person may be sent back, or undefined. Its origin must be one of `origins`, exactly and as
 * written: no user, no port, dot, capital or look-alike that only a parser would forgive.
 */
export function returnAddress(text: string, origins: readonly string[]): URL | undefined {
  const origin = origins.find((one) => text.startsWith(one) && afterOrigin.test(text.slice(one.length)));
  if (origin === undefined || trap.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.origin === origin && url.username === '' && url.password === '' ? url : undefined;
}

/** The address with our answer in its query; what the app had put there stays. */
export function withAnswer(address: URL, name: 'connection' | 'error', value: string): string {
  const answered = new URL(address);
  answered.searchParams.delete('connection');
  answered.searchParams.delete('error');
  answered.searchParams.set(name, value);
  return answered.href;
}
