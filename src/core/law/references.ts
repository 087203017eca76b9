/**
 * References to articles (条), paragraphs (款) and items (项) in running text, and how they are written.
 *
 *   reference := article [branch] [paragraphs] [items]     第一百三十三条 之一 第二款 第（三）项
 *   article   := list 条        list := [第] numeral ((、|和|至|…) [第] numeral)*
 *   branch    := 之 numeral
 *   paragraph := [的] list 款   item := [的] list 项
 *
 * The scanner reads once from left to right; what it looks ahead is bounded by the lengths below.
 */

import { fold, originalEnd } from "./folding.ts";
import { chineseNumeral, parseNumeral } from "./numerals.ts";

/** An article (条), with its branch (之一) or null. */
export interface ArticleNumber {
  readonly article: number;
  readonly branch: number | null;
}

/** A reference found in a text; `start` counts, `end` does not (UTF-16 units). */
export interface ArticleReference extends ArticleNumber {
  readonly start: number;
  readonly end: number;
  /** Counted from 1; null where none is named. */
  readonly paragraph: number | null;
  readonly item: number | null;
  /**
   * True with 第, or in a list that began so. Without (17条, 三条) it is a reference only right behind the title of a
   * document: 三条意见 and 两条线 look the same.
   */
  readonly explicit: boolean;
}

/** Longest numeral read; longer runs are no article. */
const NUMERAL_LENGTH = 9;
/** Most numbers in one list (第1、2、3条). */
const LIST_LENGTH = 20;
/** Longest range (第十七至十九条) given article by article; of a longer one only its two ends. */
const RANGE_LENGTH = 30;

/**
 * Finds the references in a text, in reading order. Lists and ranges give one reference a number; those of a range
 * share its span. A paragraph or item without an article (第二款) belongs to the article named before it, else to
 * `carried`, else it is no reference.
 */
export function findArticleReferences(
  text: string,
  carried: ArticleNumber | null = null,
): ArticleReference[] {
  const folded = fold(text);
  return scanReferences(folded.text, carried).map((reference) => ({
    ...reference,
    start: folded.offsets[reference.start] ?? 0,
    end: originalEnd(folded, reference.end),
  }));
}

/** As `findArticleReferences`, for a text folded already; offsets count folded characters. */
export function scanReferences(folded: string, carried: ArticleNumber | null): ArticleReference[] {
  const found: ArticleReference[] = [];
  let named = carried;
  let index = 0;
  while (index < folded.length) {
    const begins = folded[index] === "第";
    if (!begins && !isNumeral(folded[index])) {
      index++;
      continue;
    }
    const end = readReference(folded, index, named, found);
    if (end !== null) {
      named = found.at(-1) ?? named;
      index = end;
    } else {
      // Skip the numeral, too: the 十七 of 第十七章 is not looked at again.
      index = numeralEnd(folded, begins ? index + 1 : index);
    }
  }
  return found;
}

/** Reads a whole text as an article: 第一百三十三条之一, 第17条, 17; null where it is anything else. */
export function parseArticle(text: string): ArticleNumber | null {
  const { text: folded } = fold(text);
  const [only, second] = scanReferences(folded, null);
  if (only !== undefined && second === undefined && only.start === 0 && only.end === folded.length) {
    return only.paragraph === null && only.item === null ? only : null;
  }
  const plain = parseNumeral(folded);
  return plain === null || plain === 0 ? null : { article: plain, branch: null };
}

/** 第十七条, 第一百三十三条之一. */
export const articleLabel = (article: number, branch: number | null = null): string =>
  `第${chineseNumeral(article)}条${branch === null ? "" : `之${chineseNumeral(branch)}`}`;

/** 第一款第（二）项, behind an article; empty where neither is named. */
export const unitLabel = (paragraph: number | null, item: number | null): string =>
  (paragraph === null ? "" : `第${chineseNumeral(paragraph)}款`) +
  (item === null ? "" : `第（${chineseNumeral(item)}）项`);

/** 第十七条第一款第（二）项. */
export function citationLabel({
  article,
  branch,
  paragraph,
  item,
}: Omit<ArticleReference, "start" | "end" | "explicit">) {
  return articleLabel(article, branch) + unitLabel(paragraph, item);
}

/**
 * The id of a provision: `discipline-2018#133-1`, `accountability-2019#17.2`, `accountability-2019#17.1.3`. An item
 * named without its paragraph stands in the first: drafters leave the paragraph out where there is only one.
 */
export function provisionId(
  documentId: string,
  { article, branch, paragraph, item }: ArticleNumber & Partial<Pick<ArticleReference, "paragraph" | "item">>,
): string {
  const inArticle = `${documentId}#${article}${branch === null ? "" : `-${branch}`}`;
  if (item !== null && item !== undefined) return `${inArticle}.${paragraph ?? 1}.${item}`;
  return paragraph === null || paragraph === undefined ? inArticle : `${inArticle}.${paragraph}`;
}

