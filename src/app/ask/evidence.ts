/**
 * Questions that name no article: is there enough evidence on this turn, and which of it is shown.
 *
 *   curated entry whose phrasing fits   → the editor's text
 *   else provisions that cover the question → the evidence card (原文摘录), national before local unless a place is named
 *   else                                → nothing, and the caller says so
 */
import { caseBlocks, curatedBlocks, evidenceBlocks } from "../../core/grounding/compose.ts";
import { asksCase } from "../../core/grounding/kind.ts";
import { type Evidence, isEnough, scaledScore, thresholds } from "../../core/grounding/sufficiency.ts";
import { captionOf, enclosing } from "../../core/law/catalogue.ts";
import { decidingPlace, isOwn, type NamedPlace, placesIn, shortPlaceName } from "../../core/law/places.ts";
import type { Case, CuratedText, Day, DocumentKind, LegalDocument, Provision } from "../../core/law/types.ts";
import { firstDay } from "../../core/law/validity.ts";
import { contentOf } from "../../core/retrieval/content.ts";
import { reorder } from "../../core/retrieval/fusion.ts";
import type { Hit } from "../../core/retrieval/index.ts";
import type { SimilarEntry } from "../../core/retrieval/similar-questions.ts";
import * as zh from "../../text/zh.ts";
import type { Draft } from "./draft.ts";
import type { PreparedKnowledge } from "./knowledge.ts";
import { versionLabel } from "./look-up.ts";
import type { Turn } from "./turn.ts";

/** What this turn's retrieval gave. */
export interface Findings {
  readonly question: string;
  readonly asOf: Day;
  readonly places: readonly NamedPlace[];
  readonly hits: readonly Hit[];
  readonly similar: readonly SimilarEntry[];
  readonly evidence: Evidence;
  /** The curated entry that answers, or null. */
  readonly entry: CuratedText | null;
  /** The question is one of that entry's phrasings, word for word. */
  readonly phrased: boolean;
  readonly enough: boolean;
}

/** How much of a hit's score a source keeps when provisions are put in order: higher rank first among near equals. */
const standing: Record<DocumentKind, number> = {
  law: 1,
  "party-regulation": 1,
  "administrative-regulation": 0.98,
  "department-rule": 0.95,
  "administrative-document": 0.95,
  "local-regulation": 0.95,
  "party-document": 0.95,
  speech: 0.95,
  "local-measure": 0.9,
  report: 0.85,
};

/** A version that was repealed since is meant first where the law of a past day is asked: it is found only then. */
const ofItsDay = ({ dates }: LegalDocument): number => (dates.repealed === null ? 1 : 1.25);

/** How many passages are looked at. */
const rankingDepth = 40;

const provisionLimit = 4;
const caseLimit = 3;

/** Tells whether a document may be relied on for the day and the places asked. */
function admissible(
  document: LegalDocument,
  knowledge: PreparedKnowledge,
  asOf: Day,
  places: readonly NamedPlace[],
): boolean {
  if (!knowledge.catalogue.inForce(document.id, asOf)) return false;
  return (
    document.jurisdiction === "national" ||
    places.some(({ jurisdictions }) => jurisdictions.includes(document.jurisdiction))
  );
}

/** Tells whether an editor's text can be shown for a day: nothing it cites begins after it. */
function holdsOn(knowledge: PreparedKnowledge, entry: CuratedText, asOf: Day): boolean {
  const { catalogue } = knowledge;
  return entry.blocks.every(
    (block) =>
      block.type !== "statement" ||
      block.references.every(({ passage }) => {
        const year = catalogue.case(passage)?.year ?? null;
        if (year !== null && String(year) > asOf.slice(0, 4)) return false;
        const provision = catalogue.provision(passage)?.provision;
        const document = provision === undefined ? undefined : catalogue.document(provision.documentId);
        const from = document === undefined ? null : firstDay(document);
        return from === null || from <= asOf;
      }),
  );
}

