/**
 * Two dates: the day of the act (行为日) selects the rules, the day of the decision (决定日) may have others. Where their
 * versions differ in what they say, people decide; what excludes tolerance, or puts the case outside it, stands.
 */
import type { Range, Status } from "./decision.ts";
import type { Explanation } from "./explain.ts";
import type { FactSpace } from "./space.ts";
import { type Answer, type FactId, type Form, type Outcome, outcomes } from "./types.ts";

/** What one version says. */
export interface VersionResult<Ruleset> {
  readonly ruleset: Ruleset;
  readonly status: Status;
  readonly outcome: Outcome | null;
}

export interface Versioned<Ruleset> extends Explanation {
  /** That of the day of the act. */
  readonly ruleset: Ruleset;
  /** Both, the day of the act first; absent where they agree. */
  readonly by_version?: readonly VersionResult<Ruleset>[];
}

export interface VersionExplanation<Ruleset> {
  readonly ruleset: Ruleset;
  readonly explanation: Explanation;
}

/**
 * Combines what the versions of the two days say of one form.
 *
 * - same status and outcome: that of the day of the act, as it is;
 * - one says `not_tolerated`, or a gate: that one stands; where both do, the day of the act's;
 * - else: `decided`, `consult`, the range from the worst of both to the best, no rule fired, no change promised; all else as of
 *   the day of the act.
 */
export function combineVersions<Ruleset>(
  act: VersionExplanation<Ruleset>,
  decision: VersionExplanation<Ruleset>,
): Versioned<Ruleset> {
  const [of, on] = [act.explanation, decision.explanation];
  const { ruleset } = act;
  if (of.status === on.status && of.outcome === on.outcome) return { ...of, ruleset };
  const by_version = [act, decision].map(({ ruleset: version, explanation: { status, outcome } }) => ({
    ruleset: version,
    status,
    outcome,
  }));
  const standing = [of, on].find(stands);
  if (standing) return { ...standing, ruleset, by_version };
  return {
    ...of,
    status: "decided",
    outcome: "consult",
    range: spanOf(of.range, on.range),
    fired: [],
    // Promised by one version alone.
    what_would_change: [],
    ruleset,
    by_version,
  };
}

/** What another version can read of a form: facts and values it does not know count as not asked. */
export function readablePart(space: FactSpace, form: Form): Record<FactId, Answer> {
  return Object.fromEntries(
    Object.entries(form).filter(([fact, answer]) => {
      const known = space.values[space.levelOf.get(fact) ?? -1];
      if (known === undefined) return false;
      return answer === "unsure" || [answer].flat().every((value) => known.includes(value));
    }),
  );
}

/** Whether what one version says stands whatever the other says. */
export const stands = ({ status, outcome }: Pick<Explanation, "status" | "outcome">): boolean =>
  outcome === "not_tolerated" || status === "not_applicable" || status === "clarification";

/** From the worst of both to the best, gates of either. */
function spanOf(one: Range | null, other: Range | null): Range {
  const ranges = [one, other].filter((range) => range !== null);
  const ends = ranges.flatMap(({ worst, best }) => [worst, best]);
  const inOrder = outcomes.filter((outcome) => ends.includes(outcome));
  const gates = [...new Set(ranges.flatMap((range) => range.gates ?? []))];
  const range = { best: inOrder.at(-1) ?? null, worst: inOrder[0] ?? null };
  return gates.length > 0 ? { ...range, gates } : range;
}
