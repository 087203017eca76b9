/**
 * Two dates: the day of the act (行为日) selects the rules, the day of the decision (决定日) may have others. Where their
 * versions differ in what they say, people decide; what excludes tolerance, or puts the case outside it, stands. A result
 * is settled only where no further answer can change it, under either version.
 */
import type { Open, Range, Status } from "./decision.ts";
import type { Evidence, Explanation } from "./explain.ts";
import type { FactSpace } from "./space.ts";
import { type Answer, type FactId, type Form, looks, type Outcome, outcomes } from "./types.ts";

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
 * Of two settled results:
 * - same status and outcome: that of the day of the act, as it is;
 * - one says `not_tolerated`, or a gate: that one stands; where both do, the day of the act's;
 * - else: `decided`, `consult`, the range from the worst of both to the best, no rule fired, no change promised; all else as of
 *   the day of the act.
 *
 * Where one or both are `insufficient`, every pair of ends that they can still come to is combined like this. If all pairs
 * give the same, that is the result; else it is `insufficient`, with the open rules, questions and papers of both.
 *
 * More answers leave each version fewer ends, so fewer pairs: what all pairs gave before, all of those left give too.
 */
export function combineVersions<Ruleset>(
  act: VersionExplanation<Ruleset>,
  decision: VersionExplanation<Ruleset>,
): Versioned<Ruleset> {
  const [of, on] = [act.explanation, decision.explanation];
  const { ruleset } = act;
  const agree = sameEnd(of, on);
  if (agree && of.status !== "insufficient") return { ...of, ruleset };
  const said = agree ? {} : { by_version: [act, decision].map(versionResult) };
  const pairs = endsOf(of).flatMap((one) =>
    endsOf(on).map((other) => ({ one, other, verdict: verdictOf(one, other) })),
  );
  const settled = pairs.every(
    ({ verdict }, _, [first]) => first === undefined || sameEnd(verdict, first.verdict),
  );
  if (!settled) {
    const range = rangeOf(
      pairs.flatMap(({ one, other, verdict }) => (stands(verdict) ? [verdict] : [one, other, verdict])),
    );
    return { ...stillOpen(of, on), range, ruleset, ...said };
  }
  const standing = [of, on].find((one) => stands(one));
  if (standing) return { ...standing, ruleset, ...said };
  return {
    ...of,
    status: "decided",
    outcome: "consult",
    range: rangeOf(pairs.flatMap(({ one, other }) => [one, other])),
    fired: [],
    next_questions: [],
    // Promised by one version alone.
    what_would_change: [],
    ruleset,
    ...said,
  };
}

/**
 * What another version can read of a form: facts it does not know, and sets with a value it does not know, count as not
 * asked. A single answer it does not know is marked 不清楚 there, so that nobody is asked again.
 */
export function readablePart(space: FactSpace, form: Form): Record<FactId, Answer> {
  return Object.fromEntries(
    Object.entries(form).flatMap(([fact, answer]): [FactId, Answer][] => {
      const known = space.values[space.levelOf.get(fact) ?? -1];
      if (known === undefined) return [];
      if ([answer].flat().every((value) => known.includes(value))) return [[fact, answer]];
      return typeof answer === "string" ? [[fact, "unsure"]] : [];
    }),
  );
}

/** Where a version ends once everything is answered. */
type End = Pick<Explanation, "status" | "outcome">;

/** Whether what one version says stands whatever the other says, unless that stands too. */
export const stands = ({ status, outcome }: End): boolean =>
  outcome === "not_tolerated" || status === "not_applicable" || status === "clarification";

const sameEnd = (one: End, other: End): boolean =>
  one.status === other.status && one.outcome === other.outcome;

const decidedAs = (outcome: Outcome): End => ({ status: "decided", outcome });

const versionResult = <Ruleset>({
  ruleset,
  explanation: { status, outcome },
}: VersionExplanation<Ruleset>): VersionResult<Ruleset> => ({ ruleset, status, outcome });

/** Where a version may still end: every outcome of its range counts, so never too few. */
function endsOf({ status, outcome, range }: Explanation): End[] {
  if (status !== "insufficient") return [{ status, outcome }];
  const { worst = null, best = null, gates = [] } = range ?? {};
  const reachable =
    worst === null || best === null
      ? []
      : outcomes.slice(outcomes.indexOf(worst), outcomes.indexOf(best) + 1);
  return [...reachable.map(decidedAs), ...gates.map((gate) => ({ status: gate, outcome: null }))];
}

/** What two settled results come to. */
const verdictOf = (act: End, decision: End): End =>
  sameEnd(act, decision) ? act : ([act, decision].find(stands) ?? decidedAs("consult"));

/** From the worst end to the best, and the gates among them. */
function rangeOf(ends: readonly End[]): Range {
  const inOrder = outcomes.filter((outcome) => ends.some((end) => end.outcome === outcome));
  const gates = (["not_applicable", "clarification"] as const).filter((gate) =>
    ends.some(({ status }) => status === gate),
  );
  const range = { best: inOrder.at(-1) ?? null, worst: inOrder[0] ?? null };
  return gates.length > 0 ? { ...range, gates } : range;
}

/** What is open under either version; all else as of the day of the act. */
function stillOpen(of: Explanation, on: Explanation): Omit<Explanation, "range"> {
  const openThere = new Set(on.open.map(({ rule }) => rule));
  return {
    ...of,
    status: "insufficient",
    outcome: null,
    fired: [],
    // A red line is out only where no version has it open.
    cleared: of.cleared.filter(({ rule }) => !openThere.has(rule)),
    open: joinOpen(of.open, on.open),
    next_questions: [...new Set([...of.next_questions, ...on.next_questions])],
    what_would_change: [],
    evidence: joinEvidence(of.evidence, on.evidence),
  };
}

/** Open rules of both; one that both have waits for the facts of both. */
function joinOpen(of: readonly Open[], on: readonly Open[]): Open[] {
  const joined = new Map(of.map((open) => [open.rule, open]));
  for (const open of on) {
    const facts = new Set([...(joined.get(open.rule)?.facts ?? []), ...open.facts]);
    joined.set(open.rule, { ...open, ...joined.get(open.rule), facts: [...facts] });
  }
  return [...joined.values()];
}

const joinEvidence = (of: readonly Evidence[], on: readonly Evidence[]): Evidence[] =>
  looks.flatMap((look) => {
    const documents = [...of, ...on].filter((one) => one.look === look).flatMap((one) => one.documents);
    return documents.length > 0 ? [{ look, documents: [...new Set(documents)] }] : [];
  });
