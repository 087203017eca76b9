/**
 * The vectors of the passages while a server runs: built beside the work, as slowly as the service wants it, until they are
 * there. Until then, and whatever goes wrong, words alone are searched by.
 */
import type { Passage } from "../../core/retrieval/index.ts";
import type { VectorIndex } from "../../core/retrieval/vectors.ts";
import type { Embedder } from "../../ports/model.ts";
import type { Log } from "../../ports/telemetry.ts";
import type { VectorStore } from "../../ports/vectors.ts";
import { type BuildOptions, buildVectors, type Progress, pauseAfter, readHeld } from "./build.ts";
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
/** After a run that came to nothing (the service refused, the disk was full) as long a pause as after so many failed calls. */
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
      const asked = { embedder, store, texts: passages.map(embeddedText), wait, signal: abort.signal };
      // Where a few texts have changed since the last start, the others need not wait for the service.
      index = vectorIndexOf(passages, await readHeld(asked));
      const { vectors, computed, notTaken, failure } = await buildVectors({
        ...asked,
        parallel,
        batch,
        patience,
        progress(now) {
          progress = now;
          log.debug(now, "vectors");
        },
      });
      index = vectorIndexOf(passages, vectors);
      const told = { model: embedder.model, ...progress, computed, notTaken, failure };
      if (index === null) log.warn(told, "vectors are not there: words alone are searched by");
      else log.info(told, "vectors are there");
      // Nothing left to ask for: another run would end the same.
      return index !== null || (failure === null && notTaken === 0);
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
