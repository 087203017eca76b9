import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createOpenAiEmbedder } from "../../../src/adapters/llm/openai-embedder.ts";
import { createModelServer, type Mode, type ModelServer } from "../../llm/server.ts";
import { dimensions } from "../../llm/vectors.ts";

let service: ModelServer;
beforeEach(async () => {
  logged.length = 0;
  service = await createModelServer();
});
afterEach(() => service.close());

const logged: unknown[] = [];
const write = (fields: object, message: string): void => void logged.push(fields, message);
const log = { debug: write, info: write, warn: write, error: write };
const embedderWith = (totalMilliseconds = 60_000) =>
  createOpenAiEmbedder({
    endpoint: { baseURL: service.baseURL, key: "k", model: "vectors" },
    totalMilliseconds,
    now: () => performance.now(),
    log,
  });

describe("embeddings over the OpenAI protocol", () => {
  it("are one vector of length 1 for each text, in order", async () => {
    const reply = await embedderWith().embed(["容错纠错", "澄清正名", "容错纠错"]);
    if (!reply.ok) throw new Error(reply.failure);
    const [first, other, same] = reply.vectors;
    expect(reply.vectors.map(({ length }) => length)).toEqual([dimensions, dimensions, dimensions]);
    expect(first).toEqual(same);
    expect(first).not.toEqual(other);
    expect(Math.hypot(...(first ?? []))).toBeCloseTo(1, 5);
  });

  it("of nothing are nothing, and cost no call", async () => {
    expect(await embedderWith().embed([])).toEqual({ ok: true, vectors: [] });
    expect(service.requests).toEqual([]);
  });

  it.each<Mode>([
    { type: "status", status: 500 },
    { type: "status", status: 429 },
    { type: "html", status: 502 },
    { type: "status", status: 401 },
    { type: "no-reply" },
  ])("are not had where the service goes wrong: %o", async (mode) => {
    service.always(mode);
    expect(await embedderWith().embed(["容错"])).toEqual({ ok: false, failure: "unavailable" });
  });

  it.each<Mode>([
    { type: "status", status: 400 },
    { type: "status", status: 413 },
    { type: "status", status: 422 },
    { type: "filtered", code: "data_inspection_failed" },
  ])(
    "are refused where the service does not take these texts, and it is asked again for others: %o",
    async (mode) => {
      const embedder = embedderWith();
      for (let at = 0; at < 4; at++) {
        service.fault(mode);
        expect(await embedder.embed(["容错"])).toEqual({ ok: false, failure: "refused" });
      }
      expect((await embedder.embed(["容错"])).ok).toBe(true);
    },
  );

  it.each<["refused" | "malformed", string, number[][]]>([
    ["refused", "one is missing", [[1, 0]]],
    [
      "refused",
      "one has no direction",
      [
        [1, 0],
        [0, 0],
      ],
    ],
    ["refused", "one is empty", [[1, 0], []]],
    [
      "malformed",
      "none has a direction",
      [
        [0, 0],
        [0, 0],
      ],
    ],
    ["malformed", "there are none", []],
    [
      "malformed",
      "there are too many",
      [
        [1, 0],
        [0, 1],
        [1, 1],
      ],
    ],
    ["malformed", "they are of two lengths", [[1, 0], [1]]],
  ])("are %s where %s", async (failure, _, vectors) => {
    service.embed(() => vectors);
    expect(await embedderWith().embed(["一", "二"])).toEqual({ ok: false, failure });
  });

  it("are not asked for in vain: a service that gives rubbish in a row is left alone, and told of once", async () => {
    const embedder = embedderWith();
    service.embed((texts) => texts.map(() => [0, 0]));
    for (let at = 0; at < 6; at++)
      expect(await embedder.embed(["一", "二"])).toEqual({ ok: false, failure: "malformed" });
    expect(service.requests).toHaveLength(3);
    const { host } = new URL(service.baseURL);
    expect(logged).toEqual([{ host, failure: "malformed", status: 200 }, "embeddings not had"]);
  });

  it("tells of each other way in which a service goes wrong, and again after it was in order", async () => {
    const embedder = embedderWith();
    const ask = async (mode: Mode | null) => {
      service.always(mode);
      await embedder.embed(["容错"]);
    };
    for (const mode of [
      { type: "html", status: 200 },
      { type: "status", status: 404 },
    ] as const)
      await ask(mode);
    await ask(null);
    await ask({ type: "status", status: 404 });
    expect(logged.filter((entry) => typeof entry === "object")).toMatchObject([
      { failure: "malformed", status: 200 },
      { failure: "unavailable", status: 404 },
      { failure: "unavailable", status: 404 },
    ]);
  });

  it("are sent nowhere else by a redirection", async () => {
    const elsewhere = await createModelServer();
    service.always({ type: "redirect", to: `${elsewhere.baseURL}/embeddings` });
    expect(await embedderWith().embed(["容错"])).toEqual({ ok: false, failure: "unavailable" });
    expect(elsewhere.requests).toEqual([]);
    await elsewhere.close();
  });

  it("are at most 64 at once", async () => {
    await expect(embedderWith().embed(Array(65).fill("字"))).rejects.toThrow(RangeError);
    expect((await embedderWith().embed(Array(64).fill("字"))).ok).toBe(true);
  });

  it("are malformed where a page comes instead", async () => {
    service.always({ type: "html", status: 200 });
    expect(await embedderWith().embed(["容错"])).toEqual({ ok: false, failure: "malformed" });
  });

  it("end within their deadline, and when the caller gives up", async () => {
    service.always({ type: "silence" });
    expect(await embedderWith(200).embed(["容错"])).toEqual({ ok: false, failure: "timeout" });
    const before = service.requests.length;
    const caller = new AbortController();
    const reply = embedderWith().embed(["容错"], caller.signal);
    await service.until(() => service.requests.length > before);
    caller.abort();
    expect(await reply).toEqual({ ok: false, failure: "stopped" });
  });
});
