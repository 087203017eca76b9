/**
 * Titles of documents (文件名称): how they are keyed, and a table that finds where one ends in a text.
 *
 * Two versions of one title are one family. A mention of a family is found from its last character backwards:
 *
 *   title        中国共产党纪律处分条例, with or without the issuer in front
 *   alias        党纪处分条例, as registered
 *   suffix            律处分条例: an unbroken end of the title
 *   subsequence  国企  管理人员处分条例: characters left out, none added, the same type word (条例) behind
 */

import { fold, wordUnits } from "./folding.ts";
import { parseNumeral } from "./numerals.ts";
import { buildEnds, compare, reverse } from "./title-ends.ts";
import type { Day } from "./types.ts";

/** One version of a document, as far as the resolver needs it. */
export interface TitleEntry {
  /** Document id, or a made one for an imported text. */
  readonly id: string;
  readonly title: string;
  readonly aliases: readonly string[];
  readonly version: {
    /** Year in which this version was issued. */
    readonly year: number | null;
    /** First day in force; counts. */
    readonly from: Day | null;
    /** First day no longer in force; does not count. */
    readonly until: Day | null;
  };
}

/** All versions of one title. */
export interface Family {
  /** Title in word units, without a version in brackets. */
  readonly key: string;
  readonly type: string;
  /** In the order in which they came into force. */
  readonly versions: readonly TitleEntry[];
}

export type TitleMatch = "title" | "alias" | "suffix" | "subsequence";

/** A stretch of word units that names one family, or several equally well. */
export interface TitleCandidate {
  /** First unit; the candidate ends where it was asked for. */
  readonly start: number;
  readonly how: TitleMatch;
  readonly families: readonly Family[];
  /** Families that match but for the first unit: 员处分条例 is one unit better than 处分条例, which proves little. */
  readonly nearly: readonly Family[];
}

/** A text of word units, with its mirror image. */
export interface Units {
  readonly units: string;
  readonly reversed: string;
}

/** Prepares a text of word units for `candidatesAt`. */
export const readUnits = (units: string): Units => ({ units, reversed: reverse(units) });

export interface TitleTable {
  readonly families: readonly Family[];
  familyOf(entryId: string): Family | undefined;
  /** Tells whether any title or alias ends with this UTF-16 unit. */
  endsWith(unit: number): boolean;
  /**
   * What may end before `end` in a text of word units, of each kind the longest, longest first. Titles and aliases
   * may reach back to `hard`, parts of titles to `soft`; `thorough` asks for subsequences, too.
   */
  candidatesAt(text: Units, end: number, hard: number, soft: number, thorough: boolean): TitleCandidate[];
}

/** Type words (文种), longest first where one ends another. */
export const TYPE_WORDS: readonly string[] = (
  "条例 规定 办法 规则 细则 准则 意见 决定 通知 方案 解释 纲要 章程 报告 讲话 决议 措施 公约 制度 标准 程序 指引 规程 " +
  "答复 批复 规范 纪要 要点 公报 条约 协定 通则 法典 法"
).split(" ");

/** Heads that with a type word name no document yet: 有关规定, 管理办法, 实施细则. */
const COMMON_HEADS: ReadonlySet<string> = new Set(
  (
    "有关 相关 若干 具体 管理 实施 暂行 试行 补充 处理 执行 其他 一般 特别 下列 上述 以上 以下 我们 什么 哪些 怎么 违反 按照 依照 根据 " +
    "符合 没有 指导 工作 法律 法规 政策 本条 明确 原则 统一 国家 地方 党内 中央 单位 审批 监督"
  ).split(" "),
);

/** What a title may lose in front, or a writer may add: the body that issued it, 关于. */
const ISSUERS =
  /^(?:中华人民共和国|中国共产党|中共中央办公厅|中共中央|中央办公厅|国务院办公厅|国务院|全国人民代表大会常务委员会|全国人民代表大会|关于)/;

const YEAR = "(?:19|20)[0-9]{2}|[一二][〇零九][〇零一二三四五六七八九]{2}";
const VERSION_WORD =
  "(?:修订|修正|修改|制定|公布|发布|印发|施行|实施|通过|试行|暂行|现行|有效|已|废止|失效|全文|节选|文本|版|本|稿)";
const VERSION_BRACKET = new RegExp(
  `\\((?:(${YEAR})年?[0-9月日]{0,6}|第[一二三四五六]次)?(?:第[一二三四五六]次)?${VERSION_WORD}{0,4}\\)$`,
);
const VERSION_TAIL = new RegExp(`(${YEAR})年?(?:修订|修正|修改)?(?:版本|版|本)?$`);
const MOST_FAMILIES = 200;

