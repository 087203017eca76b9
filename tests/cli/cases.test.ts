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
