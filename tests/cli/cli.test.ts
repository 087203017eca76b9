import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");
const directory = mkdtempSync(join(tmpdir(), "cli-"));
afterAll(() => rmSync(directory, { recursive: true }));

/** Runs the real command line in a process of its own. */
function cli(args: readonly string[], input = "", environment: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["src/cli.ts", ...args], {
    cwd: root,
    input,
    encoding: "utf8",
    env: { ...process.env, DATA_DIR: join(directory, "no-data"), ...environment },
    maxBuffer: 64 * 1024 * 1024,
  });
  return { status, stdout, stderr };
}

const lines = (...objects: object[]): string => objects.map((object) => JSON.stringify(object)).join("\n");
const file = (name: string, text: string): string => {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
};
const withoutTime = (text: string): string => text.replaceAll(/"ms":[\d.]+/g, '"ms":0');

const passages = lines(
  { id: "p1", title: "中华人民共和国测试法", article: "第一条", text: "为了规范测试活动，制定本法。" },
  { id: "p2", title: "中华人民共和国测试法", article: "第十七条", text: "测试人员可以申请容错。" },
  {
    id: "p3",
    title: "某市检测办法",
    article: "第十七条",
    text: "检测人员应当说明原因。",
    date: "2020-01-01",
    category: "rule",
  },
);

describe("the first word of several commands", () => {
  it.each(["access", "precheck", "campaign"])("%s lists what may follow it, and nothing else", (word) => {
    const alone = cli([word]);
    expect(alone).toMatchObject({ status: 2, stdout: "" });
    const listed = alone.stderr.split("\n").filter((line) => line.startsWith("  "));
    expect(listed.length).toBeGreaterThan(1);
    expect(listed.every((line) => line.startsWith(`  ${word} `))).toBe(true);
    const helped = cli([word, "--help"]);
    expect(helped).toMatchObject({ status: 0, stderr: "" });
    expect(alone.stderr).toContain(helped.stdout);
  });
});

describe("import and search of a store", () => {
  const store = join(directory, "store");

  it("imports, then finds a named article first and names only what was given", () => {
    expect(cli(["knowledge", "import-jsonl", "-", "--store", store], passages)).toMatchObject({
      status: 0,
      stdout: '{"imported":3,"updated":0,"skipped":0}\n',
    });
    const queries = file(
      "queries.jsonl",
      lines({ id: "s0", text: "测试法第17条" }, { id: "s1", text: "zzz" }),
    );
    const found = cli(["search", "--json", "--queries", queries, "--top", "2", "--store", store]);
    expect(found.status).toBe(0);
    const [first, second] = found.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(first).toMatchObject({ id: "s0", hits: [{ id: "p2", rank: 1 }, { rank: 2 }] });
    expect(second).toMatchObject({ id: "s1", hits: [] });
    expect(JSON.parse(found.stderr.trim().split("\n").at(-1) ?? "")).toMatchObject({ queries: 2 });
    const again = cli(["search", "--json", "--queries", queries, "--top", "2", "--store", store]);
    expect(withoutTime(again.stdout)).toBe(withoutTime(found.stdout));
  });

  it("leaves the store as it was where a line is malformed, and names the line", () => {
    const broken = cli(
      ["knowledge", "import-jsonl", "-", "--store", store],
      `${lines({ id: "p9", text: "新" })}\n{"id":"p10"}`,
    );
    expect(broken).toMatchObject({ status: 2, stdout: "" });
    expect(broken.stderr).toContain("line 2");
    expect(cli(["search", "--json", "--store", store, "新"]).stdout).not.toContain("p9");
  });

  it("ends with 3 where the store is absent", () => {
    expect(cli(["search", "--json", "--store", join(directory, "none"), "容错"])).toMatchObject({
      status: 3,
      stdout: "",
    });
  });
});

describe("asking", () => {
  it("prints one object of the contract for one question", () => {
    const { status, stdout } = cli(["ask", "--json", "问责条例第十七条说了什么"]);
    expect(status).toBe(0);
    const answer = JSON.parse(stdout);
    expect(Object.keys(answer)).toEqual([
      "id",
      "kind",
      "mode",
      "text",
      "sentences",
      "citations",
      "refusal_reason",
      "suggestions",
      "knowledge_version",
      "as_of",
    ]);
    expect(answer).toMatchObject({
      id: null,
      kind: "answer",
      citations: [{ n: 1, passage: "accountability-2019#17" }],
    });
    expect(Object.keys(answer.citations[0])).toEqual([
      "n",
      "passage",
      "document",
      "article",
      "wording",
      "quote",
      "in_force",
      "verification",
    ]);
  });

  it("answers a batch line by line, in order, by the law of the day asked", () => {
    const { status, stdout } = cli(
      ["ask", "--json", "--questions", "-", "--as-of", "2018-12-31"],
      lines({ id: "b", text: "今天天气" }, { id: "a", text: "处分条例什么时候施行" }),
    );
    expect(status).toBe(0);
    const answers = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(answers.map(({ id, kind, as_of }) => [id, kind, as_of])).toEqual([
      ["b", "refusal", "2018-12-31"],
      ["a", "answer", "2018-12-31"],
    ]);
  });

  it.each([
    [["ask", "--json", ""], ""],
    [["ask", "--json", "--questions", "-"], '{"id":"a","text":" "}'],
    [["ask", "--json", "--questions", "-"], '{"id":"a","text":"x"}\nnonsense'],
    [["ask", "--as-of", "2026-02-30", "x"], ""],
    [["ask", "--no-such-option", "x"], ""],
    [["search", "--top", "0", "x"], ""],
    [["search"], ""],
    [["no-such-command"], ""],
    [[], ""],
  ])("%j with %j is wrong usage: 2, and nothing on stdout", (args, input) => {
    const { status, stdout, stderr } = cli(args, input);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).not.toBe("");
    expect(stderr).not.toContain("    at ");
  });
});

describe("the rest", () => {
  it.each([
    "ask",
    "search",
    "chat",
    "gaps",
    "eval",
    "knowledge check",
    "knowledge stats",
    "knowledge import-jsonl",
    "knowledge embed",
  ])("%s explains itself", (name) => {
    expect(cli([...name.split(" "), "--help"])).toMatchObject({
      status: 0,
      stdout: expect.stringContaining(`cli ${name}`),
    });
  });

  it("names every setting that does not fit", () => {
    const { status, stderr } = cli(["knowledge", "stats"], "", { HTTP_PORT: "x", LOG_LEVEL: "y" });
    expect(status).toBe(2);
    expect(stderr).toMatch(/HTTP_PORT[\s\S]*LOG_LEVEL/);
  });

  it("counts nothing where there is no knowledge base", () => {
    const none = { KNOWLEDGE_DIR: join(directory, "no-knowledge") };
    expect(cli(["knowledge", "stats"], "", none)).toMatchObject({ status: 3, stdout: "" });
  });

  it("finds nothing wrong with the shipped knowledge", () => {
    expect(cli(["knowledge", "check"])).toMatchObject({ status: 0 });
    const stats = JSON.parse(cli(["knowledge", "stats", "--json"]).stdout);
    expect(stats.documents).toBeGreaterThanOrEqual(15);
    expect(stats.provisions).toBeGreaterThanOrEqual(60);
    expect(stats.cases).toBeGreaterThanOrEqual(12);
    expect(stats.answers).toBeGreaterThanOrEqual(25);
    expect(stats.misconceptions).toBeGreaterThanOrEqual(10);
  });
});
