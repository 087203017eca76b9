/**
 * The resolver: finds the documents and articles a question names, before any ranking.
 *
 *   question ── references (第十七条)  ──┐
 *            └─ mentions (问责条例)    ──┴─> each reference to its mention ─> version ─> passages
 *
 * A reference belongs to the last mention before it. Without one it belongs to the document carried from the turn
 * before (那第十八条呢), but never when it stands behind a title that is not held: 民法典第五百条 is not article 500 of
 * whatever was spoken of last. For the same reason a title in 《》 must be matched whole.
 */

import { fold, isWordUnit, originalEnd, wordUnits } from "./folding.ts";
import { type ArticleNumber, type ArticleReference, scanReferences } from "./references.ts";
import type { ArticleEntry } from "./registry.ts";
import {
  buildTitleTable,
  compare,
  type Family,
  isIssuer,
  readUnits,
  type TitleCandidate,
  type TitleEntry,
  type TitleMatch,
  type TitleTable,
  TYPE_WORDS,
  titleKey,
  type Units,
  withoutIssuer,
} from "./titles.ts";
import type { Day } from "./types.ts";
import { chooseVersion, inForceOn, readMarks, type VersionMark } from "./versions.ts";

export { type ArticleEntry, type ImportedPassage, type Registry, registryFromPassages } from "./registry.ts";
export type { TitleEntry } from "./titles.ts";

/** One reading of a part of the question; `start` counts, `end` does not (UTF-16 units of the question). */
export interface Resolution {
  readonly start: number;
  readonly end: number;
  /** The version meant, as far as can be told. */
  readonly entry: TitleEntry;
  /** Other documents that match as well, then other versions; at most 20. */
  readonly candidates: readonly TitleEntry[];
  /** The article named, offsets in the question; null where only a title is. */
  readonly reference: ArticleReference | null;
  /** Ids of the passages that hold the article, in text order; empty where it is not held. */
  readonly passages: readonly string[];
  readonly how: TitleMatch | "carried";
  /**
   * True where different titles match equally well, the version asked for is not held, or words around the mention
   * belong to the title of some other document.
   */
  readonly ambiguous: boolean;
  readonly yearStated: number | null;
}

export interface ResolveOptions {
  /** Day asked about; without it the newest versions are meant. */
  readonly day?: Day | undefined;
  /** Id of the title entry of the turn before, for 那第十八条呢. */
  readonly carried?: string | undefined;
  /** Article of the turn before, for 那第二款呢. */
  readonly carriedArticle?: ArticleNumber | undefined;
}

export interface Resolver {
  /** Finds what a question names, in reading order; linear in its length. */
  resolve(query: string, options?: ResolveOptions): Resolution[];
  /** Passages that hold an article of a title entry, in text order. */
  passagesOf(entryId: string, article: ArticleNumber): readonly string[];
}

const MOST_CANDIDATES = 20;
/** Titles matched by subsequence cost most: in a hostile text only this many ends are tried. */
const MOST_SUBSEQUENCES = 40;
/** Titles in 《》 looked up, and readings given, in one question. */
const MOST_MARKED = 60;
const MOST_RESOLUTIONS = 60;
/** A name shared by more titles than this is a common noun unless an article follows. */
const COMMON_NOUN = 8;

/** A place in the folded question that names a document. */
interface Mention {
  readonly start: number;
  readonly end: number;
  /** Empty where a title is named that is not held. */
  readonly families: readonly Family[];
  readonly how: TitleMatch | "carried";
  readonly doubtful: boolean;
  /** The versions stated; several where they are compared. */
  readonly marks: readonly VersionMark[];
  /** Where they end, at the end of the mention at the earliest. */
  readonly marksEnd: number;
  /** For a carried mention, the version spoken of before. */
  readonly entry: TitleEntry | null;
}

