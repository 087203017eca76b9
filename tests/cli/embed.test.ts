import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { removeFolders, temporaryFolder } from "../folders.ts";
import { createModelServer, type Mode, type ModelServer } from "../llm/server.ts";
import { startCommand } from "./run.ts";
import { runCli } from "./run-cli.ts";

const size = 200;
const passages = Array.from({ length: size }, (_, at) => ({
  id: `p${at}`,
  text: `第${at}号规定：${["抢险", "采购", "信访", "招商"][at % 4]}工作中${"先行先试".slice(0, 1 + (at % 4))}的，应当说明。`,
}));
const lines = (objects: readonly object[]): string =>
  objects.map((object) => JSON.stringify(object)).join("\n");

let service: ModelServer;
let folder: string;
let settings: Record<string, string>;
const store = (): string => join(folder, "store");

beforeEach(async () => {
  service = await createModelServer();
  folder = temporaryFolder();
  settings = {
    DATA_DIR: join(folder, "data"),
    OPENAI_BASE_URL: service.baseURL,
    OPENAI_API_KEY: "k",
    OPENAI_EMBEDDING_MODEL: "vectors",
  };
  await runCli(["knowledge", "import-jsonl", "-", "--store", store()], settings, lines(passages));
});
afterEach(async () => {
  await service.close();
  removeFolders([folder]);
});

const embed = (given = settings) => runCli(["knowledge", "embed", "--store", store()], given);

/** Every text that was sent. */
const sent = (): string[] =>
  service.requests.flatMap(({ body }) => (JSON.parse(body) as { input: string[] }).input);

