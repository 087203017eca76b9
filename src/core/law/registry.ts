/** The titles and articles of an imported store (导入的文本), whose passages tell them only in words. */

import { fold } from "./folding.ts";
import { type ArticleNumber, parseArticle, scanReferences } from "./references.ts";
import { compare } from "./title-ends.ts";
import { type TitleEntry, TYPE_WORDS, titleKey } from "./titles.ts";

/** A passage that holds an article, or a part of one. */
export interface ArticleEntry {
  readonly passage: string;
  /** Id of the title entry. */
  readonly entry: string;
  readonly article: number;
  readonly branch: number | null;
}

/** A passage as imported. */
export interface ImportedPassage {
  readonly id: string;
  readonly title?: string | undefined;
  readonly article?: string | undefined;
  readonly text: string;
}

export interface Registry {
  readonly titles: readonly TitleEntry[];
  readonly articles: readonly ArticleEntry[];
}

/** How far into a text its title and article are looked for. */
const HEAD_LENGTH = 160;

/**
 * Reads titles and articles off imported passages: from `title` and `article`, either of which may hold both
 * （中华人民共和国公司法第一条）, else from the beginning of the text (《…法》第十七条 …, or a line with the title and then
 * 第十七条). A version in the title, （2018修正）, gives the year. A passage without a title is left out; one with a title
 * alone counts as a title. The ids of the entries follow from title and year; the order of the passages does not
 * matter.
 */
export function registryFromPassages(passages: Iterable<ImportedPassage>): Registry {
  const titles = new Map<string, TitleEntry>();
  const articles: ArticleEntry[] = [];
  // Titles and numbers come back by the thousand, so each is read once.
  const entryOf = remember((title: string) => makeEntry(title, titles));
  const read: Reader = {
    title: remember(splitHead),
    article: remember(splitArticle),
    heading: remember(readHeading),
    line: remember((line: string) => (isTitle(line) ? line : null)),
  };
  for (const passage of passages) {
    const { title, article } = readHead(passage, read);
    const entry = title === null ? null : entryOf(title);
    if (entry !== null && article !== null)
      articles.push({ passage: passage.id, entry: entry.id, ...article });
  }
  return { titles: [...titles.values()].sort((one, other) => compare(one.id, other.id)), articles };
}

interface Head {
  readonly title: string | null;
  readonly article: ArticleNumber | null;
}

interface Reader {
  readonly title: (text: string) => Head;
  readonly article: (text: string) => Head;
  /** What stands before 第十七条: undefined where it is neither nothing nor a title. */
  readonly heading: (text: string) => string | null | undefined;
  readonly line: (text: string) => string | null;
}

function remember<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const value = read(text);
    known.set(text, value);
    return value;
  };
}

function readHead(passage: ImportedPassage, read: Reader): Head {
  const titled = passage.title === undefined || passage.title === "" ? null : read.title(passage.title);
  const numbered =
    passage.article === undefined || passage.article === "" ? null : read.article(passage.article);
  const title = titled?.title ?? numbered?.title ?? null;
  const article = numbered?.article ?? titled?.article ?? null;
  if (title !== null && article !== null) return { title, article };
  const opening = readOpening(passage.text, read);
  if (title === null) return { title: opening.title, article: article ?? opening.article };
  return {
    title,
    article: opening.title === null || sameTitle(opening.title, title) ? opening.article : null,
  };
}

const sameTitle = (one: string, other: string): boolean => {
  const [first, second] = [titleKey(one).key, titleKey(other).key];
  return first.endsWith(second) || second.endsWith(first);
};

function splitArticle(text: string): Head {
  const article = parseArticle(text);
  return article === null ? splitHead(text) : { title: null, article };
}

/** 《公司法》第一条, 公司法（2018修正）第一条, 公司法: a title with or without an article behind it. */
function splitHead(text: string): Head {
  const place = text.lastIndexOf("第");
  if (place < 0) return { title: text, article: null };
  const article = parseArticle(text.slice(place));
  if (article === null) return { title: text, article: null };
  return { title: place === 0 ? null : text.slice(0, place), article };
}

/** How far a 第 is read for an article. */
const ARTICLE_LENGTH = 24;

/** Reads the title and the first article off the beginning of a text; neither where it begins otherwise. */
function readOpening(text: string, read: Reader): Head {
  const head = text.slice(0, HEAD_LENGTH);
  for (let place = head.indexOf("第"); place >= 0; place = head.indexOf("第", place + 1)) {
    const title = read.heading(head.slice(0, place));
    if (title === undefined) continue;
    const [reference] = scanReferences(fold(head.slice(place, place + ARTICLE_LENGTH)).text, null);
    if (reference?.start !== 0) continue;
    return { title, article: { article: reference.article, branch: reference.branch } };
  }
  return { title: read.line(firstLine(head)), article: null };
}

function readHeading(heading: string): string | null | undefined {
  const bare = heading.replaceAll(/[#*\s]/g, "");
  if (bare === "") return null;
  const line = firstLine(heading);
  if (isTitle(line)) return line;
  return isTitle(bare) ? bare : undefined;
}

const firstLine = (text: string): string =>
  text
    .trimStart()
    .split("\n", 1)[0]
    ?.replaceAll(/^[#*\s]+|[*\s]+$/g, "") ?? "";

/** Tells whether a line reads like a title: marked by 《》, or ending in a type word, and without a stop inside. */
function isTitle(line: string): boolean {
  if (line.length < 2 || line.length > 80 || /[。；;！!？?：:，,]/.test(line)) return false;
  if (/^《.+》(?:[（(][^（）()]*[）)])?$/.test(line)) return true;
  const { key } = titleKey(line);
  return TYPE_WORDS.some((type) => key.endsWith(type) && key.length > type.length);
}

function makeEntry(title: string, titles: Map<string, TitleEntry>): TitleEntry | null {
  const { key, year } = titleKey(title);
  if (key === "") return null;
  const id = year === null ? `title:${key}` : `title:${key}@${year}`;
  const printed = printedTitle(title, key);
  const known = titles.get(id);
  // Of several spellings of one title the first in text order is kept, whichever comes first in the store.
  if (known !== undefined && compare(known.title, printed) <= 0) return known;
  const entry: TitleEntry = { id, title: printed, aliases: [], version: { year, from: null, until: null } };
  titles.set(id, entry);
  return entry;
}

/** The title as printed, without marks and version; the key where the two cannot be told apart. */
function printedTitle(title: string, key: string): string {
  const bare = title.trim().replace(/^[《〈]/, "");
  for (let end = key.length; end <= bare.length; end++) {
    const start = bare.slice(0, end);
    if (titleKey(start).key === key) return start.replace(/[》〉]$/, "");
  }
  return key;
}