/** Builds a resolver over any registry, shipped or imported; the order of its input does not matter. */
export function buildResolver(titles: Iterable<TitleEntry>, articles: Iterable<ArticleEntry>): Resolver {
  const table = buildTitleTable(titles);
  const holdings = indexArticles(articles);
  const passagesOf = (entryId: string, { article, branch }: ArticleNumber): readonly string[] =>
    holdings.get(entryId)?.get(articleKey(article, branch)) ?? [];

  function resolve(query: string, options: ResolveOptions = {}): Resolution[] {
    const folded = fold(query);
    const text = folded.text;
    const references = scanReferences(text, options.carriedArticle ?? null);
    const carried = carriedMention(table, options.carried);
    const mentions = findMentions(table, text, references, carried);
    const linked = linkReferences(text, references, mentions, carried);
    const named = new Set(linked.map(({ mention }) => mention));
    const places = [...linked, ...mentions.filter((mention) => !named.has(mention)).flatMap(linkAlone)];
    places.sort((one, other) => one.start - other.start || one.end - other.end);
    return places.slice(0, MOST_RESOLUTIONS).flatMap((place) => {
      const resolution = settle(place, options.day, passagesOf);
      if (resolution === null) return [];
      const { reference } = resolution;
      return {
        ...resolution,
        start: folded.offsets[place.start] ?? 0,
        end: originalEnd(folded, place.end),
        reference: reference && {
          ...reference,
          start: folded.offsets[reference.start] ?? 0,
          end: originalEnd(folded, reference.end),
        },
      };
    });
  }

  return { resolve, passagesOf };
}

const articleKey = (article: number, branch: number | null): number => article * 1000 + (branch ?? 0);

function indexArticles(articles: Iterable<ArticleEntry>): Map<string, Map<number, string[]>> {
  const holdings = new Map<string, Map<number, string[]>>();
  const several: string[][] = [];
  for (const { passage, entry, article, branch } of articles) {
    const held = holdings.get(entry) ?? new Map<number, string[]>();
    if (held.size === 0) holdings.set(entry, held);
    const key = articleKey(article, branch);
    const passages = held.get(key);
    if (passages === undefined) {
      held.set(key, [passage]);
    } else {
      if (passages.length === 1) several.push(passages);
      passages.push(passage);
    }
  }
  for (const passages of several) passages.sort(compare);
  return holdings;
}

// ── Mentions ────────────────────────────────────────────────────────────────────────────────────────────────────────

const NO_MARK: VersionMark = { year: null, age: null, length: 0 };

function carriedMention(table: TitleTable, id: string | undefined): Mention | null {
  const family = id === undefined ? undefined : table.familyOf(id);
  const entry = family?.versions.find((version) => version.id === id);
  if (family === undefined || entry === undefined) return null;
  return {
    start: 0,
    end: 0,
    families: [family],
    how: "carried",
    doubtful: false,
    marks: [],
    marksEnd: 0,
    entry,
  };
}

/** The mentions of a folded question, in reading order, none overlapping. */
function findMentions(
  table: TitleTable,
  text: string,
  references: readonly ArticleReference[],
  carried: Mention | null,
): readonly Mention[] {
  const marked = findMarked(table, text);
  const words = readWords(text, marked, references);
  const found: Mention[] = [];
  let thorough = MOST_SUBSEQUENCES;
  for (let end = words.units.length; end > 1; end--) {
    if (!table.endsWith(words.units.charCodeAt(end - 1))) continue;
    const hard = words.hard[end - 1] ?? 0;
    if (end - hard < 2) continue;
    const soft = words.soft[end - 1] ?? 0;
    const candidates = table.candidatesAt(words, end, hard, soft, thorough-- > 0);
    const best = prefer(candidates);
    if (best !== null) found.push(mentionOf(text, words, best, end));
  }
  const kept = dropOverlaps(found, text);
  const plain = [...marked, ...kept].sort((one, other) => one.start - other.start);
  return addPronoun(text, plain, carried);
}

/** The word units of a question outside 《》, each with its place and how far back a title may reach from it. */
interface Words extends Units {
  readonly places: readonly number[];
  /** Titles and aliases may run over 、 and brackets, parts of titles may not run over a pause or an article. */
  readonly hard: readonly number[];
  readonly soft: readonly number[];
}

