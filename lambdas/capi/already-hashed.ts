/** SHA-256, SHA-256 with the appendix of newer SDKs of Meta's, MD5: how long their text is. */
const lengths: readonly number[] = [64, 73, 32];
const hashes = /^(?:[0-9a-f]{64}(?:\.[\w+/=-]{8})?|[0-9a-f]{32})$/i;
const digestLength = 64;

/**
 * A value that somebody has hashed before us, as Meta takes it: lower-case, an appendix as it is. MD5 passes too, for
 * Meta's SDKs let it pass and the browser's copy must stay the same.
 */
export function alreadyHashed(text: string): string | undefined {
  if (text.length < 32) return undefined;
  const trimmed = text.trim();
  if (!lengths.includes(trimmed.length) || !hashes.test(trimmed)) return undefined;
  return trimmed.slice(0, digestLength).toLowerCase() + trimmed.slice(digestLength);
}
