/** Two small files beside the rules: who signed for exceptions to the lints, and what the sources of cases state. */
import { lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Catalogue } from "../../core/law/catalogue.ts";
import type { Form, RuleSet } from "../../core/rules/types.ts";
import type { Signed } from "../../ports/rule-source.ts";
import { decode } from "./files.ts";
import { namesOf, readForm } from "./rule-conditions.ts";
import { SIGNED, type TellLine } from "./rule-files.ts";
import { caseFactsFile, signedFile } from "./rule-schemas.ts";
import { readYaml } from "./yaml.ts";

/** What the sources of published cases state. */
const CASE_FACTS = "case-facts.yaml";

/** Facts of published cases; an organisation's file adds its own cases, and replaces those of the same id. */
export function readCaseFacts(
  roots: readonly string[],
  newest: RuleSet | null,
  catalogue: Catalogue | null,
  tellerOf: (shown: string) => TellLine,
): Map<string, Form> {
  const found = new Map<string, Form>();
  for (const root of roots) {
    const place = join(root, CASE_FACTS);
    const tell = tellerOf(root === roots[0] ? CASE_FACTS : place);
    if (newest === null || !lstatSync(place, { throwIfNoEntry: false })?.isFile()) continue;
    const text = decode(readFileSync(place), tell);
    const read = text === null ? null : readYaml(text, caseFactsFile, 1, tell);
    if (read === null) continue;
    for (const [id, facts] of Object.entries(read.value)) {
      if (catalogue !== null && !catalogue.case(id)) tell("reference.dead", read.lineOf([id]), id);
      found.set(
        id,
        readForm(facts, [id], namesOf(newest), (code, at, ...values) =>
          tell(code, read.lineOf(at), ...values),
        ),
      );
    }
  }
  return found;
}

/** Entries of one knowledge folder. */
export function readSigned(root: string, tell: TellLine): Signed[] {
  const place = join(root, SIGNED);
  if (!lstatSync(place, { throwIfNoEntry: false })?.isFile()) return [];
  const text = decode(readFileSync(place), tell);
  const read = text === null ? null : readYaml(text, signedFile, 1, tell);
  return (read?.value ?? []).map((entry) => {
    const { by, on, because } = entry;
    const [one, other] = "earlier" in entry ? [entry.earlier, entry.later] : [entry.overlay, entry.parameter];
    return { one, other, by, on, because };
  });
}
