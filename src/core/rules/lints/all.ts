/**
 * All lints of a rule set with its overlays, its examples and the versions around it.
 *
 * Each gives `proven`, `finding` or `not_proven`; a rule set that cannot be read at all leaves every lint but that of
 * circles not proven.
 */
import type { Day } from "../../law/types.ts";
import { type CompiledRules, compile } from "../compile.ts";
import { type Budget, DiagramBudgetError, standardBudget } from "../diagram.ts";
import { RuleCycleError, RuleSetError, UnknownNameError } from "../errors.ts";
import type { Overlay, RuleSet } from "../types.ts";
import { checkBasesResolve, type InForce } from "./bases-resolve.ts";
import { checkConflicts } from "./conflicts.ts";
import { checkCorrective } from "./corrective.ts";
import { checkExamples } from "./examples.ts";
import { checkExceptionsBite } from "./exceptions-bite.ts";
import { checkFactsMatter } from "./facts-matter.ts";
import { checkFavourGrounded, checkRedlinesFirst } from "./favour.ts";
import type { Checked, Finding, LintResult, RuleExample } from "./lint.ts";
import { checkMonotone } from "./monotone.ts";
import { checkNoCycles } from "./no-cycles.ts";
import { checkOverlayBound } from "./overlay-bound.ts";
import { checkOverlaysTogether, type LaidOver } from "./overlays-together.ts";
import { checkReachable } from "./reachable.ts";
import { checkRedLinesKept } from "./red-lines-kept.ts";
import { checkRedundant } from "./redundant.ts";
import { checkTotal } from "./total.ts";
import { checkVersions, type PublishedVersion } from "./versions.ts";

export interface LintInput {
  readonly ruleSet: RuleSet;
  /** Overlays that are used together, the most general first; each list is proven. */
  readonly overlays: readonly (readonly Overlay[])[];
  /** Of the rule set and of its overlays, each of these with its `jurisdiction`. */
  readonly examples: readonly RuleExample[];
  /** The version before; null for the first. */
  readonly previous: RuleSet | null;
  /** All versions of the rule set. */
  readonly versions: readonly PublishedVersion[];
  /** First day of the act that must be covered. */
  readonly firstDay: Day;
  /** Looks up a passage of the knowledge base. */
  readonly passage: (id: string) => InForce | null;
  /** Whether somebody signed for a kinder parameter of an overlay, or for a weakened version. */
  readonly signed?: (one: string, other: string) => boolean;
  /** Milliseconds from anywhere, for the times; absent: no times. */
  readonly now?: () => number;
  readonly budget?: Budget;
}

/** A rule set, alone or with overlays, as one thing to prove. */
interface Subject {
  readonly overlays: readonly Overlay[];
  readonly rules: CompiledRules;
}

/** Runs every lint; their order is that of their numbers. */
export function lintRules(input: LintInput): LintResult[] {
  const { ruleSet, previous, signed } = input;
  const cycles = run(input, "13", "no circle in sub-conclusions or exceptions", () => checkNoCycles(ruleSet));
  const subjects = readSubjects(input);
  const local = subjects.ok ? subjects.subjects.slice(1) : [];
  /** Where the rules come from that a subject has more than the ones before it; all of the rule set's own. */
  const added = ({ overlays }: Subject): string | undefined => overlays.at(-1)?.id;
  const examplesOf = ({ overlays }: Subject): RuleExample[] =>
    input.examples.filter(({ jurisdiction }) => (jurisdiction ?? null) === (overlays.at(-1)?.id ?? null));

  /** A lint of the rule set alone and under each list of overlays. */
  const each = (
    id: string,
    name: string,
    check: (subject: Subject) => Checked,
    only?: readonly Subject[],
  ): LintResult =>
    run(input, id, name, () => {
      if (!subjects.ok) throw subjects.error;
      return together((only ?? subjects.subjects).map((subject) => labelled(subject, check(subject))));
    });
  const base = subjects.ok ? subjects.subjects.slice(0, 1) : [];
  const baseModel = base[0]?.rules.model;

  return [
    each("1", "every combination has a result", ({ rules }) => checkTotal(rules.model)),
    each("2", "every rule decides somewhere", (subject) =>
      checkReachable(subject.rules.model, added(subject)),
    ),
    each("3", "no rule is redundant", (subject) => checkRedundant(subject.rules.model, added(subject))),
    each("4", "no equal ranks disagree", ({ rules }) => checkConflicts(rules.model)),
    each("5", "a worse fact never gives a better result", ({ rules }) => checkMonotone(rules.model)),
    each("6", "no favourable result with a red line or a reason to refer", ({ rules }) =>
      checkRedlinesFirst(rules.model),
    ),
    each("7", "a favourable result only on a ground", ({ rules }) => checkFavourGrounded(rules.model)),
    each(
      "8",
      "overlays stay within their bound",
      ({ rules, overlays }) =>
        baseModel ? checkOverlayBound(baseModel, rules.model, overlays, signed) : { findings: [] },
      local,
    ),
    each("9", "correcting can only help", ({ rules }) => checkCorrective(rules.model)),
    each(
      "10",
      "every fact and value is used and can be asked",
      ({ rules }) => checkFactsMatter(rules.model),
      base,
    ),
    each("11", "every exception bites, no condition is constant, gates exclude each other", ({ rules }) =>
      checkExceptionsBite(rules.model),
    ),
    each("12", "every basis is a passage in force", ({ rules, overlays }) =>
      checkBasesResolve({ ...rules.ruleSet, from: firstDayOf(ruleSet, overlays) }, input.passage),
    ),
    cycles,
    run(input, "14", "versions cover every day and stay as published", () =>
      checkVersions(input.versions, input.firstDay),
    ),
    run(input, "15", "red lines of the version before are kept", () =>
      previous === null ? { findings: [] } : checkRedLinesKept(previous, ruleSet, signed, input.budget),
    ),
    each("16", "every rule has an example and a near miss", (subject) =>
      checkExamples(subject.rules, examplesOf(subject), added(subject)),
    ),
    run(input, "17", "overlays laid together hold as each does alone", () => {
      if (!subjects.ok) throw subjects.error;
      return baseModel ? checkOverlaysTogether(baseModel, local.flatMap(laidAlone)) : { findings: [] };
    }),
  ];
}