describe("cli knowledge embed", () => {
  it("computes the vector of each passage once, and says how far it is on stderr", async () => {
    const { status, stdout, stderr } = await embed();
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      model: "vectors",
      passages: size,
      held: size,
      computed: size,
      not_taken: 0,
    });
    expect(stderr).toContain(`${size} of ${size}`);
    expect(new Set(sent()).size).toBe(size);
    expect(sent().length).toBe(size);
    expect(JSON.parse((await embed()).stdout)).toMatchObject({ held: size, computed: 0 });
    expect(sent().length).toBe(size);
  });

  it("sends of a changed store what has changed", async () => {
    await embed();
    const changed = lines([{ id: "p3", text: "改过的规定。" }]);
    await runCli(["knowledge", "import-jsonl", "-", "--store", store()], settings, changed);
    expect(JSON.parse((await embed()).stdout)).toMatchObject({ held: size, computed: 1 });
    expect(sent().slice(size)).toEqual(["改过的规定。"]);
  });

  it("takes out what is needed no more when told to, and says how much", async () => {
    await embed({ ...settings, OPENAI_EMBEDDING_MODEL: "before" });
    await embed();
    const changed = lines([{ id: "p3", text: "改过的规定。" }]);
    await runCli(["knowledge", "import-jsonl", "-", "--store", store()], settings, changed);
    const prune = () => runCli(["knowledge", "embed", "--store", store(), "--prune"], settings);
    expect(JSON.parse((await prune()).stdout)).toMatchObject({
      held: size,
      computed: 1,
      pruned: { stale: 1, otherModels: size },
    });
    expect(JSON.parse((await prune()).stdout)).toMatchObject({
      computed: 0,
      pruned: { stale: 0, otherModels: 0 },
    });
  });

  it("puts the words of the settings before each passage, and computes all again with others", async () => {
    const prefixed = {
      ...settings,
      EMBEDDING_PASSAGE_PREFIX: "passage: ",
      EMBEDDING_QUESTION_PREFIX: "q\\n",
    };
    await embed();
    expect(JSON.parse((await embed(prefixed)).stdout)).toMatchObject({ computed: size });
    expect(
      sent()
        .slice(size)
        .every((text) => text.startsWith("passage: 第")),
    ).toBe(true);
    expect(JSON.parse((await embed({ ...prefixed, EMBEDDING_QUESTION_PREFIX: "" })).stdout)).toMatchObject({
      computed: 0,
    });
  });

  it("goes on where a run was killed", async () => {
    const { child, ended } = startCommand(
      ["knowledge", "embed", "--store", store()],
      join(folder, "data"),
      settings,
    );
    // The service falls silent, so that the run cannot end before it is killed.
    await service.until(() => service.requests.length >= 3);
    service.always({ type: "silence" });
    child.kill("SIGKILL");
    await ended;
    service.always(null);
    const before = sent().length;
    const { computed, held } = JSON.parse((await embed()).stdout);
    expect(held).toBe(size);
    expect(computed).toBeGreaterThan(0);
    expect(computed).toBeLessThan(size);
    expect(sent().length - before).toBe(computed);
  });

  it("computes again what is damaged, and says so", async () => {
    await embed();
    writeFileSync(join(folder, "data", "vectors", "vectors.sqlite"), "nonsense".repeat(999));
    const { status, stdout, stderr } = await embed();
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ computed: size });
    expect(stderr).toContain("damaged");
  });

  it.each<[string, () => Record<string, string>]>([
    ["no model is set", () => ({ DATA_DIR: join(folder, "data") })],
    ["models are switched off", () => ({ ...settings, LLM_DISABLED: "true" })],
    ["the folder cannot be written", () => ({ ...settings, DATA_DIR: join(store(), "passages.sqlite") })],
  ])("ends with 3 and sends nothing where %s", async (_, given) => {
    const { status, stdout, stderr } = await embed(given());
    expect([status, stdout]).toEqual([3, ""]);
    expect(stderr).not.toBe("");
    expect(service.requests).toEqual([]);
  });

  it("ends with 3 where the store is missing, or the service refuses everything", async () => {
    expect(await runCli(["knowledge", "embed", "--store", join(folder, "none")], settings)).toMatchObject({
      status: 3,
      stdout: "",
    });
    service.always({ type: "status", status: 400 });
    const { status, stdout, stderr } = await embed();
    expect([status, stdout]).toEqual([3, ""]);
    expect(stderr).toContain("refused");
    expect(stderr).not.toContain("fake");
  });

  it("ends with 3 after a few calls where what comes back are no vectors, says once what is wrong, and goes on later", async () => {
    const before = service.requests.length;
    service.always({ type: "html", status: 200 });
    const { status, stdout, stderr } = await embed();
    expect([status, stdout]).toEqual([3, ""]);
    const line = `embeddings not had (host=${new URL(service.baseURL).host}, failure=malformed, status=200)`;
    expect(stderr.split(line)).toHaveLength(2);
    expect(stderr).toContain("run the command again to go on");
    expect(service.requests.length - before).toBeLessThan(6);
    service.always(null);
    expect(await embed()).toMatchObject({ status: 0 });
  });
});

