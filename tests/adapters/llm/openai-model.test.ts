import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createOpenAiModel, type OpenAiModelOptions } from "../../../src/adapters/llm/openai-model.ts";
import type { ModelFailure, ModelRequest } from "../../../src/ports/model.ts";
import { createModelServer, type Mode, type ModelServer } from "../../llm/server.ts";

const key = "sk-seeded-key-0123456789";
const request: ModelRequest = {
  instructions: "按所给的依据作答。",
  input: '{"question":"集体研究过的是不是就没事？"}',
  schema: { name: "claims", json: { type: "object" } },
  maxTokens: 500,
  budgetOf: "somebody",
};
const cost =
  request.instructions.length +
  request.input.length +
  JSON.stringify(request.schema.json).length +
  request.maxTokens;
const answer = { claims: [{ text: "集体决策不免除个人责任", cites: ["k3v9"] }], insufficient: false };

let service: ModelServer;
let second: ModelServer;
const logged: unknown[] = [];
const log = (fields: object, message: string): void => void logged.push(fields, message);

// Loaded with the first call otherwise, at the cost of its deadline.
beforeAll(() => import("openai"));
beforeEach(async () => {
  logged.length = 0;
  service = await createModelServer();
  second = await createModelServer();
  for (const { answer: by } of [service, second]) by(() => JSON.stringify(answer));
});
afterEach(async () => {
  await service.close();
  await second.close();
});

const patient = { totalMilliseconds: 60_000, times: { firstMilliseconds: 60_000, idleMilliseconds: 60_000 } };
/** Long enough that a request gets out on any machine. */
const hasty = { totalMilliseconds: 1_000, times: { firstMilliseconds: 600, idleMilliseconds: 600 } };

function modelWith(options: Partial<OpenAiModelOptions> = {}) {
  return createOpenAiModel({
    endpoints: [{ baseURL: service.baseURL, key, model: "first" }],
    ...patient,
    takeBudget: async () => true,
    now: () => performance.now(),
    wait: async () => {},
    chance: () => 0,
    log: { debug: log, info: log, warn: log, error: log },
    ...options,
  });
}

const both = () => [
  { baseURL: service.baseURL, key, model: "first" },
  { baseURL: second.baseURL, key: "", model: "second" },
];

