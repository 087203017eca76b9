import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../folders.ts";
import { runCli } from "./run-cli.ts";

describe("eval --cases", () => {
  it("prints the confusion table of both mappings, what differs and why", async () => {
    const { status, stdout } = await runCli(["eval", "--cases"]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^stated +exempt +lighter +consult +not_tolerated/mu);
    expect(stdout).toMatch(/^completed +exempt/mu);
    expect(stdout).toContain("sanctioned and favourable  0");
    expect(stdout).toMatch(/not counted {2}other-01/u);
  });

  it("gives machines every case, stated and completed", async () => {
    const { status, stdout } = await runCli(["eval", "--cases", "--json"]);
    const { ok, cases, counted, right } = JSON.parse(stdout);
    expect([status, ok, cases.length, counted]).toEqual([0, true, 37, 36]);
    expect(right / counted).toBeGreaterThanOrEqual(0.8);
    expect(cases[0]).toEqual({
      id: "seed-1",
      official: "not_tolerated",
      class: "not_tolerated",
      stated: "not_tolerated",
      completed: "not_tolerated",
      right: true,
    });
  });

  it("names file and line of a case that cannot be read, and prints nothing else", async () => {
    const folder = temporaryFolder();
    for (const name of ["seed", "cases"]) mkdirSync(join(folder, name));
    writeFileSync(join(folder, "cases", "broken.yaml"), "id: broken\ntitle: 缺很多\n");
    const { status, stdout, stderr } = await runCli(["eval", "--cases", "--mapped", folder]);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("broken.yaml:1");
  });
});
