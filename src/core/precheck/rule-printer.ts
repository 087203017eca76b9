/** Prints rules for a report: what they are called, say and rest on, each source numbered once. */
import type { Citation } from "../grounding/answer.ts";
import { createCiter } from "../grounding/cite.ts";
import type { Catalogue } from "../law/catalogue.ts";
import type { Day } from "../law/types.ts";
import type { CompiledRules } from "../rules/compile.ts";
import type { Answer, Basis, Fact, FactId, Rule } from "../rules/types.ts";
import { type AnswerLabels, answerLabels } from "./answer-words.ts";
import type { ReportBasis, ReportCitation, ReportRule, RuleTitle } from "./report.ts";

/** A rule that is not there gives an empty list. */
export interface RulePrinter {
  readonly labels: AnswerLabels;
  title(rule: string): RuleTitle[];
  rule(rule: string, answers: Readonly<Record<FactId, Answer>>): ReportRule[];
  basis(basis: readonly Basis[]): ReportBasis[];
  cite(passage: string): number;
  /** All made so far. */
  citations(): ReportCitation[];
}

/** @param also the rules of the other day, for what those of this one do not have */
export function createRulePrinter(
  rules: CompiledRules,
  also: CompiledRules | null,
  catalogue: Catalogue,
  day: Day,
): RulePrinter {
  const sets = also === null ? [rules] : [also, rules];
  const byId = new Map(sets.flatMap(({ ruleSet }) => ruleSet.rules.map((rule) => [rule.id, rule] as const)));
  const overlays = sets.flatMap((set) => set.overlays);
  const citer = createCiter(catalogue, day);
  const labels = answerLabels(factsOf(rules, also));
  const cite = (passage: string): number => citer.cite(passage) ?? 0;
  const basis = (of: readonly Basis[]): ReportBasis[] =>
    of.map(({ passage, note }) => ({ n: cite(passage), why: note })).filter(({ n }) => n > 0);
  const titleOf = ({ id, title, tier }: Rule): RuleTitle => ({ rule: id, title, tier });
  return {
    labels,
    cite,
    basis,
    title: (id) => [byId.get(id)].flatMap((rule) => (rule === undefined ? [] : [titleOf(rule)])),
    rule(id, answers) {
      const rule = byId.get(id);
      if (rule === undefined) return [];
      return [
        {
          ...titleOf(rule),
          text: rule.text,
          gives: rule.gate ?? rule.outcome ?? "consult",
          local: overlays.find((overlay) => overlay.id === rule.origin)?.title ?? null,
          answers: labels.all(answers),
          basis: basis(rule.basis),
        },
      ];
    },
    citations: () =>
      citer.citations.map((citation) => ({
        ...citation,
        gist: citation.quote === null ? gistOf(catalogue, citation) : null,
      })),
  };
}

/** The facts of the rules, then those that only the other day's have. */
export function factsOf({ model }: CompiledRules, also: CompiledRules | null): readonly Fact[] {
  const more = also?.model.space.facts.filter(({ id }) => !model.space.levelOf.has(id)) ?? [];
  return [...model.space.facts, ...more];
}

const gistOf = (catalogue: Catalogue, { passage }: Citation): string | null =>
  catalogue.provision(passage)?.provision.gist ?? null;
