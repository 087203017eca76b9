/**
 * Search by vectors, all compared: own flat array beside the plain way, an array of number arrays, a loop and a sort. Vectors
 * are made by chance, which is the worst case: nothing lies near anything. It says nothing about quality.
 */
import { buildVectorIndex } from "../src/core/retrieval/vectors.ts";

export interface VectorRow {
  readonly engine: string;
  readonly passages: number;
  readonly buildSeconds: number;
  /** Megabytes (10⁶ bytes) of vectors; null where that is not known. */
  readonly megabytes: number | null;
  readonly queries: number;
  readonly p50Milliseconds: number;
  readonly p95Milliseconds: number;
}

const dimensions = 1024;
const top = 100;
const sizes = [1_000, 10_000, 55_000];
const warmUp = 3;

/** A generator of its own, so that every run measures the same vectors. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
}

function unitVectors(count: number, seed: number): Float32Array[] {
  const next = chance(seed);
  return Array.from({ length: count }, () => {
    const numbers = Float32Array.from({ length: dimensions }, next);
    const length = Math.hypot(...numbers);
    return numbers.map((number) => number / length);
  });
}

interface VectorEngine {
  readonly name: string;
  build(
    ids: readonly string[],
    vectors: readonly Float32Array[],
  ): { readonly search: (question: Float32Array) => unknown; readonly bytes: number | null };
}

const own: VectorEngine = {
  name: "own flat array",
  build(ids, vectors) {
    const index = buildVectorIndex(ids, vectors);
    return { search: (question) => index.search(question, { top }), bytes: index.bytes() };
  },
};

const plain: VectorEngine = {
  name: "number[][], loop and sort",
  build(ids, vectors) {
    const rows = vectors.map((vector, at) => ({ id: ids[at] ?? "", numbers: Array.from(vector) }));
    return {
      bytes: null,
      search(question) {
        const asked = Array.from(question);
        return rows
          .map(({ id, numbers }) => {
            let score = 0;
            for (let at = 0; at < asked.length; at++) score += (asked[at] ?? 0) * (numbers[at] ?? 0);
            return { id, score };
          })
          .sort((left, right) => right.score - left.score || (left.id < right.id ? -1 : 1))
          .slice(0, top);
      },
    };
  },
};

/** @param seconds of queries at most for each engine and size */
export function measureVectors(seconds: number): VectorRow[] {
  const questions = unitVectors(200, 7);
  return sizes.flatMap((size) => {
    process.stderr.write(`vectors of ${size} passages …\n`);
    const vectors = unitVectors(size, size);
    const ids = vectors.map((_, at) => `p${at}`);
    return [own, plain].map((engine): VectorRow => {
      const started = performance.now();
      const { search, bytes } = engine.build(ids, vectors);
      const buildSeconds = (performance.now() - started) / 1000;
      for (const question of questions.slice(0, warmUp)) search(question);
      const times: number[] = [];
      const until = performance.now() + seconds * 1000;
      for (let at = warmUp; performance.now() < until; at++) {
        const from = performance.now();
        search(questions[at % questions.length] as Float32Array);
        times.push(performance.now() - from);
      }
      times.sort((left, right) => left - right);
      const at = (share: number): number =>
        Number((times[Math.floor(times.length * share)] ?? Number.NaN).toFixed(2));
      return {
        engine: engine.name,
        passages: size,
        buildSeconds: Number(buildSeconds.toFixed(2)),
        megabytes: bytes === null ? null : Math.round(bytes / 1e6),
        queries: times.length,
        p50Milliseconds: at(0.5),
        p95Milliseconds: at(0.95),
      };
    });
  });
}