const STOPS = "。?!？！;；《》";
const PAUSES = ',、:：" ';

function readWords(text: string, marked: readonly Mention[], references: readonly ArticleReference[]): Words {
  const places: number[] = [];
  const hards: number[] = [];
  const softs: number[] = [];
  let units = "";
  let [hard, soft, nextMarked, nextReference] = [0, 0, 0, 0];
  for (let index = 0; index < text.length; index++) {
    const span = marked[nextMarked];
    if (span !== undefined && index >= span.start) {
      if (index < span.end) {
        index = span.end - 1;
        hard = soft = units.length;
        nextMarked++;
        continue;
      }
      nextMarked++;
    }
    const character = text[index] ?? "";
    if (!isWordUnit(text.charCodeAt(index))) {
      if (STOPS.includes(character)) hard = soft = units.length;
      else if (PAUSES.includes(character)) soft = units.length;
      continue;
    }
    while ((references[nextReference]?.end ?? text.length + 1) <= index) {
      if (references[nextReference]?.explicit) soft = units.length;
      nextReference++;
    }
    units += character;
    places.push(index);
    hards.push(hard);
    softs.push(soft);
  }
  return { ...readUnits(units), places, hard: hards, soft: softs };
}

/**
 * The best of what may end at one place. A name in full beats a part of a title, unless the part is longer by two
 * units or more: 国企处分条例 is not 处分条例, but the 员 of 党员处分条例 does not make it 管理人员处分条例.
 */
function prefer(candidates: readonly TitleCandidate[]): TitleCandidate | null {
  let best: TitleCandidate | null = null;
  for (const candidate of candidates) {
    if (best === null || candidate.start <= best.start - 2) best = candidate;
  }
  return best;
}

function mentionOf(text: string, words: Words, best: TitleCandidate, end: number): Mention {
  const from = words.places[best.start] ?? 0;
  const to = (words.places[end - 1] ?? 0) + 1;
  const before = words.units.slice(Math.max(words.soft[end - 1] ?? 0, best.start - 3), best.start);
  const bounded = isLeadIn(before);
  const nearly = bounded ? [] : best.nearly.filter((family) => !best.families.includes(family));
  const [family] = best.families;
  const front = family === undefined ? "none" : readFront(before, best.how, family);
  const { marks, end: marksEnd } = readMarks(text, from, to);
  return {
    start: from,
    end: to,
    families: front === "other" ? [] : [...best.families, ...nearly],
    how: best.how,
    doubtful: front === "perhaps" || IMPLEMENTING.test(text.slice(to, to + 8)),
    marks,
    marksEnd,
    entry: null,
  };
}

/** 监察法实施条例 is not 监察法. */
const IMPLEMENTING = /^的?(?:实施|配套|补充)(?:条例|细则|办法|规定|意见|规则)/;

/** Last characters of what may stand before a title without being part of it. */
const LEAD_INS = new Set(
  "的了和与及或在对按照据依看查问请是把从向到给跟就那这该本此说讲读找下道个部份中于用引指有反犯合守第条款项版年新旧老原行翻套何么为将让被由以若如则也又还都再后前",
);

const isLeadIn = (before: string): boolean => before === "" || LEAD_INS.has(before.at(-1) ?? "");

const PLACES =
  /(?:省|市|区|县|州|旗|北京|天津|上海|重庆|河北|山西|辽宁|吉林|龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆|蒙古|香港|澳门|台湾|深圳)$/;
const BODIES = /(?:人员|务员|机关|单位|企业|公司|学校|法院|检察|军队|行政|教师|医疗)$/;
const WORDS_OF_TITLES = /(?:干部|党员|教育|财政|工作|管理|政务|违法|违纪)$/;

/**
 * Whether the words before a mention are the front of a longer title: `other` where they name another document (河北省
 * before 优化营商环境条例, 行政机关公务员 before the alias 处分条例), `perhaps` where they may (党员处分条例).
 */
