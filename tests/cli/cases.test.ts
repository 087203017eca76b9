import { describe, expect, it } from "vitest";
import { runCli } from "./run-cli.ts";

const text = "没走政府采购先抢修水库闸门";

describe("cases similar", () => {
  it("prints one object of cases in the form of the contract, nearest first", async () => {
    const { status, stdout, stderr } = await runCli(["cases", "similar", "--json", text]);
    const { cases } = JSON.parse(stdout) as { cases: Record<string, unknown>[] };
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout.split("\n")).toHaveLength(2);
    expect(cases[0]).toEqual({
      id: "seed-2",
      title: "河流管理局黄某未经政府采购先行抢修水库闸门",
      score: expect.any(Number),
      outcome: "tolerated_exempt",
      shared: {},
      differing: {},
    });
    expect(Object.keys(cases[0] ?? {})).toEqual(["id", "title", "score", "outcome", "shared", "differing"]);
    expect(cases).toHaveLength(5);
  });

  it("is the same byte for byte, and --top N keeps the head of the list", async () => {
    const five = await runCli(["cases", "similar", "--json", text]);
    const two = await runCli(["cases", "similar", "--json", "--top", "2", text]);
    expect(await runCli(["cases", "similar", "--json", text])).toEqual(five);
    expect(JSON.parse(two.stdout).cases).toEqual(JSON.parse(five.stdout).cases.slice(0, 2));
  });

  it("prints an empty list where no case shares a word", async () => {
    expect((await runCli(["cases", "similar", "--json", "qqqq"])).stdout).toBe('{"cases":[]}\n');
    expect((await runCli(["cases", "similar", "qqqq"])).stdout).toContain("没有找到相近的公开案例");
  });

  it("tells people the outcome, the counter-examples and that no case decides another", async () => {
    const { status, stdout } = await runCli(["cases", "similar", "--top", "1", text]);
    expect(status).toBe(0);
    expect(stdout).toContain("【予以容错、免责】");
    expect(stdout).toContain("对照 sanctioned-13");
    expect(stdout).toContain("不能直接套用");
  });

  it.each([[[]], [["--top", "0", text]], [["--facts", "facts.json"]]])(
    "takes %j for wrong usage",
    async (args) => {
      expect(await runCli(["cases", "similar", ...args])).toMatchObject({ status: 2, stdout: "" });
    },
  );
});

describe("cases similar --facts", () => {
  const form = { urgency: "yes", procedure: "later", privateGain: "none", decision: "solo" };
  const facts = (input: unknown, ...args: string[]) =>
    runCli(["cases", "similar", "--facts", "-", ...args], {}, JSON.stringify(input));

  it("ranks the cases by what their sources state, with what is shared and what differs", async () => {
    const { status, stdout, stderr } = await facts(form, "--json", "--top", "3");
    const { cases } = JSON.parse(stdout) as { cases: Record<string, unknown>[] };
    expect([status, stderr, cases.length]).toEqual([0, "", 3]);
    expect(cases[0]).toEqual({
      id: "seed-2",
      title: "河流管理局黄某未经政府采购先行抢修水库闸门",
      score: expect.any(Number),
      outcome: "tolerated_exempt",
      shared: { privateGain: "none", procedure: "later", urgency: "yes" },
      differing: { decision: { here: "solo", case: ["collective", "soloReported"] } },
    });
    expect(await facts({ id: "a", facts: form }, "--json", "--top", "3")).toEqual({ status, stdout, stderr });
  });

  it("tells people what is shared and what differs in the words of the questions", async () => {
    const { stdout } = await facts(form, "--top", "1");
    expect(stdout).toMatch(/相同：.*是否紧急/);
    expect(stdout).toMatch(/不同：此处.*案例/);
    expect(stdout).toContain("不能直接套用");
  });

  it("refuses names that the rules do not have, and a text beside the facts", async () => {
    const { status, stdout, stderr } = await facts({ urgencyy: "yes" });
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toContain('"urgency"');
    expect(await facts(form, "抢修")).toMatchObject({ status: 2, stdout: "" });
  });
});

describe("eval --cases", () => {
  it("prints the confusion table, and holds", async () => {
    const { status, stdout } = await runCli(["eval", "--cases", "--json"]);
    const table = JSON.parse(stdout);
    expect([status, table.holds, table.kindToSanctioned]).toEqual([0, true, []]);
    expect(table.right / table.counted).toBeGreaterThanOrEqual(0.8);
    expect(table.cases.slice(0, 4).map(({ id }: { id: string }) => id)).toEqual([
      "seed-1",
      "seed-2",
      "seed-3",
      "seed-4",
    ]);
    expect((await runCli(["eval", "--cases"])).stdout).toMatch(/completed: \d+ of \d+ as decided/);
  });

  it("needs the cases", async () => {
    expect(await runCli(["eval", "--cases", "--case-forms", "nowhere"])).toMatchObject({
      status: 2,
      stdout: "",
    });
  });
});
