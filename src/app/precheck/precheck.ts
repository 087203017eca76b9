/**
 * The pre-check (预审) as a use case without a face: forms in, results and records out. No model takes part, and no clock:
 * the same facts under the same rules give the same bytes.
 */
import type { Catalogue } from "../../core/law/catalogue.ts";
import type {
  BasisPrinted,
  BasisRecorded,
  PrecheckFindings,
  PrecheckRecord,
  PrecheckSchema,
} from "../../core/precheck/result.ts";
import { canonicalJson } from "../../core/rules/canonical-json.ts";
import type { Precheck, PrecheckRequest, Replay } from "../../ports/precheck.ts";
import type { RuleLibrary } from "../../ports/rule-source.ts";
import { findingsOf } from "./findings.ts";
import { createRuleBook, type PinnedRules, type RuleBook } from "./rule-book.ts";
import { reconcile } from "./versions.ts";

/** Version of the meaning of rules; raised when the same rules and facts can give something else. */
export const engineVersion = "1";

/** @param hash `sha256:…` of a text */
export function createPrecheck(
  library: RuleLibrary,
  catalogue: Catalogue,
  hash: (text: string) => string,
): Precheck {
  const book = createRuleBook(library);
  return {
    schema: (day) => schemaOf(book, day),
    evaluate(request) {
      const act = book.on(request.actDate, request.jurisdictions);
      const decision = book.on(request.decisionDate, request.jurisdictions);
      const made = recordOf(act, decision, request);
      const record = canonicalJson(made);
      return {
        record,
        result: { id: request.id, ...print(made.result, catalogue), record_hash: hash(record) },
      };
    },
    replay: (record, text) => replay(book, record, text, hash),
  };
}

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
  { actDate, decisionDate, facts }: Pick<PrecheckRequest, "actDate" | "decisionDate" | "facts">,
): PrecheckRecord {
  const found = findingsOf(act, facts);
  const asked = new Set(act.compiled.ruleSet.facts.map(({ id }) => id));
  const result =
    decision === act ? found : reconcile(found, findingsOf(decision, known(decision, facts)), asked);
  return {
    schema: "precheck-record/1",
    engine: engineVersion,
    act_date: actDate,
    decision_date: decisionDate,
    rules: {
      act: act.pin,
      decision: decision.pin,
      act_overlays: act.overlays,
      decision_overlays: decision.overlays,
    },
    facts,
    result,
  };
}

/** The answers that another version of the rules understands; what it does not know it has not asked. */
function known({ compiled }: PinnedRules, facts: PrecheckRequest["facts"]): PrecheckRequest["facts"] {
  const values = new Map(compiled.ruleSet.facts.map((fact) => [fact.id, fact.values.map(({ id }) => id)]));
  return Object.fromEntries(
    Object.entries(facts).filter(([fact, answer]) => {
      const held = values.get(fact);
      if (held === undefined) return false;
      return (
        answer === "unsure" ||
        (typeof answer === "string" ? [answer] : answer).every((id) => held.includes(id))
      );
    }),
  );
}

/** The same findings with document, article and grade of each passage, as the knowledge base has them now. */
function print(
  findings: PrecheckFindings<BasisRecorded>,
  catalogue: Catalogue,
): PrecheckFindings<BasisPrinted> {
  return {
    ...findings,
    fired: findings.fired.map((fired) => ({
      ...fired,
      basis: fired.basis.map(({ passage }) => printBasis(passage, catalogue)),
    })),
  };
}

export function printBasis(passage: string, catalogue: Catalogue): BasisPrinted {
  const provision = catalogue.provision(passage)?.provision;
  const document = catalogue.document(provision?.documentId ?? "");
  return {
    passage,
    document: document?.title ?? "",
    article: provision?.article ?? null,
    verification: provision?.verification ?? "unverified",
  };
}

function replay(
  book: RuleBook,
  record: PrecheckRecord,
  text: string,
  hash: (text: string) => string,
): Replay {
  const { rules, act_date, decision_date, facts } = record;
  const act = book.pinned(rules.act, rules.act_overlays);
  const decision = book.pinned(rules.decision, rules.decision_overlays);
  if (act === null || decision === null) {
    const missing = [rules.act, rules.decision, ...rules.act_overlays, ...rules.decision_overlays];
    const names = [
      ...new Set(missing.map((pin) => ("version" in pin ? `${pin.id}@${pin.version}` : pin.id))),
    ];
    return { equal: false, reason: "version-missing", detail: names.join(", ") };
  }
  let again: string;
  try {
    again = canonicalJson(recordOf(act, decision, { actDate: act_date, decisionDate: decision_date, facts }));
  } catch (error) {
    // Facts that these rules do not know were never evaluated by them.
    return { equal: false, reason: "facts", detail: (error as Error).message };
  }
  return again === text
    ? { equal: true, record_hash: hash(text) }
    : { equal: false, reason: "differs", detail: hash(again) };
}
