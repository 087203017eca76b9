/**
 * Personal data (个人信息) in a chat text: found by structure or by the words beside it, replaced by a mark, restorable from
 * the list of finds. Names are found as far as they can be; nothing here keeps anything.
 */
import { addressFinders } from "./personal-addresses.ts";
import { findCuedNames } from "./personal-cued-names.ts";
import { findDigitNumbers } from "./personal-digit-numbers.ts";
import type { Find, Finder, PersonalDataKind, Searcher } from "./personal-finds.ts";
import { isNameAlike, maskedNameFinder, nameFinders, nextInRow } from "./personal-names.ts";
import { numberFinders } from "./personal-numbers.ts";
import { toldNameFinders } from "./personal-told-names.ts";
import { type PlainForm, plainForm } from "./plain-form.ts";

export { isBankCard, isIdentityNumber } from "./personal-digits.ts";
export type { PersonalDataKind } from "./personal-finds.ts";

/** One find: where it stood in the original text, in UTF-16 units, and what replaced it. */
export interface PersonalDatum {
  readonly kind: PersonalDataKind;
  readonly start: number;
  readonly end: number;
  readonly original: string;
  readonly mark: string;
}

export interface MaskedText {
  readonly text: string;
  readonly found: readonly PersonalDatum[];
}

const wordOf: Record<PersonalDataKind, string> = {
  identity: "证件号",
  phone: "电话",
  "bank-card": "卡号",
  plate: "车牌",
  email: "邮箱",
  account: "账号",
  address: "住址",
  name: "姓名",
};

/** A mark as it stands in a masked text, so that what was masked before can be counted. */
export const personalMark = new RegExp(`〔(?:${Object.values(wordOf).join("|")})[0-9]{0,3}〕`, "g");

/** Looked for in this order: what was found is not found again as something else. */
const searchers: readonly (Finder | Searcher)[] = [
  findDigitNumbers,
  ...numberFinders,
  ...addressFinders,
  findCuedNames,
  ...nameFinders,
  ...toldNameFinders,
];

/**
 * Replaces what it finds by marks, leftmost first; the finds carry the originals. Where a text names several people their
 * marks are numbered, 〔姓名1〕 for one and the same name each time; every other kind has one mark.
 */
export const maskPersonalData = (text: string): MaskedText => maskBy(text, searchers);

/** As {@link maskPersonalData}, and what stands for a name (李某某) as well: published cases are known by it, people too. */
export const maskAllNames = (text: string): MaskedText => maskBy(text, [...searchers, maskedNameFinder]);

function maskBy(given: string, sought: readonly (Finder | Searcher)[]): MaskedText {
  const form = plainForm(given);
  const { text } = form;
  const finds: Find[] = [];
  for (const one of sought) {
    if (typeof one === "function") {
      for (const find of one(text)) if (meets(finds, find.start, find.end).length === 0) finds.push(find);
    } else if (one.needs?.test(text) !== false)
      for (const match of text.matchAll(one.pattern)) take(text, one, match, finds);
  }
  addRows(text, finds);
  addRepeats(text, finds);
  finds.sort((left, right) => left.start - right.start);
  return replaced(given, form, finds);
}

const meets = (finds: readonly Find[], start: number, end: number): Find[] =>
  finds.filter((other) => start < other.end && other.start < end);

/** Adds a find; of an address that runs into something found before, what stands in front of it. */
function take(text: string, { kind, holds, lead }: Finder, match: RegExpExecArray, finds: Find[]): void {
  const start = match.index + (lead?.(match[0]) ?? 0);
  const whole = match.index + match[0].length;
  const others = meets(finds, start, whole);
  if (others.length > 0 && kind !== "address") return;
  const end = Math.min(whole, ...others.map((other) => other.start));
  if (end - start < 1) return;
  const before = text.slice(Math.max(0, start - 2), start);
  if (holds !== undefined && !holds(text.slice(start, end), before, text.slice(end, end + 2))) return;
  finds.push({ kind, start, end });
}

/** 张三、李四和王五: who stands in a row with somebody. */
function addRows(text: string, finds: Find[]): void {
  // The list grows under the loop: each new one may have a neighbour of its own.
  for (const { kind, start, end } of finds) {
    if (kind !== "name" || end - start < 2) continue;
    nextInRow.lastIndex = end;
    const name = nextInRow.exec(text)?.[1];
    if (name === undefined || !isNameAlike(name)) continue;
    const at = nextInRow.lastIndex - name.length;
    if (meets(finds, at, at + name.length).length === 0)
      finds.push({ kind, start: at, end: at + name.length });
  }
}

/** A name that was given away once is known wherever else it stands. */
function addRepeats(text: string, finds: Find[]): void {
  const names = new Set(
    finds.filter(({ kind }) => kind === "name").map(({ start, end }) => text.slice(start, end)),
  );
  for (const name of names) {
    // A surname alone stands in too many other words.
    if (name.length < 2) continue;
    for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + name.length))
      if (meets(finds, at, at + name.length).length === 0)
        finds.push({ kind: "name", start: at, end: at + name.length });
  }
}

/** 王局长 and 王书记 are two people; a name in full is one. */
const personOf = (text: string, { start, end }: Find): string =>
  text.slice(start, end - start > 1 ? end : end + 2);

function replaced(given: string, { text, original }: PlainForm, finds: readonly Find[]): MaskedText {
  const people = [
    ...new Set(finds.filter(({ kind }) => kind === "name").map((find) => personOf(text, find))),
  ];
  const markOf = (find: Find): string =>
    find.kind === "name" && people.length > 1
      ? `〔${wordOf.name}${people.indexOf(personOf(text, find)) + 1}〕`
      : `〔${wordOf[find.kind]}〕`;
  let masked = "";
  let at = 0;
  const found: PersonalDatum[] = [];
  for (const find of finds) {
    const [from, end] = original(find.start, find.end);
    // Two finds may share a character that stands for several: ⒈.
    const start = Math.max(from, at);
    if (start >= end) continue;
    const mark = markOf(find);
    masked += given.slice(at, start) + mark;
    at = end;
    found.push({ kind: find.kind, start, end, original: given.slice(start, end), mark });
  }
  return { text: masked + given.slice(at), found };
}

/** Puts back what was replaced: the text as it was before {@link maskPersonalData} made `masked` of it. */
export function restorePersonalData(masked: string, found: MaskedText["found"]): string {
  let restored = "";
  let at = 0;
  for (const { start, original, mark } of found) {
    const before = start - restored.length;
    restored += masked.slice(at, at + before) + original;
    at += before + mark.length;
  }
  return restored + masked.slice(at);
}
