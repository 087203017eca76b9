/**
 * Search by meaning: the passages whose vectors point the way a question's does, found exactly.
 *
 * All vectors lie in one flat array, row after row in the order of the index. Every admitted row is compared; four rows are
 * walked along together, so that an element of the question is read once for four products, and each row's sum is still made
 * in the order of its elements: what is found is what a plain loop finds, to the last bit.
 */
import type { Hit } from "./index.ts";

export interface VectorSearchOptions {
  /** How many hits at most; 10. */
  readonly top?: number;
  /** Passages that may be found, by their index in the order they were given. */
  readonly filter?: (index: number) => boolean;
}

export interface VectorIndex {
  /** Passages that have a vector. */
  readonly held: number;
  /** Numbers of each vector; 0 where there is none. */
  readonly dimensions: number;
  /**
   * The passages nearest in direction, greatest cosine first, equal ones by id in code-unit order; none whose cosine is 0 or
   * less. A question of another length than the passages was made by another model and finds nothing.
   *
   * @param question of length 1, as every vector here
   */
  search(question: Float32Array, options?: VectorSearchOptions): Hit[];
  /** Memory held by the vectors, in bytes. */
  bytes(): number;
}

/**
 * Lays the vectors out.
 *
 * @param ids of all passages, in the order of the index that filters count by
 * @param vectors of the same passages, each of length 1; null where there is none, and such a passage is never found
 * @throws {RangeError} two vectors are not equally long
 */
export function buildVectorIndex(
  ids: readonly string[],
  vectors: readonly (Float32Array | null)[],
): VectorIndex {
  const held = ids.flatMap((_, index) => vectors[index] ?? []);
  const dimensions = held[0]?.length ?? 0;
  const places = Int32Array.from(ids.keys()).filter((index) => vectors[index] != null);
  const all = Int32Array.from(places.keys());
  const flat = new Float32Array(held.length * dimensions);
  for (const [row, vector] of held.entries()) {
    if (vector.length !== dimensions)
      throw new RangeError(
        `vectors of ${dimensions} and of ${vector.length} numbers stand together; they must be of one model`,
      );
    flat.set(vector, row * dimensions);
  }

  return {
    held: held.length,
    dimensions,
    search(question, { top = 10, filter } = {}) {
      if (question.length !== dimensions || !(top >= 1)) return [];
      const rows = filter === undefined ? all : all.filter((row) => filter(places[row] as number));
      const best = new Best(Math.floor(top), (row) => ids[places[row] as number] ?? "");
      eachProduct(flat, rows, question, (row, product) => best.offer(row, product));
      return best.hits();
    },
    bytes: () => flat.byteLength + places.byteLength + all.byteLength,
  };
}

/** Tells the product of the question with each of the rows, in their order. */
function eachProduct(
  flat: Float32Array,
  rows: Int32Array,
  question: Float32Array,
  tell: (row: number, product: number) => void,
): void {
  const { length } = question;
  const whole = rows.length - (rows.length % 4);
  for (let at = 0; at < whole; at += 4) {
    const first = (rows[at] as number) * length;
    const second = (rows[at + 1] as number) * length;
    const third = (rows[at + 2] as number) * length;
    const fourth = (rows[at + 3] as number) * length;
    let [one, two, three, four] = [0, 0, 0, 0];
    for (let element = 0; element < length; element++) {
      const asked = question[element] as number;
      one += asked * (flat[first + element] as number);
      two += asked * (flat[second + element] as number);
      three += asked * (flat[third + element] as number);
      four += asked * (flat[fourth + element] as number);
    }
    tell(rows[at] as number, one);
    tell(rows[at + 1] as number, two);
    tell(rows[at + 2] as number, three);
    tell(rows[at + 3] as number, four);
  }
  for (const row of rows.subarray(whole)) {
    const start = row * length;
    let sum = 0;
    for (let element = 0; element < length; element++)
      sum += (question[element] as number) * (flat[start + element] as number);
    tell(row, sum);
  }
}

/** The rows of greatest product, in order. Few of many rows get in, so a sorted list is enough. */
class Best {
  private readonly kept: Hit[] = [];
  private least = 0;
  private readonly top: number;
  private readonly idOf: (row: number) => string;

  constructor(top: number, idOf: (row: number) => string) {
    this.top = top;
    this.idOf = idOf;
  }

  offer(row: number, score: number): void {
    // What is no number is above nothing.
    if (!(score > 0) || score < this.least) return;
    const hit = { id: this.idOf(row), score };
    let place = this.kept.length;
    while (place > 0 && before(hit, this.kept[place - 1] as Hit)) place--;
    if (place >= this.top) return;
    this.kept.splice(place, 0, hit);
    if (this.kept.length > this.top) this.kept.pop();
    if (this.kept.length === this.top) this.least = this.kept[this.top - 1]?.score ?? 0;
  }

  hits(): Hit[] {
    return this.kept;
  }
}

const before = (one: Hit, other: Hit): boolean =>
  one.score > other.score || (one.score === other.score && one.id < other.id);
