import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCommandLine } from "../../src/cli.ts";
import { runCommand, temporaryFolder } from "./run.ts";

const folder = temporaryFolder();
const data = join(folder, "data");

async function cli(...args: readonly string[]) {
  return cliWith({}, ...args);
}
async function cliWith(environment: Readonly<Record<string, string>>, ...args: readonly string[]) {
  const printed: { out: string[]; err: string[] } = { out: [], err: [] };
  const terminal = {
    out: (text: string) => void printed.out.push(text),
    err: (text: string) => void printed.err.push(text),
    input: async () => new Uint8Array(),
  };
  const status = await runCommandLine(args, terminal, { DATA_DIR: data, ...environment });
  return { status, stdout: printed.out.join(""), stderr: printed.err.join("") };
}
const lines = async (...args: readonly string[]) =>
  (await cli("gaps", "list", "--json", ...args)).stdout
    .trim()
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));

beforeAll(async () => {
  const said = [
    "玉门关保护办法第三条",
    "玉门关保护办法第三条说了什么",
    "投诉建议 第十七条引文不完整，我的电话13812345678",
    "",
  ];
  await runCommand(["chat"], data, said.join("\n"));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("the gap list on the command line", () => {
  it("puts together what asks for the same, and names nobody", async () => {
    const [gap, complaint] = await lines();
    expect(gap).toMatchObject({
      state: "open",
      count: 2,
      kinds: { unanswered: 2 },
      owner: null,
      due: null,
      closing: null,
      wordings: ["玉门关保护办法第三条", "玉门关保护办法第三条说了什么"],
    });
    expect(complaint).toMatchObject({
      kinds: { complaint: 1 },
      text: "第十七条引文不完整，我的电话〔电话〕",
    });
    const { stdout } = await cli("gaps", "list");
    expect(stdout).toContain(`[${complaint.notes[0].id}]`);
    expect(stdout + JSON.stringify([gap, complaint])).not.toMatch(/terminal:|13812345678/);
    expect(await lines("--kind", "complaint")).toEqual([complaint]);
    expect(await cli("gaps", "list", "--kind", "praise")).toMatchObject({ status: 2, stdout: "" });
  });

  it("says who sees to a gap, and until when; an id may be typed in any case", async () => {
    const [{ id }] = await lines();
    const assigned = await cli("gaps", "assign", id.toLowerCase(), "--to", "李编辑", "--due", "2099-12-01");
    expect(JSON.parse(assigned.stdout)).toEqual({
      id,
      state: "assigned",
      owner: "李编辑",
      due: "2099-12-01",
    });
    expect((await lines())[0]).toMatchObject({ state: "assigned", owner: "李编辑", due: "2099-12-01" });
    const past = await cli("gaps", "assign", id, "--to", "李编辑", "--due", "2020-01-01");
    expect(past).toMatchObject({ status: 2, stdout: "" });
    expect(past.stderr).toContain("today or later");
  });

  it("takes an editor's words for what a gap is about, for the digest, whoever sees to it", async () => {
    const [{ id, owner }] = await lines();
    const named = await cli("gaps", "name", id, "玉门关的", "保护");
    expect(JSON.parse(named.stdout)).toEqual({ id, topic: "玉门关的 保护" });
    expect((await lines())[0]).toMatchObject({ id, owner, topic: "玉门关的 保护" });
    expect(await cli("gaps", "name", id)).toMatchObject({ status: 2, stdout: "" });
  });

  it("drafts an entry that the check of the knowledge base accepts, and leaves a file that is there alone", async () => {
    const [{ id }] = await lines();
    const overlay = join(folder, "overlay");
    mkdirSync(join(overlay, "answers"), { recursive: true });
    const file = join(overlay, "answers", `draft-${id.toLowerCase()}.md`);
    expect(await cli("gaps", "draft", id, "--out", file)).toMatchObject({ status: 0 });
    expect(readFileSync(file, "utf8")).toContain("reviewed: null");
    const checked = await cliWith({ KNOWLEDGE_OVERLAY: overlay }, "knowledge", "check", "--json");
    const { ok, problems } = JSON.parse(checked.stdout);
    expect(problems.filter(({ severity }: { severity: string }) => severity === "error")).toEqual([]);
    expect(ok).toBe(true);
    expect((await lines())[0]).toMatchObject({ state: "drafted" });
    expect(await cli("gaps", "draft", id, "--out", file)).toMatchObject({ status: 2, stdout: "" });
  });

  it("closes a gap by an entry that is there, telling which wordings do not lead to it, or for a reason", async () => {
    const [{ id }] = await lines();
    expect(await cli("gaps", "close", id, "--by", "no-such-entry")).toMatchObject({ status: 2, stdout: "" });
    expect(await cli("gaps", "close", id)).toMatchObject({ status: 2, stdout: "" });
    const closed = await cli("gaps", "close", id, "--by", "accidents");
    expect(JSON.parse(closed.stdout)).toEqual({ id, state: "closed", entry: "accidents" });
    expect(closed.stderr).toContain("2 of 2 wordings");
    expect((await lines("--open")).map((gap) => gap.id)).not.toContain(id);
    const reasoned = await cli("gaps", "close", id, "--reason", "不属本助手范围");
    expect(JSON.parse(reasoned.stdout)).toMatchObject({ state: "closed", reason: "不属本助手范围" });
  });

  it("answers a complaint once, and the complainant reads it in their conversation", async () => {
    const [complaint] = await lines("--kind", "complaint");
    const unanswered = await cli("gaps", "close", complaint.id, "--reason", "不属范围");
    expect(unanswered).toMatchObject({ status: 2, stdout: "" });
    expect(unanswered.stderr).toContain("gaps reply");
    const receipt = complaint.notes[0].id;
    expect(JSON.parse((await cli("gaps", "reply", receipt, "引文已经更正。")).stdout)).toEqual({
      id: receipt,
      told: 1,
      already: 0,
      gone: 0,
    });
    expect(await cli("gaps", "reply", complaint.id, "再说一遍")).toMatchObject({ status: 1 });
    const { stdout } = await runCommand(["chat"], data, "我的数据\n");
    expect(stdout).toContain("引文已经更正。");
  });

  it("prints a digest of a month that tells no count of few persons", async () => {
    const month = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 7);
    const printed = await cli("digest", "--month", month);
    expect(printed.stdout).toMatch(/^# \d{4}年\d{1,2}月问答月报\n/);
    expect(printed.stdout).toContain("另有若干问题");
    expect(printed.stdout).not.toMatch(/玉门关保护办法|引文不完整/);
    const data = JSON.parse((await cli("digest", "--month", month, "--json")).stdout);
    const nothing = { rows: [], rest: { count: null } };
    expect(data).toMatchObject({ month, questions: null, ends: nothing, provisions: [] });
    expect(data.unanswered).toEqual({ rows: [], more: true });
    const page = join(folder, "digest.html");
    expect(await cli("digest", "--month", month, "--html", page)).toMatchObject({ status: 0, stdout: "" });
    expect(readFileSync(page, "utf8")).toContain("<h1>");
    expect(await cli("digest", "--month", "2026-13")).toMatchObject({ status: 2, stdout: "" });
    const ahead = await cli("digest", "--month", "9999-01");
    expect(ahead).toMatchObject({ status: 2, stdout: "" });
    expect(ahead.stderr).toContain("9999-01 has not begun");
  });

  it("refuses what is no id, and an id that is nowhere", async () => {
    for (const args of [
      ["assign", "x", "--to", "李编辑"],
      ["assign", "G-00000000", "--to", "李编辑"],
      ["assign", "G-00000000"],
      ["draft"],
      ["reply", "7K3M-Q9TD"],
      ["reply", "7K3M-Q9TD", "没有这一条"],
    ])
      expect(await cli("gaps", ...args), args.join(" ")).toMatchObject({ status: 2, stdout: "" });
  });

  it("needs a store", async () => {
    const none = join(folder, "none");
    expect(await cliWith({ DATA_DIR: none }, "gaps", "list")).toMatchObject({ status: 3, stdout: "" });
    expect(existsSync(none)).toBe(false);
  });
});

describe("a quiz question found wrong, on the command line", () => {
  const id = "quiz-procedure-comment";
  const own = join(folder, "quizzes");
  const of = (...args: readonly string[]) => cliWith({ DATA_DIR: own }, ...args);

  beforeAll(async () => {
    await runCommand(["chat"], own, `此题有误 ${id} 选项写反了\n此题有误 ${id}\n`);
  });

  it("is listed by its id and its stem, with what is said to be wrong", async () => {
    const { stdout } = await of("gaps", "list");
    expect(stdout).toContain(`${id}: 重大行政决策向社会公开征求意见`);
    expect(stdout).toContain("选项写反了");
    const gap = JSON.parse((await of("gaps", "list", "--json")).stdout);
    expect(gap).toMatchObject({ count: 1, kinds: { quiz: 1 }, quiz: id, reasons: ["选项写反了"] });
    expect((await of("gaps", "--json")).stdout).toContain('"reason":"选项写反了"');
  });

  it("is drafted as a review of the question, which proposes no entry", async () => {
    const gap = JSON.parse((await of("gaps", "list", "--json")).stdout);
    const file = join(own, `review-${id}.md`);
    expect(await of("gaps", "draft", gap.id, "--out", file)).toMatchObject({ status: 0 });
    const text = readFileSync(file, "utf8");
    expect(text).toContain("- 对：30日");
    expect(text).toContain("公开征求意见的期限一般不少于30日");
    expect(text).toContain("“选项写反了”（1次）");
    expect(text).not.toMatch(/^---|questions:/u);
    expect(JSON.parse((await of("gaps", "list", "--json")).stdout)).toMatchObject({ state: "drafted" });
  });
});
