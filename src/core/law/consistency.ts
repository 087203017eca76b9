/**
 * Checks of a knowledge base across its files: what each file says alone may be well formed and still
 * point nowhere, contradict another, or rest on nothing. Findings name ids and codes; where that is in a
 * file, and the sentence an editor reads, are added by whoever read the files.
 */
import { checkQuiz } from "../learning/quiz-checks.ts";
import { createCatalogue } from "./catalogue.ts";
import { checkCurated } from "./curated-consistency.ts";
import {
  checkPunctuation,
  createIndex,
  type Finding,
  foldWording,
  type Index,
  type Report,
  reportDead,
} from "./findings.ts";
import type { Case, KnowledgeBase, LegalDocument, Provision, SynonymGroup } from "./types.ts";
import { firstDay } from "./validity.ts";

/**
 * Checks everything that no single file can tell.
 *
 * @param base what could be read
 * @param unreadable ids of entries that exist and could not be read: references to them are not judged
 * @returns findings in the order of the base; an empty list means that it holds together
 */
export function checkKnowledge(base: KnowledgeBase, unreadable: ReadonlySet<string> = new Set()): Finding[] {
  const findings: Finding[] = [];
  const reporter =
    (subject: string, occurrence = 0): Report =>
    (code, at, values = [], severity = "error") => {
      findings.push({ code, severity, subject, occurrence, at, values });
    };
  const index = createIndex(createCatalogue(base), unreadable);

  checkDuplicates(base, reporter);
  for (const document of base.documents) {
    checkDocument(document, index, reporter(document.id));
    for (const provision of document.provisions) checkProvision(provision, document, reporter(provision.id));
  }
  checkVersions(base.documents, reporter);
  for (const entry of base.cases) checkCase(entry, index, reporter(entry.id));
  for (const text of base.curated) checkCurated(text, index, reporter(text.id));
  for (const quiz of base.quizzes) checkQuiz(quiz, index, reporter(quiz.id));
  checkQuestions(base, reporter);
  checkSynonyms(base.synonyms, reporter);
  const pending = [...base.documents, ...base.cases, ...base.curated, ...base.quizzes].filter(
    (entry) => entry.reviewed === null,
  );
  if (pending.length > 0) reporter("")("review.pending", [], [String(pending.length)], "warning");
  return findings;
}

type Reporter = (subject: string, occurrence?: number) => Report;

/** Ids of documents, cases, curated texts and quizzes share one space; provisions and items are unique below them. */
function checkDuplicates({ documents, cases, curated, quizzes }: KnowledgeBase, reporter: Reporter): void {
  const seen = new Map<string, number>();
  const note = (id: string) => {
    const occurrence = seen.get(id) ?? 0;
    seen.set(id, occurrence + 1);
    if (occurrence > 0) reporter(id, occurrence)("id.duplicate", [], [id]);
  };
  for (const { id } of [...documents, ...cases, ...curated, ...quizzes]) note(id);
  for (const { provisions } of documents) {
    for (const provision of provisions) {
      note(provision.id);
      const items = provision.official.flatMap(({ paragraphs }) => paragraphs.flatMap(({ items }) => items));
      const ids = items.flatMap(({ id }) => (id === null ? [] : [id]));
      for (const id of new Set(ids.filter((id, at) => ids.indexOf(id) !== at))) {
        reporter(provision.id)("id.duplicate", ["official"], [id]);
      }
    }
  }
}

function checkDocument(document: LegalDocument, { catalogue, isUnreadable }: Index, report: Report): void {
  const { dates, replaces } = document;
  if (dates.effective !== null && dates.repealed !== null && dates.effective >= dates.repealed) {
    report("dates.repealed-before-effective", ["dates"], [dates.effective, dates.repealed]);
  }
  checkGrade(document, report);
  if (replaces === null || isUnreadable(replaces)) return;
  const earlier = catalogue.document(replaces);
  const start = firstDay(document);
  if (!earlier) report("version.dead", ["replaces"], [replaces]);
  else if (earlier.dates.repealed === null) report("version.not-ended", ["replaces"], [replaces]);
  else if (start !== null && earlier.dates.repealed !== start) {
    report("version.gap", ["replaces"], [replaces, earlier.dates.repealed, start], "warning");
  }
}

function checkGrade({ verification, source }: LegalDocument | Case, report: Report): void {
  if (verification === "verified" && (source.host === null || source.read === null)) {
    report("verified.without-source", ["verification"]);
  }
}

