/** Order without chance: settled by a seed, the same each time. */

/** FNV-1a over the UTF-16 units. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return hash;
}

/** The items in an order that the seed settles. @param idOf tells items apart */
export const seededOrder = <Item>(
  items: readonly Item[],
  idOf: (item: Item) => string,
  seed: string,
): readonly Item[] =>
  items
    .map((item) => ({ item, id: idOf(item) }))
    .map((entry) => ({ ...entry, key: spread(hashOf(`${seed}/${entry.id}`)) }))
    .sort((one, other) => one.key - other.key || (one.id < other.id ? -1 : 1))
    .map(({ item }) => item);

/** Texts that differ in their last letter alone have neighbouring hashes; this drives them apart (the end of MurmurHash3). */
function spread(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
