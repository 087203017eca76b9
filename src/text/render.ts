/** An answer as plain text: what a person sees in a terminal, and the `text` of the contract. */
import type { Answer, AnswerBlock, Citation } from "../core/grounding/answer.ts";
import { statementsOf } from "../core/grounding/blocks.ts";
import { linkLine } from "./links.ts";
import { marks, tableLines } from "./table.ts";
import * as zh from "./zh.ts";

/** Longest text of an answer (CONTRACTS), in UTF-16 units. */
export const textLimit = 4_000;

/** Longest quote printed again under a source; a longer one stands in the knowledge base. */
const quoteLimit = 90;

/** What stands where a picture cannot be shown. */
export const pictureText = (alt: string): string => `[图片：${alt}]`;

/**
 * One line of an answer, or the lines of a table; the caller joins them.
 *
 * @param columns in which tables are set; null: a line a row
 */
export function blockText(block: AnswerBlock, columns: number | null = null): string {
  switch (block.type) {
    case "label":
      return `【${zh.labels[block.label]}】`;
    case "heading":
      return headingText(block.text);
    case "table":
      return [headingText(block.caption), ...tableLines(block, columns)].join("\n");
    case "sentence":
      return `${block.bullet && !block.continues ? "· " : ""}${block.text}${block.origin === "model" ? zh.modelMark : ""}${marks(block.citations)}`;
    case "advice":
      return `${block.bullet ? "· " : ""}${block.text}`;
    case "link":
      return linkLine(block.label, block.words);
    case "notice":
      return block.text;
  }
}

export const headingText = (text: string): string => `■ ${text}`;

/** The blocks as lines; a sentence that continues stands on the line before. */
function paragraphs(blocks: readonly AnswerBlock[], columns: number | null): string[] {
  const lines: string[] = [];
  for (const block of blocks) {
    const text = blockText(block, columns);
    if (block.type === "sentence" && block.continues && lines.length > 0) lines.push(`${lines.pop()}${text}`);
    else lines.push(text);
  }
  return lines;
}

/** 「《…》第十七条」 as a reader would write it down. */
export const citationTitle = ({ kind, document, place, article }: Citation): string =>
  kind === "case"
    ? zh.caseTitle(document)
    : `《${document}》${article === null && place !== null ? ` ${place}` : (place ?? "")}`;

/** A source in one line: title, place, version, validity, grade. */
export function sourceText(citation: Citation): string {
  const { kind, from, until, validity, wording, verification } = citation;
  const facts = [
    from === null ? "" : `${zh.dayInChinese(from)}起施行`,
    until === null || validity !== "repealed" ? "" : `${zh.dayInChinese(until)}失效`,
    validity === "in_force" || kind === "case" ? "" : zh.validities[validity],
    wording === "gist" && kind === "provision" ? zh.labels.gist : "",
    kind === "document" ? "" : zh.verifications[verification],
  ].filter((fact) => fact !== "");
  return `${citationTitle(citation)}${facts.length === 0 ? "" : `（${facts.join("；")}）`}`;
}

/** The sources as lines; a reminder that several share stands once. */
export function sourceLines(sources: readonly Citation[], withQuotes: boolean): string[] {
  const told = new Set<string>();
  return sources.map((source) => {
    const { note } = source;
    const reminder = note === null || told.has(note) ? "" : `\n    ${zh.notices.reminder}${note}`;
    if (note !== null) told.add(note);
    return `〔${source.n}〕${sourceText(source)}${withQuotes ? quoteLine(source) : ""}${reminder}`;
  });
}

const quoteLine = ({ quote }: Citation): string =>
  quote === null || quote.length > quoteLimit ? "" : `\n    “${quote.replaceAll("\n", " ")}”`;

/** A heading or label, which promises a block after it. */
const opens = (block: AnswerBlock | undefined): boolean =>
  block?.type === "heading" || block?.type === "label";

/** Blocks without what stands last: a row of a table, or a block with what opens it. Null: nothing would be left. */
function withoutLast(blocks: readonly AnswerBlock[]): readonly AnswerBlock[] | null {
  const last = blocks.at(-1);
  if (last?.type === "table" && last.rows.length > 1)
    return blocks.with(-1, { ...last, rows: last.rows.slice(0, -1) });
  let count = blocks.length - 1;
  while (count > 1 && opens(blocks[count - 1])) count--;
  return count < 1 ? null : blocks.slice(0, count);
}

/** Blocks an answer begins with as text, with a source for every mark that is shown. */
function textOfBlocks(answer: Answer, shown: readonly AnswerBlock[], columns: number | null): string {
  const statements = answer.blocks.flatMap(statementsOf);
  const policy = statements.length > 0;
  const curated = statements.some(({ origin }) => origin === "curated");
  const used = new Set(shown.flatMap(statementsOf).flatMap(({ citations }) => citations));
  const sources = answer.citations.filter(({ n }) => used.has(n));
  return [
    ...(answer.understoodAs === null ? [] : [answer.understoodAs]),
    ...paragraphs(shown, columns),
    ...(shown === answer.blocks ? [] : [zh.notices.cut]),
    ...(sources.length === 0 ? [] : ["", zh.basisHeading, ...sourceLines(sources, curated)]),
    ...(policy ? ["", zh.disclaimer] : []),
  ].join("\n");
}

/** The whole answer as text, however long. */
export const wholeText = (answer: Answer): string => textOfBlocks(answer, answer.blocks, null);

/**
 * The whole answer as text of at most {@link textLimit} characters. What does not fit is left out from the end, block by
 * block and row by row, never in the middle of a sentence; a source is listed for every mark that is shown.
 *
 * @param columns in which tables are set, where letters have a fixed width; null: a line a row
 */
export function answerText(answer: Answer, columns: number | null = null): string {
  for (let shown = answer.blocks; ; ) {
    const text = textOfBlocks(answer, shown, columns);
    const fewer = text.length <= textLimit ? null : withoutLast(shown);
    if (fewer === null) return text;
    shown = fewer;
  }
}
