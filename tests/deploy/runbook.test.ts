/** At night nobody has time for a file, script or setting that is not there; of commands, see `documented-commands.test.ts`. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Environment } from "../../src/config.ts";
import { readProjectFile, root } from "./compose-file.ts";

const runbook = readProjectFile("docs/operations.md");

describe("the runbook", () => {
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
