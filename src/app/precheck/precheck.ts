/**
 * The pre-check (预审) as a use case without a face. No model takes part, and no clock: the same facts under the same rules
 * give the same bytes.
 */
import type { Catalogue } from "../../core/law/catalogue.ts";
import type {
  Findings,
  PrecheckRecord,
  PrecheckResult,
  PrecheckSchema,
  PrintedBasis,
} from "../../core/precheck/result.ts";
import { combineVersions, readablePart } from "../../core/rules/by-version.ts";
import { explain } from "../../core/rules/explain.ts";
import { decisionRecord, type Hash, recordBytes, recordedForm } from "../../core/rules/record.ts";
import type { Precheck, PrecheckRequest, Replay } from "../../ports/precheck.ts";
import type { RuleLibrary } from "../../ports/rule-source.ts";
import { createRuleBook, type PinnedRules, type RuleBook } from "./rule-book.ts";

/** Version of the meaning of rules; raised when the same rules and facts can give something else. */
export const engineVersion = "1";

/** @param book of the library, where it is there already: the rules of a day are compiled once */
export function createPrecheck(
  library: RuleLibrary,
  catalogue: Catalogue,
  hash: Hash,
  book: RuleBook = createRuleBook(library),
): Precheck {
  const evaluate = createEvaluator(catalogue, hash);
  return {
    schema: (day) => schemaOf(book, day),
    evaluate(request) {
      const act = book.on(request.actDate, request.jurisdictions);
      const decision = book.on(request.decisionDate, request.jurisdictions);
      return evaluate(act, decision, request);
    },
    ruleTitles: ({ decisionDate, actDate, jurisdictions }) =>
      // The day of the act last: where a title was reworded, its version names the rule.
      new Map(
        [decisionDate, actDate].flatMap((day) =>
          book.on(day, jurisdictions).compiled.ruleSet.rules.map(({ id, title }) => [id, title] as const),
        ),
      ),
    replay: (record, text) => replay(book, record, text, hash),
  };
}

/** Evaluates a form by rules already chosen for the day of the act and that of the decision. */
export type Evaluator = (
  act: PinnedRules,
  decision: PinnedRules,
  request: PrecheckRequest,
) => ReturnType<Precheck["evaluate"]>;

export const createEvaluator =
  (catalogue: Catalogue, hash: Hash): Evaluator =>
  (act, decision, request) => {
    const record = recordOf(act, decision, request);
    const bytes = recordBytes(record);
    return { record: bytes, result: print(request.id, record.result, hash(bytes), catalogue) };
  };

function schemaOf(book: RuleBook, day: string): PrecheckSchema {
  const { pin, compiled } = book.on(day, []);
  return {
    ruleset: pin,
    jurisdictions: book.jurisdictions,
    facts: compiled.ruleSet.facts.map(
      ({ id, look, label, question, help, values, order, corrective, evidence }) => ({
        id,
        look,
        label,
        question,
        help,
        values: values.map((value) => ({ id: value.id, label: value.label })),
        order,
        corrective,
        evidence,
      }),
    ),
  };
}

function recordOf(
  act: PinnedRules,
  decision: PinnedRules,
  request: Omit<PrecheckRequest, "id">,
): PrecheckRecord {
  const facts = recordedForm(act.compiled.model.space, request.facts);
  const found = { ruleset: act.pin, explanation: explain(act.compiled, facts) };
  const result: Findings =
    decision === act
      ? { ...found.explanation, ruleset: act.pin }
      : combineVersions(found, {
          ruleset: decision.pin,
          explanation: explain(decision.compiled, readablePart(decision.compiled.model.space, facts)),
        });
  return decisionRecord({
    engine: engineVersion,
    rulesets: decision.pin.hash === act.pin.hash ? [act.pin] : [act.pin, decision.pin],
    overlays: [
      ...act.overlays,
      ...decision.overlays.filter(({ hash }) => act.overlays.every((overlay) => overlay.hash !== hash)),
    ],
    jurisdiction: request.jurisdictions.length === 0 ? null : request.jurisdictions.join(","),
    actDay: request.actDate,
    decisionDay: request.decisionDate,
    facts,
    result,
  });
}

function print(
  id: string | null,
  found: Findings,
  record_hash: string,
  catalogue: Catalogue,
): PrecheckResult {
  const { status, outcome, range, fired, ...rest } = found;
  return {
    id,
    status,
    outcome,
    range,
    fired: fired.map(({ rule, title, tier, outcome: gives, basis, facts }) => ({
      rule,
      title,
      tier,
      outcome: gives,
      basis: basis.map(({ passage }) => printBasis(passage, catalogue)),
      facts,
    })),
    ...rest,
    record_hash,
  };
}

/** A passage with its document, article and grade, as the knowledge base has them now. */
export function printBasis(passage: string, catalogue: Catalogue): PrintedBasis {
  const provision = catalogue.provision(passage)?.provision;
  return {
    passage,
    document: catalogue.document(provision?.documentId ?? "")?.title ?? "",
    article: provision?.article ?? null,
    verification: provision?.verification ?? "unverified",
  };
}

function replay(book: RuleBook, record: PrecheckRecord, text: string, hash: Hash): Replay {
  const { rulesets, overlays, actDay, decisionDay, jurisdiction } = record;
  const [of, on] = [rulesets[0], rulesets.at(-1)];
  const act = of === undefined ? null : book.pinned(of, overlays, actDay);
  const decision = on === undefined ? null : book.pinned(on, overlays, decisionDay);
  if (act === null || decision === null)
    return {
      equal: false,
      reason: "rules-missing",
      detail: [...rulesets, ...overlays].map(({ id, version }) => `${id}@${version}`).join(", "),
    };
  let again: string;
  try {
    const request = {
      facts: record.facts,
      actDate: actDay,
      decisionDate: decisionDay,
      jurisdictions: jurisdiction?.split(",") ?? [],
    };
    again = recordBytes(recordOf(act, decision, request));
  } catch (error) {
    // Facts that these rules do not know were never evaluated by them.
    return { equal: false, reason: "facts", detail: (error as Error).message };
  }
  return again === text
    ? { equal: true, record_hash: hash(text) }
    : { equal: false, reason: "differs", detail: hash(again) };
}
