/** Questions that name a document: its articles, its dates, its versions, its contents. No ranking is involved. */
import type { Answer, Context } from "../../core/grounding/answer.ts";
import { documentBlocks, provisionBlocks, row, sentence, unitBlocks } from "../../core/grounding/compose.ts";
import type { DocumentFact } from "../../core/grounding/kind.ts";
import { captionOf } from "../../core/law/catalogue.ts";
import type { ArticleReference } from "../../core/law/references.ts";
import { articleLabel, citationLabel, provisionId } from "../../core/law/references.ts";
import type { Resolution } from "../../core/law/resolver.ts";
import type { Day, LegalDocument, Provision } from "../../core/law/types.ts";
import { firstDay, inForceVersion, validityOf } from "../../core/law/validity.ts";
import * as zh from "../../text/zh.ts";
import { createDraft, type Draft } from "./draft.ts";
import type { PreparedKnowledge } from "./knowledge.ts";

/** Most articles answered in one turn. */
export const articleLimit = 4;

/** 「2019年9月1日起施行」, as far as the dates were read. */
export function versionLabel({ dates }: LegalDocument): string {
  if (dates.effective !== null) return `${zh.dayInChinese(dates.effective)}起施行`;
  if (dates.published !== null) return `${zh.dayInChinese(dates.published)}公布`;
  if (dates.adopted !== null) return `${zh.dayInChinese(dates.adopted)}通过`;
  return zh.notices.undated;
}

const titled = (document: LegalDocument, article: string | null): string =>
  `《${document.title}》${article ?? ""}（${versionLabel(document)}）`;

/** Says so where a version does not bind on the day asked. */
function noteValidity(draft: Draft, knowledge: PreparedKnowledge, document: LegalDocument, asOf: Day): void {
  if (knowledge.catalogue.inForce(document.id, asOf)) return;
  const { repealed } = document.dates;
  const from = firstDay(document);
  if (repealed !== null && repealed <= asOf) draft.notice(zh.notices.repealed(zh.dayInChinese(repealed)));
  else if (from !== null && from > asOf) draft.notice(zh.notices.notYet(zh.dayInChinese(from)));
}

/** First questions of the curated texts that rest on these passages. */
export function questionsAbout(knowledge: PreparedKnowledge, passages: readonly string[]): string[] {
  const { catalogue } = knowledge;
  return [
    ...new Set(
      passages
        .flatMap((passage) => catalogue.citedBy(passage).curated)
        .map((id) => catalogue.curated(id))
        .filter((entry) => entry !== undefined && entry.kind !== "refusal")
        .map((entry) => entry?.questions[0])
        .filter((text) => text !== undefined),
    ),
  ];
}

/**
 * The article of that number in the latest earlier version that holds one: older papers keep the old numbers (条号). False
 * where there is none.
 */
function addEarlierArticle(
  draft: Draft,
  knowledge: PreparedKnowledge,
  document: LegalDocument,
  reference: ArticleReference,
  asOf: Day,
): boolean {
  const { catalogue } = knowledge;
  const versions = catalogue.versions(document.title);
  const earlier = versions.slice(
    0,
    versions.findIndex(({ id }) => id === document.id),
  );
  const provision = earlier
    .toReversed()
    .map(({ id }) => catalogue.provision(provisionId(id, reference))?.provision)
    .find((found) => found !== undefined);
  if (provision === undefined) return false;
  draft.notice(zh.notices.earlierNumber);
  addWhole(draft, knowledge, provision, asOf);
  return true;
}