/** Reads a year in figures or Chinese digits. */
export const parseYear = (text: string | undefined): number | null =>
  text === undefined ? null : parseNumeral(text);

/**
 * The key of a title, `version` taken off and its year read: 公务员法（2018年修订） → 公务员法, 2018. Numbers of parts,
 * （一）, stay: they tell documents apart.
 */
export function titleKey(title: string): { key: string; year: number | null } {
  let folded = fold(title).text.replaceAll(/^[《"]+|[》"]+$/g, "");
  let year: number | null = null;
  for (let bracket = VERSION_BRACKET.exec(folded); bracket !== null; bracket = VERSION_BRACKET.exec(folded)) {
    if (bracket.index === 0 || bracket[0] === "()") break;
    year ??= parseYear(bracket[1]);
    folded = folded.slice(0, bracket.index).replace(/》$/, "");
  }
  const tail = year === null ? VERSION_TAIL.exec(folded) : null;
  if (tail !== null && tail.index > 1) {
    year = parseYear(tail[1]);
    folded = folded.slice(0, tail.index);
  }
  return { key: wordUnits(folded), year };
}

/** Takes the issuer off a key: 中国共产党问责条例 → 问责条例. */
export function withoutIssuer(key: string): string {
  let rest = key;
  for (let issuer = ISSUERS.exec(rest); issuer !== null; issuer = ISSUERS.exec(rest)) {
    if (issuer[0].length === rest.length) break;
    rest = rest.slice(issuer[0].length);
  }
  return rest;
}

/** Tells whether a key is nothing but the names of issuers. */
export const isIssuer = (key: string): boolean => {
  const rest = withoutIssuer(key);
  return rest !== "" && ISSUERS.exec(rest)?.[0] === rest;
};

/** The type word a key ends with; of an unusual title its last two characters. */
const typeOf = (key: string): string => TYPE_WORDS.find((type) => key.endsWith(type)) ?? key.slice(-2);

/** The first day of an entry as far as it can be told; compares as text. */
export const startOf = ({ version }: TitleEntry): Day =>
  version.from ?? (version.year === null ? "" : `${version.year}-01-01`);

/** Builds the table; the order of the entries does not matter. */
export function buildTitleTable(entries: Iterable<TitleEntry>): TitleTable {
  const families = groupFamilies(entries);
  const byEntry = new Map<string, Family>();
  const names = new Map<string, { title: Set<Family>; alias: Set<Family> }>();
  const longest = { name: 0 };
  const lastUnits = new Set<number>();
  const name = (key: string, how: "title" | "alias", family: Family): void => {
    if (key.length < 2 || TYPE_WORDS.includes(key)) return;
    const named = names.get(key) ?? { title: new Set(), alias: new Set() };
    names.set(key, named);
    named[how].add(family);
    longest.name = Math.max(longest.name, key.length);
    lastUnits.add(key.charCodeAt(key.length - 1));
  };
  for (const family of families) {
    for (const entry of family.versions) {
      byEntry.set(entry.id, family);
      for (const alias of entry.aliases) name(titleKey(alias).key, "alias", family);
    }
    name(family.key, "title", family);
    name(withoutIssuer(family.key), "title", family);
  }
  const nameEnds = buildEnds([...names.keys()]);
  const titleEnds = buildEnds(families.map(({ key }) => key));
  const familyByKey = new Map(families.map((family) => [family.key, family]));
  const byNeighbour = indexNeighbours(families);

  function wholeName(reversed: string, end: number): TitleCandidate[] {
    const found: TitleCandidate[] = [];
    for (const key of nameEnds.whole(reversed)) {
      const named = names.get(key);
      if (named === undefined) continue;
      const how = named.title.size > 0 ? "title" : "alias";
      found.push({ start: end - key.length, how, families: [...named[how]], nearly: [] });
    }
    return found;
  }

  function suffix(reversed: string, end: number, type: string): TitleCandidate[] {
    const { length, keys } = titleEnds.common(reversed, type.length + 2, MOST_FAMILIES);
    const head = reversed.slice(type.length, length);
    if (length < type.length + 2 || (head.length === 2 && COMMON_HEADS.has(head[1] + (head[0] ?? ""))))
      return [];
    const shorter = titleEnds.common(reversed.slice(0, length - 1), type.length + 2, MOST_FAMILIES);
    const familiesOf = (of: readonly string[]) => of.flatMap((key) => familyByKey.get(key) ?? []);
    return [
      { start: end - length, how: "suffix", families: familiesOf(keys), nearly: familiesOf(shorter.keys) },
    ];
  }

  function subsequence(units: string, end: number, soft: number, type: string): TitleCandidate[] {
    const neighbour = units[end - type.length - 1];
    const near = neighbour === undefined ? undefined : byNeighbour.get(type)?.get(neighbour);
    let best = 0;
    let start = end;
    let matching: Family[] = [];
    let nearly: Family[] = [];
    for (const family of near ?? []) {
      const match = matchBackwards(units, end, soft, family);
      if (match.length > best) {
        nearly = match.length === best + 1 ? matching : [];
        matching = [];
        best = match.length;
        start = match.start;
      }
      if (match.length === best) matching.push(family);
      else if (match.length === best - 1) nearly.push(family);
    }
    const head = units.slice(start, end - type.length);
    if (best < type.length + 2 || COMMON_HEADS.has(head)) return [];
    if (best - 1 < type.length + 2) nearly = [];
    return [{ start, how: "subsequence", families: matching, nearly }];
  }

  return {
    families,
    familyOf: (entryId) => byEntry.get(entryId),
    endsWith: (unit) => lastUnits.has(unit),
    candidatesAt({ units, reversed: mirrored }, end, hard, soft, thorough) {
      const behind = units.length - end;
      const reversed = mirrored.slice(behind, behind + Math.min(end - hard, longest.name));
      const whole = wholeName(reversed, end);
      if (end - soft < 3) return whole;
      const type = typeOf(units.slice(Math.max(soft, end - 4), end));
      const parts = suffix(reversed.slice(0, end - soft), end, type);
      if (thorough) parts.push(...subsequence(units, end, soft, type));
      return [...whole, ...parts];
    },
  };
}

