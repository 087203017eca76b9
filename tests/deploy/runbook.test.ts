/** At night nobody has time for a command that is not there. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Environment } from "../../src/config.ts";
import { runCli } from "../cli/run-cli.ts";
import { readProjectFile, root } from "./compose-file.ts";

const runbook = readProjectFile("docs/operations.md");

/** Every `cli …`, up to what ends a command in a sentence; `redis-cli` is another program. */
const commandLines = [
  ...new Set(
    [...runbook.matchAll(/(?<![\w-])cli (?:-- )?((?:[a-z-]+ ?)[^`\n#（，。]*)/g)].map(([, line = ""]) =>
      line.trim(),
    ),
  ),
].filter((line) => line !== "");

describe("the runbook", () => {
  it("names commands, and enough of them to go through a night", () => {
    expect(commandLines.length).toBeGreaterThan(10);
  });

  it.each(commandLines)("names a command with options that are there: cli %s", async (line) => {
    const words = line.split(/\s+/);
    const named = words.filter((word) => /^[a-z]/.test(word)).slice(0, 2);
    const { status, stdout: text } = await runCli([...named, "--help"]);
    expect(status).toBe(0);
    const [, called = ""] = /^cli ((?:[a-z-]+)(?: [a-z-]+)*)/.exec(text) ?? [];
    expect(called, "the help is that of all commands").not.toBe("");
    expect(line.startsWith(called), `the help is that of ${called}`).toBe(true);
    // Else a word that is no part of any command would pass for an argument.
    expect(line.slice(called.length)).not.toMatch(/^ [a-z]/);
    for (const [option] of line.matchAll(/--[a-z-]+/g)) expect(text).toContain(option);
  });

  it("names only scripts that package.json has", () => {
    const { scripts } = JSON.parse(readProjectFile("package.json")) as { scripts: Record<string, string> };
    for (const [, name] of runbook.matchAll(/npm run (?:--silent )?([a-z:]+)/g))
      expect(Object.keys(scripts)).toContain(name);
  });

  it("names only files of the project that are there", () => {
    const links = [...runbook.matchAll(/\]\(((?!https?:)[^)#]+)/g)].map(([, link = ""]) =>
      join("docs", link),
    );
    const named = [...runbook.matchAll(/`((?:deploy|docs|src)\/[\w./-]+)`/g)].map(([, file = ""]) => file);
    expect(links.length + named.length).toBeGreaterThan(5);
    for (const file of [...links, ...named]) expect(existsSync(join(root, file)), file).toBe(true);
  });

  it("names only settings that there are", () => {
    const known = [...Object.keys(Environment.shape), "NODE_EXTRA_CA_CERTS", "REDIS_PASSWORD"];
    for (const [, name] of runbook.matchAll(/`([A-Z]+_[A-Z_]+)(?:=[^`]*)?`/g)) expect(known).toContain(name);
  });
});
