/** Two small files beside the rules: who signed for exceptions to the lints, and what the sources of cases state. */
import { lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Catalogue } from "../../core/law/catalogue.ts";
import type { Case } from "../../core/law/types.ts";
import type { FactId, Form, RuleSet } from "../../core/rules/types.ts";
import type { RuleLibrary, Signed } from "../../ports/rule-source.ts";
import { decode } from "./files.ts";
import { namesOf, readForm } from "./rule-conditions.ts";
import { SIGNED, type TellLine } from "./rule-files.ts";
import { caseFactsFile, signedFile } from "./rule-schemas.ts";
import { readYaml } from "./yaml.ts";

/** What the sources of published cases state. */
const CASE_FACTS = "case-facts.yaml";

/**
 * Facts of published cases, each with the words of the case that it rests on; an organisation's file adds its own cases, and
 * replaces those of the same id.
 */
export function readCaseFacts(
  roots: readonly string[],
  newest: RuleSet | null,
  catalogue: Catalogue | null,
  tellerOf: (shown: string) => TellLine,
): Pick<RuleLibrary, "caseFacts" | "caseSpans"> {
  const caseFacts = new Map<string, Form>();
  const caseSpans = new Map<string, Readonly<Record<FactId, string>>>();
  for (const root of roots) {
    const place = join(root, CASE_FACTS);
    const tell = tellerOf(root === roots[0] ? CASE_FACTS : place);
    if (newest === null || !lstatSync(place, { throwIfNoEntry: false })?.isFile()) continue;
    const text = decode(readFileSync(place), tell);
    const read = text === null ? null : readYaml(text, caseFactsFile, 1, tell);
    if (read === null) continue;
    for (const [id, stated] of Object.entries(read.value)) {
      const published = catalogue?.case(id);
      if (catalogue !== null && published === undefined) tell("reference.dead", read.lineOf([id]), id);
      const entries = Object.entries(stated);
      if (published !== undefined)
        for (const [fact, { span }] of entries)
          if (!textsOf(published).some((words) => words.includes(span)))
            tell("cases.span-not-literal", read.lineOf([id, fact, "span"]), id, span);
      const values = Object.fromEntries(entries.map(([fact, { value }]) => [fact, value]));
      const form = readForm(values, [id], namesOf(newest), (code, at, ...named) =>
        tell(code, read.lineOf(at), ...named),
      );
      caseFacts.set(id, form);
      caseSpans.set(id, Object.fromEntries(entries.map(([fact, { span }]) => [fact, span])));
    }
  }
  return { caseFacts, caseSpans };
}

/** What a case has from its source; the editor's caution and comparisons are none of it. */
const textsOf = ({ title, facts, reason, correction, decision }: Case): readonly string[] =>
  [title, facts, reason, correction, decision].filter((words) => words !== null);

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
