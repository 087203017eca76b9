/**
 * Several forms of one matter side by side (如陈述、如查明): which answers differ, how each look and rule moved, and which
 * answers the outcome moved by. For officials: it names what a ground for tolerance fails by, which no person concerned is told.
 */
import type { Day } from "../law/types.ts";
import { readablePart } from "../rules/by-version.ts";
import type { CompiledRules } from "../rules/compile.ts";
import type { Range, Status } from "../rules/decision.ts";
import type { Pinned } from "../rules/record.ts";
import { levelsOf, onlyFalse, onlyTrue } from "../rules/rule-states.ts";
import { readForm } from "../rules/space.ts";
import type { Answer, FactId, Form, Look, Outcome, Rule } from "../rules/types.ts";
import { reachable } from "../rules/walks.ts";
import { answerLabels } from "./answer-words.ts";
import type { LookState, Report, RuleTitle } from "./report.ts";
import type { PrecheckResult } from "./result.ts";

/** A form to compare, already found on. */
export interface ComparedForm {
  /** What the version is called: 如陈述. */
  readonly label: string;
  readonly form: Form;
  /** The rules that its result was explained by. */
  readonly rules: CompiledRules;
  readonly result: PrecheckResult;
  readonly report: Pick<Report, "looks" | "actDate" | "decisionDate">;
  /** What the rules of the same days and places find of another form. */
  readonly find: (form: Form) => Finding;
}

export type Finding = Pick<PrecheckResult, "status" | "outcome">;

/** How a rule stands: `decides` TRUE in the winning tier, `holds` TRUE but overridden, `absent` not among the rules of that day. */
export type RuleStanding = "decides" | "holds" | "fails" | "open" | "absent";

/** An answer in words; empty for 不清楚, null where nothing was answered. */
export type ComparedAnswer = readonly string[] | null;

export interface ComparedFact {
  readonly fact: FactId;
  readonly look: Look;
  readonly label: string;
}

export interface ComparedColumn {
  readonly label: string;
  readonly status: Status;
  readonly outcome: Outcome | null;
  readonly range: Range | null;
  readonly actDate: Day;
  readonly decisionDate: Day;
  readonly ruleset: Pinned;
  readonly recordHash: string;
}

/** Why a form came out otherwise than the one before it. */
export interface ComparedMove {
  /** Places of the two columns. */
  readonly from: number;
  readonly to: number;
  readonly moved: boolean;
  /** What the rules of the later form find of the earlier one, where its own find something else. */
  readonly byRules: Finding | null;
  /**
   * Answers that alone lead from there to the later result: leave out any of them and it is not reached. Empty where nothing
   * moved by answers.
   */
  readonly byFacts: readonly (ComparedFact & { readonly was: ComparedAnswer; readonly is: ComparedAnswer })[];
}

export interface FormComparison {
  readonly columns: readonly ComparedColumn[];
  /** Facts that are not answered alike everywhere. */
  readonly answers: readonly (ComparedFact & { readonly given: readonly ComparedAnswer[] })[];
  readonly looks: readonly { readonly look: Look; readonly states: readonly LookState[] }[];
  /** Rules that do not stand alike everywhere, with the differing facts that they name. */
  readonly rules: readonly (RuleTitle & {
    readonly standings: readonly RuleStanding[];
    readonly because: readonly ComparedFact[];
  })[];
  /** Each form against the one before it. */
  readonly moves: readonly ComparedMove[];
}

/** @param forms at least two, in the order of the columns */
export function compareForms(forms: readonly ComparedForm[]): FormComparison {
  const facts = factsOf(forms);
  const differing = facts.filter(({ fact }) => new Set(forms.map(({ form }) => keyOf(form[fact]))).size > 1);
  const words = forms.map(({ form, rules }) => {
    const labels = answerLabels(rules.model.space.facts);
    return (fact: FactId): ComparedAnswer => {
      const answer = form[fact];
      return answer === undefined ? null : labels.words(fact, answer).values;
    };
  });
  return {
    columns: forms.map(({ label, result, report }) => ({
      label,
      status: result.status,
      outcome: result.outcome,
      range: result.range,
      actDate: report.actDate,
      decisionDate: report.decisionDate,
      ruleset: result.ruleset,
      recordHash: result.record_hash,
    })),
    answers: differing.map((fact) => ({ ...fact, given: words.map((of) => of(fact.fact)) })),
    looks: (forms[0]?.report.looks ?? []).map(({ look }, at) => ({
      look,
      states: forms.map(({ report }) => report.looks[at]?.state ?? "unasked"),
    })),
    rules: rulesOf(forms, differing),
    moves: forms.slice(1).flatMap((form, at) => {
      const before = forms[at];
      return before === undefined ? [] : [moveBetween(before, form, at, differing, words)];
    }),
  };
}

