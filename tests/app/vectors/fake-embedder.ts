/** An embedding model and a store for vectors, by hand, against their ports. */
import type { Embedder, EmbeddingReply, ModelFailure } from "../../../src/ports/model.ts";
import type { VectorStore } from "../../../src/ports/vectors.ts";
import { hashedVector } from "../../llm/vectors.ts";

export function vectorFor(text: string): Float32Array {
  const numbers = hashedVector(text);
  const length = Math.hypot(...numbers);
  return Float32Array.from(numbers, (number) => number / length);
}

export interface FakeEmbedder extends Embedder {
  /** The texts of each call. */
  readonly calls: readonly (readonly string[])[];
}

/** @param answer what comes of a call: a failure, other vectors, or null: the vectors of the texts */
export function fakeEmbedder(
  answer: (texts: readonly string[], call: number) => ModelFailure | readonly Float32Array[] | null = () =>
    null,
): FakeEmbedder {
  const calls: (readonly string[])[] = [];
  return {
    model: "fake",
    calls,
    async embed(texts, signal): Promise<EmbeddingReply> {
      if (signal?.aborted === true) return { ok: false, failure: "stopped" };
      calls.push(texts);
      const given = answer(texts, calls.length - 1) ?? texts.map(vectorFor);
      return typeof given === "string" ? { ok: false, failure: given } : { ok: true, vectors: given };
    },
  };
}

export interface MemoryVectors extends VectorStore {
  readonly held: Map<string, Float32Array>;
}

export function memoryVectors(): MemoryVectors {
  const held = new Map<string, Float32Array>();
  return {
    held,
    read: (model, texts) => texts.map((text) => held.get(`${model} ${text}`) ?? null),
    write(model, texts, vectors) {
      for (const [at, vector] of vectors.entries()) held.set(`${model} ${texts[at]}`, vector);
    },
    prune() {
      throw new Error("nobody prunes here");
    },
    close() {},
  };
}
