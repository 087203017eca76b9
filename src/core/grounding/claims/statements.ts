/**
 * Statements (完整规定) of a source: what can stand as a sentence by itself without another meaning. A sentence; a later part of a
 * sentence that does not lean on an earlier one; an item of a list together with what leads it in, as the law prints it or put in
 * the place of 有下列情形之一.
 */

/** A stretch of a statement: what is optional is one of several items that hold each by themselves. */
export interface Part {
  readonly text: string;
  readonly optional: boolean;
}
export type Statement = readonly Part[];

/** `（一）` … of a list. */
const numbered = /^[（(][〇零一二三四五六七八九十百]+[）)]/u;
/** A line that items follow, and is none itself. */
const leadsIn = /^(?![（(][〇零一二三四五六七八九十百]+[）)]).*：$/u;
const whole = (text: string): Statement => [{ text, optional: false }];

/** Statements of a source, in its order. */
export function statementsIn(text: string): Statement[] {
  const lines = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const found: Statement[] = [];
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? "";
    const end = lines.findIndex((other, next) => next > at && !numbered.test(other));
    const items = leadsIn.test(line) ? lines.slice(at + 1, end === -1 ? lines.length : end).map(itemOf) : [];
    found.push(...sentencesOf(line));
    if (items.length > 0) found.push(...listOf(lastSentence(line), items));
    at += 1 + items.length;
  }
  return found;
}

const itemOf = (line: string): string => line.replace(numbered, "").replace(/[；。]$/u, "");

const lastSentence = (line: string): string => sentences(line).at(-1) ?? line;

/** To the next full stop; what begins with 但 or 除 limits the sentence before and belongs to it. */
const sentences = (line: string): string[] =>
  line.split(/(?<=[。！？])(?!但|除|前款|[”」』])/u).filter((sentence) => sentence.trim() !== "");

/** A part after a semicolon that means something else without the one before. */
const leaning =
  /^(?:情节|造成|但|其|并|且|同时|经|逾期|拒不|该|此|这|前|后果|数额|影响|也|仍|否则|因此|因而|致|再|又|还|否|未|没有|不|对复[核审]|涉嫌)/u;

function sentencesOf(line: string): Statement[] {
  return sentences(line.replace(numbered, "")).flatMap((sentence) => {
    const later = sentence.split("；").slice(1);
    return [sentence, ...later.filter((part) => !leaning.test(part))].map(whole);
  });
}

/** What an item of a list takes the place of. */
const oneOf = /(?:具?有|符合|属于|存在)(?:下列|以下)[^，。；：]{1,8}之一(的?)/u;
/** Items that must be fulfilled together. */
const allOf = /(?:下列|以下)[^，。；：]{0,6}(?:条件|要求|情形)的|同时/u;
/** Whom a list speaks of, by name alone: the document says it once more. */
const subject = /^\p{Script=Han}{0,8}(?:人员|党员|干部|公务员|党组织|机关|单位|企业)$/u;

function listOf(lead: string, items: readonly string[]): Statement[] {
  const one = oneOf.exec(lead);
  if (one === null && allOf.test(lead)) return [[lead, ...items].map((text) => ({ text, optional: false }))];
  const printed = [whole(lead)[0], ...items.map((text) => ({ text, optional: true }))].flatMap(
    (part) => part ?? [],
  );
  if (one === null) return [printed];
  const before = lead.slice(0, one.index);
  const after = lead.slice(one.index + one[0].length).replace(/：$/u, "");
  const put = items.map((item) => `${item.replace(/的$/u, "")}${one[1]}${after}`);
  return [
    printed,
    ...put.map((text) => whole(`${before}${text}`)),
    ...(subject.test(before) ? put.map(whole) : []),
  ];
}
