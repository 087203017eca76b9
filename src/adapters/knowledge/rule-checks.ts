/** What rule files say of one another and of the knowledge base: jurisdictions, passages in force, the register. */
import { lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Catalogue } from "../../core/law/catalogue.ts";
import type { Day } from "../../core/law/types.ts";
import { firstDay } from "../../core/law/validity.ts";
import { nearest } from "../../core/rules/nearest.ts";
import type { Overlay, RuleSet } from "../../core/rules/types.ts";
import { decode } from "./files.ts";
import type { Read, RuleFile, TellLine } from "./rule-files.ts";
import { REGISTER } from "./rule-register.ts";
import { registerFile } from "./rule-schemas.ts";
import { readYaml } from "./yaml.ts";

/** A version that the register lacks: its name there, its hash, its knowledge folder. */
export interface Unpublished {
  readonly name: string;
  readonly hash: string;
  readonly root: string;
}

/** An example beside the rules may be one of a jurisdiction, which must be there. */
export function tellJurisdictions(reads: readonly Read<RuleSet>[], files: readonly RuleFile[]): void {
  const known = files.flatMap(({ folder, name }) => (folder === null ? [name.split("@")[0] ?? name] : []));
  for (const { reading, tell } of reads)
    for (const [index, { jurisdiction }] of reading.examples.entries())
      if (typeof jurisdiction === "string" && !known.includes(jurisdiction)) {
        const line = reading.lineOf(["examples", index, "jurisdiction"]);
        tell("rules.unknown-jurisdiction", line, jurisdiction, nearest(jurisdiction, known) ?? "");
      }
}

/** Every passage is held, and its document in force on each day of the rules. @param days null: not judged */
export function tellBases<T>(
  { reading, tell }: Read<T>,
  days: readonly [Day | null, Day | null] | null,
  catalogue: Catalogue,
): void {
  for (const { passage, at } of reading.bases) {
    // Only a problem needs its line: to find it the file is parsed as a whole.
    const line = () => reading.lineOf(at);
    const held = catalogue.provision(passage);
    const [provision = passage] = passage.split(".", 1);
    const document = catalogue.document(held?.provision.documentId ?? "");
    if (held === undefined || document === undefined) {
      if (catalogue.provision(provision)) tell("reference.unit-not-held", line(), passage, provision);
      else tell("reference.dead", line(), passage);
      continue;
    }
    if (days === null) continue;
    const [from, until] = days;
    const first = firstDay(document);
    const { repealed } = document.dates;
    const begun = first === null || from === null || first <= from;
    const lasts = repealed === null || (until !== null && until <= repealed);
    if (!begun || !lasts)
      tell("rules.basis-not-in-force", line(), passage, from ?? "起始日未知", until ?? "今后");
  }
}

/** Name of a version in the register: `six-looks@2025-06-01`, `overlays/sichuan-ftz`. */
const nameInRegister = ({ folder, name, path }: RuleFile): string =>
  folder === null ? path.slice(0, -".yaml".length) : `${folder}@${name}`;

/** What is published is held and unchanged. @returns what is not published yet */
export function tellRegister(
  roots: readonly string[],
  files: readonly RuleFile[],
  reads: readonly (Read<RuleSet> | Read<Overlay>)[],
  tellerOf: (shown: string) => TellLine,
): Unpublished[] {
  const published = new Map<string, string>();
  for (const root of roots) {
    const place = join(root, REGISTER);
    const tell = tellerOf(root === roots[0] ? REGISTER : place);
    if (!lstatSync(place, { throwIfNoEntry: false })?.isFile()) continue;
    const text = decode(readFileSync(place), tell);
    // Comments alone are an empty register.
    if (text === null || /^(?:\s*(?:#.*)?\n)*$/u.test(text)) continue;
    const register = readYaml(text, registerFile, 1, tell);
    for (const [name, hash] of Object.entries(register?.value ?? {})) {
      if (!published.has(name)) published.set(name, hash);
      if (!files.some((file) => nameInRegister(file) === name))
        tell("rules.published-missing", register?.lineOf([name]) ?? 1, name);
    }
  }
  return reads.flatMap(({ file, hash, tell }) => {
    const name = nameInRegister(file);
    const registered = published.get(name);
    if (registered === undefined) tell("rules.not-published", 1, name);
    else if (registered !== hash) tell("rules.published-changed", 1, name);
    return registered === undefined ? [{ name, hash, root: file.root }] : [];
  });
}