/** Reads one reference with all it lists into `found` and returns its end; null where there is none. */
function readReference(
  text: string,
  start: number,
  named: ArticleNumber | null,
  found: ArticleReference[],
): number | null {
  const articles = readList(text, start, "条");
  if (articles === null) {
    return named !== null && text[start] === "第" ? readParts(text, start, start, named, true, found) : null;
  }
  const explicit = text[start] === "第";
  if (!isArticle(text, start, articles, explicit)) return null;
  const last = articles.numbers.at(-1);
  if (last === undefined) return null;
  for (const number of articles.numbers.slice(0, -1)) {
    found.push({
      ...number.span,
      article: number.value,
      branch: number.branch,
      paragraph: null,
      item: null,
      explicit,
    });
  }
  const branch = last.branch === null ? readBranch(text, articles.end) : null;
  const article: ArticleNumber = { article: last.value, branch: branch?.value ?? last.branch };
  const end = branch?.end ?? articles.end;
  const behind = readParts(text, last.span.start, end, article, explicit, found);
  if (behind !== null) return behind;
  found.push({ start: last.span.start, end, ...article, paragraph: null, item: null, explicit });
  return branch === null ? (readUpTo(text, end, last, explicit, found) ?? end) : end;
}

interface ListedNumber {
  readonly value: number;
  readonly branch: number | null;
  readonly span: { readonly start: number; readonly end: number };
}

interface NumberList {
  readonly numbers: readonly ListedNumber[];
  readonly end: number;
}

type Unit = "条" | "款" | "项";
const GREATEST: Readonly<Record<Unit, number>> = { 条: 9999, 款: 99, 项: 99 };

/** Reads `第1、2条`, `第十七至十九条`, `（三）项`: numbers, then the unit. The last span ends behind the unit. */
function readList(text: string, start: number, unit: Unit): NumberList | null {
  const numbers: ListedNumber[] = [];
  let index = start;
  let joined = "";
  for (let count = 0; count < LIST_LENGTH; count++) {
    const number = readNumber(text, index);
    if (number === null || number.value < 1 || number.value > GREATEST[unit]) return null;
    const before = numbers.at(-1);
    if (before !== undefined && isRange(joined)) {
      if (number.value > before.value) {
        numbers.pop();
        const span = { start: before.span.start, end: number.end };
        for (const value of range(before.value, number.value)) numbers.push({ value, branch: null, span });
      } else if (unit === "条" && joined === "-" && number.value < 100) {
        // 第133-1条 is 第一百三十三条之一 in figures.
        numbers.pop();
        numbers.push({
          value: before.value,
          branch: number.value,
          span: { ...before.span, end: number.end },
        });
      } else {
        return null;
      }
    } else {
      numbers.push({ value: number.value, branch: null, span: { start: index, end: number.end } });
    }
    index = number.end;
    if (text[index] === unit) return closeList(numbers, index + 1);
    joined = readJoint(text, index);
    if (joined === "") return null;
    index += joined.length;
  }
  return null;
}

/** The unit belongs to the last number, and to every number of a range that ends the list. */
function closeList(numbers: readonly ListedNumber[], end: number): NumberList {
  const start = numbers.at(-1)?.span.start;
  return {
    end,
    numbers: numbers.map((number) =>
      number.span.start === start ? { ...number, span: { ...number.span, end } } : number,
    ),
  };
}

/** `…条至第十九条` behind an article: the articles between and the last. */
function readUpTo(
  text: string,
  end: number,
  from: ListedNumber,
  explicit: boolean,
  found: ArticleReference[],
) {
  const joint = readJoint(text, end);
  if (!isRange(joint)) return null;
  const to = readNumber(text, end + joint.length);
  if (to === null || text[to.end] !== "条" || to.value <= from.value || to.value > GREATEST.条) return null;
  found.pop();
  const span = { start: from.span.start, end: to.end + 1 };
  for (const article of range(from.value, to.value)) {
    found.push({ ...span, article, branch: null, paragraph: null, item: null, explicit });
  }
  return span.end;
}

