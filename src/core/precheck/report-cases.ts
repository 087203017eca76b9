/** Published cases (公开案例) beside a form: the nearest by their facts, and one like it that came out otherwise. */
import type { Case, CaseOutcome } from "../law/types.ts";
import type { Status } from "../rules/decision.ts";
import type { AnswerLabels } from "./answer-words.ts";
import type { AnswerWords, ReportCase } from "./report.ts";
import type { PrecheckResult } from "./result.ts";
import type { SimilarPublished } from "./similar-facts.ts";

const mostCases = 3;

/** Which way a case went. */
type Way = "tolerated" | "pursued" | "clarified" | "other";
const ways: Readonly<Record<CaseOutcome, Way>> = {
  tolerated_exempt: "tolerated",
  tolerated_lighter: "tolerated",
  tolerated_mitigated: "tolerated",
  not_tolerated: "pursued",
  clarified: "clarified",
  other: "other",
};

/**
 * @param ranked the nearest first
 * @param labels in the names of the rules by which the cases are held
 * @param find a case by its id
 * @param cite numbers a case among the citations
 */
export function reportCases(
  ranked: readonly SimilarPublished[],
  status: Status,
  labels: AnswerLabels,
  find: (id: string) => Case | undefined,
  cite: (id: string) => number,
): { readonly cases: readonly ReportCase[]; readonly contrast: ReportCase | null } {
  const telling = ranked
    .map((found) => ({ found, shared: tellingShared(labels.all(found.shared), status) }))
    .filter(({ shared }) => shared.length > 0);
  const [nearest] = telling;
  if (nearest === undefined) return { cases: [], contrast: null };
  const written = nearest.found.case.contrasts
    .map(({ case: id, because }) => ({ published: find(id), because }))
    .find(({ published }) => published !== undefined && otherWay(published, nearest.found.case));
  const others = telling.filter(({ found }) => otherWay(found.case, nearest.found.case));
  const byFacts = others.find(({ found }) => Object.keys(found.differing).length > 0) ?? others[0];
  const chosen = written?.published?.id ?? byFacts?.found.id;
  const shown = telling.filter(({ found }) => found.id !== chosen).slice(0, mostCases);
  const cases = shown.map(({ found, shared }) => entry(found, shared, null, labels, cite));
  if (chosen === undefined) return { cases, contrast: null };
  const ofChosen = telling.find(({ found }) => found.id === chosen);
  const published = ofChosen?.found.case ?? written?.published;
  if (published === undefined) return { cases, contrast: null };
  const compared = ofChosen?.found ?? {
    id: published.id,
    score: 0,
    shared: {},
    differing: {},
    case: published,
  };
  return { cases, contrast: entry(compared, ofChosen?.shared ?? [], written?.because ?? null, labels, cite) };
}

const otherWay = (one: Case, other: Case): boolean => ways[one.outcome] !== ways[other.outcome];

/** That a matter is true and of one's duty is so of nearly every case; it tells something only where a gate stands. */
const tellingShared = (shared: readonly AnswerWords[], status: Status): readonly AnswerWords[] =>
  status === "not_applicable" || status === "clarification"
    ? shared
    : shared.filter(({ look }) => look !== "threshold");

function entry(
  { case: published, differing }: SimilarPublished,
  shared: readonly AnswerWords[],
  because: string | null,
  labels: AnswerLabels,
  cite: (id: string) => number,
): ReportCase {
  const { id, title, outcome, decision, decidedBy, year, verification, caution } = published;
  return {
    id,
    n: cite(id),
    title,
    outcome,
    decision,
    decidedBy,
    year,
    verification,
    caution,
    shared,
    differing: Object.entries(differing).map(([fact, { here, case: there }]) => ({
      here: labels.words(fact, here),
      there: labels.words(fact, there),
    })),
    because,
  };
}

/** Where a gate, red line or ground for referral decides, a case is like this one by sharing what decides. */
export function decisiveFirst(
  similar: readonly SimilarPublished[],
  { fired }: PrecheckResult,
): SimilarPublished[] {
  const decisive = new Set(
    fired.filter(({ tier }) => tier !== "favour").flatMap(({ facts }) => Object.keys(facts)),
  );
  const shares = ({ shared }: SimilarPublished): boolean =>
    Object.keys(shared).some((fact) => decisive.has(fact));
  return [...similar.filter(shares), ...similar.filter((found) => !shares(found))];
}