/** Facts of all versions of the rules, in the order of the first that has them. */
function factsOf(forms: readonly ComparedForm[]): ComparedFact[] {
  const found = new Map<FactId, ComparedFact>();
  for (const { rules } of forms)
    for (const { id, look, label } of rules.model.space.facts)
      if (!found.has(id)) found.set(id, { fact: id, look, label });
  return [...found.values()];
}

const keyOf = (answer: Answer | undefined): string =>
  answer === undefined ? "" : [answer].flat().toSorted().join("|");

function rulesOf(
  forms: readonly ComparedForm[],
  differing: readonly ComparedFact[],
): FormComparison["rules"] {
  const all = new Map<string, { readonly rule: Rule; readonly rules: CompiledRules }>();
  for (const { rules } of forms)
    for (const { rule } of rules.model.rules) if (!all.has(rule.id)) all.set(rule.id, { rule, rules });
  const standings = forms.map(standingsOf);
  return [...all.values()].flatMap(({ rule, rules: { model } }) => {
    const states = standings.map((of) => of.get(rule.id) ?? "absent");
    if (new Set(states).size === 1) return [];
    const named = new Set(
      levelsOf(rule, model.space, model.names).map((level) => model.space.facts[level]?.id),
    );
    return [
      {
        rule: rule.id,
        title: rule.title,
        tier: rule.tier,
        standings: states,
        because: differing.filter(({ fact }) => named.has(fact)),
      },
    ];
  });
}

function standingsOf({ rules: { model }, form, result }: ComparedForm): ReadonlyMap<string, RuleStanding> {
  const { possible } = readForm(model.space, readablePart(model.space, form));
  const deciding = new Set(result.fired.map(({ rule }) => rule));
  return new Map(
    model.rules.map(({ rule, effective }): [string, RuleStanding] => {
      const reach = reachable(model.diagram, effective, possible);
      if (reach === onlyTrue) return [rule.id, deciding.has(rule.id) ? "decides" : "holds"];
      return [rule.id, reach === onlyFalse ? "fails" : "open"];
    }),
  );
}

const same = (one: Finding, other: Finding): boolean =>
  one.status === other.status && one.outcome === other.outcome;

function moveBetween(
  before: ComparedForm,
  after: ComparedForm,
  at: number,
  differing: readonly ComparedFact[],
  words: readonly ((fact: FactId) => ComparedAnswer)[],
): ComparedMove {
  const byRules = after.find(before.form);
  const places = { from: at, to: at + 1 };
  const changed = differing.filter(({ fact }) => keyOf(before.form[fact]) !== keyOf(after.form[fact]));
  const decisive = same(byRules, after.result) ? [] : decisiveFacts(before, after, changed);
  return {
    ...places,
    moved: !same(before.result, after.result),
    byRules: same(byRules, before.result) ? null : byRules,
    byFacts: decisive.map((fact) => ({
      ...fact,
      was: words[places.from]?.(fact.fact) ?? null,
      is: words[places.to]?.(fact.fact) ?? null,
    })),
  };
}

/** Of the changed facts those that alone lead to the later result: one after the other is taken back where that loses nothing. */
function decisiveFacts(
  before: ComparedForm,
  after: ComparedForm,
  changed: readonly ComparedFact[],
): readonly ComparedFact[] {
  let kept = changed;
  for (const fact of changed) {
    const fewer = kept.filter((other) => other !== fact);
    if (same(after.find(mixed(before.form, after.form, fewer)), after.result)) kept = fewer;
  }
  return kept;
}

/** The one form with some answers of the other. */
function mixed(form: Form, other: Form, taken: readonly ComparedFact[]): Form {
  const result: Record<FactId, Answer> = { ...form };
  for (const { fact } of taken) {
    const answer = other[fact];
    if (answer === undefined) delete result[fact];
    else result[fact] = answer;
  }
  return result;
}
