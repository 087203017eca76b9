/**
 * What the answers still open decide: which of them settle the result by themselves, and which have to come together for a
 * ground for tolerance. Told of published cases, for learning; in a matter of one's own it would teach which answer to give.
 *
 *   round 1   any one of these red lines           → not_tolerated
 *   round 2   none of those, any one of these      → consult
 *   ways      none of those either, all of these   → exempt
 */
import { createDiagram, type Diagram, without } from "./diagram.ts";
import { anyTrue, outcomeOfEnd, type RuleModel, rulesAbove } from "./model.ts";
import { onlyTrue } from "./rule-states.ts";
import type { States } from "./space.ts";
import { type FactId, type Outcome, outcomes, type Rule, type ValueId } from "./types.ts";
import { cheapestChange, reachable, restrict } from "./walks.ts";

/** Outcomes still possible where the threshold is passed; equal ends: settled. */
export interface Ends {
  readonly worst: Outcome;
  readonly best: Outcome;
}

/** One of the values, whichever. */
export interface FactValues {
  readonly fact: FactId;
  readonly values: readonly ValueId[];
}

/** Open facts any one of which settles the result, whatever the others are, by what they settle it to. */
export interface Round {
  readonly settling: readonly Settling[];
  /** What is left where none of them is so; null: every answer to one of the facts is among them. */
  readonly rest: Ends | null;
}

export interface Settling {
  readonly outcome: Outcome;
  readonly facts: readonly FactValues[];
  /** Rules that each of them makes TRUE by itself. */
  readonly rules: readonly Rule[];
  /** Those of the facts that settle it though no rule is TRUE by them: they shut out every ground for tolerance. */
  readonly unruled: readonly FactValues[];
}

/** A ground for tolerance that open facts can still give. */
export interface Way {
  readonly rule: Rule;
  /** Answers that are known and that it rests on. */
  readonly rests: readonly FactId[];
  /** Open facts that have to be so, all of them; leave out any and it is not sure. */
  readonly needs: readonly FactValues[];
  /** How many facts of which something is known it rests on or still has to pin down. */
  readonly bearing: number;
  /** What is possible by level once they are so. */
  readonly possible: readonly number[];
}

export interface OpenEnds {
  readonly rounds: readonly Round[];
  /** Of each favourable outcome the one that most of what is known bears on; none where the rounds settle everything. */
  readonly ways: readonly Way[];
}

/** More rounds than red lines, named reasons for people, and what is left of the grounds tell nobody anything. */
const mostRounds = 3;

const isSettled = (ends: Ends | null): boolean => ends !== null && ends.worst === ends.best;

/** Null where nothing but gates is left. @param possible as in `States` */
export const endsAt = ({ diagram, outcome }: RuleModel, possible: ArrayLike<number>): Ends | null =>
  endsFrom(diagram, outcome, possible);

function endsFrom(diagram: Diagram, root: number, possible: ArrayLike<number>): Ends | null {
  const bits = reachable(diagram, root, possible);
  const reached = new Set<Outcome | null>();
  for (let rest = bits; rest !== 0; rest &= rest - 1)
    reached.add(outcomeOfEnd(31 - Math.clz32(rest & -rest)));
  const left = outcomes.filter((outcome) => reached.has(outcome));
  const [worst, best] = [left[0], left.at(-1)];
  return worst === undefined || best === undefined ? null : { worst, best };
}

export function openEnds(model: RuleModel, states: States): OpenEnds {
  const rounds: Round[] = [];
  let possible = states.possible;
  while (rounds.length < mostRounds && !isSettled(endsAt(model, possible))) {
    const found = roundAt(model, possible);
    if (found === null) break;
    rounds.push(found.round);
    if (found.round.rest === null) return { rounds, ways: [] };
    possible = found.next;
  }
  return { rounds, ways: isSettled(endsAt(model, possible)) ? [] : waysAt(model, states, possible) };
}

/** Levels of what is known of a case, the threshold left out. */
export const knownLevels = ({ space }: RuleModel, { possible }: States): number[] =>
  possible.flatMap((mask, level) =>
    mask === space.full[level] || space.facts[level]?.look === "threshold" ? [] : [level],
  );

const isSingle = (mask: number): boolean => (mask & (mask - 1)) === 0;

const bitsOf = (mask: number): number[] => {
  const bits: number[] = [];
  for (let rest = mask; rest !== 0; rest &= rest - 1) bits.push(rest & -rest);
  return bits;
};

/** Levels that are asked of a case and not known. */
const openLevels = ({ space }: RuleModel, possible: readonly number[]): number[] =>
  possible.flatMap((mask, level) =>
    isSingle(mask) || space.facts[level]?.look === "threshold" ? [] : [level],
  );

