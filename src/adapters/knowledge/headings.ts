/** Headings of a document: what each opens, and what stands above it. */
import { parseNumeral } from "../../core/law/numerals.ts";

/** What a heading opens. */
export type Section =
  /** An article (条), or a section with an anchor: `key` is what follows `#` in its id. */
  | {
      readonly type: "provision";
      readonly key: string;
      readonly article: string | null;
      readonly heading: string | null;
    }
  /** 编, 分编, 部分, 章, 节, or a heading that only gathers others: holds no text itself. */
  | { readonly type: "division"; readonly heading: string; readonly rank: number; readonly known: boolean }
  /** Meant as an article and not written as one. */
  | { readonly type: "malformed" };

/** From the outside in; they nest by their word, however many `#` they have. */
const DIVISIONS = ["编", "分编", "部分", "章", "节"];
const DIVISION = /^第[零〇一二三四五六七八九十百]+(分编|编|部分|章|节)(?:[\s　]|$)/u;
const ARTICLE = /^第([零〇一二三四五六七八九十百千]+)条((?:之[一二三四五六七八九十]+)*)(?:[\s　]+(.+))?$/u;
const ANCHORED = /^(.+?)\s*\{#([^}]*)\}$/u;
const ANCHOR = /^[a-z0-9]+(?:-[a-z0-9]+)*$/u;

/** Reads the words of a heading that has `depth` marks. */
export function readHeading(words: string, depth: number): Section {
  const [, heading = "", anchor = ""] = ANCHORED.exec(words) ?? [];
  const [, numeral = "", suffix = "", caption] = ARTICLE.exec(words) ?? [];
  const number = parseNumeral(numeral);
  if (number !== null && heading === "") {
    const suffixes = suffix.split("之").slice(1).map(parseNumeral);
    const key = [number, ...suffixes].join("-");
    return { type: "provision", key, article: `第${numeral}条${suffix}`, heading: caption?.trim() ?? null };
  }
  if (/^第[^\s　]*条/u.test(words) || (heading !== "" && !ANCHOR.test(anchor))) return { type: "malformed" };
  if (heading !== "") return { type: "provision", key: anchor, article: null, heading };
  const [, division] = DIVISION.exec(words) ?? [];
  const rank = division === undefined ? depth : DIVISIONS.indexOf(division) - DIVISIONS.length;
  return { type: "division", heading: words, rank, known: division !== undefined };
}

/** Headings above the current one, outermost first. */
export interface HeadingPath {
  /** Opens a section and gives what stands above it. Articles hold nothing; other sections nest by depth. */
  enter(section: Section, depth: number): readonly string[];
}

export function createHeadingPath(): HeadingPath {
  const open: { readonly rank: number; readonly heading: string }[] = [];
  return {
    enter(section, depth) {
      if (section.type === "malformed") return [];
      const rank = section.type === "division" ? section.rank : depth;
      while ((open.at(-1)?.rank ?? -Infinity) >= rank) open.pop();
      const above = open.map(({ heading }) => heading);
      const isArticle = section.type === "provision" && section.article !== null;
      if (!isArticle && section.heading !== null) open.push({ rank, heading: section.heading });
      return above;
    },
  };
}
