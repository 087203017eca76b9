/** Published cases that can be walked through (案例推演), and what the rules of the day say of each by what its source states. */
import type { Catalogue } from "../../core/law/catalogue.ts";
import { leaningOf } from "../../core/learning/leaning.ts";
import { type Leaning, type Walk, type WalkLook, walkOf } from "../../core/learning/walk.ts";
import { findingsOf, type WalkFindings } from "../../core/learning/walk-findings.ts";
import type { CompiledRules } from "../../core/rules/compile.ts";
import type { Fact, FactId } from "../../core/rules/types.ts";
import type { RuleLibrary } from "../../ports/rule-source.ts";

export interface Walking {
  /** By id of the case. */
  readonly walks: ReadonlyMap<string, Walk>;
  readonly facts: readonly Fact[];
  /** The words that each stated fact of a case rests on. */
  spans(walk: Walk): Readonly<Record<FactId, string>>;
  /** How the facts of a look lie by the rules of today. */
  leaning(look: WalkLook): Leaning;
  /** By the rules of today, on what the source states alone. */
  findings(walk: Walk): WalkFindings;
}

export function createWalking(options: {
  readonly catalogue: Catalogue;
  /** In the names of `facts`. */
  readonly library: Pick<RuleLibrary, "caseFacts" | "caseSpans">;
  readonly facts: readonly Fact[];
  /** Those of today. */
  readonly rules: () => CompiledRules;
}): Walking {
  const { catalogue, library, facts, rules } = options;
  const walks = new Map(
    [...library.caseFacts].flatMap(([id, form]) => {
      const published = catalogue.case(id);
      const spans = library.caseSpans.get(id) ?? {};
      const walk = published === undefined ? null : walkOf(published, form, spans, facts);
      return walk === null ? [] : [[id, walk] as const];
    }),
  );
  return {
    walks,
    facts,
    spans: (walk) => library.caseSpans.get(walk.case) ?? {},
    leaning: (look) => leaningOf(rules(), look),
    findings: (walk) => findingsOf(rules(), library.caseFacts.get(walk.case) ?? {}, walk.outcome),
  };
}
