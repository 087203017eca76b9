/**
 * The explanation (说明) around a decision: what is near, what correction could still change, what to ask next, what is owed
 * and which papers show it. Each is worked out when called; `explain` puts all of it together as the contract has it.
 *
 *   explain(rules, form) → Explanation      nearest · whatWouldChange · nextQuestions · correctionsOwed · evidenceFor
 */
import type { CompiledRules } from "./compile.ts";
import type { Decision } from "./decision.ts";
import { always, both, createDiagram, type Diagram, never, terminalCount } from "./diagram.ts";
import { outcomeOfEnd, type RuleModel } from "./model.ts";
import { questionOrder } from "./questions.ts";
import { onlyTrue } from "./rule-states.ts";
import { readForm, type States } from "./space.ts";
import {
  type FactId,
  type Form,
  type Look,
  looks,
  type Outcome,
  outcomes,
  type Parameter,
  type RuleId,
  type ValueId,
} from "./types.ts";
import { type Change, cheapestChange, reachable } from "./walks.ts";

/** A ground for tolerance that does not hold, and the facts whose answers stand in its way. */
export interface Nearest {
  readonly rule: RuleId;
  readonly failed: readonly FactId[];
}

/** What a person can still do, and what would come of it. */
export interface WhatWouldChange {
  readonly set: Readonly<Record<FactId, ValueId>>;
  readonly outcome: Outcome;
}

/** Something owed in correction (纠错). */
export interface Owed {
  readonly id: string;
  readonly title: string;
  /** Null: 由组织确定. */
  readonly due_days: number | null;
  /** What `due_days` counts, such as 工作日; absent where it counts days of the calendar (日) or is null. */
  readonly due_unit?: string;
  readonly because: string;
}

/** Papers to bring for one look. */
export interface Evidence {
  readonly look: Look;
  readonly documents: readonly string[];
}

export interface Explanation extends Decision {
  readonly next_questions: readonly FactId[];
  readonly nearest: readonly Nearest[];
  readonly what_would_change: readonly WhatWouldChange[];
  readonly corrections: readonly Owed[];
  readonly evidence: readonly Evidence[];
}

/**
 * Decides a form and explains the decision.
 *
 * @throws {UnknownNameError | FormError} the form names what is not there
 * @throws {RuleConflictError} TRUE rules of the winning rank disagree
 */
export function explain(rules: CompiledRules, form: Form): Explanation {
  const states = readForm(rules.model.space, form);
  const decision = rules.decide(states);
  return {
    ...decision,
    next_questions: nextQuestions(rules, states),
    nearest: nearest(rules, states, decision),
    what_would_change: whatWouldChange(rules, states, decision),
    corrections: correctionsOwed(rules, states, decision),
    evidence: evidenceFor(rules, form, decision),
  };
}

/**
 * Facts on which the outcome still depends and that were not marked 不清楚: the threshold, the red-line checklist, then the
 * looks in order, the most telling first inside each.
 */
export const nextQuestions = ({ model }: CompiledRules, states: States): FactId[] =>
  questionOrder(model, states);

/** Weight of one more change against what speaks for one or another of equally few. */
const perChange = 1_000;

/** Entries of `nearest` at most: further ones help nobody. */
const mostNearest = 3;

/**
 * Grounds for tolerance that do not hold, the fewest failures first, with facts that can be corrected rather than others;
 * none where the best outcome or a gate stands.
 */
export function nearest({ model }: CompiledRules, states: States, decision: Decision): Nearest[] {
  if (decision.outcome === "exempt" || decision.range === null) return [];
  return model.rules
    .filter(({ rule }) => rule.tier === "favour")
    .flatMap(({ rule, effective }) => {
      const cost = (level: number): number => perChange - (model.space.facts[level]?.corrective ? 1 : 0);
      const changes = cheapestChange(model.diagram, effective, onlyTrue, states.possible, cost) ?? [];
      return changes.length > 0
        ? [{ rule: rule.id, failed: changes.map((change) => factAt(model, change)) }]
        : [];
    })
    .sort((one, other) => one.failed.length - other.failed.length)
    .slice(0, mostNearest);
}

/**
 * The fewest changes of corrective facts that give each better outcome, whatever the answers still open turn out to be; an
 * outcome is left out where a better one takes no more. Only corrective facts: others would teach people which answer to give.
 */
