/**
 * The vectors of the passages while a server runs: built beside the work, as slowly as the service wants it, until they are
 * there. Until then, and whatever goes wrong, words alone are searched by.
 */
import type { Passage } from "../../core/retrieval/index.ts";
import type { VectorIndex } from "../../core/retrieval/vectors.ts";
import type { Embedder } from "../../ports/model.ts";
import type { Log } from "../../ports/telemetry.ts";
import type { VectorStore } from "../../ports/vectors.ts";
import { type BuildOptions, buildVectors, type Progress, pauseAfter } from "./build.ts";
import { embeddedText, vectorIndexOf } from "./passages.ts";

export interface BackgroundOptions extends Pick<BuildOptions, "wait"> {
  readonly passages: readonly Passage[];
  readonly embedder: Embedder;
  /** Opened in the background, too; closed when the vectors are there. */
  readonly openStore: () => Promise<VectorStore>;
  readonly log: Log;
}

export interface BackgroundVectors {
  /** Null while they are not there. */
  index(): VectorIndex | null;
  progress(): Progress;
  start(): void;
  /** Breaks off; what was computed is kept. */
  stop(): Promise<void>;
}

const parallel = 2;
const batch = 32;
/** The service is waited for as long as it takes. */
const patience = { atFirst: Number.POSITIVE_INFINITY, later: Number.POSITIVE_INFINITY };
/** A run that the service ended by refusing everything, or the disk by being full, is tried again this late. */
const againAfterFailures = 9;

export function createBackgroundVectors(options: BackgroundOptions): BackgroundVectors {
  const { passages, embedder, openStore, log, wait } = options;
  const abort = new AbortController();
  let index: VectorIndex | null = null;
  let progress: Progress = { held: 0, wanted: passages.length };
  let running: Promise<void> | null = null;

  const runOnce = async (): Promise<boolean> => {
    const store = await openStore();
    try {
      const { vectors, computed, notTaken, failure } = await buildVectors({
        embedder,
        store,
        texts: passages.map(embeddedText),
        parallel,
        batch,
        patience,
        wait,
        signal: abort.signal,
        progress(now) {
          progress = now;
          log.debug(now, "vectors");
        },
      });
      index = vectorIndexOf(passages, vectors);
      const told = { model: embedder.model, ...progress, computed, notTaken, failure };
      if (index === null) log.warn(told, "vectors are not there: words alone are searched by");
      else log.info(told, "vectors are there");
      return failure === null;
    } finally {
      store.close();
    }
  };

  const run = async (): Promise<void> => {
    while (!abort.signal.aborted) {
      const done = await runOnce().catch((error: unknown) => {
        log.error({ err: error }, "vectors could not be built");
        return false;
      });
      if (done) return;
      await wait(pauseAfter(againAfterFailures), abort.signal);
    }
  };

  return {
    index: () => index,
    progress: () => progress,
    start() {
      running ??= run();
    },
    async stop() {
      abort.abort();
      await running;
    },
  };
}