describe("a model over a service that speaks the OpenAI protocol", () => {
  it("gives the answer as JSON, with the model that gave it and what it cost", async () => {
    const reply = await modelWith().complete(request);
    expect(reply).toMatchObject({ ok: true, value: answer, model: "first" });
    expect(reply.ok && reply.tokens).toBeGreaterThan(0);
  });

  it("sends the instructions, the input and the form, and nothing else", async () => {
    await modelWith().complete(request);
    expect(service.requests.map(({ path, body }) => ({ path, body: JSON.parse(body) }))).toEqual([
      {
        path: "/v1/chat/completions",
        body: {
          model: "first",
          messages: [
            { role: "system", content: request.instructions },
            { role: "user", content: request.input },
          ],
          temperature: 0,
          max_tokens: 500,
          stream: true,
          response_format: {
            type: "json_schema",
            json_schema: { name: "claims", schema: { type: "object" }, strict: true },
          },
        },
      },
    ]);
  });

  it.each<[string, Mode]>([
    ["reasoning in its text", { type: "thinking", text: '先想想 {"claims":[]} 再说' }],
    ["no word for a schema", { type: "no-schema" }],
    ["no word for any form", { type: "no-format" }],
    ["a slow first piece", { type: "slow-first", milliseconds: 50 }],
    ["slow pieces", { type: "trickle", milliseconds: 5 }],
    ["characters torn over its pieces, and other line ends", { type: "torn" }],
  ])("gets along with a service that has %s", async (_, mode) => {
    service.always(mode);
    expect(await modelWith().complete(request)).toMatchObject({ ok: true, value: answer });
  });

  it.each([
    ["max_tokens", { temperature: 0, max_completion_tokens: 500 }],
    ["temperature", { max_tokens: 500 }],
  ])(
    "asks without %s where a service does not take it, in the same form, and remembers it",
    async (name, sent) => {
      service.always({ type: "no-parameter", name });
      const model = modelWith();
      expect(await model.complete(request)).toMatchObject({ ok: true, value: answer });
      await model.complete(request);
      const [, ...asked] = service.requests.map(({ body }) => JSON.parse(body));
      for (const { response_format: form, model: _, messages, stream, ...rest } of asked) {
        expect(form.type).toBe("json_schema");
        expect(rest).toEqual(sent);
      }
      expect(asked).toHaveLength(2);
    },
  );

  it("tells the model the form where the service does not see to it", async () => {
    service.always({ type: "no-schema" });
    await modelWith().complete(request);
    const [first, again] = service.requests.map(({ body }) => JSON.parse(body).messages[0].content);
    expect(first).toBe(request.instructions);
    expect(again).toContain(request.instructions);
    expect(again).toContain(JSON.stringify(request.schema.json));
  });

  it("asks as strictly as before after a question that no way of asking helped", async () => {
    const model = modelWith();
    service.always({ type: "status", status: 400 });
    expect(await model.complete(request)).toEqual({ ok: false, failure: "unavailable" });
    service.always(null);
    expect(await model.complete(request)).toMatchObject({ ok: true });
    expect(JSON.parse(service.requests.at(-1)?.body ?? "{}").response_format.type).toBe("json_schema");
  });

  it("remembers which form a service takes", async () => {
    service.always({ type: "no-schema" });
    const model = modelWith();
    await model.complete(request);
    await model.complete(request);
    const forms = service.requests.map(({ body }) => JSON.parse(body).response_format?.type);
    expect(forms).toEqual(["json_schema", "json_object", "json_object"]);
  });

  it.each<[string, string]>([
    ["in a fence", `\`\`\`json\n${JSON.stringify(answer)}\n\`\`\``],
    ["after reasoning whose opening is lost", `想了想</think>${JSON.stringify(answer)}`],
  ])("reads an object %s", async (_, text) => {
    service.answer(() => text);
    expect(await modelWith().complete(request)).toMatchObject({ ok: true, value: answer });
  });

  it.each<[ModelFailure, string]>([
    ["malformed", "好的，没有问题。"],
    ["malformed", `${JSON.stringify(answer)}${JSON.stringify(answer)}`],
    ["malformed", "[1,2]"],
    ["malformed", "<think>只想不说"],
  ])("says %s of an answer that is no object: %s", async (failure, text) => {
    service.answer(() => text);
    expect(await modelWith().complete(request)).toEqual({ ok: false, failure });
  });

  it.each<[ModelFailure, Mode]>([
    ["unavailable", { type: "status", status: 500 }],
    ["unavailable", { type: "status", status: 401 }],
    ["unavailable", { type: "status", status: 429, retryAfterSeconds: 1 }],
    ["unavailable", { type: "html", status: 502 }],
    ["malformed", { type: "html", status: 200 }],
    ["unavailable", { type: "drop" }],
    ["unavailable", { type: "no-reply" }],
    ["malformed", { type: "no-text" }],
    ["unavailable", { type: "broken" }],
    ["cut", { type: "no-finish" }],
    ["cut", { type: "finish", reason: "length" }],
    ["cut", { type: "finish", reason: "tool_calls" }],
    ["refused", { type: "finish", reason: "content_filter" }],
    ["malformed", { type: "empty" }],
    ["malformed", { type: "no-choices" }],
    ["malformed", { type: "huge", characters: 150_000 }],
    ["unavailable", { type: "error-event" }],
    ["unavailable", { type: "endless-line" }],
    ["refused", { type: "refusal" }],
    ["refused", { type: "filtered", code: "data_inspection_failed" }],
    ["unavailable", { type: "no-parameter", name: "messages" }],
  ])("ends as %s where the service goes wrong: %o", async (failure, mode) => {
    service.always(mode);
    expect(await modelWith().complete(request)).toEqual({ ok: false, failure });
  });

  it.each<Mode>([
    { type: "silence" },
    { type: "hang" },
    { type: "slow-first", milliseconds: 60_000 },
    { type: "trickle", milliseconds: 60_000 },
    { type: "comments", milliseconds: 20 },
  ])("ends within its deadline and closes the connection: %o", async (mode) => {
    service.always(mode);
    expect(await modelWith(hasty).complete(request)).toEqual({ ok: false, failure: "timeout" });
    await service.until(() => service.aborted() === 1);
  });

  it("ends within its deadline though every piece is in time", async () => {
    service.answer(() => "字".repeat(12_000));
    service.always({ type: "trickle", milliseconds: 5 });
    const times = { firstMilliseconds: 60_000, idleMilliseconds: 60_000 };
    expect(await modelWith({ totalMilliseconds: 1_000, times }).complete(request)).toEqual({
      ok: false,
      failure: "timeout",
    });
    await service.until(() => service.aborted() === 1);
  });

  it("reads no more than an answer is long, and closes the connection", async () => {
    service.always({ type: "endless-line" });
    await modelWith().complete(request);
    await service.until(() => service.aborted() === 1);
    service.always({ type: "huge", characters: 10_000_000 });
    await modelWith().complete(request);
    await service.until(() => service.aborted() === 2);
  });

  it.each<Mode>([
    { type: "status", status: 500 },
    { type: "status", status: 503 },
    { type: "status", status: 429 },
    { type: "status", status: 408 },
    { type: "drop" },
    { type: "no-reply" },
    { type: "broken" },
    { type: "error-event" },
    { type: "html", status: 200 },
    { type: "empty" },
    { type: "no-text" },
  ])("asks once more, a moment later, where that may help: %o", async (mode) => {
    service.fault(mode);
    const pauses: number[] = [];
    const wait = async (milliseconds: number): Promise<void> => void pauses.push(milliseconds);
    const model = modelWith({ wait, now: () => 0, chance: () => 0.5 });
    expect(await model.complete(request)).toMatchObject({ ok: true, value: answer });
    expect(pauses).toEqual([300]);
    service.always(mode);
    expect(await model.complete(request)).toMatchObject({ ok: false });
    expect(service.requests).toHaveLength(4);
  });

  it.each<Mode>([
    { type: "status", status: 400 },
    { type: "status", status: 401 },
    { type: "status", status: 404 },
    { type: "finish", reason: "length" },
    { type: "finish", reason: "content_filter" },
    { type: "huge", characters: 150_000 },
  ])("asks for nothing twice that would end the same: %o", async (mode) => {
    service.always(mode);
    const model = modelWith({ wait: () => Promise.reject(new Error("waited")) });
    expect(await model.complete(request)).toMatchObject({ ok: false });
    // Of a request turned down, each simpler way of asking is tried.
    expect(service.requests.length).toBe(mode.type === "status" && mode.status === 400 ? 3 : 1);
  });

  it("comes again when the service says, where that is in time, and does not take it for broken", async () => {
    let now = 0;
    const pauses: number[] = [];
    const model = modelWith({
      now: () => now,
      totalMilliseconds: 20_000,
      breaker: { failures: 1, pauseMilliseconds: 1_000_000 },
      wait: async (milliseconds) => {
        pauses.push(milliseconds);
        now += milliseconds;
      },
    });
    service.fault({ type: "status", status: 429, retryAfterSeconds: 5 });
    expect(await model.complete(request)).toMatchObject({ ok: true });
    expect(pauses).toEqual([5_200]);
    service.fault({ type: "status", status: 429, retryAfterSeconds: 20 });
    expect(await model.complete(request)).toEqual({ ok: false, failure: "unavailable" });
    expect(pauses).toHaveLength(1);
    expect(await model.complete(request)).toEqual({ ok: false, failure: "unavailable" });
    expect(service.requests).toHaveLength(3);
  });

  it("asks the next rather than to wait, and once more the first that may have passed", async () => {
    service.fault({ type: "status", status: 429, retryAfterSeconds: 1 });
    second.fault({ type: "status", status: 500 });
    expect(await modelWith({ endpoints: both() }).complete(request)).toMatchObject({ model: "second" });
    expect([service.requests.length, second.requests.length]).toEqual([1, 2]);
  });

  it("gives up waiting when the caller does", async () => {
    service.always({ type: "status", status: 500 });
    const caller = new AbortController();
    const model = modelWith({ wait: async () => caller.abort() });
    expect(await model.complete(request, caller.signal)).toEqual({ ok: false, failure: "stopped" });
    expect(service.requests).toHaveLength(1);
  });

  it("is not had where nobody listens", async () => {
    const gone = await createModelServer();
    await gone.close();
    const endpoints = [{ baseURL: gone.baseURL, key: "k", model: "gone" }];
    expect(await modelWith({ endpoints }).complete(request)).toEqual({ ok: false, failure: "unavailable" });
  });

  it.each<Mode>([{ type: "broken" }, { type: "html", status: 200 }, { type: "no-choices" }])(
    "writes nothing beside the log where the service goes wrong: %o",
    async (mode) => {
      service.always(mode);
      const written: unknown[] = [];
      const { log, warn, error } = console;
      const catching = (...texts: unknown[]): void => void written.push(...texts);
      Object.assign(console, { log: catching, warn: catching, error: catching });
      try {
        await modelWith().complete(request);
      } finally {
        Object.assign(console, { log, warn, error });
      }
      expect(written).toEqual([]);
    },
  );

  it("follows no redirection, so that the key and the question stay where they were sent", async () => {
    service.always({ type: "redirect", to: `${second.baseURL}/chat/completions` });
    expect(await modelWith().complete(request)).toEqual({ ok: false, failure: "unavailable" });
    expect(second.requests).toEqual([]);
  });

  it("ends when the caller gives up, and closes the connection", async () => {
    service.always({ type: "hang" });
    const caller = new AbortController();
    const reply = modelWith().complete(request, caller.signal);
    await service.until(() => service.requests.length === 1);
    caller.abort();
    expect(await reply).toEqual({ ok: false, failure: "stopped" });
    await service.until(() => service.aborted() === 1);
    expect(await modelWith().complete(request, caller.signal)).toEqual({ ok: false, failure: "stopped" });
  });

  it.each<Mode>([
    { type: "status", status: 500 },
    { type: "drop" },
    { type: "finish", reason: "length" },
    { type: "html", status: 200 },
    { type: "empty" },
    { type: "no-text" },
    { type: "no-choices" },
    { type: "huge", characters: 150_000 },
  ])("asks the next where the first cannot be had: %o", async (mode) => {
    service.always(mode);
    const reply = await modelWith({ endpoints: both() }).complete(request);
    expect(reply).toMatchObject({ ok: true, value: answer, model: "second" });
    expect(second.requests[0]?.authorization).not.toContain(key);
  });

  it.each([
    ["plain words", "根据规定，可以免责。"],
    ["nothing", ""],
    ["more than an answer", "字".repeat(150_000)],
    ["two objects", "{}{}"],
  ])("leaves a service alone that answers with %s every time", async (_, text) => {
    service.answer(() => text);
    const model = modelWith({ endpoints: both() });
    for (let at = 0; at < 6; at++)
      expect(await model.complete(request)).toMatchObject({ ok: true, model: "second" });
    expect([service.requests.length, second.requests.length]).toEqual([3, 6]);
  });

  it("asks the next for an object of the form where the first gives another, which says nothing against a service", async () => {
    const fits = (value: unknown): boolean => Object.hasOwn(value as object, "claims");
    const schema = { ...request.schema, fits };
    service.answer(() => '{"answer":"可以免责"}');
    const breaker = { failures: 1, pauseMilliseconds: 1_000_000 };
    const model = modelWith({ endpoints: both(), breaker });
    for (let at = 0; at < 2; at++)
      expect(await model.complete({ ...request, schema })).toMatchObject({ ok: true, model: "second" });
    expect(service.requests).toHaveLength(2);
    expect(await modelWith().complete({ ...request, schema })).toEqual({ ok: false, failure: "malformed" });
  });

  it("leaves time for the next where the first never comes to an end", async () => {
    service.answer(() => "字".repeat(50_000));
    service.always({ type: "trickle", milliseconds: 5 });
    const model = modelWith({ endpoints: both(), totalMilliseconds: 4_000 });
    expect(await model.complete(request)).toMatchObject({ ok: true, model: "second" });
  });

  it("ends at the moment that several requests share", async () => {
    service.always({ type: "silence" });
    const until = performance.now() + 500;
    expect(await modelWith().complete({ ...request, until })).toEqual({ ok: false, failure: "timeout" });
    expect(await modelWith().complete({ ...request, until })).toEqual({ ok: false, failure: "timeout" });
    expect(service.requests).toHaveLength(1);
  });

  it("shares one deadline among all it asks", async () => {
    service.always({ type: "silence" });
    second.always({ type: "silence" });
    const reply = await modelWith({
      endpoints: both(),
      totalMilliseconds: 2_000,
      times: { firstMilliseconds: 1_200, idleMilliseconds: 1_200 },
    }).complete(request);
    expect(reply).toEqual({ ok: false, failure: "timeout" });
    expect(second.requests).toHaveLength(1);
  });

  it("leaves a service alone that failed in a row, and tries it with one call after the pause", async () => {
    let now = 0;
    const breaker = { failures: 2, pauseMilliseconds: 1_000 };
    const model = modelWith({ endpoints: both(), now: () => now, breaker });
    service.always({ type: "status", status: 500 });
    for (let at = 0; at < 4; at++) expect((await model.complete(request)).ok).toBe(true);
    expect(service.requests).toHaveLength(2);
    now = 1_000;
    service.always(null);
    expect(await model.complete(request)).toMatchObject({ model: "first" });
    expect(await model.complete(request)).toMatchObject({ model: "first" });
  });

  it.each<Mode>([
    { type: "status", status: 400 },
    { type: "filtered", code: "data_inspection_failed" },
    { type: "finish", reason: "length" },
    { type: "finish", reason: "content_filter" },
  ])("takes no service for broken because of what it was asked: %o", async (mode) => {
    const model = modelWith({ breaker: { failures: 1, pauseMilliseconds: 1_000_000 } });
    service.always(mode);
    await model.complete(request);
    service.always(null);
    expect(await model.complete(request)).toMatchObject({ ok: true });
  });

  it("leaves a service alone at once for as long as it asks for, at most five minutes", async () => {
    let now = 0;
    const breaker = { failures: 9, pauseMilliseconds: 1_000 };
    const model = modelWith({ now: () => now, totalMilliseconds: 5_000, breaker });
    const answers = async (): Promise<boolean> => (await model.complete(request)).ok;
    for (const [retryAfterSeconds, rest] of [
      [7, 7_000],
      [86_400, 300_000],
    ] as const) {
      service.fault({ type: "status", status: 429, retryAfterSeconds });
      const before = now;
      expect(await answers()).toBe(false);
      now = before + rest - 1;
      expect(await answers()).toBe(false);
      now = before + rest;
      expect(await answers()).toBe(true);
    }
  });

  it("asks nobody whose budget is spent", async () => {
    const taken: unknown[] = [];
    const model = modelWith({
      takeBudget: async (who, tokens) => {
        taken.push(who, tokens);
        return false;
      },
    });
    expect(await model.complete(request)).toEqual({ ok: false, failure: "budget" });
    expect(taken).toEqual(["somebody", cost]);
    expect(service.requests).toEqual([]);
    expect(await model.complete({ ...request, budgetOf: null })).toMatchObject({ ok: true });
  });

  it("takes the budget before each service that is asked, and again before it is asked once more", async () => {
    let left = 3 * cost;
    const takeBudget = async (_: string, tokens: number): Promise<boolean> => {
      if (tokens > left) return false;
      left -= tokens;
      return true;
    };
    const model = modelWith({ endpoints: both(), takeBudget });
    service.fault({ type: "finish", reason: "length" });
    expect(await model.complete(request)).toMatchObject({ ok: true, model: "second" });
    expect(left).toBe(cost);
    service.fault({ type: "status", status: 500 });
    expect(await model.complete(request)).toEqual({ ok: false, failure: "unavailable" });
    expect(left).toBe(0);
    expect(await model.complete(request)).toEqual({ ok: false, failure: "budget" });
    expect(service.requests.length + second.requests.length).toBe(3);
  });

  it("tells why a service was not had: the host, the kind, the status or what the system says", async () => {
    const gone = await createModelServer();
    await gone.close();
    const { host } = new URL(gone.baseURL);
    await modelWith({ endpoints: [{ baseURL: gone.baseURL, key, model: "gone" }] }).complete(request);
    expect(logged).toContainEqual({ host, failure: "unavailable", status: null, cause: "ECONNREFUSED" });
    service.always({ type: "html", status: 200 });
    await modelWith().complete(request);
    expect(logged).toContainEqual(expect.objectContaining({ failure: "malformed", status: 200 }));
  });

  it("says nothing of keys, questions or the service's words in the log", async () => {
    for (const mode of [
      { type: "status", status: 500 },
      { type: "html", status: 502 },
      { type: "drop" },
      { type: "status", status: 429 },
      { type: "status", status: 400 },
      { type: "filtered", code: "content_filter" },
      { type: "error-event" },
      { type: "broken" },
      { type: "refusal" },
      { type: "endless-line" },
      { type: "no-finish" },
      { type: "redirect", to: `http://localhost:1/?${key}` },
    ] satisfies Mode[]) {
      service.fault(mode);
      await modelWith().complete(request);
    }
    await modelWith({ endpoints: [{ baseURL: "http://127.0.0.1:9/v1", key, model: "none" }] }).complete(
      request,
    );
    expect(logged.length).toBeGreaterThan(0);
    expect(JSON.stringify(logged)).not.toMatch(/seeded|集体|secret-of-the-proxy|refused:/);
  });
});
