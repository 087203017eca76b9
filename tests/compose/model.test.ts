import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createMemoryLimiter } from "../../src/adapters/limits/memory-limiter.ts";
import { storyModelOf } from "../../src/compose/extraction.ts";
import { composeEmbedder, composeModel, modelsUsed, warnOfModel } from "../../src/compose/model.ts";
import { readConfig } from "../../src/config.ts";
import type { ModelRequest } from "../../src/ports/model.ts";
import { interviewWords } from "../../src/text/interview.ts";
import { modelRemark } from "../../src/text/model.ts";
import { createModelServer, type ModelServer } from "../llm/server.ts";

const key = "sk-seeded-key-0123456789";
const request: ModelRequest = {
  instructions: "作答。",
  input: "{}",
  schema: { name: "claims", json: { type: "object" } },
  maxTokens: 100,
  budgetOf: "somebody",
};
const patience = 60_000;
const cost =
  request.instructions.length +
  request.input.length +
  JSON.stringify(request.schema.json).length +
  request.maxTokens;

const logged: unknown[] = [];
const write = (fields: object, message: string): void => void logged.push(fields, message);
const log = { debug: write, info: write, warn: write, error: write };
const limiter = () => createMemoryLimiter(() => 0);
beforeEach(() => {
  logged.length = 0;
});

describe("a model by the settings", () => {
  let service: ModelServer;
  beforeEach(async () => {
    service = await createModelServer();
  });
  afterEach(() => service.close());
  const settings = (more: Record<string, string> = {}) =>
    readConfig({
      OPENAI_BASE_URL: service.baseURL,
      OPENAI_API_KEY: key,
      OPENAI_MODEL: "writer",
      OPENAI_JUDGE_MODEL: "judge",
      OPENAI_EMBEDDING_MODEL: "vectors",
      ...more,
    });

  it("is none where none is named, and none at all where models are switched off", () => {
    const none = { model: null, judge: null };
    expect(composeModel(readConfig({}), limiter(), log)).toEqual(none);
    expect(composeEmbedder(readConfig({}), log, patience, "questions")).toBeNull();
    expect(composeEmbedder(settings({ LLM_DISABLED: "true" }), log, patience, "questions")).toBeNull();
    expect(composeModel(settings({ LLM_DISABLED: "true" }), limiter(), log)).toEqual(none);
  });

  it("writes, judges and makes vectors, each by the model named for it, with the key", async () => {
    const { model, judge } = composeModel(settings(), limiter(), log);
    await model?.complete(request);
    await judge?.complete(request);
    await composeEmbedder(settings(), log, patience, "questions")?.embed(["容错"]);
    expect(service.requests.map(({ body }) => JSON.parse(body).model)).toEqual([
      "writer",
      "judge",
      "vectors",
    ]);
    expect(new Set(service.requests.map(({ authorization }) => authorization))).toEqual(
      new Set([`Bearer ${key}`]),
    );
  });

  it("falls back for writing, and for nothing else", async () => {
    service.always({ type: "status", status: 500 });
    const second = await createModelServer();
    const fallback = { baseURL: second.baseURL, key: "other", model: "spare" };
    const config = settings({ OPENAI_FALLBACKS: JSON.stringify([fallback]) });
    const { model, judge } = composeModel(config, limiter(), log);
    expect(await model?.complete(request)).toMatchObject({ ok: true, model: "spare" });
    expect(await judge?.complete(request)).toMatchObject({ ok: false });
    expect(await composeEmbedder(config, log, patience, "questions")?.embed(["容错"])).toMatchObject({
      ok: false,
    });
    expect(second.requests).toHaveLength(1);
    await second.close();
  });

  it("has a budget for each person and day, which writing and judging share with every process of one limiter", async () => {
    const config = settings({ LLM_DAILY_TOKENS: String(2 * cost) });
    const shared = limiter();
    const [here, there] = [composeModel(config, shared, log), composeModel(config, shared, log)];
    expect(await here.model?.complete(request)).toMatchObject({ ok: true });
    expect(await there.model?.complete(request)).toMatchObject({ ok: true });
    expect(await here.model?.complete(request)).toEqual({ ok: false, failure: "budget" });
    expect(await here.model?.complete({ ...request, budgetOf: "another" })).toMatchObject({ ok: true });
    expect(await here.model?.complete({ ...request, budgetOf: null })).toMatchObject({ ok: true });
  });

  it("knows no budget where it is 0", async () => {
    const { model } = composeModel(
      settings({ LLM_DAILY_TOKENS: "0" }),
      { take: () => Promise.reject() },
      log,
    );
    expect(await model?.complete(request)).toMatchObject({ ok: true });
  });

  it("is not asked where the budgets cannot be counted", async () => {
    const { model } = composeModel(settings(), { take: () => Promise.reject(new Error("redis down")) }, log);
    expect(await model?.complete(request)).toEqual({ ok: false, failure: "unavailable" });
    expect(service.requests).toEqual([]);
  });

  it("is counted, where somebody counts", async () => {
    const counted: unknown[] = [];
    const telemetry = {
      count: (...given: unknown[]) => void counted.push(given),
      observe: (name: string, labels: object) => void counted.push([name, labels]),
    };
    const { model } = composeModel(
      settings({ LLM_DAILY_TOKENS: String(2 * cost) }),
      limiter(),
      log,
      telemetry,
    );
    await model?.complete(request);
    service.always({ type: "status", status: 500 });
    await model?.complete(request);
    await model?.complete(request);
    expect(counted).toEqual([
      ["model_calls", { result: "ok" }],
      ["model_tokens", {}, expect.any(Number)],
      ["model_seconds", {}],
      ["model_calls", { result: "unavailable" }],
      ["model_seconds", {}],
      ["model_calls", { result: "budget" }],
    ]);
  });
});

