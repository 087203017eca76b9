/** A table as text: a line a row, or columns that stand below each other where letters have a fixed width. */
import type { Table, TableRow } from "../core/grounding/answer.ts";
import { rowText } from "../core/grounding/blocks.ts";

export const marks = (citations: readonly number[]): string => citations.map((n) => `〔${n}〕`).join("");

/** A row as a line, with its marks. */
export const rowLine = ({ cells, citations }: TableRow): string => `${rowText(cells)}${marks(citations)}`;

/** Between columns. */
const gap = 2;
/** A last column narrower than this is no column to read in. */
const narrowest = 20;

/** Columns of a terminal a character takes: Chinese characters, their punctuation and full-width forms take two. */
const widthOf = (character: string): number =>
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]|^[\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u.test(
    character,
  )
    ? 2
    : 1;

export const displayWidth = (text: string): number =>
  [...text].reduce((width, character) => width + widthOf(character), 0);

const padded = (text: string, width: number): string =>
  text + " ".repeat(Math.max(0, width - displayWidth(text)));

/** No line begins with such a mark, or with a source away from its last word. */
const neverFirst = /^[，。；：、！？）〕”』]/u;

/** A text in lines of at most so many columns; one more where the next character must not begin a line. */
function wrapped(text: string, width: number): string[] {
  const lines = [""];
  for (const unit of text.match(/〔\d+〕|[\s\S]/gu) ?? []) {
    const line = lines.at(-1) ?? "";
    const fits = displayWidth(line) + displayWidth(unit) <= width;
    if (fits || line === "" || neverFirst.test(unit)) lines[lines.length - 1] = line + unit;
    else lines.push(unit);
  }
  return lines;
}

/**
 * The rows in columns, the last one wrapped; null where they do not fit.
 *
 * @param columns of the terminal
 */
function alignedLines({ head, rows }: Table, columns: number): string[] | null {
  const all = [
    head,
    ...rows.map(({ cells, citations }) => cells.with(-1, `${cells.at(-1) ?? ""}${marks(citations)}`)),
  ];
  const widths = head
    .slice(0, -1)
    .map((_, at) => gap + Math.max(...all.map((cells) => displayWidth(cells[at] ?? ""))));
  const before = widths.reduce((total, width) => total + width, 0);
  const rest = columns - before;
  if (rest < narrowest) return null;
  return all.flatMap((cells) => {
    const start = widths.map((width, at) => padded(cells[at] ?? "", width)).join("");
    return wrapped(cells[head.length - 1] ?? "", rest).map((line, at) =>
      `${at === 0 ? start : " ".repeat(before)}${line}`.trimEnd(),
    );
  });
}

/** @param columns where letters have a fixed width, how many stand in a line; null: a line a row */
export function tableLines(table: Table, columns: number | null): string[] {
  const aligned = columns === null || table.head.length < 2 ? null : alignedLines(table, columns);
  return aligned ?? table.rows.map(rowLine);
}
