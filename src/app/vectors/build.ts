/**
 * Brings the vectors of all passages together: what the store holds is read, what is missing is computed and kept, batch by
 * batch. Whatever ends a run, the next one goes on where it stood.
 */
import type { Embedder, ModelFailure } from "../../ports/model.ts";
import type { VectorStore } from "../../ports/vectors.ts";
import { type Embedded, embedTexts } from "./embed.ts";

export interface BuildOptions {
  readonly embedder: Embedder;
  readonly store: Pick<VectorStore, "read" | "write">;
  /** What is embedded of each passage; null: it is not sent anywhere. */
  readonly texts: readonly (string | null)[];
  /** Calls under way at once. */
  readonly parallel: number;
  /** Texts a call, at most 64. */
  readonly batch: number;
  /** Resolves after so many milliseconds, and early when the signal aborts. */
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Failures in a row, over all calls, after which it ends; a service that has not answered once is given up sooner. */
  readonly patience: { readonly atFirst: number; readonly later: number };
  readonly signal: AbortSignal;
  /** Told once what was held, then after each batch. */
  readonly progress?: (progress: Progress) => void;
}

/** Passages with a vector, of those that are to have one. */
export interface Progress {
  readonly held: number;
  readonly wanted: number;
}

export interface Built {
  /** In the order of the texts, all of one length; null where there is none. */
  readonly vectors: readonly (Float32Array | null)[];
  readonly computed: number;
  /** Texts that the service would not take. */
  readonly notTaken: number;
  /** What ended the run before all were tried; null: nothing did. */
  readonly failure: ModelFailure | null;
}

/** Texts that the store is asked for at a time; between two, others have their turn. */
const readChunk = 256;
/** Calls in a row of which no text was taken, from which on it is not the texts, but a wrong model. */
const barrenCalls = 3;

const firstPause = 1_000;
const longestPause = 300_000;

/** How long to leave a service alone after so many failures in a row, in milliseconds. */
export const pauseAfter = (failures: number): number =>
  Math.min(longestPause, firstPause * 2 ** Math.min(failures - 1, 20));

/** Never rejects for what a service does; what the store throws is passed on. */
export async function buildVectors(options: BuildOptions): Promise<Built> {
  const vectors = await readHeld(options);
  const first = await computeMissing(options, vectors);
  const length = first.length;
  const stale = vectors.filter((vector) => vector !== null && length !== null && vector.length !== length);
  if (stale.length === 0) return { vectors, ...first };
  // The service answers by another length than before: under the same name it is another model now, and nothing held fits.
  const fitting = vectors.map((vector) => (vector?.length === length ? vector : null));
  const second = await computeMissing(options, fitting);
  return {
    vectors: fitting.map((vector) => (vector?.length === length ? vector : null)),
    computed: first.computed + second.computed,
    notTaken: second.notTaken,
    failure: first.failure ?? second.failure,
  };
}

/** A text without a vector, with the passages it is of. */
interface Missing {
  readonly text: string;
  readonly indices: readonly number[];
}

interface Computed {
  readonly computed: number;
  readonly notTaken: number;
  readonly failure: ModelFailure | null;
  /** Of the vectors computed; null: none was. */
  readonly length: number | null;
}

/** Computes what is missing, into `vectors` and the store. */
async function computeMissing(
  { embedder, store, texts, batch: size, parallel, patience, signal, wait, progress }: BuildOptions,
  vectors: (Float32Array | null)[],
): Promise<Computed> {
  const waiting = batches(missingOf(texts, vectors), size);
  const wanted = texts.filter((text) => text !== null).length;
  let held = vectors.filter((vector) => vector !== null).length;
  let [computed, notTaken, failures, barren] = [0, 0, 0, 0];
  let failure: ModelFailure | null = null;
  let length: number | null = null;

  const keep = (batch: readonly Missing[], embedded: readonly Embedded[]): void => {
    const taken = batch.flatMap((missing, at) => {
      const given = embedded[at];
      return given?.type === "vector" ? [{ ...missing, vector: given.vector }] : [];
    });
    if (taken.length > 0)
      store.write(
        embedder.model,
        taken.map(({ text }) => text),
        taken.map(({ vector }) => vector),
      );
    for (const { indices, vector } of taken) {
      for (const index of indices) vectors[index] = vector;
      held += indices.length;
      length = vector.length;
    }
    computed += taken.length;
    const refused = embedded.filter(({ type }) => type === "not-taken").length;
    notTaken += refused;
    if (taken.length > 0) barren = 0;
    else if (refused > 0) barren++;
    progress?.({ held, wanted });
  };

  /** Puts back what failed, and waits; or gives up. */
  const retry = async (failed: readonly Missing[], reason: ModelFailure): Promise<void> => {
    failures++;
    // What was too much for the time is less in two calls.
    waiting.unshift(
      ...(reason === "timeout" && failed.length > 1
        ? batches(failed, Math.ceil(failed.length / 2))
        : [failed]),
    );
    if (signal.aborted) failure = "stopped";
    else if (failures >= (computed === 0 ? patience.atFirst : patience.later)) failure ??= reason;
    else await wait(pauseAfter(failures), signal);
  };

  const work = async (): Promise<void> => {
    for (;;) {
      const batch = failure === null ? waiting.shift() : undefined;
      if (batch === undefined) return;
      const asked = batch.map(({ text }) => text);
      const embedded = await embedTexts(embedder, asked, signal);
      keep(batch, embedded);
      const failed = batch.filter((_, at) => embedded[at]?.type === "failed");
      const reason = embedded.find((given) => given.type === "failed")?.failure;
      if (reason !== undefined) await retry(failed, reason);
      else if (barren >= barrenCalls) failure = "refused";
      else failures = 0;
    }
  };

  progress?.({ held, wanted });
  await Promise.all(Array.from({ length: parallel }, work));
  return { computed, notTaken, failure, length };
}

/** What the store holds, in the order of the texts. */
export async function readHeld({
  embedder,
  store,
  texts,
  wait,
  signal,
}: Pick<BuildOptions, "texts" | "wait" | "signal"> & {
  readonly embedder: Pick<Embedder, "model">;
  readonly store: Pick<VectorStore, "read">;
}): Promise<(Float32Array | null)[]> {
  const vectors = new Array<Float32Array | null>(texts.length).fill(null);
  const asked = texts.flatMap((text, index) => (text === null ? [] : [{ text, index }]));
  for (const chunk of batches(asked, readChunk)) {
    const held = store.read(
      embedder.model,
      chunk.map(({ text }) => text),
    );
    for (const [at, { index }] of chunk.entries()) vectors[index] = held[at] ?? null;
    await wait(0, signal);
  }
  return ofOneLength(vectors);
}

/** Those as long as the first; others are of another model under the same name. */
const ofOneLength = (vectors: readonly (Float32Array | null)[]): (Float32Array | null)[] => {
  const length = vectors.find((vector) => vector !== null)?.length;
  return vectors.map((vector) => (vector?.length === length ? vector : null));
};

function missingOf(
  texts: readonly (string | null)[],
  vectors: readonly (Float32Array | null)[],
): readonly Missing[] {
  const indices = new Map<string, number[]>();
  for (const [index, text] of texts.entries()) {
    if (text === null || vectors[index] !== null) continue;
    const known = indices.get(text);
    if (known === undefined) indices.set(text, [index]);
    else known.push(index);
  }
  return Array.from(indices, ([text, of]) => ({ text, indices: of }));
}

const batches = <Item>(items: readonly Item[], size: number): (readonly Item[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
