/** Links: which document each article in a question belongs to, and in which version. */

import { isWordUnit } from "./folding.ts";
import { isLeadIn, type Mention, NO_MARK } from "./mentions.ts";
import type { ArticleReference } from "./references.ts";
import { TYPE_WORDS } from "./titles.ts";
import { readMarks, type VersionMark } from "./versions.ts";

/** A name shared by more titles than this is a common noun unless an article follows. */
const COMMON_NOUN = 8;

/** A mention with one article and one version, or with neither. */
export interface Link {
  readonly mention: Mention;
  readonly reference: ArticleReference | null;
  readonly mark: VersionMark;
  readonly start: number;
  readonly end: number;
}

/** Gives each reference of a folded question its mention; leaves out those that have none. */
export function linkReferences(
  text: string,
  references: readonly ArticleReference[],
  mentions: readonly Mention[],
  carried: Mention | null,
): Link[] {
  const links: Link[] = [];
  const used = new Set<Mention>();
  let next = 0;
  let previousEnd = 0;
  let listed: { end: number; mention: Mention } | null = null;
  for (const reference of references) {
    // Behind `next` lie the mentions that begin after the reference.
    while ((mentions[next]?.start ?? text.length + 1) < reference.start) next++;
    const before = mentions[next - 1];
    if (before !== undefined && reference.start < before.end) continue;
    const from = Math.max(before?.end ?? 0, previousEnd <= reference.start ? previousEnd : 0);
    const gap = text.slice(Math.max(from, reference.start - GAP_REACH), reference.start);
    previousEnd = reference.end;
    const mention: Mention | null =
      listed !== null && LIST_JOINT.test(text.slice(listed.end, reference.start))
        ? listed.mention
        : chooseMention(text, reference, gap, before, mentions[next], carried, used);
    listed = mention === null ? null : { end: reference.end, mention };
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

/** How far before an article words are looked at, in folded characters. */
const GAP_REACH = 24;
/** Between two articles of one list: 17条、18条. */
const LIST_JOINT = /^(?:、|,|和|与|及|以及|或|跟)$/;
/** Words that may stand between a title and its article. */
const STRAY =
  /(?:试行|暂行|的|里面|里边|里|当中|之中|其中|中|内|关于|规定|有关|相关|内容|所|,|:|、|-|"|\(|\)|》)+$/;
const STRAY_ONLY =
  /^(?:\(?(?:试行|暂行)\)?|的|里面|里边|里|当中|之中|其中|中|内|关于|规定|有关|相关|所|,|:|-|"|\)|》)*$/;
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

/**
 * A mention without an article, in each version stated. Nothing where it may be a common noun: an end that many titles
 * share (管理办法), or characters scattered over several titles or few in number (我们省的容错办法).
 */
export function linkAlone(mention: Mention): Link[] {
  const { families, how, marks, start, end } = mention;
  const [family, ...others] = families;
  if (family === undefined) return [];
  if (how === "suffix" && families.length > COMMON_NOUN) return [];
  if (how === "subsequence" && (others.length > 0 || end - start < family.type.length + 3)) return [];
  const stated = marks.length === 0 ? [NO_MARK] : marks;
  return stated.map((mark) => ({ mention, reference: null, mark, start, end }));
}
