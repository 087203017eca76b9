/**
 * The report of a pre-check (预审报告) as a use case: evaluate a form, then put beside the result everything a meeting needs.
 * No model takes part and no clock; the same form under the same rules and knowledge gives the same report.
 */
import type { Catalogue } from "../../core/law/catalogue.ts";
import { buildReport } from "../../core/precheck/build-report.ts";
import { compareForms, type FormComparison } from "../../core/precheck/compare-forms.ts";
import type { Report } from "../../core/precheck/report.ts";
import type { PrecheckResult } from "../../core/precheck/result.ts";
import type { SimilarPublished } from "../../core/precheck/similar-facts.ts";
import { readablePart, stands } from "../../core/rules/by-version.ts";
import { recordedForm } from "../../core/rules/record.ts";
import { createSpace } from "../../core/rules/space.ts";
import type { Fact, Form } from "../../core/rules/types.ts";
import type { Precheck, PrecheckRequest } from "../../ports/precheck.ts";
import type { PinnedRules, RuleBook } from "./rule-book.ts";

/** Published cases by their facts, in the names of the newest rules. */
export interface CasesByFacts {
  readonly facts: readonly Fact[];
  /** @throws {UnknownNameError | FormError} the form names what the newest rules do not have */
  similar(form: Form, top: number): readonly SimilarPublished[];
}

export interface Reported {
  readonly report: Report;
  readonly result: PrecheckResult;
  /** The record's bytes: canonical JSON. */
  readonly record: string;
}

export interface Reporter {
  /**
   * Evaluates a form and reports on it.
   *
   * @throws {NoRulesForDayError} no version covers one of the days
   * @throws {UnknownJurisdictionError | UnknownNameError | FormError} with the nearest known name
   */
  report(request: PrecheckRequest): Reported;
  /**
   * Reports on a result that is there already.
   *
   * @param act the rules of the day of the act, `decision` those of the day of the decision, by which it was evaluated
   */
  reportOn(request: PrecheckRequest, result: PrecheckResult, act: PinnedRules, decision: PinnedRules): Report;
  /**
   * Sets several forms of one matter side by side, in this order.
   *
   * @param versions two or more
   * @throws as `report`
   */
  compare(versions: readonly FormVersion[]): FormComparison;
}

/** A reading of a matter: 如陈述, 如查明. */
export interface FormVersion {
  readonly label: string;
  readonly request: PrecheckRequest;
}

/** Cases looked at; of them a few are shown, and the first that came out otherwise. */
const casesLookedAt = 40;

export function createReporter(
  book: RuleBook,
  evaluate: Precheck["evaluate"],
  catalogue: Catalogue,
  cases: CasesByFacts,
): Reporter {
  const caseSpace = createSpace(cases.facts);
  const reporter: Reporter = {
    report(request) {
      const { result, record } = evaluate(request);
      const { actDate, decisionDate, jurisdictions } = request;
      const act = book.on(actDate, jurisdictions);
      const decision = book.on(decisionDate, jurisdictions);
      return { report: reporter.reportOn(request, result, act, decision), result, record };
    },
    compare(versions) {
      return compareForms(
        versions.map(({ label, request }) => {
          const { report, result } = reporter.report(request);
          const { actDate, decisionDate, jurisdictions } = request;
          const rules = explainedByDecision(result)
            ? book.on(decisionDate, jurisdictions)
            : book.on(actDate, jurisdictions);
          return {
            label,
            form: request.facts,
            rules: rules.compiled,
            result,
            report,
            find: (facts) =>
              evaluate({ ...request, facts: readablePart(rules.compiled.model.space, facts) }).result,
          };
        }),
      );
    },
    reportOn(request, result, act, decision) {
      const ofDecision = explainedByDecision(result);
      const rules = ofDecision ? decision : act;
      const also = ofDecision ? act : decision;
      const form = recordedForm(act.compiled.model.space, request.facts);
      return buildReport({
        result,
        rules: rules.compiled,
        also: also === rules ? null : also.compiled,
        form,
        day: ofDecision ? request.decisionDate : request.actDate,
        actDate: request.actDate,
        decisionDate: request.decisionDate,
        jurisdictions: [...new Set(request.jurisdictions)].map((id) => ({
          id,
          title: book.jurisdictions.find((known) => known.id === id)?.title ?? id,
        })),
        catalogue,
        similar: cases.similar(readablePart(caseSpace, form), casesLookedAt),
        caseFacts: cases.facts,
      });
    },
  };
  return reporter;
}

/** Whether the reasons of a result are those of the decision day's rules: what they say stands, and the act's does not. */
export function explainedByDecision({ status, by_version }: PrecheckResult): boolean {
  const [act, decision] = by_version ?? [];
  // Where the act's may yet stand too, nothing stands.
  if (status === "insufficient") return false;
  return act !== undefined && decision !== undefined && !stands(act) && stands(decision);
}
