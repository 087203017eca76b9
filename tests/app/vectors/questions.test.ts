import { describe, expect, it } from "vitest";
import { createFitting, createQuestionVector, vectorsOfQueries } from "../../../src/app/vectors/questions.ts";
import { fakeEmbedder, vectorFor } from "./fake-embedder.ts";

describe("the vector of a question", () => {
  it("is asked for once, and remembered", async () => {
    const embedder = fakeEmbedder();
    const vectorOf = createQuestionVector(embedder, 8);
    expect(await vectorOf("容错的条件")).toEqual(vectorFor("容错的条件"));
    expect(await vectorOf(" 容错的条件\n")).toEqual(vectorFor("容错的条件"));
    expect(embedder.calls).toEqual([["容错的条件"]]);
  });

  it("is forgotten when others came, the one asked longest ago first", async () => {
    const embedder = fakeEmbedder();
    const vectorOf = createQuestionVector(embedder, 2);
    for (const question of ["一", "二", "一", "三", "一", "二"]) await vectorOf(question);
    expect(embedder.calls.flat()).toEqual(["一", "二", "三", "二"]);
  });

  it("is of the masked text, and of such a text is not remembered", async () => {
    const embedder = fakeEmbedder();
    const vectorOf = createQuestionVector(embedder, 8);
    const question = "我的电话13800138000，能容错吗";
    await vectorOf(question);
    await vectorOf(question);
    await vectorOf("我的电话〔电话〕，能容错吗");
    expect(embedder.calls.length).toBe(3);
    expect(embedder.calls.join()).not.toContain("13800138000");
  });

  it.each([
    ["with a secrecy mark", "机密★10年 会议纪要"],
    ["that is too long", "容".repeat(2_001)],
    ["of nothing", "  "],
  ])("is not asked for where it is one %s", async (_, question) => {
    const embedder = fakeEmbedder();
    expect(await createQuestionVector(embedder, 8)(question)).toBeNull();
    expect(embedder.calls).toEqual([]);
  });

  it.each(["timeout", "unavailable", "refused", "malformed", "stopped"] as const)(
    "is null where the call ends with %s, and is asked for again",
    async (failure) => {
      const embedder = fakeEmbedder((_, call) => (call === 0 ? failure : null));
      const vectorOf = createQuestionVector(embedder, 8);
      expect(await vectorOf("容错")).toBeNull();
      expect(await vectorOf("容错")).toEqual(vectorFor("容错"));
    },
  );
});

describe("the vectors of many queries", () => {
  const queries = Array.from({ length: 70 }, (_, at) => `问题${at}`);

  it("are in order, whatever is left out", async () => {
    const given = queries.with(5, "机密★10年").with(6, "");
    expect(await vectorsOfQueries(fakeEmbedder(), given)).toEqual(
      given.map((query, at) => (at === 5 || at === 6 ? null : vectorFor(query))),
    );
  });

  it("are null from the call on that failed, and no more is asked", async () => {
    const embedder = fakeEmbedder((_, call) => (call === 1 ? "unavailable" : null));
    expect(await vectorsOfQueries(embedder, queries)).toEqual(
      queries.map((query, at) => (at < 32 ? vectorFor(query) : null)),
    );
    expect(embedder.calls.length).toBe(2);
  });

  it("are null from the call on of which nothing came, and of a call in part where one is refused", async () => {
    const page = fakeEmbedder(() => "malformed");
    expect(await vectorsOfQueries(page, queries)).toEqual(queries.map(() => null));
    expect(page.calls.flat().includes("问题32")).toBe(false);
    const picky = fakeEmbedder((texts) => (texts.includes("问题3") ? "refused" : null));
    expect(await vectorsOfQueries(picky, queries)).toEqual(
      queries.map((query, at) => (at === 3 ? null : vectorFor(query))),
    );
  });
});

describe("a vector of another length than the passages'", () => {
  it("is kept back, and told once with the remedy", () => {
    const told: string[] = [];
    let dimensions = 2;
    const fitting = createFitting(
      () => dimensions,
      (message) => told.push(message),
    );
    const vector = Float32Array.of(1, 0);
    expect([fitting(vector), fitting(null), told]).toEqual([vector, null, []]);
    dimensions = 3;
    expect([fitting(vector), fitting(vector)]).toEqual([null, null]);
    expect(told).toEqual([expect.stringContaining("DATA_DIR")]);
  });
});