describe("what an operator is told of the model", () => {
  const toldOf = (settings: Record<string, string>): string => {
    warnOfModel(readConfig(settings), log);
    return JSON.stringify(logged);
  };
  const model = { OPENAI_MODEL: "m", OPENAI_API_KEY: key };

  it("is nothing where none is used", () => {
    expect(toldOf({ MODEL_FILING_NUMBER: "备案1号" })).toBe("[]");
    expect(toldOf({ ...model, LLM_DISABLED: "1" })).toBe("[]");
  });

  it("is that the filing number is missing", () => {
    expect(toldOf(model)).toContain("MODEL_FILING_NUMBER is not set");
    logged.length = 0;
    expect(toldOf({ OPENAI_EMBEDDING_MODEL: "vectors" })).toContain("MODEL_FILING_NUMBER is not set");
    logged.length = 0;
    expect(toldOf({ ...model, MODEL_FILING_NUMBER: "备案1号" })).not.toContain("MODEL_FILING_NUMBER");
  });

  it.each([
    ["https://api.example.com/v1", true],
    ["http://127.0.0.1:8000/v1", false],
    ["http://10.0.0.8:8000/v1", false],
  ])("is whether texts leave the network for %s: %s", (OPENAI_BASE_URL, leave) => {
    expect(toldOf({ ...model, OPENAI_BASE_URL }).includes("leave your network")).toBe(leave);
  });

  it.each([
    ["http://api.example.com/v1", true],
    ["http://10.0.0.8:8000/v1", true],
    ["http://127.0.0.1:8000/v1", false],
    ["https://api.example.com/v1", false],
  ])("is whether texts travel unencrypted to %s: %s", (OPENAI_BASE_URL, open) => {
    expect(toldOf({ ...model, OPENAI_BASE_URL }).includes("unencrypted")).toBe(open);
  });

  it("counts the fallbacks and the embeddings, and says no key", () => {
    const fallbacks = [{ baseURL: "http://far.example.com/v1", key: "sk-seeded-too", model: "f" }];
    const told = toldOf({
      ...model,
      OPENAI_BASE_URL: "http://localhost:1/v1",
      OPENAI_FALLBACKS: JSON.stringify(fallbacks),
    });
    expect(told).toContain("far.example.com");
    expect(told).not.toContain("seeded");
    logged.length = 0;
    expect(toldOf({ OPENAI_EMBEDDING_MODEL: "vectors" })).toContain("leave your network");
  });
});

describe("what is said of the models that are used", () => {
  it("names all that may write, and the filing number", () => {
    const fallback = { baseURL: "http://localhost/v1", key: "", model: "spare" };
    const settings = { OPENAI_MODEL: "writer", OPENAI_FALLBACKS: JSON.stringify([fallback]) };
    expect(modelsUsed(readConfig({ ...settings, MODEL_FILING_NUMBER: "备案1号" }))).toEqual({
      writing: ["writer", "spare"],
      filing: "备案1号",
      embedding: null,
    });
    expect(modelsUsed(readConfig({ ...settings, LLM_DISABLED: "true" })).writing).toEqual([]);
  });

  it("shows the filing number where a model only searches", () => {
    const used = modelsUsed(
      readConfig({ OPENAI_EMBEDDING_MODEL: "vectors", MODEL_FILING_NUMBER: "备案1号" }),
    );
    expect(modelRemark(used)).toContain("“vectors”（备案号：备案1号）");
    expect(modelRemark({ ...used, writing: ["writer"] }).split("备案1号")).toHaveLength(2);
  });

  it("names before a story each model that may read it, and tells services apart by their hosts", () => {
    const storyModel = (fallbacks: readonly object[]) =>
      storyModelOf(
        readConfig({
          OPENAI_MODEL: "writer",
          OPENAI_BASE_URL: "https://a.example/v1",
          OPENAI_FALLBACKS: JSON.stringify(fallbacks),
        }),
      );
    expect(storyModel([])).toMatchObject({ names: ["writer"], recipients: ["writer@a.example"] });
    const at = (host: string, model: string) => ({ baseURL: `https://${host}/v1`, key: "", model });
    const more = storyModel([at("b.example", "writer"), at("c.example", "spare"), at("a.example", "writer")]);
    expect(more).toMatchObject({
      names: ["writer", "spare"],
      recipients: ["writer@a.example", "writer@b.example", "spare@c.example"],
    });
    expect(more && interviewWords.storyNotice(more)).toContain("大模型“writer”、“spare”");
  });
});
