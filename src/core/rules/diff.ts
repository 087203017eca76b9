/** What changes between two rule sets: how much of the space, into what, and which examples. */
import { readablePart } from "./by-version.ts";
import { type CompiledRules, compile } from "./compile.ts";
import type { Decision } from "./decision.ts";
import { always, type Budget, both, type Diagram } from "./diagram.ts";
import { exampleAt, type RuleExample } from "./lints/lint.ts";
import { ends, gateOfEnd, outcomeOfEnd } from "./model.ts";
import { pairOf } from "./pair.ts";
import type { Form, GateStatus, Outcome, RuleSet } from "./types.ts";
import { anyPath, countByTerminal, endsIn, spaceSize } from "./walks.ts";

/** What a combination of facts comes out as. */
export type End = Outcome | GateStatus | "conflict";

export interface Shift {
  readonly from: End;
  readonly to: End;
  /** Part of the space, 0 to 1. */
  readonly share: number;
  /** One such case, with what the later rule set says of it. */
  readonly example: RuleExample;
}

type Result = Pick<Decision, "status" | "outcome">;

export interface ChangedExample {
  readonly name: string;
  readonly from: Result;
  readonly to: Result;
}

export interface RulesDiff {
  /** Part of the space whose result changes, 0 to 1. */
  readonly share: number;
  /** The largest first. */
  readonly shifts: readonly Shift[];
  readonly examples: readonly ChangedExample[];
}

/** Ends of an outcome diagram: a `consult` by default is one as any other. */
const results = Object.values(ends).filter((end) => end !== ends.default);

/**
 * Compares two rule sets over the facts and values of either.
 *
 * @param examples cases to run through both; what one of them does not know counts as not asked there
 * @throws {DiagramBudgetError} together they are too large
 */
export function diffRules(
  earlier: RuleSet,
  later: RuleSet,
  examples: readonly RuleExample[],
  budget?: Budget,
): RulesDiff {
  const [old, young] = pairOf(earlier, later, budget);
  const { diagram } = old;
  const shifts: Shift[] = [];
  for (const from of results)
    for (const to of results) {
      if (from === to) continue;
      const area = both(
        diagram,
        endsIn(diagram, old.outcome, 1 << from),
        endsIn(diagram, young.outcome, 1 << to),
      );
      const path = anyPath(diagram, area, 1 << always);
      if (path === undefined) continue;
      const [one, other] = [nameOf(from), nameOf(to)];
      const example = exampleAt(young, path, `${one} → ${other}`);
      shifts.push({ from: one, to: other, share: shareOf(diagram, area), example });
    }
  shifts.sort((one, other) => other.share - one.share);
  return {
    share: shifts.reduce((sum, { share }) => sum + share, 0),
    shifts,
    examples: changedExamples(compile(earlier, [], budget), compile(later, [], budget), examples),
  };
}

const nameOf = (end: number): End => gateOfEnd(end) ?? outcomeOfEnd(end) ?? "conflict";

/** Part of the space in which a function is TRUE, to nine digits. */
function shareOf(diagram: Diagram, area: number): number {
  const count = countByTerminal(diagram, area).get(always) ?? 0n;
  return Number((count * 1_000_000_000n) / spaceSize(diagram)) / 1e9;
}

function changedExamples(
  earlier: CompiledRules,
  later: CompiledRules,
  examples: readonly RuleExample[],
): ChangedExample[] {
  return examples.flatMap(({ name, facts }) => {
    const [from, to] = [resultOf(earlier, facts), resultOf(later, facts)];
    return from.status === to.status && from.outcome === to.outcome ? [] : [{ name, from, to }];
  });
}

function resultOf(rules: CompiledRules, facts: Form): Result {
  const { status, outcome } = rules.evaluate(readablePart(rules.model.space, facts));
  return { status, outcome };
}
