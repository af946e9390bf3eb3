/** FNV-1a, 32 bits, over UTF-16 units. Frozen: another hash would look for kept rows in the wrong partition. */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** Which of `shards` partitions a text belongs to; high bits are folded in, as FNV's low bits alone are poor. */
export const shardOf = (text: string, shards: number): number => {
  const hash = fnv1a(text);
  return ((hash >>> 16) ^ (hash & 0xffff)) % shards;
};
