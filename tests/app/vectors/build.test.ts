import { describe, expect, it } from "vitest";
import { type BuildOptions, buildVectors, pauseAfter } from "../../../src/app/vectors/build.ts";
import { type FakeEmbedder, fakeEmbedder, memoryVectors, vectorFor } from "./fake-embedder.ts";

const texts = Array.from({ length: 10 }, (_, at) => `第${at}条`);

/** Builds with pauses that take no time and are noted. */
async function build(embedder: FakeEmbedder, given: Partial<BuildOptions> = {}) {
  const pauses: number[] = [];
  const built = await buildVectors({
    embedder,
    store: memoryVectors(),
    texts,
    parallel: 1,
    batch: 4,
    patience: { atFirst: 3, later: 5 },
    async wait(milliseconds) {
      if (milliseconds > 0) pauses.push(milliseconds);
    },
    signal: new AbortController().signal,
    ...given,
  });
  return { ...built, pauses };
}

describe("building vectors", () => {
  it("gives each text its vector, in order, in calls of at most the batch", async () => {
    const embedder = fakeEmbedder();
    const built = await build(embedder);
    expect(built).toMatchObject({ computed: 10, notTaken: 0, failure: null });
    expect(built.vectors).toEqual(texts.map(vectorFor));
    expect(embedder.calls.map(({ length }) => length)).toEqual([4, 4, 2]);
  });

  it("sends nothing that is held, and of a changed text that one alone", async () => {
    const store = memoryVectors();
    await build(fakeEmbedder(), { store });
    const again = fakeEmbedder();
    expect(await build(again, { store })).toMatchObject({ computed: 0, failure: null });
    expect(again.calls).toEqual([]);
    const changed = texts.with(3, "第三条，修改后");
    const built = await build(again, { store, texts: changed });
    expect(again.calls).toEqual([["第三条，修改后"]]);
    expect(built.vectors).toEqual(changed.map(vectorFor));
  });

  it("computes everything again for another model", async () => {
    const store = memoryVectors();
    await build(fakeEmbedder(), { store });
    const other = { ...fakeEmbedder(), model: "other" };
    expect(await build(other, { store })).toMatchObject({ computed: 10 });
  });

  it("sends the same text once, and what is not to be sent never", async () => {
    const embedder = fakeEmbedder();
    const built = await build(embedder, { texts: ["甲", null, "甲", "乙"] });
    expect(embedder.calls).toEqual([["甲", "乙"]]);
    expect(built.vectors).toEqual([vectorFor("甲"), null, vectorFor("甲"), vectorFor("乙")]);
  });

  it("goes on where it was broken off", async () => {
    const store = memoryVectors();
    const caller = new AbortController();
    const broken = await build(
      fakeEmbedder((_, call) => {
        if (call === 1) caller.abort();
        return null;
      }),
      { store, signal: caller.signal },
    );
    expect(broken).toMatchObject({ computed: 8, failure: "stopped" });
    const rest = fakeEmbedder();
    expect(await build(rest, { store })).toMatchObject({ computed: 2, failure: null });
    expect(rest.calls).toEqual([texts.slice(8)]);
  });

  it("waits longer after each failure in a row, and tries the same texts again", async () => {
    const embedder = fakeEmbedder((_, call) => (call >= 1 && call <= 3 ? "unavailable" : null));
    const built = await build(embedder);
    expect(built).toMatchObject({ computed: 10, failure: null, pauses: [1_000, 2_000, 4_000] });
    expect(embedder.calls[4]).toEqual(embedder.calls[1]);
  });

  it("gives up a service that never answered sooner than one that did", async () => {
    const never = fakeEmbedder(() => "unavailable");
    expect(await build(never)).toMatchObject({ computed: 0, failure: "unavailable" });
    expect(never.calls.length).toBe(3);
    const later = fakeEmbedder((_, call) => (call === 0 ? null : "timeout"));
    expect(await build(later)).toMatchObject({ computed: 4, failure: "timeout" });
    expect(later.calls.length).toBe(6);
  });

  it("pauses at most five minutes", () => {
    expect([1, 2, 9, 10, 1_000].map(pauseAfter)).toEqual([1_000, 2_000, 256_000, 300_000, 300_000]);
  });

  it("asks for half at a time where a call takes too long", async () => {
    const embedder = fakeEmbedder((asked) => (asked.length > 2 ? "timeout" : null));
    expect(await build(embedder)).toMatchObject({ computed: 10, failure: null });
  });

  it("finds a service's own limit on texts a call", async () => {
    const embedder = fakeEmbedder((asked) => (asked.length > 3 ? "refused" : null));
    const built = await build(embedder, { batch: 10 });
    expect(built).toMatchObject({ computed: 10, notTaken: 0, failure: null, pauses: [] });
    expect(built.vectors).toEqual(texts.map(vectorFor));
  });

  it.each(["refused", "malformed"] as const)("leaves out the one text that is %s alone", async (failure) => {
    const built = await build(
      fakeEmbedder((asked) => (!asked.includes("第6条") ? null : asked.length === 1 ? failure : "refused")),
    );
    expect(built).toMatchObject({ computed: 9, notTaken: 1, failure: null });
    expect(built.vectors).toEqual(texts.map((text) => (text === "第6条" ? null : vectorFor(text))));
  });

  it("ends where everything is refused, long before it has asked for each", async () => {
    const many = Array.from({ length: 1_000 }, (_, at) => `${at}`);
    const embedder = fakeEmbedder(() => "refused");
    expect(await build(embedder, { texts: many })).toMatchObject({ computed: 0, failure: "refused" });
    expect(embedder.calls.length).toBeLessThan(50);
  });

  it("ends, too, where a page comes in the way later, and keeps what was computed", async () => {
    const many = Array.from({ length: 1_000 }, (_, at) => `${at}`);
    const embedder = fakeEmbedder((_, call) => (call < 2 ? null : "malformed"));
    expect(await build(embedder, { texts: many })).toMatchObject({ computed: 8, failure: "malformed" });
    expect(embedder.calls.length).toBeLessThan(10);
  });

  it("asks for no half of what comes back as rubbish", async () => {
    const embedder = fakeEmbedder(() => "malformed");
    expect(await build(embedder)).toMatchObject({ computed: 0, notTaken: 0, failure: "malformed" });
    expect(embedder.calls.length).toBe(3);
  });

  it("takes it for the service's fault after three calls without a vector, not after fewer", async () => {
    const refused = new Set(texts.slice(2, 8));
    const built = await build(
      fakeEmbedder((asked) => (asked.some((text) => refused.has(text)) ? "refused" : null)),
      { batch: 2 },
    );
    expect(built).toMatchObject({ computed: 2, notTaken: 6, failure: "refused" });
    const larger = await build(
      fakeEmbedder((asked) => (asked.some((text) => refused.has(text)) ? "refused" : null)),
    );
    expect(larger).toMatchObject({ computed: 4, notTaken: 6, failure: null });
  });

  it("computes all again where the service answers by another length under the same name", async () => {
    const store = memoryVectors();
    await build(fakeEmbedder(), { store, texts: texts.slice(0, 8) });
    const short = (text: string): Float32Array => Float32Array.of(text.length, 1);
    const built = await build(
      fakeEmbedder((asked) => asked.map(short)),
      { store },
    );
    expect(built).toMatchObject({ computed: 10, failure: null });
    expect(built.vectors).toEqual(texts.map(short));
  });

  it("never ends with vectors of two lengths, even of a service that changes its mind", async () => {
    const store = memoryVectors();
    await build(fakeEmbedder(), { store, texts: texts.slice(0, 8) });
    const built = await build(
      fakeEmbedder((asked, call) => asked.map(() => new Float32Array((call % 3) + 1).fill(1))),
      { store },
    );
    expect(new Set(built.vectors.flatMap((vector) => vector?.length ?? [])).size).toBeLessThanOrEqual(1);
  });

  it("keeps several calls under way at once", async () => {
    let [under, most] = [0, 0];
    const release: (() => void)[] = [];
    const slow = fakeEmbedder();
    const built = build(
      {
        ...slow,
        async embed(asked, signal) {
          most = Math.max(most, ++under);
          await new Promise<void>((resolve) => {
            release.push(resolve);
            // As soon as two wait, both go on; the last call goes on alone.
            if (release.length === 2 || slow.calls.length === 2) for (const go of release.splice(0)) go();
          });
          under--;
          return slow.embed(asked, signal);
        },
      },
      { parallel: 2 },
    );
    expect(await built).toMatchObject({ computed: 10, failure: null });
    expect(most).toBe(2);
  });

  it("tells how far it is: what was held, then each step, never less", async () => {
    const store = memoryVectors();
    await build(fakeEmbedder(), { store, texts: texts.slice(0, 4) });
    const told: number[] = [];
    await build(fakeEmbedder(), { store, progress: ({ held }) => told.push(held) });
    expect(told).toEqual([4, 8, 10]);
  });
});
