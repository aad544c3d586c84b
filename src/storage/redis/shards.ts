/** The shard of a key: FNV-1a over its UTF-16 units. Keys of one shard lie in one slot of a cluster, so one script reaches them. */
export function shardOf(key: string, shards: number): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index += 1) {
    hash ^= key.charCodeAt(index);
    hash = Math.imul(hash, 0x01000193) >>> 0;
  }
  return hash % shards;
}
