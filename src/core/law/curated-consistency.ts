/**
 * Checks of a curated text (问答、误区、流程) against the passages it cites: every statement rests on one,
 * every quote is literally there, and no title, article or quotation stands in the text that its citations
 * do not carry.
 */
import { checkPunctuation, foldWording, type Index, type Report, reportDead } from "./findings.ts";
import { parseNumeral } from "./numerals.ts";
import type { Block, CuratedText, LegalDocument, Provision, Reference } from "./types.ts";

/** Tells whether text under a heading may stand without a citation: advice, and what a refusal says of itself. */
export const allowsAdvice = (kind: CuratedText["kind"], heading: string): boolean =>
  heading === "可以这样做" || heading === "需要准备" || (kind === "refusal" && heading === "说明");

/** Most characters of a curated text, so that an answer stays one message. */
const MAX_CURATED_LENGTH = 1200;

const MIN_QUESTIONS = 3;

/** Words that promise what no text may promise. */
const PROMISES = ["应当免责", "保证免责", "一定能免责", "肯定没事"];

/** Checks one curated text; see {@link Index} for what it may point at. */
export function checkCurated(text: CuratedText, index: Index, report: Report): void {
  // A refusal is chosen by a guard, not found by its questions.
  const isRefusal = text.kind === "refusal";
  if (!isRefusal && text.questions.length < MIN_QUESTIONS) {
    report("curated.too-few-questions", ["questions"], [String(text.questions.length)]);
  }
  const length = text.blocks.reduce((sum, block) => sum + [...block.text].length, 0);
  if (length > MAX_CURATED_LENGTH)
    report("curated.too-long", [], [String(length), String(MAX_CURATED_LENGTH)]);
  if (!isRefusal && !text.blocks.some((block) => block.type === "statement")) report("curated.empty", []);

  for (const [place, id] of text.related.entries()) {
    if (id === text.id) report("reference.self", ["related", place], [id]);
    else if (!index.catalogue.curated(id) && !index.catalogue.case(id) && !index.isUnreadable(id)) {
      report("reference.dead", ["related", place], [id]);
    }
  }

  let advising = false;
  for (const [place, block] of text.blocks.entries()) {
    const at = ["blocks", place];
    if (block.type === "heading") advising = allowsAdvice(text.kind, block.text);
    else if (block.type === "advice") {
      if (!advising) report("advice.outside-section", at, [block.text]);
    } else if (block.references.length === 0) report("statement.without-reference", at, [block.text]);
    for (const reference of referencesOf(block)) checkReference(reference, index, at, report);
    for (const promise of PROMISES)
      if (block.text.includes(promise)) report("curated.promise", at, [promise]);
    checkPunctuation(block.text, at, report);
  }
  checkMentions(text, index, report);
}

/** References of a block; of what is no statement, none. */
export const referencesOf = (block: Block): readonly Reference[] =>
  block.type === "statement" ? block.references : [];

export function checkReference(
  { passage, quote }: Reference,
  index: Index,
  at: readonly (string | number)[],
  report: Report,
): void {
  const wording = index.wordingOf(passage);
  if (wording === undefined) reportDead(passage, index, at, report);
  else if (quote !== null && wording === "") report("quote.no-wording", at, [passage, quote]);
  else if (quote !== null && !wording.includes(foldWording(quote)))
    report("quote.not-literal", at, [passage, quote]);
}

/** What the citations of one text carry. */
interface Cited {
  readonly documents: readonly LegalDocument[];
  readonly provisions: readonly Provision[];
  /** Official wording of every cited unit, and the decisions of cited cases, folded. */
  readonly wordings: readonly string[];
}

function citedBy(ids: readonly string[], index: Index): Cited {
  const provisions = ids.flatMap((id) => index.catalogue.provision(id)?.provision ?? []);
  const documents = [...provisions.map(({ documentId }) => documentId), ...ids];
  return {
    provisions,
    documents: documents.flatMap((id) => index.catalogue.document(id) ?? []),
    wordings: ids.flatMap((id) => index.wordingOf(id) ?? []),
  };
}

