/**
 * The register of published rules (登记簿), `rules/published.yaml`: the hash that each version was published with. A line
 * is never changed afterwards: records of decisions rest on it.
 */
import { createHash } from "node:crypto";
import { appendFileSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { canonicalJson } from "../../core/rules/canonical-json.ts";

/** `sha256:…` of a text in UTF-8. */
export const hashOfText = (text: string): string =>
  `sha256:${createHash("sha256").update(text, "utf8").digest("hex")}`;

/** `sha256:…` of the canonical form of any content. */
export const hashOf = (content: unknown): string => hashOfText(canonicalJson(content));

/** The file, inside a knowledge folder. */
export const REGISTER = "rules/published.yaml";

const HEAD = `# 已发布的规则和地方补充：名称@版本，和发布时内容的散列。只由 cli rules publish 增加，不改、不删：
# 已作出的预审记录要靠它重算。
`;

/** Adds versions to the register of a knowledge folder, in the order given. */
export function addToRegister(directory: string, entries: readonly (readonly [string, string])[]): void {
  const path = join(directory, REGISTER);
  if (!existsSync(path)) writeFileSync(path, HEAD);
  appendFileSync(path, entries.map(([version, hash]) => `${version}: ${hash}\n`).join(""));
}