function checkProvision(provision: Provision, document: LegalDocument, report: Report): void {
  const { gist, official, verification, note, origin } = provision;
  if (gist === null && official.length === 0) report("provision.empty", []);
  // A caution in words alone binds nobody but its reader.
  if (origin !== "unknown" && note !== null && /不能作为本[^，。]{0,8}的条文引用/u.test(note))
    report("provision.origin-in-note", []);
  if (gist !== null) {
    if (/[「」]/u.test(gist)) report("gist.quotation", ["gist"]);
    checkPunctuation(gist, ["gist"], report);
  }
  if (official.length > 1 && official.some((stretch) => stretch.complete))
    report("official.mixed", ["official"]);
  for (const { complete, paragraphs } of official) {
    const lines = paragraphs.flatMap(({ text, items }) => [text, ...items.map((item) => item.text)]);
    if (lines.some((line) => line.includes("……"))) {
      report("official.elided", ["official"], [], complete ? "error" : "warning");
    }
  }
  if (verification === "verified" && document.verification !== "verified")
    checkGrade({ ...document, verification }, report);
}

/** Two versions of one title are tied by `replaces`; nothing replaces itself by a detour. */
function checkVersions(documents: readonly LegalDocument[], reporter: Reporter): void {
  const byId = new Map(documents.map((document) => [document.id, document]));
  for (const document of documents) {
    const seen = new Set([document.id]);
    for (let earlier = document.replaces; earlier !== null; earlier = byId.get(earlier)?.replaces ?? null) {
      if (earlier === document.id) reporter(document.id)("version.cycle", ["replaces"], [...seen]);
      if (seen.has(earlier)) break;
      seen.add(earlier);
    }
  }
  for (const versions of Map.groupBy(documents, ({ title }) => foldWording(title)).values()) {
    const open = versions.filter(({ dates }) => dates.repealed === null);
    for (const document of open.slice(1)) {
      const other = open.find(({ id }) => id !== document.id);
      if (other) reporter(document.id)("version.untied", ["title"], [document.title, other.id], "warning");
    }
  }
}

function checkCase(entry: Case, index: Index, report: Report): void {
  checkGrade(entry, report);
  for (const [place, passage] of entry.provisions.entries()) {
    if (!index.catalogue.provision(passage)) reportDead(passage, index, ["provisions", place], report);
  }
  for (const [place, contrast] of entry.contrasts.entries()) {
    const other = index.catalogue.case(contrast.case);
    const at = ["contrasts", place, "case"];
    if (contrast.case === entry.id) report("reference.self", at, [contrast.case]);
    else if (other?.outcome === entry.outcome)
      report("contrast.same-outcome", at, [contrast.case], "warning");
    else if (!other && !index.isUnreadable(contrast.case)) report("reference.dead", at, [contrast.case]);
    checkPunctuation(contrast.because, ["contrasts", place, "because"], report);
  }
  for (const field of ["facts", "decision", "reason", "correction", "caution"] as const) {
    checkPunctuation(entry[field] ?? "", [field], report);
  }
}

/** One question leads to one text. */
function checkQuestions({ curated }: KnowledgeBase, reporter: Reporter): void {
  const asked = new Map<string, string>();
  for (const { id, questions } of curated) {
    for (const [place, question] of questions.entries()) {
      const folded = foldWording(question).replace(/[?。\s]/gu, "");
      const first = asked.get(folded);
      if (first === undefined) asked.set(folded, id);
      else reporter(id)("question.repeated", ["questions", place], [question, first], "warning");
    }
  }
}

/** A word means one thing: it stands in one group, and is long enough to mean anything. */
function checkSynonyms(groups: readonly SynonymGroup[], reporter: Reporter): void {
  const owner = new Map<string, string>();
  const seen = new Map<string, number>();
  for (const { term, words } of groups) {
    const occurrence = seen.get(term) ?? 0;
    seen.set(term, occurrence + 1);
    const report = reporter(term, occurrence);
    for (const [place, word] of [term, ...words].entries()) {
      const at = place === 0 ? ["term"] : ["words", place - 1];
      const first = owner.get(word);
      if (first !== undefined) report("synonym.shared", at, [word, first]);
      else owner.set(word, term);
      if ([...word].length < 2) report("synonym.short", at, [word]);
    }
  }
}