function readFront(before: string, how: TitleMatch, { type }: Family): "other" | "perhaps" | "none" {
  if (PLACES.test(before)) return type.endsWith("法") && type !== "办法" ? "none" : "other";
  if (how === "title") return "none";
  if (BODIES.test(before)) return "other";
  return WORDS_OF_TITLES.test(before) ? "perhaps" : "none";
}

/**
 * Drops what overlaps something better. A name in full goes first, longer before shorter; but a part of a title that
 * runs on for a word or more behind it (公司法司法解释) is the better reading, 公司法规定 is not.
 */
function dropOverlaps(found: readonly Mention[], text: string): Mention[] {
  const rank = ({ how }: Mention): number => (how === "title" || how === "alias" ? 0 : 1);
  const length = ({ start, end }: Mention): number => end - start;
  const order = [...found].sort(
    (one, other) => rank(one) - rank(other) || length(other) - length(one) || one.start - other.start,
  );
  const owner: (Mention | undefined)[] = [];
  for (const mention of order) {
    const below = new Set<Mention>();
    for (let at = mention.start; at < mention.end; at++) {
      const other = owner[at];
      if (other !== undefined) below.add(other);
    }
    const runsOn = [...below].every(
      (other) =>
        rank(other) < rank(mention) &&
        other.start >= mention.start &&
        wordUnits(text.slice(other.end, mention.end)).length > 2,
    );
    if (below.size > 0 && !runsOn) continue;
    for (const other of below) owner.fill(undefined, other.start, other.end);
    for (let at = mention.start; at < mention.end; at++) owner[at] = mention;
  }
  return [...new Set(owner)].filter((mention) => mention !== undefined);
}

// ── Titles in 《》 ─────────────────────────────────────────────────────────────────────────────────────────────────

/** Longest text in 《》 taken for a title. */
const MARKED_LENGTH = 160;

/** Titles in 《》; one that holds an article itself (《问责条例第十七条》) is left to be read as plain text. */
function findMarked(table: TitleTable, text: string): Mention[] {
  const found: Mention[] = [];
  let tried = 0;
  for (
    let start = text.indexOf("《");
    start >= 0 && tried < MOST_MARKED;
    start = text.indexOf("《", start + 1)
  ) {
    tried++;
    const close = closing(text, start);
    if (close === null) continue;
    const inside = text.slice(start + 1, close);
    const mention = lookUp(table, inside, start, close + 1, text);
    if (mention === null) continue;
    found.push(mention);
    start = close;
  }
  return found;
}

/** The 》 that closes the 《 at `start`; null where none does within reach. */
function closing(text: string, start: number): number | null {
  let depth = 0;
  const last = Math.min(text.length, start + MARKED_LENGTH);
  for (let index = start; index < last; index++) {
    if (text[index] === "《") depth++;
    else if (text[index] === "》" && --depth === 0) return index;
  }
  return null;
}

function lookUp(table: TitleTable, inside: string, start: number, end: number, text: string): Mention | null {
  const { key, year } = titleKey(inside);
  const stated = readMarks(text, start, end);
  const marks = year === null ? stated.marks : [{ ...NO_MARK, year }];
  const marksEnd = stated.end;
  if (key === "" || TYPE_WORDS.includes(key)) return null;
  for (const units of new Set([key, withoutIssuer(key)])) {
    const whole = table
      .candidatesAt(readUnits(units), units.length, 0, 0, true)
      .find((candidate) => candidate.start === 0 || isIssuer(units.slice(0, candidate.start)));
    if (whole !== undefined) {
      return {
        start,
        end,
        families: whole.families,
        how: whole.how,
        doubtful: false,
        marks,
        marksEnd,
        entry: null,
      };
    }
  }
  if (scanReferences(inside, null).some(({ explicit }) => explicit)) return null;
  return { start, end, families: [], how: "title", doubtful: false, marks, marksEnd, entry: null };
}

