/**
 * Tools a test wants from the machine. Where one is missing its tests are skipped with one visible line; on the machine
 * that decides (`CI=true`) a missing tool is a failure, so that nothing is skipped unseen for ever.
 */
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

export type Tool = "chromium" | "openssl" | "redis-server";

/** Names a tool goes by, the usual one first. */
const names: Readonly<Record<Tool, readonly string[]>> = {
  chromium: ["chromium", "chromium-browser", "google-chrome"],
  openssl: ["openssl"],
  "redis-server": ["redis-server"],
};

/**
 * The path of a tool, or null where the machine lacks it: `describe.skipIf(needs("chromium") === null)`.
 *
 * @throws where it is missing and `CI` is `true`
 */
export function needs(tool: Tool): string | null {
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/bin", "/usr/local/bin"];
  const found = names[tool]
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((path) => isExecutable(path));
  if (found !== undefined) return found;
  if (process.env.CI === "true") throw new Error(`${tool} is missing, and CI=true allows no skipped test`);
  process.stderr.write(`skipped: ${tool} is not installed\n`);
  return null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