function groupFamilies(entries: Iterable<TitleEntry>): Family[] {
  const versions = new Map<string, Map<string, TitleEntry>>();
  for (const entry of entries) {
    const { key, year } = titleKey(entry.title);
    if (key === "") continue;
    const { version } = entry;
    // 政府工作报告（2016） says its year itself.
    const dated =
      version.year === null && year !== null ? { ...entry, version: { ...version, year } } : entry;
    const group = versions.get(key);
    if (group === undefined) versions.set(key, new Map([[entry.id, dated]]));
    else group.set(entry.id, dated);
  }
  return [...versions]
    .map(([key, group]) => ({
      key,
      type: typeOf(key),
      versions: [...group.values()].sort(
        (one, other) => compare(startOf(one), startOf(other)) || compare(one.id, other.id),
      ),
    }))
    .sort((one, other) => one.key.length - other.key.length || compare(one.key, other.key));
}

/** Families by type word and by each character before it: what a subsequence that ends so can belong to. */
function indexNeighbours(
  families: readonly Family[],
): ReadonlyMap<string, ReadonlyMap<string, readonly Family[]>> {
  const index = new Map<string, Map<string, Family[]>>();
  for (const family of families) {
    const characters = index.get(family.type) ?? new Map<string, Family[]>();
    index.set(family.type, characters);
    for (let place = family.key.length - family.type.length - 1; place >= 0; place--) {
      const character = family.key[place] ?? "";
      const near = characters.get(character);
      if (near === undefined) characters.set(character, [family]);
      else if (near.at(-1) !== family) near.push(family);
    }
  }
  return index;
}

/**
 * How far a text, read backwards from its type word, is a subsequence of a title. Taking the last possible place for
 * each character leaves most room for the rest, so the length is the greatest there is. One 的 may be passed over
 * where two characters match behind it: 上海的营商环境条例.
 */
function matchBackwards(units: string, end: number, soft: number, { key, type }: Family) {
  let inKey = key.length - type.length - 1;
  let length = type.length;
  let start = end - type.length;
  let passed: { length: number; start: number } | null = null;
  for (let at = start - 1; at >= soft && inKey >= 0; at--) {
    const character = units[at] ?? "";
    const place = key.lastIndexOf(character, inKey);
    if (place < 0) {
      if (character !== "的" || passed !== null) break;
      passed = { length, start };
      continue;
    }
    inKey = place - 1;
    length++;
    start = at;
  }
  // A single character beyond it is chance: 我们市的营商环境条例.
  if (passed !== null && length < passed.length + 2) return passed;
  return { length, start };
}