// ── Pronouns ────────────────────────────────────────────────────────────────────────────────────────────────────────

const PRONOUN = new RegExp(`(?:本|该|此|上述|前述|[这那][个部份项]?)(?:${TYPE_WORDS.join("|")})`);

/**
 * Adds 本条例, 该办法, 这个规定 as a mention of the document of the turn before. Behind a mention in the question itself
 * it adds nothing: what follows belongs to that one anyway.
 */
function addPronoun(text: string, mentions: readonly Mention[], carried: Mention | null): readonly Mention[] {
  const match = carried === null ? null : PRONOUN.exec(text);
  if (carried === null || match === null) return mentions;
  const [start, end] = [match.index, match.index + match[0].length];
  if (end > (mentions[0]?.start ?? text.length)) return mentions;
  const type = TYPE_WORDS.find((word) => match[0].endsWith(word)) ?? "";
  const doubtful = carried.families[0]?.key.endsWith(type) !== true;
  const { marks, end: marksEnd } = readMarks(text, start, end);
  return [{ ...carried, start, end, doubtful, marks, marksEnd }, ...mentions];
}

// ── References to mentions ──────────────────────────────────────────────────────────────────────────────────────────

interface Link {
  readonly mention: Mention;
  readonly reference: ArticleReference | null;
  readonly mark: VersionMark;
  readonly start: number;
  readonly end: number;
}

function linkReferences(
  text: string,
  references: readonly ArticleReference[],
  mentions: readonly Mention[],
  carried: Mention | null,
): Link[] {
  const links: Link[] = [];
  const used = new Set<Mention>();
  let next = 0;
  let previousEnd = 0;
  for (const reference of references) {
    // Behind `next` lie the mentions that begin after the reference.
    while ((mentions[next]?.start ?? text.length + 1) < reference.start) next++;
    const before = mentions[next - 1];
    if (before !== undefined && reference.start < before.end) continue;
    const from = Math.max(before?.end ?? 0, previousEnd <= reference.start ? previousEnd : 0);
    const gap = text.slice(Math.max(from, reference.start - GAP_REACH), reference.start);
    previousEnd = reference.end;
    const mention = chooseMention(text, reference, gap, before, mentions[next], carried, used);
    if (mention === null) continue;
    const first = mention === before && !used.has(mention);
    for (const mark of marksOf(mention, gap, text, reference.end)) {
      links.push({
        mention,
        reference,
        mark,
        start: first ? mention.start : reference.start,
        end: reference.end,
      });
    }
    used.add(mention);
  }
  return links;
}

