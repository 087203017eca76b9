import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

it("asks V8 only for flags this Node knows: an unknown one would be ignored with a line on stderr", () => {
  const main = readFileSync(join(import.meta.dirname, "..", "src", "main.ts"), "utf8");
  const asked = [...main.matchAll(/setFlagsFromString\("--([a-z-]+)/g)].map(([, flag]) => flag);
  const known = execFileSync(process.execPath, ["--v8-options"], { encoding: "utf8" });
  expect(asked).not.toEqual([]);
  for (const flag of asked) expect(known).toContain(`--${flag} `);
});