/**
 * Retrieves for one question, on this turn alone. `documents` narrows the provisions to those named.
 *
 * Meaning only puts what words have found in another order, and adds what lies near: the thresholds are set on scores of words,
 * so whether it is enough, and which editor's text answers, is judged without it.
 */
export function findEvidence(
  knowledge: PreparedKnowledge,
  question: string,
  { asOf, meaning }: Pick<Turn, "asOf" | "meaning">,
  documents: ReadonlySet<string> | null,
): Findings {
  const { catalogue, retriever, passages, similar, vocabulary } = knowledge;
  const text = knowledge.normalise(question);
  const places = placesIn(text, knowledge.jurisdictions);
  const filter = (at: number): boolean => {
    const id = passages[at]?.id ?? "";
    const provision = catalogue.provision(id)?.provision;
    if (provision === undefined) return documents === null || documents.size === 0;
    const document = catalogue.document(provision.documentId);
    if (document === undefined) return false;
    if (documents !== null && documents.size > 0) return documents.has(document.id);
    return admissible(document, knowledge, asOf, places);
  };
  const hits = retriever.index.search(question, { top: rankingDepth, filter });
  const near = meaning?.question === question ? meaning.nearest({ top: rankingDepth, filter }) : [];
  const ranked = similar.rank(question, 60).filter(({ entry }) => holdsOn(knowledge, entry, asOf));
  const topic = places.reduce((rest, { name }) => rest.replaceAll(name, " "), text);
  const ceiling = hits[0]?.score ?? 0;
  const topicScore =
    places.length === 0 ? ceiling : (retriever.index.search(topic, { top: 1 })[0]?.score ?? 0);
  const evidence: Evidence = {
    score: scaledScore(topicScore, retriever.index.size),
    coverage: Math.max(0, ...hits.slice(0, 5).map(({ id }) => retriever.index.coverage(topic, id))),
    similarity: ranked[0]?.score ?? 0,
    terms: vocabulary.termsIn(topic),
    local: isLocal(knowledge, hits[0]?.id),
    content: contentOf(topic).replaceAll(" ", "").length,
  };
  const asksHeldCase =
    asksCase(question) &&
    (evidence.terms.length > 0
      ? hits.some(({ id }) => catalogue.case(id) !== undefined)
      : tellsCase(knowledge, question, hits[0]?.id));
  const phrased = documents === null ? phrasedEntry(knowledge, question, ranked) : undefined;
  const enough = phrased !== undefined || isEnough(evidence) || asksHeldCase;
  const entry =
    phrased ??
    (enough && documents === null
      ? (fittingEntry(knowledge, hits, ranked, evidence.terms, asOf) ??
        frameEntry(knowledge, topic, places, asOf))
      : null);
  return {
    question,
    asOf,
    places,
    hits: reorder(hits, [near]),
    similar: ranked.slice(0, 5),
    evidence,
    entry,
    phrased: phrased !== undefined,
    enough,
  };
}

/** Telling words that make a case the one meant; of the first hit one is enough. */
const tellingWords = 2;

const tellsCase = (knowledge: PreparedKnowledge, question: string, first: string | undefined): boolean =>
  [...knowledge.toldBy(question)].some(
    ([id, words]) => knowledge.catalogue.case(id) !== undefined && (words >= tellingWords || id === first),
  );

const isLocal = ({ catalogue }: PreparedKnowledge, id: string | undefined): boolean => {
  const provision = id === undefined ? undefined : catalogue.provision(id)?.provision;
  return provision !== undefined && catalogue.document(provision.documentId)?.jurisdiction !== "national";
};

/** Letters and digits alone, so that a question mark makes no difference. */
const lettersOf = ({ normalise }: PreparedKnowledge, text: string): string =>
  normalise(text).replace(/[^\p{L}\p{N}]/gu, "");

/** The phrasings of each entry, by their letters; worked out when the entry first ranks. */
const phrasings = new WeakMap<CuratedText, ReadonlySet<string>>();