/** What is laid over the rule set alone. */
const laidAlone = ({ overlays, rules }: Subject): LaidOver[] => {
  const [overlay, ...further] = overlays;
  return overlay === undefined || further.length > 0 ? [] : [{ overlay, model: rules.model }];
};

/** First day on which a rule set holds together with overlays, some of which may begin later. */
const firstDayOf = ({ from }: RuleSet, overlays: readonly Overlay[]): Day =>
  overlays.reduce(
    (latest, overlay) => ((overlay.from ?? "") > latest ? (overlay.from as Day) : latest),
    from,
  );

/** What keeps a rule set from being read or proven; all else is a fault of the program. */
type Obstacle = DiagramBudgetError | RuleCycleError | RuleSetError | UnknownNameError;
const isObstacle = (error: unknown): error is Obstacle =>
  [DiagramBudgetError, RuleCycleError, RuleSetError, UnknownNameError].some((kind) => error instanceof kind);

type Subjects =
  | { readonly ok: true; readonly subjects: readonly Subject[] }
  | { readonly ok: false; readonly error: Obstacle };

/** The rule set alone first. All share one diagram, so that what they have in common is built once. */
function readSubjects({ ruleSet, overlays, budget = standardBudget }: LintInput): Subjects {
  try {
    const base = compile(ruleSet, [], budget);
    const { space, diagram } = base.model;
    const local = overlays
      .filter((stack) => stack.length > 0)
      .map((stack) => ({ overlays: stack, rules: compile(ruleSet, stack, budget, { space, diagram }) }));
    return { ok: true, subjects: [{ overlays: [], rules: base }, ...local] };
  } catch (error) {
    if (isObstacle(error)) return { ok: false, error };
    throw error;
  }
}

function run({ now }: LintInput, id: string, name: string, check: () => Checked): LintResult {
  const start = now?.();
  const result = attempt(check);
  const { findings, notes = [] } = result.checked;
  const status = result.proven ? (findings.length > 0 ? "finding" : "proven") : "not_proven";
  const times = now && start !== undefined ? { ms: Math.round(now() - start) } : {};
  return { id, name, status, findings, notes, ...times };
}

function attempt(check: () => Checked): { readonly proven: boolean; readonly checked: Checked } {
  try {
    return { proven: true, checked: check() };
  } catch (error) {
    if (!isObstacle(error)) throw error;
    return { proven: false, checked: { findings: [{ message: error.message }] } };
  }
}

function labelled({ overlays }: Subject, { findings, notes = [] }: Checked): Checked {
  if (overlays.length === 0) return { findings, notes };
  const jurisdiction = overlays.at(-1)?.id ?? null;
  const label = ({ examples, ...finding }: Finding): Finding => ({
    ...finding,
    overlays: overlays.map(({ id }) => id),
    ...(examples ? { examples: examples.map((example) => ({ jurisdiction, ...example })) } : {}),
  });
  return { findings: findings.map(label), notes: notes.map(label) };
}

/** What the rule set alone shows is not repeated for each overlay. */
function together(parts: readonly Checked[]): Checked {
  const once = (findings: readonly Finding[]): Finding[] => {
    const seen = new Set<string>();
    return findings.filter(({ message, overlays }) => {
      const known = seen.has(message);
      if (overlays === undefined) seen.add(message);
      return !known;
    });
  };
  return {
    findings: once(parts.flatMap(({ findings }) => findings)),
    notes: once(parts.flatMap(({ notes = [] }) => notes)),
  };
}
