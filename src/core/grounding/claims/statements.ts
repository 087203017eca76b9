/**
 * Statements (完整规定) of a source: what can stand by itself without another meaning. A sentence, whole; the parts of it between
 * semicolons, where each side names its own subject; a list, with some of its items where each says something whole; an item in
 * the place of 有下列情形之一.
 */
import { parseNumeral } from "../../law/numerals.ts";

export interface Statement {
  /** All of it, or what leads a list in. */
  readonly text: string;
  /** Items that each say something whole, of which any may be told, at least one; empty where the text is all. */
  readonly items: readonly string[];
  /** Other words it is told in: an item behind what leads it in, for one in the place of 有下列情形之一. */
  readonly otherwise: readonly string[];
}

/** `（一）` … of a list. */
const numbered = /^[（(][〇零一二三四五六七八九十百]+[）)]/u;
/** A line that items follow, and is none itself. */
const leadsIn = /^(?![（(][〇零一二三四五六七八九十百]+[）)]).*：$/u;
const whole = (text: string, ...otherwise: readonly string[]): Statement => ({ text, items: [], otherwise });

/** Statements of a source, in its order. */
export function statementsIn(text: string): Statement[] {
  const lines = joined(
    text
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== ""),
  );
  const found: Statement[] = [];
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? "";
    const end = lines.findIndex((other, next) => next > at && !numbered.test(other));
    const items = leadsIn.test(line) ? lines.slice(at + 1, end === -1 ? lines.length : end) : [];
    const told = sentences(line.replace(numbered, ""));
    const lead = items.length > 0 ? told.pop() : undefined;
    found.push(...told.flatMap(runsOf).map((text) => whole(text)));
    if (lead !== undefined) found.push(...listOf(lead, items));
    at += 1 + items.length;
  }
  return found;
}

/** What limits the sentence before it: by its beginning it belongs there, by its words it may stand alone as well. */
const limiting = /^(?:但|除|前款)/u;
const limits = (sentence: string): boolean =>
  limiting.test(sentence) ||
  /另有规定|不适用|不在此限|情节特别严重/u.test(sentence) ||
  (sentence.includes("除外") && !/可以|应当|不得/u.test(sentence));

/** Lines, with what limits a line in the same line. */
const joined = (lines: readonly string[]): string[] =>
  withWhatBelongs(lines, (line, last) => limiting.test(line) && !numbered.test(last));

/** What speaks of what the sentence before it names. */
const leansBack = /前款|前述|上述|这类|此类|条件须|^有?第[一二三四五六七八九十]+[款项]|^(?:此后|因此|还要)/u;

/** To the next full stop, with the sentences that limit it; those of them that mean the same alone; what leans back, with those before. */
function sentences(line: string): string[] {
  const parts = line.split(/(?<=[。！？])(?![”」』])/u).filter((sentence) => sentence.trim() !== "");
  const alone = parts.filter(
    (part, at) => at > 0 && limits(part) && !limiting.test(part) && !leansBack.test(part),
  );
  const told = withWhatBelongs(parts, limits).map((text, at, all) =>
    at > 0 && leansBack.test(text) ? `${all[at - 1]}${text}` : text,
  );
  return [...alone, ...told];
}

/** Texts, each with those after it that belong to it. */
function withWhatBelongs(
  texts: readonly string[],
  belongs: (text: string, before: string) => boolean,
): string[] {
  const found: string[] = [];
  for (const text of texts) {
    const before = found.pop();
    if (before === undefined) found.push(text);
    else if (belongs(text, before)) found.push(before + text);
    else found.push(before, text);
  }
  return found;
}

/** What means something else without the part before it. */
const leaning =
  /^(?:虽|执行中|情节|造成|但|其|并|且|同时|经|逾期|拒不|该|此|这|前|后果|数额|影响|也|仍|否则|因此|因而|致|再|又|还|否|未|没有|不|对复[核审]|涉嫌|特殊情况|除)|^[^，]*[该其此]/u;
/** Somebody who shall or may, or to whom something is done. */
const subject = "(?:机关|单位|部门|人员|党员|组织|对象|公务员|首长|企业|机构|人)";
const ownSubject = new RegExp(
  `${subject}(?:应当|可以|不得|有权|必须)|(?:^|，)[^，]{2,20}${subject}[^，]{0,20}的，(?:应当|可以|不得|予以|依法)`,
  "u",
);
const standsAlone = (part: string): boolean => ownSubject.test(part) && !leaning.test(part);

/** A sentence, and each run of its parts that begins and ends where parts stand alone. */
function runsOf(sentence: string): string[] {
  const parts = sentence.split("；");
  const isLedIn = parts[0]?.includes("：") === true;
  const alone = parts.map((part, at) => at === 0 || (!isLedIn && standsAlone(part)));
  return parts.flatMap((_, first) =>
    parts.flatMap((_, last) =>
      last >= first &&
      alone[first] === true &&
      (alone[last + 1] ?? true) &&
      parts[last]?.endsWith("的") !== true
        ? [parts.slice(first, last + 1).join("；")]
        : [],
    ),
  );
}

const itemOf = (line: string): string => line.replace(numbered, "").replace(/[；。]$/u, "");
const numberOf = (line: string): number | null => parseNumeral(numbered.exec(line)?.[0].slice(1, -1) ?? "");
/** Whether the lines of a list are all there are: of an excerpt, one is missing, or the last does not end. */
const isComplete = (lines: readonly string[]): boolean =>
  lines.every((line, at) => numberOf(line) === at + 1) && lines.at(-1)?.endsWith("。") === true;

/** What an item of a list takes the place of. */
const oneOf = /(?:具?有|符合|属于|存在)(?:下列|以下)[^，。；：]{1,8}之一(的?)/u;
/** Whom a list speaks of, by name alone: the document says it once more. */
const ofWhom = /^\p{Script=Han}{0,8}(?:人员|党员|干部|公务员|党组织|机关|单位|企业)$/u;
/** What says something whole by itself: 记过，十二个月; 违法事实不能成立的，撤销案件; 对涉嫌职务犯罪的，…. */
const selfContained = /，[^，]*[年月日]$|的，|^对/u;

/**
 * A list as printed, with all its items, or with any where each says something whole; an item in the place of 有下列情形之一.
 *
 * @param lines the items as printed
 */
function listOf(lead: string, lines: readonly string[]): Statement[] {
  const items = lines.map(itemOf);
  const printed = isComplete(lines) ? [whole(lead + items.join("；"))] : [];
  const one = oneOf.exec(lead);
  if (one === null)
    return items.every((item) => selfContained.test(item)) ? [{ text: lead, items, otherwise: [] }] : printed;
  const before = lead.slice(0, one.index);
  const after = lead.slice(one.index + one[0].length).replace(/：$/u, "");
  const each = items.flatMap(partsOf).map((item) => ({
    led: `${lead}${item}`,
    put: `${item.replace(/的$/u, "")}${one[1]}${after}`,
  }));
  return [
    ...printed,
    ...each.map(({ led, put }) => whole(`${before}${put}`, led)),
    // 该机关 is one that the lead names.
    ...(ofWhom.test(before) && !after.includes("该") ? each.map(({ put }) => whole(put)) : []),
  ];
}

/** An item, and each of several things that it names side by side: 出现的失误，试验中的失误，无意过失. */
function partsOf(item: string): string[] {
  const parts = item.split("，");
  return parts.length > 1 && parts.every((part) => /(?:失误|过失|错误)$/u.test(part))
    ? [item, ...parts]
    : [item];
}