function phrasingsOf(knowledge: PreparedKnowledge, entry: CuratedText): ReadonlySet<string> {
  const known = phrasings.get(entry);
  if (known !== undefined) return known;
  const made = new Set(entry.questions.map((phrasing) => lettersOf(knowledge, phrasing)));
  phrasings.set(entry, made);
  return made;
}

/** The entry one of whose phrasings the question is, word for word: it answers, whatever else ranks. */
function phrasedEntry(
  knowledge: PreparedKnowledge,
  question: string,
  ranked: readonly SimilarEntry[],
): CuratedText | undefined {
  const asked = lettersOf(knowledge, question);
  return ranked.find(({ entry }) => phrasingsOf(knowledge, entry).has(asked))?.entry;
}

/**
 * The national frame for a question about a place whose rules are held: the entry that is asked for once the place is left
 * out, 「青岛的容错规定」.
 */
function frameEntry(
  knowledge: PreparedKnowledge,
  topic: string,
  places: readonly NamedPlace[],
  asOf: Day,
): CuratedText | null {
  if (!places.some(({ jurisdictions }) => jurisdictions.length > 0)) return null;
  const [nearest] = knowledge.similar.rank(topic, 1);
  return nearest !== undefined &&
    nearest.score >= thresholds.entryFrame &&
    holdsOn(knowledge, nearest.entry, asOf)
    ? nearest.entry
    : null;
}

/** The curated entry that fits best by phrasing and ranking together, if it fits well enough. */
function fittingEntry(
  knowledge: PreparedKnowledge,
  hits: readonly Hit[],
  similar: readonly SimilarEntry[],
  terms: readonly string[],
  asOf: Day,
): CuratedText | null {
  const ceiling = hits[0]?.score ?? 0;
  const speaksOf = (id: string): boolean => {
    const { title, section, text, keywords } = knowledge.passage(id);
    const all = knowledge.normalise(`${title} ${section} ${text} ${keywords}`);
    return terms.some((term) => all.includes(term));
  };
  const similarity = new Map(similar.map(({ entry, score }) => [entry.id, score]));
  const provision = hits.find(({ id }) => knowledge.catalogue.provision(id) !== undefined);
  // Where no provision comes near, the nearest editor's text is the better answer.
  const provisionsFit = (provision?.score ?? 0) >= ceiling * thresholds.kept;
  const provisionFirst = (provision?.score ?? 0) >= ceiling * thresholds.provisionFirst;
  const spokenOf = provision !== undefined && provisionsFit && speaksOf(provision.id);
  let best: { entry: CuratedText; share: number; fused: number } | null = null;
  for (const { id, score } of hits) {
    const entry = knowledge.catalogue.curated(id);
    const share = score / ceiling;
    if (entry === undefined || share < thresholds.entryShare || !holdsOn(knowledge, entry, asOf)) continue;
    // 「要写哪些内容」 alone is no topic: an entry without any of the question's terms gives way to a provision with one.
    if (spokenOf && !speaksOf(id)) continue;
    const fused = share + thresholds.similarityWeight * (similarity.get(id) ?? 0);
    if (best === null || fused > best.fused) best = { entry, share, fused };
  }
  return best !== null &&
    (!provisionsFit ||
      (best.share >= thresholds.entryFirst && !provisionFirst) ||
      best.fused >= thresholds.entryFused)
    ? best.entry
    : null;
}

const provisionsOf = (
  knowledge: PreparedKnowledge,
  hits: readonly Hit[],
): { provision: Provision; document: LegalDocument; score: number }[] =>
  hits
    .flatMap(({ id, score }) => {
      const provision = knowledge.catalogue.provision(id)?.provision;
      const document =
        provision === undefined ? undefined : knowledge.catalogue.document(provision.documentId);
      return provision === undefined || document === undefined
        ? []
        : [{ provision, document, score: score * standing[document.kind] * ofItsDay(document) }];
    })
    .sort((left, right) => right.score - left.score || (left.provision.id < right.provision.id ? -1 : 1));