/** @returns null where no open fact settles anything by itself */
function roundAt(
  model: RuleModel,
  possible: readonly number[],
): { readonly round: Round; readonly next: readonly number[] } | null {
  // Small once the answers are known, and gone through for every open value.
  const scratch = createDiagram(model.diagram.widths, model.diagram.budget);
  const root = restrict(model.diagram, model.outcome, possible, scratch);
  const next = [...possible];
  const found = new Map<Outcome, FactValues[]>();
  for (const level of openLevels(model, possible)) {
    const byOutcome = new Map<Outcome, number>();
    for (const bit of bitsOf(possible[level] ?? 0)) {
      const ends = endsFrom(scratch, root, possible.with(level, bit));
      if (ends !== null && isSettled(ends)) byOutcome.set(ends.best, (byOutcome.get(ends.best) ?? 0) | bit);
    }
    for (const [outcome, mask] of byOutcome) {
      found.set(outcome, [...(found.get(outcome) ?? []), valuesAt(model, level, mask)]);
      next[level] = (next[level] ?? 0) & ~mask;
    }
  }
  if (found.size === 0) return null;
  const settling = outcomes.flatMap((outcome) => {
    const facts = found.get(outcome);
    return facts === undefined ? [] : [settlingOf(model, possible, outcome, facts)];
  });
  const rest = next.includes(0) ? null : endsFrom(scratch, root, next);
  return { round: { settling, rest }, next };
}

function settlingOf(
  { diagram, rules, space }: RuleModel,
  possible: readonly number[],
  outcome: Outcome,
  facts: readonly FactValues[],
): Settling {
  const giving = rules.filter(({ rule }) => rule.outcome === outcome);
  const made = facts.map(({ fact, values }) => {
    const level = space.levelOf.get(fact) ?? 0;
    const bits = values.map((value) => 1 << (space.values[level] ?? []).indexOf(value));
    return giving.filter(({ effective }) =>
      bits.some((bit) => reachable(diagram, effective, possible.with(level, bit)) === onlyTrue),
    );
  });
  const all = new Set(made.flat());
  return {
    outcome,
    facts,
    rules: giving.filter((rule) => all.has(rule)).map(({ rule }) => rule),
    unruled: facts.filter((_, at) => made[at]?.length === 0),
  };
}

export const valuesAt = ({ space }: RuleModel, level: number, mask: number): FactValues => ({
  fact: space.facts[level]?.id ?? "",
  values: (space.values[level] ?? []).filter((_, value) => mask & (1 << value)),
});

function waysAt(model: RuleModel, states: States, possible: readonly number[]): Way[] {
  const { diagram } = model;
  const rules = model.rules.filter(({ rule }) => rule.tier === "favour");
  const [first] = rules;
  if (first === undefined) return [];
  const above = anyTrue(diagram, rulesAbove(model, first.rule));
  const ways = rules
    .flatMap(
      ({ rule, effective }) => wayTo(model, rule, without(diagram, effective, above), states, possible) ?? [],
    )
    .sort((one, other) => other.bearing - one.bearing || one.needs.length - other.needs.length);
  return outcomes.flatMap((outcome) => ways.find(({ rule }) => rule.outcome === outcome) ?? []).reverse();
}

/**
 * Null where nothing open can make the rule TRUE and keep every higher tier from it.
 *
 * @param wins where the rule is TRUE and nothing overrides it
 */
function wayTo(
  model: RuleModel,
  rule: Rule,
  wins: number,
  states: States,
  possible: readonly number[],
): Way | null {
  const { diagram, space } = model;
  const isSure = (masks: readonly number[]): boolean => reachable(diagram, wins, masks) === onlyTrue;
  // To rest on one of several values still possible is what has to be found out.
  const given = possible.map((mask) => (isSingle(mask) ? mask : 0));
  const path = cheapestChange(diagram, wins, onlyTrue, given, (level, value) =>
    (possible[level] ?? 0) & (1 << value) ? 1 : null,
  );
  if (path === undefined) return null;
  const masks = [...possible];
  for (const { level, value } of path) masks[level] = 1 << value;
  // A path asks what other paths need not: what can be left open again, and which other values do as well.
  for (const { level } of path)
    for (const bits of [possible[level] ?? 0, ...bitsOf(possible[level] ?? 0)]) {
      const wider = masks.with(level, (masks[level] ?? 0) | bits);
      if (isSure(wider)) masks[level] = wider[level] ?? 0;
    }
  const needs = path.map(({ level }) => level).filter((level) => masks[level] !== possible[level]);
  const known = knownLevels(model, states);
  const rests = known.filter(
    (level) => !needs.includes(level) && !isSure(masks.with(level, space.full[level] ?? 0)),
  );
  return {
    rule,
    rests: rests.map((level) => space.facts[level]?.id ?? ""),
    needs: needs.map((level) => valuesAt(model, level, masks[level] ?? 0)),
    bearing: rests.length + needs.filter((level) => known.includes(level)).length,
    possible: masks,
  };
}
