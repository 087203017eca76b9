import { describe, expect, it } from "vitest";
import { type BackgroundOptions, createBackgroundVectors } from "../../../src/app/vectors/background.ts";
import type { Passage } from "../../../src/core/retrieval/index.ts";
import { fakeEmbedder, memoryVectors, vectorFor } from "./fake-embedder.ts";

const passages = Array.from(
  { length: 40 },
  (_, at): Passage => ({
    id: `p${at}`,
    title: "",
    section: "",
    text: `第${at}条`,
    keywords: "",
    category: "",
  }),
);

/** One whose pauses take no time, that tells its log, and what to wait for: the first line that holds a text. */
function open(given: Partial<BackgroundOptions> = {}) {
  const lines: string[] = [];
  const waiting: { readonly text: string; readonly found: () => void }[] = [];
  const note = (level: string) => (_: object, message: string) => {
    lines.push(`${level} ${message}`);
    for (const { text, found } of waiting) if (`${level} ${message}`.includes(text)) found();
  };
  const pauses: number[] = [];
  const vectors = createBackgroundVectors({
    passages,
    embedder: fakeEmbedder(),
    openStore: async () => memoryVectors(),
    async wait(milliseconds) {
      if (milliseconds > 0) pauses.push(milliseconds);
      // Others have their turn, as in a pause that takes time.
      await new Promise((resolve) => setImmediate(resolve));
    },
    log: { debug() {}, info: note("info"), warn: note("warn"), error: note("error") },
    ...given,
  });
  const logged = (text: string): Promise<void> =>
    new Promise((found) => {
      waiting.push({ text, found });
      if (lines.some((line) => line.includes(text))) found();
    });
  return { vectors, pauses, lines, logged };
}

describe("vectors built in the background", () => {
  it("are there once all are computed, and not before", async () => {
    const { vectors, logged } = open();
    expect([vectors.index(), vectors.progress()]).toEqual([null, { held: 0, wanted: 40 }]);
    vectors.start();
    expect(vectors.index()).toBeNull();
    await logged("vectors are there");
    expect(vectors.progress()).toEqual({ held: 40, wanted: 40 });
    expect(vectors.index()?.search(vectorFor("第7条"), { top: 1 })).toEqual([
      { id: "p7", score: expect.closeTo(1) },
    ]);
    await vectors.stop();
  });

  it("wait for a service that is down as long as it is", async () => {
    const { vectors, pauses, logged } = open({
      embedder: fakeEmbedder((_, call) => (call < 30 ? "unavailable" : null)),
    });
    vectors.start();
    await logged("vectors are there");
    expect(pauses.slice(0, 3)).toEqual([1_000, 2_000, 4_000]);
    expect(pauses.length).toBe(30);
    await vectors.stop();
  });

  it("try again, much later, after a disk that was full or a service that refused everything", async () => {
    let opened = 0;
    const { vectors, pauses, logged, lines } = open({
      openStore: async () => {
        if (opened++ === 0) throw new Error("full");
        return memoryVectors();
      },
      embedder: fakeEmbedder(() => (opened === 2 ? "refused" : null)),
    });
    vectors.start();
    await logged("vectors are there");
    expect(lines).toContain("error vectors could not be built");
    expect(lines).toContain("warn vectors are not there: words alone are searched by");
    expect(pauses).toEqual([256_000, 256_000]);
    await vectors.stop();
  });

  it("break off at a stop, keep what was computed, and are gone on with by the next start", async () => {
    const store = memoryVectors();
    const openStore = async () => store;
    // The second call never ends by itself.
    const first = fakeEmbedder();
    let hangs = (): void => {};
    const hung = new Promise<void>((resolve) => {
      hangs = resolve;
    });
    const broken = open({
      openStore,
      embedder: {
        ...first,
        embed(texts, signal) {
          if (first.calls.length === 0) return first.embed(texts, signal);
          return new Promise((resolve) => {
            signal?.addEventListener("abort", () => resolve({ ok: false, failure: "stopped" }));
            hangs();
          });
        },
      },
    });
    broken.vectors.start();
    await hung;
    await broken.vectors.stop();
    expect(store.held.size).toBe(32);
    const rest = fakeEmbedder();
    const { vectors, logged } = open({ openStore, embedder: rest });
    vectors.start();
    await logged("vectors are there");
    expect(rest.calls.flat().length).toBe(8);
    await vectors.stop();
  });

  it("are used at once where nearly all are held, though the service is down", async () => {
    const store = memoryVectors();
    const openStore = async () => store;
    const first = open({ openStore });
    first.vectors.start();
    await first.logged("vectors are there");
    const changed = passages.with(0, { ...(passages[0] as Passage), text: "改了" });
    let failed = (): void => {};
    const asked = new Promise<void>((resolve) => {
      failed = resolve;
    });
    const { vectors } = open({
      openStore,
      passages: changed,
      embedder: fakeEmbedder(() => {
        failed();
        return "unavailable";
      }),
    });
    vectors.start();
    await asked;
    expect(vectors.index()?.held).toBe(39);
    await vectors.stop();
  });

  it("end at once where they were never started", async () => {
    await expect(open().vectors.stop()).resolves.toBeUndefined();
  });
});