export function whatWouldChange(
  { model }: CompiledRules,
  states: States,
  decision: Decision,
): WhatWouldChange[] {
  if (decision.status !== "decided" || decision.outcome === null) return [];
  const found: WhatWouldChange[] = [];
  let fewest = Number.POSITIVE_INFINITY;
  for (const outcome of outcomes.slice(outcomes.indexOf(decision.outcome) + 1).reverse()) {
    const changes = changesFor(model, states, outcome);
    if (changes === undefined || changes.length >= fewest) continue;
    fewest = changes.length;
    const set = Object.fromEntries(changes.map((change) => [factAt(model, change), valueAt(model, change)]));
    found.unshift({ set, outcome });
  }
  return found;
}

/** What is owed where its condition is shown TRUE; nothing where a gate stands. */
export function correctionsOwed(
  { model, ruleSet }: CompiledRules,
  states: States,
  decision: Decision,
): Owed[] {
  if (decision.status === "not_applicable" || decision.status === "clarification") return [];
  return ruleSet.corrections
    .filter(
      ({ id }) => reachable(model.diagram, model.corrections.get(id) ?? never, states.possible) === onlyTrue,
    )
    .map(({ id, title, because, dueParameter }) => {
      const term = ruleSet.parameters.find((parameter) => parameter.id === dueParameter);
      return { id, title, ...termOf(term), because };
    });
}

/** Unit of a term where none is given. */
const calendarDays = "日";

function termOf(parameter: Parameter | undefined): Pick<Owed, "due_days" | "due_unit"> {
  if (typeof parameter?.value !== "number") return { due_days: null };
  const { value, unit } = parameter;
  return unit === null || unit === calendarDays ? { due_days: value } : { due_days: value, due_unit: unit };
}

/** Papers by look: for every fact that was answered, marked 不清楚, or that an open rule waits for. */
export function evidenceFor({ model }: CompiledRules, form: Form, decision: Decision): Evidence[] {
  const waiting = new Set(decision.open.flatMap(({ facts }) => facts));
  const gated = decision.range === null;
  const bearing = model.space.facts.filter(
    ({ id, look }) => (form[id] !== undefined || waiting.has(id)) && (!gated || look === "threshold"),
  );
  return looks.flatMap((look) => {
    const documents = [
      ...new Set(bearing.filter((fact) => fact.look === look).flatMap(({ evidence }) => evidence)),
    ];
    return documents.length > 0 ? [{ look, documents }] : [];
  });
}

const factAt = ({ space }: RuleModel, { level }: Change): FactId => space.facts[level]?.id ?? "";
const valueAt = ({ space }: RuleModel, { level, value }: Change): ValueId =>
  space.values[level]?.[value] ?? "";

function changesFor(model: RuleModel, states: States, outcome: Outcome): Change[] | undefined {
  const { space } = model;
  const scratch = createDiagram(space.widths, model.diagram.budget);
  // A corrective fact still open is no gift: to rest on one of its values is a change.
  const given = states.possible.map((mask, level) => ((states.chosen[level] ?? -1) < 0 ? 0 : mask));
  return cheapestChange(
    scratch,
    assured(model, states, outcome, scratch),
    onlyTrue,
    given,
    (level, value) => {
      const { order = null } = space.facts[level] ?? {};
      const ids = space.values[level] ?? [];
      return perChange + steps(order, ids[value], ids[states.chosen[level] ?? -1]);
    },
  );
}

/** How far apart two values are in a fact's order; 1 where it has none. */
function steps(
  order: readonly ValueId[] | null,
  one: ValueId | undefined,
  other: ValueId | undefined,
): number {
  if (order === null || one === undefined || other === undefined) return 1;
  return Math.abs(order.indexOf(one) - order.indexOf(other));
}

/** Over the corrective facts alone: TRUE where the outcome is this one, whatever the other answers still open are. */
function assured(model: RuleModel, states: States, outcome: Outcome, scratch: Diagram): number {
  const { diagram, space } = model;
  const done = new Map<number, number>();
  const visit = (node: number): number => {
    if (node < terminalCount) return outcomeOfEnd(node) === outcome ? always : never;
    const known = done.get(node);
    if (known !== undefined) return known;
    const level = diagram.level(node);
    const values = (space.values[level] ?? []).map((_, value) => value);
    const kid = (value: number): number => visit(diagram.kid(node, value));
    const result = space.facts[level]?.corrective
      ? scratch.node(level, values.map(kid))
      : values
          .filter((value) => (states.possible[level] ?? 0) & (1 << value))
          .reduce<number>((root, value) => both(scratch, root, kid(value)), always);
    done.set(node, result);
    return result;
  };
  return visit(model.outcome);
}
