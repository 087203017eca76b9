import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { resultCaution } from "../../src/text/precheck.ts";
import { runCli } from "./run-cli.ts";

const form = (name: string) => join(import.meta.dirname, "../forms", `${name}.json`);
const report = (...args: string[]) => runCli(["precheck", "report", ...args]);
const compare = (...args: string[]) => runCli(["precheck", "compare", ...args]);

describe("cli precheck report", () => {
  it("prints what chat shows", async () => {
    const { status, stdout, stderr } = await report(form("soe-loss"));
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toContain(resultCaution);
    expect(stdout.length).toBeLessThanOrEqual(4_001);
  });

  it("prints the whole for a meeting as Markdown, the same bytes each time", async () => {
    const [once, again] = [
      await report("--markdown", form("land-use")),
      await report("--markdown", form("land-use")),
    ];
    expect(once).toEqual(again);
    expect([once.status, once.stderr]).toEqual([0, ""]);
    expect(once.stdout).toMatch(/^# 容错纠错预审报告\n/);
  });

  it("prints one JSON object, with the record's hash that evaluate gives", async () => {
    const [asData, evaluated] = [
      await report("--json", form("village-works")),
      await runCli(["precheck", "evaluate", "--json", form("village-works")]),
    ];
    expect(JSON.parse(asData.stdout).recordHash).toBe(JSON.parse(evaluated.stdout).record_hash);
  });

  it("reads the form from standard input, and the days and the place from its options", async () => {
    const { status, stdout } = await runCli(
      [
        "precheck",
        "report",
        "--markdown",
        "--act-date",
        "2026-02-01",
        "--decision-date",
        "2026-03-01",
        "--jurisdiction",
        "central-soe",
        "-",
      ],
      {},
      JSON.stringify({ report: "yes" }),
    );
    expect(status).toBe(0);
    for (const text of ["2026年2月1日", "2026年3月1日", "较大损失的起点：500万元"])
      expect(stdout).toContain(text);
  });

  it("asks whom the organisation names", async () => {
    const { stdout } = await runCli(["precheck", "report", form("land-use")], {
      ORG_CONTACT: "某局机关纪委",
    });
    expect(stdout).toContain("某局机关纪委");
  });

  it.each([
    ["no file", []],
    ["two files", [form("land-use"), form("soe-loss")]],
    ["two forms of output", ["--json", "--markdown", form("land-use")]],
    ["a file that is not there", ["/nonexistent.json"]],
    ["a day before the first covered one", ["--act-date", "1999-01-01", "-"]],
  ])("is wrong usage with %s", async (_, args) => {
    const { status, stdout, stderr } = await runCli(["precheck", "report", ...args], {}, "{}");
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).not.toBe("");
  });
});

describe("cli precheck compare", () => {
  it("prints the forms side by side, called by their ids", async () => {
    const { status, stdout, stderr } = await compare(form("village-works"), form("land-use"));
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("| 项目 | village-works | land-use |");
    expect(stdout).toContain("从“village-works”到“land-use”");
  });

  it("calls a form without an id by its file", async () => {
    const { stdout } = await runCli(
      ["precheck", "compare", "--json", "-", form("land-use")],
      {},
      JSON.stringify({ report: "yes" }),
    );
    expect(JSON.parse(stdout).columns.map(({ label }: { label: string }) => label)).toEqual([
      "-",
      "land-use",
    ]);
  });

  it.each([
    ["one file", [form("land-use")]],
    ["standard input twice", ["-", "-"]],
    ["a fact that nobody knows", [form("land-use"), "-"]],
  ])("is wrong usage with %s", async (_, args) => {
    const { status, stdout, stderr } = await runCli(["precheck", "compare", ...args], {}, '{"raport":"yes"}');
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).not.toBe("");
  });
});