function addProvisions(draft: Draft, findings: Findings, chosen: ReturnType<typeof provisionsOf>): void {
  for (const { provision, document } of chosen) {
    draft.heading(`《${document.title}》${captionOf(provision)}（${versionLabel(document)}）`);
    draft.add(...evidenceBlocks(provision, findings.question, draft.citer));
  }
}

/** Provisions worth showing: the best few, none far weaker than the first. */
function best(provisions: ReturnType<typeof provisionsOf>, limit: number): ReturnType<typeof provisionsOf> {
  const ceiling = provisions[0]?.score ?? 0;
  return provisions.filter(({ score }) => score >= ceiling * thresholds.kept).slice(0, limit);
}

/** How much of its score a rule keeps that binds only a part of the place asked about, or all of the wider place around it. */
const besideThePlace = 0.85;
/** The rules of one school or company (单位内部制度) are not the place's: they come first only where the question is about such. */
const ofOneUnit = 0.6;
const unit = /(?:公司|院校|高校)$/;

/** Local provisions with those of the place itself before those of a part of it or of the wider place, where they fit alike. */
function nearestFirst(
  local: ReturnType<typeof provisionsOf>,
  place: NamedPlace | undefined,
): ReturnType<typeof provisionsOf> {
  const nearness = (jurisdiction: string): number => {
    if (unit.test(jurisdiction)) return ofOneUnit;
    return place !== undefined && shortPlaceName(jurisdiction).endsWith(place.name) ? 1 : besideThePlace;
  };
  return local
    .map((found) => ({ ...found, score: found.score * nearness(found.document.jurisdiction) }))
    .sort((left, right) => right.score - left.score || (left.provision.id < right.provision.id ? -1 : 1));
}

const asksPlaceRules =
  /办法|规定|细则|条例|清单|文件|政策|意见|情形|条款|哪[几些]|多少|几[种类条]|程序|条件|怎么(?:申请|认定|规定)/;
/** Details of a place's own measure, which the rules of its province cannot tell. */
const asksPlaceDetails = /清单|分别|哪[几些一二三四五六七八九十]|多少|几[种类条个]/;

/** Tells whether rules of the place itself are held, not only those around it or of one school or company. */
const holdsOwn = ({ name, jurisdictions }: NamedPlace): boolean =>
  jurisdictions.some((jurisdiction) => isOwn(name, jurisdiction) && !unit.test(jurisdiction));

/** Tells whether a question asks for rules of a place that are not held. */
export function asksUnheldPlace({ question, places }: Findings): boolean {
  const place = decidingPlace(places);
  if (place === undefined) return false;
  if (place.jurisdictions.length === 0) return asksPlaceRules.test(question);
  return !holdsOwn(place) && asksPlaceDetails.test(question);
}

/** Puts the evidence into the draft; returns the mode of the answer. */
export function addEvidence(
  draft: Draft,
  knowledge: PreparedKnowledge,
  findings: Findings,
): "curated" | "extractive" {
  const { places, entry } = findings;
  const provisions = provisionsOf(knowledge, findings.hits);
  const named = decidingPlace(places);
  const local = nearestFirst(
    provisions.filter(({ document }) => document.jurisdiction !== "national"),
    named,
  );
  const national = provisions.filter(({ document }) => document.jurisdiction === "national");
  const cases = casesFor(knowledge, findings);
  // A case that the question tells stands before the rules of the place where it happened.
  const told = cases.first && findings.hits[0]?.id === cases.found[0]?.id;
  if (told) addCases(draft, cases.found);
  if (named !== undefined) {
    if (local.length > 0) {
      const binds = local[0]?.document.jurisdiction ?? "";
      const wider = unit.test(binds) ? binds.replace(/^.*?(?:自治区|省)/u, "") : shortPlaceName(binds);
      const own = holdsOwn(named);
      if (!own) draft.notice(zh.notices.placeWithinHeld(named.name, wider));
      draft.heading(zh.notices.placeFirst(own ? named.name : wider));
      addProvisions(draft, findings, best(local, provisionLimit));
      if (entry !== null || national.length > 0) draft.heading(zh.notices.nationalAfter);
    } else draft.notice(zh.notices.placeNotHeld(named.name));
  }
  if (cases.first && !told) addCases(draft, cases.found);
  if (entry !== null) {
    // 「不是」 says nothing, or something false, to who asked another question than the one it answers.
    if (!findings.phrased) draft.heading(zh.notices.entryTitle(entry.kind, entry.title));
    draft.add(...curatedBlocks(entry, draft.citer));
    addUncited(draft, findings, national);
    return "curated";
  }
  // After a place's own rules stands the national rule, not what somebody wrote about it.
  const frame = local.length === 0 ? national : national.filter(({ document }) => document.kind !== "report");
  addProvisions(draft, findings, best(frame, local.length > 0 || cases.first ? 1 : provisionLimit));
  if (!cases.first) addCases(draft, cases.found);
  return "extractive";
}

