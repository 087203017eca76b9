import { describe, expect, it } from "vitest";
import { createObservedEmbedder } from "../../../src/adapters/llm/observed-embedder.ts";
import type { Embedder } from "../../../src/ports/model.ts";
import { fakeEmbedder } from "../../app/vectors/fake-embedder.ts";

/** What is counted of one call, in whose course half a second passes. */
async function counted(embedder: Embedder, texts: readonly string[] = ["甲"]) {
  const seen: unknown[] = [];
  let now = 0;
  const observed = createObservedEmbedder(
    embedder,
    {
      count: (name, labels, amount = 1) => void seen.push([name, labels, amount]),
      observe: (name, _, seconds) => void seen.push([name, seconds]),
    },
    () => (now += 500),
  );
  await observed.embed(texts);
  return seen;
}

describe("calls for vectors", () => {
  it("are counted and timed, with their tokens where the service says", async () => {
    const telling: Embedder = {
      model: "m",
      embed: async () => ({ ok: true, vectors: [Float32Array.of(1)], tokens: 7 }),
    };
    expect(await counted(telling)).toEqual([
      ["embedding_calls", { result: "ok" }, 1],
      ["embedding_tokens", {}, 7],
      ["embedding_seconds", 0.5],
    ]);
    expect(await counted(fakeEmbedder())).toEqual([
      ["embedding_calls", { result: "ok" }, 1],
      ["embedding_seconds", 0.5],
    ]);
  });

  it("that fail are counted by how", async () => {
    expect(await counted(fakeEmbedder(() => "timeout"))).toContainEqual([
      "embedding_calls",
      { result: "timeout" },
      1,
    ]);
  });

  it("for nothing are none", async () => {
    expect(await counted(fakeEmbedder(), [])).toEqual([]);
  });
});