const GAP_REACH = 24;
/** Words that may stand between a title and its article. */
const STRAY = /(?:的|里面|里边|里|当中|之中|其中|中|内|关于|规定|有关|相关|内容|所|,|:|、|-|"|\(|\)|》)+$/;
const STRAY_ONLY = /^(?:的|里面|里边|里|当中|之中|其中|中|内|关于|规定|有关|相关|所|,|:|-|"|\)|》)*$/;
const STRONG_TYPE = /(?:条例|细则|办法|规则|准则|章程|法典|解释|(?<![方违合依说看做想司执立非守])法)$/;
const ANY_TYPE = new RegExp(`(?:${TYPE_WORDS.join("|")})$`);
const OTHER_LAW = /(?:实施|配套|补充)(?:条例|细则|办法|规定|意见|规则)$/;

function chooseMention(
  text: string,
  reference: ArticleReference,
  gap: string,
  before: Mention | undefined,
  after: Mention | undefined,
  carried: Mention | null,
  used: ReadonlySet<Mention>,
): Mention | null {
  if (!reference.explicit) {
    // 17条 needs its title right in front.
    const tight =
      before !== undefined &&
      STRAY_ONLY.test(text.slice(before.marksEnd, reference.start).slice(0, GAP_REACH));
    return tight && before.families.length > 0 ? before : null;
  }
  if (before !== undefined) {
    return before.families.length === 0 || namesAnother(gap, STRONG_TYPE) ? null : before;
  }
  if (namesAnother(gap, ANY_TYPE)) return null;
  const free = after !== undefined && after.families.length > 0 && !used.has(after) ? after : null;
  if (free !== null && (carried === null || isTail(text.slice(reference.end, free.start)))) return free;
  return carried;
}

/** 第十七条（问责条例）, 第十七条在问责条例里: what may stand between an article and a title behind it. */
const isTail = (between: string): boolean => /^(?:\(|-|是|在|属于|出自|来自|《|"){0,3}$/.test(between);

/** Tells whether the words before an article end in a title that is not held: 民法典, 监察法实施条例. */
function namesAnother(gap: string, type: RegExp): boolean {
  const bare = gap.replace(STRAY, "");
  const match = type.exec(bare) ?? (type === ANY_TYPE ? type.exec(gap) : null);
  if (match === null) return false;
  if (OTHER_LAW.test(bare)) return true;
  const before = match.input.slice(0, match.index);
  return !isLeadIn(before) && isWordUnit(before.charCodeAt(before.length - 1));
}

/** The versions meant by an article: stated right before it (老条例第三条), in brackets behind it, else at its title. */
function marksOf(mention: Mention, gap: string, text: string, end: number): readonly VersionMark[] {
  const bare = gap.replace(STRAY, "");
  const type = ANY_TYPE.exec(bare);
  const place = type?.index ?? gap.length;
  const own = [
    ...readMarks(gap.slice(0, place), place, place).marks,
    ...(text[end] === "(" ? readMarks(text, end, end).marks : []),
  ];
  const known = own.every(({ year, age }) =>
    mention.marks.some((mark) => mark.year === year && mark.age === age),
  );
  const marks = known ? mention.marks : own;
  return marks.length === 0 ? [NO_MARK] : marks;
}

/** A mention without an article, in each version stated; nothing where it is a common noun. */
function linkAlone(mention: Mention): Link[] {
  const { families, how, marks, start, end } = mention;
  if (families.length === 0) return [];
  if ((how === "suffix" || how === "subsequence") && families.length > COMMON_NOUN) return [];
  const stated = marks.length === 0 ? [NO_MARK] : marks;
  return stated.map((mark) => ({ mention, reference: null, mark, start, end }));
}

// ── Versions and passages ───────────────────────────────────────────────────────────────────────────────────────────

type Settled = Omit<Resolution, "start" | "end">;

function settle(
  { mention, reference, mark }: Link,
  day: Day | undefined,
  passagesOf: (entryId: string, article: ArticleNumber) => readonly string[],
): Settled | null {
  const choices = mention.families.flatMap((family) => {
    const [first, ...rest] = family.versions;
    if (first === undefined) return [];
    const stays = mention.entry !== null && mark.year === null && mark.age === null;
    const choice =
      stays && mention.entry !== null
        ? { entry: mention.entry, certain: true }
        : chooseVersion([first, ...rest], mark, day);
    const passages = reference === null ? [] : passagesOf(choice.entry.id, reference);
    return { ...choice, family, passages };
  });
  const inForce = (entry: TitleEntry): number => (day === undefined || inForceOn(entry, day) ? 0 : 1);
  // Of titles that match equally well: the one that holds the article, the shorter, the one in force, the first id.
  choices.sort(
    (one, other) =>
      Number(one.passages.length === 0) - Number(other.passages.length === 0) ||
      one.family.key.length - other.family.key.length ||
      inForce(one.entry) - inForce(other.entry) ||
      compare(one.entry.id, other.entry.id),
  );
  const [best, ...others] = choices;
  if (best === undefined) return null;
  const versions = best.family.versions.filter((version) => version !== best.entry);
  return {
    entry: best.entry,
    candidates: [...others.map(({ entry }) => entry), ...versions].slice(0, MOST_CANDIDATES),
    reference,
    passages: best.passages,
    how: mention.how,
    ambiguous: others.length > 0 || !best.certain || mention.doubtful,
    yearStated: mark.year,
  };
}