describe("cli search", () => {
  const queries = lines([
    { id: "s0", text: "先行先试" },
    { id: "s1", text: "抢险的规定" },
    { id: "s2", text: "zzz" },
  ]);
  const search = (...options: string[]) =>
    runCli(
      ["search", "--json", "--queries", "-", "--top", "7", "--store", store(), ...options],
      settings,
      queries,
    );
  const timeless = (text: string): string => text.replaceAll(/"ms":[\d.]+/g, '"ms":0');

  it("fuses meaning with words once there are vectors, in the same form; two runs are equal", async () => {
    const before = await search();
    expect(before.stderr).toContain("cli knowledge embed");
    await embed();
    const [fused, again, lexical] = [await search(), await search(), await search("--lexical")];
    expect(timeless(before.stdout)).toBe(timeless(lexical.stdout));
    expect(timeless(again.stdout)).toBe(timeless(fused.stdout));
    expect(timeless(fused.stdout)).not.toBe(timeless(lexical.stdout));
    expect(JSON.parse(fused.stderr.trim().split("\n").at(-1) ?? "")).toMatchObject({ queries: 3 });
    for (const line of fused.stdout.trim().split("\n")) {
      const { hits } = JSON.parse(line) as { hits: { id: string; score: number; rank: number }[] };
      expect(hits.length).toBeLessThanOrEqual(7);
      expect(new Set(hits.map(({ id }) => id)).size).toBe(hits.length);
      expect(hits.map(({ rank }) => rank)).toEqual(hits.map((_, at) => at + 1));
      for (const [at, { score }] of hits.entries()) {
        expect(Number.isFinite(score)).toBe(true);
        expect(score).toBeLessThanOrEqual(hits[at - 1]?.score ?? Number.POSITIVE_INFINITY);
      }
    }
  });

  it.each<Mode>([
    { type: "status", status: 500 },
    { type: "status", status: 429 },
    { type: "status", status: 400 },
    { type: "html", status: 502 },
    { type: "html", status: 200 },
  ])("finds to the byte what --lexical finds where the service goes wrong: %o", async (mode) => {
    await embed();
    service.always(mode);
    const { status, stdout, stderr } = await search();
    expect(status).toBe(0);
    expect(timeless(stdout)).toBe(timeless((await search("--lexical")).stdout));
    expect(stderr).not.toContain("secret-of-the-proxy");
  });

  it("asks the service for nothing with --lexical", async () => {
    await embed();
    const before = service.requests.length;
    await search("--lexical");
    expect(service.requests.length).toBe(before);
  });
});

describe("cli eval", () => {
  const questions = (): string => {
    const directory = join(folder, "questions");
    mkdirSync(directory);
    const about = { half: "test", stratum: "s" };
    writeFileSync(
      join(directory, "answerable.jsonl"),
      lines([
        { ...about, id: "a", text: "问责条例第十七条", documents: [], passages: ["accountability-2019#17"] },
        {
          ...about,
          id: "b",
          text: "从重的呢",
          context: ["问责条例里从轻减轻的情形"],
          documents: [],
          passages: ["accountability-2019#18"],
        },
      ]),
    );
    writeFileSync(
      join(directory, "unanswerable.jsonl"),
      lines([{ ...about, id: "c", text: "今天天气怎么样", kinds: ["refusal"], reasons: [] }]),
    );
    return directory;
  };

  it("compares words alone with words and meaning, and sends follow-ups as completed", async () => {
    const directory = questions();
    await runCli(["knowledge", "embed"], settings);
    const { status, stdout } = await runCli(["eval", "--json", "--questions", directory], settings);
    expect(status).toBe(0);
    const figures = JSON.parse(stdout);
    expect(figures.by_meaning).toMatchObject({
      model: "vectors",
      vectors: 3,
      words: { questions: 2, answered: 1, searchAt5: 1, refusalRecall: 1 },
      fused: { questions: 2, answered: 1, searchAt5: 1, refusalRecall: 1 },
    });
    expect(sent()).toContain("问责条例里从轻减轻的情形，从重的");
    const { stdout: shown } = await runCli(["eval", "--questions", directory], settings);
    expect(shown).toContain("words and meaning");
  });

  it("tells of words alone where there are no vectors", async () => {
    const { stdout } = await runCli(["eval", "--json", "--questions", questions()], settings);
    expect(Object.keys(JSON.parse(stdout))).not.toContain("by_meaning");
  });
});

describe("cli ask", () => {
  it("answers as without vectors where the service is gone, and always of the same kind", async () => {
    const ask = (given: Record<string, string>) => runCli(["ask", "--json", "容错之后会不会影响考核"], given);
    const plain = await ask({ DATA_DIR: join(folder, "data") });
    expect((await runCli(["knowledge", "embed"], settings)).status).toBe(0);
    const byMeaning = await ask(settings);
    expect(JSON.parse(byMeaning.stdout).kind).toBe(JSON.parse(plain.stdout).kind);
    expect(sent()).toContain("容错之后会不会影响考核");
    service.always({ type: "status", status: 503 });
    expect((await ask(settings)).stdout).toBe(plain.stdout);
  });
});
