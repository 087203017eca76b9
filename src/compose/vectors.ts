/** Search by meaning, where an embedding model is set. The library and the vectors' file are opened only then. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type BackgroundVectors, createBackgroundVectors } from "../app/vectors/background.ts";
import { readHeld } from "../app/vectors/build.ts";
import { embeddedText, vectorIndexOf } from "../app/vectors/passages.ts";
import { createFitting, createQuestionVector, type QuestionVector } from "../app/vectors/questions.ts";
import type { Config } from "../config.ts";
import type { Passage } from "../core/retrieval/index.ts";
import type { VectorIndex } from "../core/retrieval/vectors.ts";
import type { Embedder } from "../ports/model.ts";
import type { Log, Telemetry } from "../ports/telemetry.ts";
import type { VectorStore } from "../ports/vectors.ts";
import { composeEmbedder } from "./model.ts";

/** As long as an answer waits for its question's vector, in milliseconds. */
const questionMilliseconds = 1_000;
/** As long as a call may take on the command line. */
const commandMilliseconds = 10_000;
/** As long as a call may take that nobody waits for. */
const passageMilliseconds = 30_000;
/** Questions whose vectors are remembered: at 1 024 numbers some 2 MB. */
const rememberedQuestions = 512;

const folderOf = (config: Config): string => join(config.DATA_DIR, "vectors");

/** Resolves early when the signal aborts. */
export const waitFor = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  pause(milliseconds, undefined, { signal }).catch(() => {});

/** @throws {VectorsUnusableError} the folder cannot hold them */
export async function openVectors(config: Config, warn: (message: string) => void): Promise<VectorStore> {
  const { createSqliteVectors } = await import("../adapters/vectors/sqlite-vectors.ts");
  return createSqliteVectors({ directory: folderOf(config), warn });
}

/** The embedding model for passages, patient; null where none is set. */
export const passageEmbedder = (config: Config, log: Log, telemetry?: Telemetry): Embedder | null =>
  composeEmbedder(config, log, passageMilliseconds, "passages", telemetry);

/** What a server searches by beside words. */
export interface ComposedVectors {
  readonly background: BackgroundVectors;
  /** Null while the passages' vectors are not there. */
  readonly vectorOf: QuestionVector;
}

/** Null where no embedding model is set. Nothing is done before `background.start()`. */
export function composeVectors(
  config: Config,
  passages: readonly Passage[],
  log: Log,
  telemetry: Telemetry,
): ComposedVectors | null {
  const embedder = passageEmbedder(config, log, telemetry);
  // A breaker of its own: that passages are slow says nothing of one question.
  const quick = composeEmbedder(config, log, questionMilliseconds, "questions", telemetry);
  if (embedder === null || quick === null) return null;
  const background = createBackgroundVectors({
    passages,
    embedder,
    openStore: () => openVectors(config, (message) => log.warn({}, message)),
    wait: waitFor,
    log,
  });
  const vectorOf = createQuestionVector(quick, rememberedQuestions);
  const fitting = createFitting(
    () => background.index()?.dimensions ?? 0,
    (message) => log.warn({}, message),
  );
  return {
    background,
    vectorOf: async (question, signal) =>
      background.index() === null ? null : fitting(await vectorOf(question, signal)),
  };
}

/** What a command searches by beside words: the vectors that are held, as they are. */
export interface HeldVectors {
  readonly index: VectorIndex;
  readonly embedder: Embedder;
  /** Keeps back a vector that cannot be compared with these. */
  readonly fitting: (vector: Float32Array | null) => Float32Array | null;
}

/** Null where no embedding model is set, or too few passages have their vectors: told, with the remedy. */
export async function openHeldVectors(
  config: Config,
  passages: readonly Passage[],
  log: Log,
): Promise<HeldVectors | null> {
  const embedder = composeEmbedder(config, log, commandMilliseconds, "questions");
  const held = passageEmbedder(config, log);
  if (embedder === null || held === null) return null;
  const index = existsSync(folderOf(config)) ? await readIndex(config, held, passages, log) : null;
  if (index === null)
    log.warn({}, "vectors are missing: words alone are searched by; build them with: cli knowledge embed");
  if (index === null) return null;
  const fitting = createFitting(
    () => index.dimensions,
    (message) => log.warn({}, message),
  );
  return { index, embedder, fitting };
}

async function readIndex(
  config: Config,
  embedder: Pick<Embedder, "model">,
  passages: readonly Passage[],
  log: Log,
): Promise<VectorIndex | null> {
  const store = await openVectors(config, (message) => log.warn({}, message));
  try {
    const texts = passages.map(embeddedText);
    const { signal } = new AbortController();
    return vectorIndexOf(passages, await readHeld({ embedder, store, texts, wait: waitFor, signal }));
  } finally {
    store.close();
  }
}
