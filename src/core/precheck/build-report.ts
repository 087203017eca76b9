/** Builds the report (预审报告) of a form from what its rules found: nothing is decided here, and nothing is worded. */
import type { Catalogue } from "../law/catalogue.ts";
import type { Day } from "../law/types.ts";
import type { CompiledRules } from "../rules/compile.ts";
import type { RuleModel } from "../rules/model.ts";
import { type Fact, type Form, looks, type Overlay } from "../rules/types.ts";
import { type AnswerLabels, answerLabels } from "./answer-words.ts";
import { lookRows } from "./look-rows.ts";
import type {
  NearestRule,
  OpenFact,
  Report,
  ReportAnswer,
  ReportCorrection,
  ReportJurisdiction,
  RuleTitle,
} from "./report.ts";
import { changesOf, evidenceOf, stepsOf, waitingRules } from "./report-advice.ts";
import { reportCases } from "./report-cases.ts";
import type { PrecheckResult } from "./result.ts";
import { createRulePrinter, factsOf, type RulePrinter } from "./rule-printer.ts";
import type { SimilarPublished } from "./similar-facts.ts";
import { bearingFacts, readableStates } from "./telling-facts.ts";

export interface ReportSource {
  readonly result: PrecheckResult;
  /** The rules that the result was explained by. */
  readonly rules: CompiledRules;
  /** The rules of the other day, where they are others. */
  readonly also: CompiledRules | null;
  /** In the names of either. */
  readonly form: Form;
  /** Day on which the rules hold: sources are shown as of it. */
  readonly day: Day;
  readonly actDate: Day;
  readonly decisionDate: Day;
  /** Asked for; a measure not in force on either day is not among the overlays of the rules. */
  readonly jurisdictions: readonly { readonly id: string; readonly title: string }[];
  readonly catalogue: Catalogue;
  /** The nearest first; more than are shown, so that a contrast is found. */
  readonly similar: readonly SimilarPublished[];
  /** Facts in whose names the cases are held. */
  readonly caseFacts: readonly Fact[];
}

/** Same source, same report. @throws {UnknownNameError | FormError} the form is not in the names of the rules */
export function buildReport(source: ReportSource): Report {
  const { result, rules, also, form, catalogue } = source;
  const { model } = rules;
  const facts = factsOf(rules, also);
  const overlays = [...rules.overlays, ...(also?.overlays ?? [])];
  const printer = createRulePrinter(rules, also, catalogue, source.day);
  const answers = answersOf(facts, source, printer.labels);
  const open = openFacts(facts, source, printer);
  // In the order in which a reader meets them, so that the citations are numbered in it.
  const jurisdictions = source.jurisdictions.map((asked) => jurisdictionOf(asked, overlays, printer));
  const fired = result.fired.flatMap(({ rule, facts }) => printer.rule(rule, facts));
  const corrections = correctionsOf(rules, result, printer);
  const published = reportCases(
    source.similar,
    result,
    answerLabels(source.caseFacts),
    catalogue.case,
    printer.cite,
  );
  const cleared = result.cleared.flatMap(({ rule, by }) => printer.rule(rule, by));
  return {
    id: result.id,
    status: result.status,
    outcome: result.outcome,
    range: result.range,
    actDate: source.actDate,
    decisionDate: source.decisionDate,
    jurisdictions,
    ruleset: result.ruleset,
    byVersion: result.by_version ?? [],
    recordHash: result.record_hash,
    looks: lookRows(model, readableStates(rules, form), new Set(open.map(({ fact }) => fact)), answers),
    fired,
    byDefault: result.fired.some(({ tier }) => tier === "default"),
    cleared,
    unsettled: unsettledOf(model, result),
    open,
    changes: changesOf(model, result, printer.labels),
    nearest: nearestOf(model, result, printer),
    corrections,
    evidence: evidenceOf(facts, result, answers),
    ...published,
    steps: stepsOf(result),
    answers,
    citations: printer.citations(),
  };
}

function jurisdictionOf(
  { id, title }: ReportSource["jurisdictions"][number],
  overlays: readonly Overlay[],
  printer: RulePrinter,
): ReportJurisdiction {
  const measure = overlays.find((overlay) => overlay.id === id);
  return {
    id,
    title: measure?.title ?? title,
    applied: measure !== undefined,
    parameters: (measure?.parameters ?? []).flatMap(({ title: name, value, unit, basis }) =>
      value === null ? [] : [{ title: name, value, unit, basis: printer.basis(basis) }],
    ),
    unread: measure?.unread ?? [],
  };
}

function answersOf(
  facts: readonly Fact[],
  { rules, also, form, result }: ReportSource,
  labels: AnswerLabels,
): ReportAnswer[] {
  const bearing = bearingFacts(also === null ? [rules] : [rules, also], form, result.fired);
  return facts.flatMap(({ id, question, checklist }) => {
    const answer = form[id];
    if (answer === undefined) return [];
    return [{ ...labels.words(id, answer), question, checklist, matters: bearing.has(id) }];
  });
}

function openFacts(facts: readonly Fact[], { result, form }: ReportSource, printer: RulePrinter): OpenFact[] {
  const waiting = waitingRules(result);
  return facts.flatMap(({ id, look, label, question, evidence }) => {
    const rules = waiting.filter((open) => open.facts.includes(id));
    if (rules.length === 0) return [];
    return [
      {
        fact: id,
        look,
        label,
        question,
        unsure: form[id] === "unsure",
        evidence,
        rules: rules.flatMap(({ rule }) => printer.title(rule)),
      },
    ];
  });
}

function unsettledOf(model: RuleModel, result: PrecheckResult): RuleTitle[] {
  if (result.range === null) return [];
  const settled = new Set(
    [...result.fired, ...result.cleared, ...waitingRules(result)].map(({ rule }) => rule),
  );
  return model.rules
    .filter(({ rule }) => rule.tier === "redline" && !settled.has(rule.id))
    .map(({ rule: { id, title, tier } }) => ({ rule: id, title, tier }));
}

function nearestOf({ space }: RuleModel, result: PrecheckResult, printer: RulePrinter): NearestRule[] {
  if (result.outcome === "not_tolerated" || result.range === null) return [];
  return result.nearest.flatMap(({ rule, failed }) => {
    const lacking = new Set(failed.map((fact) => space.facts[space.levelOf.get(fact) ?? -1]?.look));
    return printer
      .title(rule)
      .map(({ title }) => ({ title, looks: looks.filter((look) => lacking.has(look)) }));
  });
}

const correctionsOf = (
  { ruleSet }: CompiledRules,
  { corrections }: PrecheckResult,
  printer: RulePrinter,
): ReportCorrection[] =>
  corrections.map(({ id, title, because, due_days, due_unit }) => ({
    id,
    title,
    because,
    dueDays: due_days,
    ...(due_unit === undefined ? {} : { dueUnit: due_unit }),
    basis: printer.basis(ruleSet.corrections.find((correction) => correction.id === id)?.basis ?? []),
  }));