/** The article as asked, its paragraph or item where held by itself; false where the article is not held. */
function addArticle(
  draft: Draft,
  knowledge: PreparedKnowledge,
  resolution: Resolution,
  reference: ArticleReference,
  asOf: Day,
): boolean {
  const { catalogue } = knowledge;
  const document = catalogue.document(resolution.entry.id);
  if (document === undefined) return false;
  const label = articleLabel(reference.article, reference.branch);
  const whole = { ...reference, paragraph: null, item: null };
  const provision = catalogue.provision(provisionId(document.id, whole))?.provision;
  if (provision === undefined) {
    const current = inForceVersion(catalogue.versions(document.title), asOf);
    draft.notice(zh.notices.articleNotHeld(document.title, label));
    draft.notice(
      current === null
        ? zh.notices.noVersionThen(document.title, zh.dayInChinese(asOf), versionLabel(document))
        : zh.notices.versionInForce(current.title, zh.dayInChinese(asOf), versionLabel(current)),
    );
    const held = catalogue.articles(document.id).flatMap(({ article }) => article ?? []);
    if (held.length > 0) draft.notice(zh.notices.heldArticles(shorten(held)));
    return addEarlierArticle(draft, knowledge, document, whole, asOf);
  }
  draft.heading(
    titled(
      document,
      reference.paragraph === null && reference.item === null ? label : citationLabel(reference),
    ),
  );
  noteValidity(draft, knowledge, document, asOf);
  const unit = provisionId(document.id, {
    ...reference,
    paragraph: reference.paragraph ?? (reference.item === null ? null : 1),
  });
  if (unit !== provision.id && catalogue.provision(unit) !== undefined)
    draft.add(...unitBlocks(catalogue, unit, draft.citer));
  else {
    if (unit !== provision.id) draft.notice(zh.notices.paragraphNotHeld(citationLabel(reference)));
    draft.add(...provisionBlocks(provision, draft.citer));
  }
  return true;
}

/** A provision under its own heading, in full; said so where it does not bind on the day asked. */
export function addWhole(draft: Draft, knowledge: PreparedKnowledge, provision: Provision, asOf: Day): void {
  const document = knowledge.catalogue.document(provision.documentId);
  if (document === undefined) return;
  draft.heading(titled(document, provision.article ?? provision.heading));
  noteValidity(draft, knowledge, document, asOf);
  draft.add(...provisionBlocks(provision, draft.citer));
}

/** A long list of articles as its first and last few. */
const shorten = (labels: readonly string[]): string =>
  labels.length <= 24
    ? labels.join("、")
    : `${labels.slice(0, 16).join("、")}……${labels.slice(-4).join("、")}`;