/** Titles 《…》, articles 第…条 and quotations 「…」 in title and body are among the citations. */
function checkMentions(text: CuratedText, index: Index, report: Report): void {
  const check = createMentionCheck(text.blocks, index, report);
  check(text.title, ["title"]);
  for (const [place, block] of text.blocks.entries()) check(block.text, ["blocks", place]);
}

/** Checks that what a text mentions is among the citations of some blocks. */
export function createMentionCheck(
  blocks: readonly Block[],
  index: Index,
  report: Report,
): (words: string, at: readonly (string | number)[]) => void {
  const ids = [...new Set(blocks.flatMap(referencesOf).map(({ passage }) => passage))];
  // A citation that leads nowhere may be meant to carry any mention, and is reported already.
  if (ids.some((id) => index.wordingOf(id) === undefined)) return () => {};
  return createCitedCheck(ids, [], index, report);
}

/**
 * Checks that what a text mentions is among some passages and documents.
 *
 * @param ids provisions, units, cases and documents; unknown ones carry nothing
 * @param beside other texts that may be quoted
 */
export function createCitedCheck(
  ids: readonly string[],
  beside: readonly string[],
  index: Index,
  report: Report,
): (words: string, at: readonly (string | number)[]) => void {
  const held = citedBy(ids, index);
  const cited: Cited = { ...held, wordings: [...held.wordings, ...beside.map(foldWording)] };
  const names = new Set(cited.documents.flatMap(({ title, aliases }) => [title, ...aliases].map(foldTitle)));
  const isQuoted = (words: string) => cited.wordings.some((wording) => wording.includes(foldWording(words)));

  return (words, at) => {
    for (const title of titlesIn(words)) {
      if (!names.has(foldTitle(title)) && !isQuoted(`《${title}》`)) report("mention.title", at, [title]);
    }
    for (const { title, article } of articlesIn(words)) {
      const held = cited.provisions.some(
        (provision) =>
          provision.article !== null &&
          sameArticle(provision.article, article) &&
          isOf(provision, title, index),
      );
      if (!held && !isQuoted(article)) report("mention.article", at, [article]);
    }
    for (const [, quotation = ""] of words.matchAll(/「([^「」]*)」/gu)) {
      if (!isQuoted(quotation)) report("mention.quote", at, [quotation]);
    }
  };
}

/** Outermost 《…》: a title may hold another, 《关于〈…〉的说明》 or 《关于《…》的说明》. */
function titlesIn(words: string): string[] {
  const titles: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < words.length; at += 1) {
    if (words[at] === "《" && depth++ === 0) start = at + 1;
    if (words[at] === "》" && depth > 0 && --depth === 0) titles.push(words.slice(start, at));
  }
  return titles;
}

const ARTICLE =
  /(?:《([^《》]*)》(?:（[^（）]*）)?)?(第[零〇一二三四五六七八九十百千\d]+条(?:之[一二三四五六七八九十]+)?)/gu;

/** 第…条 with the title right before it, where there is one. */
const articlesIn = (words: string) =>
  [...words.matchAll(ARTICLE)].map(([, title, article = ""]) => ({ title, article }));

function sameArticle(a: string, b: string): boolean {
  const parts = (article: string) =>
    article
      .replace(/^第/u, "")
      .split(/条之?/u)
      .map((part) => part && parseNumeral(part));
  return parts(a).join("-") === parts(b).join("-");
}

function isOf({ documentId }: Provision, title: string | undefined, { catalogue }: Index): boolean {
  const document = catalogue.document(documentId);
  if (title === undefined || !document) return true;
  return [document.title, ...document.aliases].some((name) => foldTitle(name) === foldTitle(title));
}

const foldTitle = (title: string): string => title.normalize("NFKC").replace(/[《》〈〉\s]/gu, "");
