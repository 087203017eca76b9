import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { temporaryFolder } from "../folders.ts";
import { runCli } from "./run-cli.ts";

const SAMPLE = join(import.meta.dirname, "../rules/sample");
const run = (args: readonly string[], knowledge = SAMPLE) => runCli(args, { KNOWLEDGE_DIR: knowledge });

/** A copy of the sample, changed. */
function changed(file: string, from: string, to: string): string {
  const knowledge = temporaryFolder();
  cpSync(SAMPLE, knowledge, { recursive: true });
  const path = join(knowledge, file);
  const text = readFileSync(path, "utf8");
  expect(text).toContain(from);
  writeFileSync(path, text.replaceAll(from, to));
  return knowledge;
}

const Report = z.strictObject({
  ok: z.boolean(),
  ruleset: z.strictObject({ id: z.string(), version: z.string(), hash: z.string() }).nullable(),
  lints: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      status: z.enum(["proven", "finding", "not_proven"]),
      findings: z.array(z.looseObject({ message: z.string() })),
      ms: z.number(),
    }),
  ),
});

describe("rules lint", () => {
  it("prints one object in the form of the contract, and exits 0 where all is proven", async () => {
    const { status, stdout, stderr } = await run(["rules", "lint", "--json"]);
    const report = Report.parse(JSON.parse(stdout));
    expect([status, stderr, report.ok, report.ruleset?.version]).toEqual([0, "", true, "2024-01-01"]);
    expect(report.lints.map(({ id }) => id)).toEqual(Array.from({ length: 17 }, (_, at) => String(at + 1)));
    expect(report.lints.every(({ status: proven }) => proven === "proven")).toBe(true);
  });

  it("exits 1 on a finding, names the version, and prints its counterexample to be pasted", async () => {
    const file = "rules/six-looks/2024-01-01.yaml";
    const knowledge = changed(file, "when: { remedy: [full, partial] }", "when: { remedy: [partial, none] }");
    writeFileSync(join(knowledge, "rules/published.yaml"), "");
    expect((await run(["rules", "publish"], knowledge)).status).toBe(0);
    const { status, stdout } = await run(["rules", "lint"], knowledge);
    expect(status).toBe(1);
    expect(stdout).toContain("FINDING");
    expect(stdout).toContain("[2024-01-01]");
    expect(stdout).toMatch(
      /- name: .+\n\s+act: 2024-01-01\n\s+facts: \{ .+ \}\n\s+expect: \{ status: decided/,
    );
  });

  it("exits 1 where a version is not published, or was changed afterwards", async () => {
    const knowledge = changed("rules/published.yaml", "six-looks@2018-10-01", "six-looks@2018-10-01.2");
    expect((await run(["rules", "lint", "--json"], knowledge)).status).toBe(1);
    const other = changed("rules/six-looks/2024-01-01.yaml", "title: 谋取私利", "title: 谋私");
    const { status, stdout, stderr } = await run(["rules", "lint", "--json"], other);
    expect([status, Report.parse(JSON.parse(stdout)).ok]).toEqual([1, false]);
    expect(stderr).toContain("rules.published-changed");
  });

  it("lints the newest version alone where asked", async () => {
    const { stdout } = await run(["rules", "lint", "--newest"]);
    expect(stdout).toContain("everything is proven");
  });
});

describe("rules publish", () => {
  it("adds what is new, with the hash that results name, and nothing twice", async () => {
    const knowledge = changed("rules/published.yaml", "six-looks@2024-01-01", "# six-looks@2024-01-01");
    const first = await run(["rules", "publish", "--json"], knowledge);
    expect(JSON.parse(first.stdout).published.map(({ name }: { name: string }) => name)).toEqual([
      "six-looks@2024-01-01",
    ]);
    expect(JSON.parse((await run(["rules", "publish", "--json"], knowledge)).stdout)).toEqual({
      published: [],
    });
    expect((await run(["knowledge", "check"], knowledge)).status).toBe(0);
    const { hash } = JSON.parse((await run(["precheck", "schema", "--json"], knowledge)).stdout).ruleset;
    expect(readFileSync(join(knowledge, "rules/published.yaml"), "utf8")).toContain(
      `six-looks@2024-01-01: ${hash}\n`,
    );
  });

  it("adds nothing where anything else does not hold", async () => {
    const knowledge = changed("rules/six-looks/2024-01-01.yaml", "{ loss: [severe] }", "{ los: [severe] }");
    const before = readFileSync(join(knowledge, "rules/published.yaml"), "utf8");
    const { status, stdout, stderr } = await run(["rules", "publish"], knowledge);
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("rules.unknown-fact");
    expect(readFileSync(join(knowledge, "rules/published.yaml"), "utf8")).toBe(before);
  });

  it("leaves the hash as it is where only examples are added", async () => {
    const knowledge = changed(
      "rules/six-looks/2024-01-01.yaml",
      "  - name: 失实\n",
      "  - name: 另一例失实\n",
    );
    expect((await run(["knowledge", "check"], knowledge)).status).toBe(0);
  });
});

describe("rules table", () => {
  it("prints the rules in words with every basis quoted", async () => {
    const { status, stdout } = await run(["rules", "table", "--act-date", "2024-06-01"]);
    expect(status).toBe(0);
    await expect(stdout).toMatchFileSnapshot("../rules/sample-table.md");
  });

  it("prints HTML for paper: whole, without scripts and without anything from elsewhere", async () => {
    const { stdout } = await run(["rules", "table", "--html", "six-looks@2018-10-01"]);
    expect(stdout).toMatch(/^<!DOCTYPE html>\n<html lang="zh-CN">/);
    expect(stdout).toContain("@page { size: A4;");
    expect(stdout).not.toMatch(/<script|<link|<img|https?:|@import|url\(/i);
    const open: string[] = [];
    for (const [, end, tag = ""] of stdout.matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*>/g)) {
      if (tag === "meta" || tag === "br") continue;
      if (end === "") open.push(tag);
      else expect(open.pop()).toBe(tag);
    }
    expect(open).toEqual([]);
  });

  it("escapes what texts may hold", async () => {
    const knowledge = changed("rules/six-looks/2024-01-01.yaml", "title: 谋取私利", `title: '<b>谋取&私利"'`);
    writeFileSync(join(knowledge, "rules/published.yaml"), "");
    const { stdout } = await run(["rules", "table", "--html"], knowledge);
    expect(stdout).toContain("&lt;b&gt;谋取&amp;私利&quot;");
    expect(stdout).not.toContain("<b>");
  });

  it.each([[["six-looks@2020-01-01"]], [["--html", "--markdown"]], [["--act-date", "2000-01-01"]]])(
    "takes %j for wrong usage",
    async (args) => {
      expect(await run(["rules", "table", ...args])).toMatchObject({ status: 2, stdout: "" });
    },
  );
});

describe("rules diff", () => {
  it("tells the share of the space that changes, into what, and the examples", async () => {
    const args = ["rules", "diff", "--json", "six-looks@2018-10-01", "six-looks@2024-01-01"];
    const { status, stdout } = await run(args);
    const diff = JSON.parse(stdout);
    expect([status, diff.a.version, diff.b.version]).toEqual([0, "2018-10-01", "2024-01-01"]);
    expect(diff.share).toBeGreaterThan(0);
    expect(diff.share).toBeLessThan(1);
    expect(await run(args)).toEqual({ status, stdout, stderr: "" });
  });

  it("finds no change between a version and its own file", async () => {
    const file = join(SAMPLE, "rules/six-looks/2024-01-01.yaml");
    const { stdout } = await run(["rules", "diff", "six-looks@2024-01-01", file]);
    expect(stdout).toContain("结果改变的事实组合：0 %");
  });

  it("compares a draft under any name", async () => {
    const draft = join(temporaryFolder(), "draft.yaml");
    const text = readFileSync(join(SAMPLE, "rules/six-looks/2024-01-01.yaml"), "utf8");
    writeFileSync(draft, text.replace("outcome: exempt", "outcome: lighter"));
    const { status, stdout } = await run(["rules", "diff", "six-looks@2024-01-01", draft]);
    expect(status).toBe(0);
    expect(stdout).toContain("倾向：可研究予以容错免责 → 倾向：可研究从轻、减轻");
    expect(stdout).toContain("抢险后全部挽回");
  });

  it.each([
    [["six-looks@2024-01-01"]],
    [["six-looks@2023-01-01", "six-looks@2024-01-01"]],
    [["a.yaml", "b.yaml"]],
  ])("takes %j for wrong usage", async (args) => {
    expect(await run(["rules", "diff", ...args])).toMatchObject({ status: 2, stdout: "" });
  });
});

describe("knowledge commands over rules", () => {
  it("counts each jurisdiction once", async () => {
    expect(JSON.parse((await run(["knowledge", "stats", "--json"])).stdout).overlays).toBe(1);
  });

  it("checks rules and local measures too", async () => {
    const knowledge = changed("overlays/sample-city.yaml", "sample-city-2020#5", "sample-city-2020#6");
    const { status, stdout } = await run(["knowledge", "check", "--json"], knowledge);
    expect(status).toBe(1);
    expect(JSON.parse(stdout).problems).toContainEqual(
      expect.objectContaining({ code: "reference.dead", file: "overlays/sample-city.yaml", line: 14 }),
    );
  });
});
