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
 * @param ranked the nearest first; more than are shown, so that a contrast is found
 * @param labels in the names of the rules by which the cases are held
 * @param find a case by its id
 * @param cite numbers a case among the citations
 */
export function reportCases(
  ranked: readonly SimilarPublished[],
  result: PrecheckResult,
  labels: AnswerLabels,
  find: (id: string) => Case | undefined,
  cite: (id: string) => number,
): { readonly cases: readonly ReportCase[]; readonly contrast: ReportCase | null } {
  const telling = ranked
    .map((found): Told => ({ found, shared: tellingShared(labels.all(found.shared), result.status) }))
    .filter(({ shared }) => shared.length > 0);
  const like = likeIn(result);
  const alike = telling.filter(({ found }) => like(found));
  const [nearest] = alike;
  if (nearest === undefined) return { cases: [], contrast: null };
  const contrast = contrastTo(nearest.found.case, telling, find);
  const shown = alike.filter(({ found }) => found.id !== contrast?.found.id).slice(0, mostCases);
  return {
    cases: shown.map((told) => entry(told, null, labels, cite)),
    contrast: contrast === null ? null : entry(contrast, contrast.because, labels, cite),
  };
}

/** A case with what it shares in words. */
interface Told {
  readonly found: SimilarPublished;
  readonly shared: readonly AnswerWords[];
}

/** The contrast that an editor wrote; else the nearest that came out otherwise, rather one that differs in a stated fact. */
function contrastTo(
  nearest: Case,
  told: readonly Told[],
  find: (id: string) => Case | undefined,
): (Told & { readonly because: string | null }) | null {
  for (const { case: id, because } of nearest.contrasts) {
    const published = find(id);
    if (published === undefined || !otherWay(published, nearest)) continue;
    const nothing = { id, score: 0, shared: {}, differing: {}, case: published };
    return { ...(told.find(({ found }) => found.id === id) ?? { found: nothing, shared: [] }), because };
  }
  const others = told.filter(({ found }) => otherWay(found.case, nearest));
  const chosen = others.find(({ found }) => Object.keys(found.differing).length > 0) ?? others[0];
  return chosen === undefined ? null : { ...chosen, because: null };
}

const otherWay = (one: Case, other: Case): boolean => ways[one.outcome] !== ways[other.outcome];

/** That a matter is true and of one's duty is so of nearly every case; it tells something only where a gate stands. */
const tellingShared = (shared: readonly AnswerWords[], status: Status): readonly AnswerWords[] =>
  status === "not_applicable" || status === "clarification"
    ? shared
    : shared.filter(({ look }) => look !== "threshold");

function entry(
  { found: { case: published, differing }, shared }: Told,
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

/**
 * Which cases are like a form at all: where a red line or a ground for referral decides, those that share some of what
 * decides, where a gate does, those that share all of it; a good motive in common makes no case like one over a red line.
 */
function likeIn({ fired, range }: PrecheckResult): (found: SimilarPublished) => boolean {
  const decisive = fired.filter(({ tier }) => tier !== "favour").map(({ facts }) => Object.keys(facts));
  if (decisive.every((facts) => facts.length === 0)) return () => true;
  const gated = range === null;
  return ({ shared }) =>
    decisive.some((facts) =>
      gated ? facts.every((fact) => fact in shared) : facts.some((fact) => fact in shared),
    );
}