function range(from: number, to: number): number[] {
  if (to - from >= RANGE_LENGTH) return [from, to];
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

/** Reads the paragraphs and items of an article from `index` on, further ones joined to them included. */
function readParts(
  text: string,
  start: number,
  index: number,
  { article, branch }: ArticleNumber,
  explicit: boolean,
  found: ArticleReference[],
): number | null {
  const parts: { start: number; end: number; paragraph: number | null; item: number | null }[] = [];
  let paragraph: number | null = null;
  let end: number | null = null;
  for (let count = 0; count < LIST_LENGTH; count++) {
    const from: number = end ?? index;
    const link: number = end === null ? readLink(text, from) : readJoint(text, from).length;
    if (end !== null && link === 0) break;
    const paragraphs = readPartList(text, from + link, "款");
    const items: NumberList | null =
      paragraphs === null ? readPartList(text, from + link, "项") : readItemsOf(text, paragraphs.end);
    if (paragraphs === null && items === null) break;
    for (const { value, span } of paragraphs?.numbers ?? [])
      parts.push({ ...span, paragraph: value, item: null });
    if (paragraphs !== null) paragraph = paragraphs.numbers.at(-1)?.value ?? null;
    // Items refine the paragraph named last.
    const refined = paragraphs !== null && items !== null ? parts.pop() : undefined;
    for (const [place, { value, span }] of (items?.numbers ?? []).entries()) {
      parts.push({
        start: place === 0 ? (refined?.start ?? span.start) : span.start,
        end: span.end,
        paragraph,
        item: value,
      });
    }
    end = (items ?? paragraphs)?.end ?? from;
  }
  for (const [place, part] of parts.entries()) {
    found.push({ article, branch, explicit, ...part, start: place === 0 ? start : part.start });
  }
  return end;
}

const readItemsOf = (text: string, index: number): NumberList | null =>
  readPartList(text, index + readLink(text, index), "项");

/**
 * A list of paragraphs or items that is one: 款项 and 项目 are words, 一项规定 and 第一项工作 count things. An item
 * therefore needs 第, brackets or figures, and a plain one (第一项) must not be followed by what it would count.
 */
function readPartList(text: string, index: number, unit: "款" | "项"): NumberList | null {
  const list = readList(text, index, unit);
  if (list === null) return null;
  const next = text[list.end];
  const bare = text[index] !== "第";
  if (unit === "款") return next === "项" || (bare && text[index] === "两") ? null : list;
  if (next === "目" || (bare && text[index] !== "(" && !isFigure(text[index]))) return null;
  const bracketed = text[list.end - 2] === ")";
  return bracketed || next === undefined || !COUNTED.includes(next) ? list : null;
}

/** First characters of what 第一项… counts when it is no item of an article. */
const COUNTED = "工任内措要改议重职活决成指业技权";

/** What follows a plain number with 条 where it counts lines, streets, measures, not articles. */
const NOT_AN_ARTICLE =
  /^(?:例|件|款|约|目|幅|意见|措施|建议|举措|线|街|路|道|经验|原则|要求|标准|禁令|铁律|红线|信息|消息|新闻|理由|途径|渠道|纪律|战线|鱼|狗|命)/;

function isArticle(text: string, start: number, { end }: NumberList, explicit: boolean): boolean {
  if (explicit) return text[end] !== "件";
  const before = text[start - 1] ?? "";
  if (before === "第" || before === "." || isNumeral(before) || (before >= "a" && before <= "z"))
    return false;
  return !NOT_AN_ARTICLE.test(text.slice(end, end + 2));
}

function readBranch(text: string, index: number): { value: number; end: number } | null {
  if (text[index] !== "之") return null;
  const end = numeralEnd(text, index + 1);
  if (end === index + 1 || end - index > 4 || "条款项".includes(text[end] ?? " ")) return null;
  const value = parseNumeral(text.slice(index + 1, end));
  return value === null || value === 0 ? null : { value, end };
}

/** `第`, brackets and blanks around a numeral are optional: 第17, （三）, 三. */
function readNumber(text: string, start: number): { value: number; end: number } | null {
  let index = text[start] === "第" ? start + 1 : start;
  const bracketed = text[index] === "(";
  if (bracketed) index++;
  const end = numeralEnd(text, index);
  if (end === index || end - index > NUMERAL_LENGTH || (bracketed && text[end] !== ")")) return null;
  const value = parseNumeral(text.slice(index, end));
  return value === null ? null : { value, end: bracketed ? end + 1 : end };
}

const JOINTS = ["以及", "、", ",", "和", "与", "及", "或", "跟", "至", "到", "--", "-"] as const;

function readJoint(text: string, index: number): string {
  // 第十七条，和第十八条
  return JOINTS.find((joint) => text.startsWith(joint, index)) ?? "";
}

const isRange = (joint: string): boolean =>
  joint === "至" || joint === "到" || joint === "-" || joint === "--";

/** Length of a word that may stand between an article and its paragraph: 第十七条的第一款. */
const readLink = (text: string, index: number): number =>
  "的中里之,、".includes(text[index] ?? " ") ? 1 : 0;

const NUMERALS = new Set("0123456789〇零一二三四五六七八九十百千万两廿卅");

const isNumeral = (character: string | undefined): boolean =>
  character !== undefined && NUMERALS.has(character);

const isFigure = (character: string | undefined): boolean =>
  character !== undefined && character >= "0" && character <= "9";

/** Where the run of numeral characters from `index` on ends; at most the whole run is read once per caller. */
function numeralEnd(text: string, index: number): number {
  let end = index;
  while (isNumeral(text[end])) end++;
  return end;
}