/** Answers a question that names articles; the first few, in the order named. */
export function answerArticles(
  knowledge: PreparedKnowledge,
  resolutions: readonly Resolution[],
  question: string,
  asOf: Day,
  understoodAs: string | null,
): Answer {
  const draft = createDraft(knowledge, question, asOf);
  let held = 0;
  for (const resolution of resolutions.slice(0, articleLimit))
    if (resolution.reference !== null && addArticle(draft, knowledge, resolution, resolution.reference, asOf))
      held++;
  if (resolutions.length > articleLimit) draft.notice(zh.notices.moreArticles(articleLimit));
  const cited = draft.citer.citations.map(({ passage }) => passage);
  const [first] = resolutions;
  const context: Partial<Context> = {
    document: first?.entry.id ?? null,
    article: first?.reference?.article ?? null,
    branch: first?.reference?.branch ?? null,
  };
  if (held > 0)
    return draft.close({
      kind: "answer",
      mode: "extractive",
      suggestions: questionsAbout(knowledge, cited),
      understoodAs,
      context,
    });
  const named = new Map(resolutions.map(({ entry }) => [entry.id, entry.title]));
  const nearby = [...named].flatMap(([id, title]) =>
    knowledge.catalogue
      .articles(id)
      .filter(({ article }) => article !== null)
      .map((provision) => ({
        provision,
        distance: Math.abs(Number(/#(\d+)/.exec(provision.id)?.[1]) - (first?.reference?.article ?? 0)),
      }))
      .sort((left, right) => left.distance - right.distance)
      .slice(0, 2)
      .map(({ provision }) => `${title}${provision.article}`),
  );
  return draft.close({
    kind: "refusal",
    refusalReason: "no_evidence",
    suggestions: nearby,
    understoodAs,
    context,
  });
}

/** The versions of a title side by side, where there are several: the answer stays one about the version asked for. */
function addVersions(
  draft: Draft,
  { id }: LegalDocument,
  versions: readonly LegalDocument[],
  asOf: Day,
): void {
  if (versions.length < 2) return;
  const words = zh.documentFacts;
  const n = draft.citer.cite(id);
  const rows = versions.map((version) => {
    const validity = validityOf(version, asOf);
    const { repealed } = version.dates;
    const stands =
      validity === "repealed" && repealed !== null ? words.repealedAt(repealed) : zh.validities[validity];
    return row([versionLabel(version), stands], [n]);
  });
  draft.add({ type: "table", caption: words.versions, head: words.versionHead, rows });
}

/** Facts about a document from its own header: who issued it, when it binds, which versions there are, what is held. */
export function answerDocument(
  knowledge: PreparedKnowledge,
  document: LegalDocument,
  fact: DocumentFact,
  question: string,
  asOf: Day,
  understoodAs: string | null,
): Answer {
  const { catalogue } = knowledge;
  const draft = createDraft(knowledge, question, asOf);
  const { dates } = document;
  draft.heading(titled(document, null));
  noteValidity(draft, knowledge, document, asOf);
  const words = zh.documentFacts;
  const facts = [
    document.kind === "speech" ? words.speaker(document.issuer) : words.issuer(document.issuer),
    ...(document.number === null ? [] : [words.number(document.number)]),
    ...(dates.adopted === null
      ? []
      : [document.kind === "speech" ? words.delivered(dates.adopted) : words.adopted(dates.adopted)]),
    ...(dates.published === null ? [] : [words.published(dates.published)]),
    ...(dates.effective !== null
      ? [words.effective(dates.effective)]
      : document.kind === "speech" || document.kind === "report"
        ? []
        : [words.unknownEffective]),
    ...(dates.repealed === null ? [] : [words.repealed(dates.repealed)]),
  ];
  draft.add({ type: "label", label: document.reviewed === null ? "curated-unreviewed" : "curated-reviewed" });
  draft.add(...documentBlocks(document, facts, draft.citer));
  addVersions(draft, document, catalogue.versions(document.title), asOf);
  if (document.note !== null) draft.notice(document.note);
  const provisions = catalogue.articles(document.id);
  if (fact === "overview") {
    draft.heading(zh.notices.contents);
    for (const provision of provisions.slice(0, 12)) {
      const n = draft.citer.cite(provision.id);
      const text = captionOf(provision);
      const gist = provision.gist === null ? "" : `：${provision.gist.split("\n")[0]}`;
      draft.add(sentence(`${text}${gist}`, [n], "curated", true));
    }
    if (provisions.length > 12)
      draft.notice(zh.notices.heldArticles(shorten(provisions.flatMap(({ article }) => article ?? []))));
  }
  return draft.close({
    kind: "answer",
    suggestions: questionsAbout(
      knowledge,
      provisions.map(({ id }) => id),
    ),
    understoodAs,
    context: { document: document.id, article: null, branch: null },
  });
}

/** What the knowledge base holds, from the registry. */
export function answerCatalogue(
  knowledge: PreparedKnowledge,
  question: string,
  asOf: Day,
  firstQuestions: readonly string[],
): Answer {
  const { catalogue } = knowledge;
  const draft = createDraft(knowledge, question, asOf);
  const { documents } = catalogue.base;
  const provisions = documents.reduce((total, document) => total + document.provisions.length, 0);
  draft.notice(zh.notices.catalogue(documents.length, provisions));
  const ranks = Object.keys(zh.kinds);
  const shown = documents
    .filter(
      ({ id, jurisdiction, kind }) =>
        jurisdiction === "national" && catalogue.inForce(id, asOf) && kind !== "speech" && kind !== "report",
    )
    .sort((left, right) => ranks.indexOf(left.kind) - ranks.indexOf(right.kind));
  draft.add({
    type: "table",
    caption: zh.notices.catalogueCaption,
    head: zh.notices.catalogueHead,
    rows: shown.map((document) =>
      row(
        [`《${document.title}》`, zh.kinds[document.kind], versionLabel(document)],
        [draft.citer.cite(document.id)],
      ),
    ),
  });
  draft.notice(zh.notices.catalogueMore(documents.length - shown.length));
  return draft.close({ kind: "answer", suggestions: firstQuestions, context: null });
}
