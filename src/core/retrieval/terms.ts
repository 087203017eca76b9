/**
 * The dictionary of an index: numbers tokens from 0 in order of first sight.
 *
 * Millions of tokens pass through while an index is built, so the two commonest kinds never become strings:
 * characters are looked up by code unit, pairs in an open-addressing table over both units. Words go through a
 * Map.
 */

/** No such term. */
export const NONE = -1;

export class TermTable {
  /** How many terms there are. */
  size = 0;
  private readonly characters = new Int32Array(0x10000).fill(NONE);
  private readonly words = new Map<string, number>();
  /** Both units of a pair; 0 where the slot is empty, which no pair is. */
  private keys = new Uint32Array(1 << 12);
  private ids = new Int32Array(1 << 12);
  private pairs = 0;

  /** The term of a Han character, made where it is new. */
  addCharacter(unit: number): number {
    const known = this.characters[unit] ?? NONE;
    if (known !== NONE) return known;
    this.characters[unit] = this.size;
    return this.size++;
  }

  /** The term of a pair of Han characters, made where it is new. */
  addPair(first: number, second: number): number {
    const slot = this.slot(first, second);
    if (this.keys[slot] !== 0) return this.ids[slot] ?? NONE;
    this.keys[slot] = pairKey(first, second);
    this.ids[slot] = this.size;
    if (++this.pairs * 3 > this.keys.length * 2) this.grow();
    return this.size++;
  }

  /** The term of a word, made where it is new. */
  addWord(text: string): number {
    const known = this.words.get(text);
    if (known !== undefined) return known;
    this.words.set(text, this.size);
    return this.size++;
  }

  findCharacter(unit: number): number {
    return this.characters[unit] ?? NONE;
  }

  findPair(first: number, second: number): number {
    const slot = this.slot(first, second);
    return this.keys[slot] === 0 ? NONE : (this.ids[slot] ?? NONE);
  }

  findWord(text: string): number {
    return this.words.get(text) ?? NONE;
  }

  /** Memory held, in bytes; words are estimated. */
  bytes(): number {
    let words = 0;
    for (const word of this.words.keys()) words += 48 + 2 * word.length;
    return this.characters.byteLength + this.keys.byteLength + this.ids.byteLength + words;
  }

  /** The slot that holds a pair, or the empty one it belongs in: linear probing, at most two thirds full. */
  private slot(first: number, second: number): number {
    const key = pairKey(first, second);
    const mask = this.keys.length - 1;
    let slot = (Math.imul(key, 0x9e3779b1) >>> 7) & mask;
    for (;;) {
      const found = this.keys[slot];
      if (found === key || found === 0) return slot;
      slot = (slot + 1) & mask;
    }
  }

  private grow(): void {
    const { keys, ids } = this;
    this.keys = new Uint32Array(keys.length * 2);
    this.ids = new Int32Array(keys.length * 2);
    for (let index = 0; index < keys.length; index++) {
      const key = keys[index] ?? 0;
      if (key === 0) continue;
      const slot = this.slot(key >>> 16, key & 0xffff);
      this.keys[slot] = key;
      this.ids[slot] = ids[index] ?? NONE;
    }
  }
}

function pairKey(first: number, second: number): number {
  return ((first << 16) | second) >>> 0;
}