function addCases(draft: Draft, cases: readonly Case[]): void {
  for (const published of cases) {
    draft.heading(`${zh.notices.relatedCase}：${published.title}`);
    draft.add(...caseBlocks(published, draft.citer));
    draft.notice(published.caution ?? zh.notices.caseCaution);
  }
}

/**
 * Cases that the question itself is near to, not those that merely share its provisions. They come first where a case was
 * asked for, or is the first hit.
 */
function casesFor(
  knowledge: PreparedKnowledge,
  { question, hits }: Findings,
): { found: Case[]; first: boolean } {
  const { catalogue } = knowledge;
  const ceiling = hits[0]?.score ?? 0;
  const ranked = hits.flatMap(({ id, score }) => {
    const published = catalogue.case(id);
    return published === undefined ? [] : [{ published, score }];
  });
  const asked = asksCase(question);
  const least = asked ? (ranked[0]?.score ?? 0) * thresholds.kept : ceiling * thresholds.caseKept;
  const found = ranked.filter(({ score }) => score >= least).map(({ published }) => published);
  return { found: found.slice(0, asked ? caseLimit : 1), first: asked || ranked[0]?.score === ceiling };
}

/** The best provisions that the editor's text does not cite, where they rank close to the first hit. */
function addUncited(draft: Draft, findings: Findings, provisions: ReturnType<typeof provisionsOf>): void {
  const cited = new Set(articlesOf(draft.citer.citations.map(({ passage }) => passage)));
  const ceiling = findings.hits[0]?.score ?? 0;
  const missing = provisions
    .slice(0, thresholds.addedAmong)
    .filter(({ provision, score }) => !cited.has(provision.id) && score >= ceiling * thresholds.added)
    .slice(0, thresholds.addedMost);
  if (missing.length === 0) return;
  draft.heading(zh.notices.alsoRelevant);
  addProvisions(draft, findings, missing);
}

/** As many passages as a model is shown. */
const groundLimit = 8;

/** What a model may put into words: what is cited, then the next best provisions, as whole articles and cases. */
export function groundsOf(
  knowledge: PreparedKnowledge,
  { hits }: Findings,
  cited: readonly string[],
): readonly string[] {
  const next = provisionsOf(knowledge, hits).map(({ provision }) => provision.id);
  return [...new Set([...articlesOf(cited), ...next])].slice(0, groundLimit);
}

/** Questions near this one that the knowledge base can answer. */
export function nearestQuestions(knowledge: PreparedKnowledge, findings: Findings): string[] {
  const shown = findings.entry;
  const related = (shown?.related ?? []).map((id) => knowledge.catalogue.curated(id));
  const similar = findings.similar.filter(({ entry }) => entry !== shown).map(({ entry }) => entry);
  const found = findings.hits
    .map(({ id }) => knowledge.catalogue.curated(id))
    .filter((entry) => entry !== shown);
  return [...related, ...similar, ...found].flatMap((entry) => entry?.questions[0] ?? []);
}

/** All passages that lie under the same articles as these, for 「依据是什么」. */
export const articlesOf = (passages: readonly string[]): string[] => [
  ...new Set(passages.map((id) => enclosing(id).at(-1) ?? id)),
];
