/**
 * Reads a file of `answers/`, `misconceptions/`, `procedures/` or `refusals/`: paragraphs and bullets are cut at their
 * references into statements, each with the references that follow it; a row of a table is one statement.
 */

import { rowText } from "../../core/grounding/blocks.ts";
import { allowsAdvice } from "../../core/law/curated-consistency.ts";
import type { Block, CuratedText, Reference } from "../../core/law/types.ts";
import { readMarkdown } from "./front-matter.ts";
import { type LineOf, markupIn, unwrap } from "./lines.ts";
import type { Tell } from "./problems.ts";
import { curatedHeader } from "./schemas.ts";

/** A curated text, and where its parts stand in its file; `["blocks", n]` is the line its text begins on. */
export interface ReadCurated {
  readonly text: CuratedText;
  readonly lineOf: LineOf;
}

/** @returns null where the header does not hold; the body has been checked all the same */
export function readCurated(
  source: string,
  name: string,
  kind: CuratedText["kind"],
  tell: Tell,
): ReadCurated | null {
  const file = readMarkdown(source, curatedHeader, tell);
  if (!file) return null;
  const { header, lineOf } = file;
  if (header && header.id !== name) tell("id.file-name", lineOf(["id"]), header.id, name);
  const placed = readBlocks(file.body, file.bodyLine, kind, tell);
  if (!header) return null;
  return {
    text: { ...header, kind, blocks: placed.map(({ block }) => block) },
    lineOf: (at) =>
      (at[0] === "blocks" && typeof at[1] === "number" ? placed[at[1]]?.line : undefined) ?? lineOf(at),
  };
}

/** Statements with their references, of a paragraph that stands alone; lines told are counted within it. */
export const readStatements = (text: string, tell: Tell): readonly Block[] =>
  cut({ type: "paragraph", line: 1, lines: [text] }, false, tell).map(({ block }) => block);

interface Placed {
  readonly block: Block;
  readonly line: number;
}

/** Lines that belong together: a heading, a table, or a paragraph or bullet that may be wrapped. */
interface Group {
  readonly type: "heading" | "paragraph" | "bullet" | "table";
  readonly line: number;
  readonly lines: string[];
}

function readBlocks(
  body: readonly string[],
  firstLine: number,
  kind: CuratedText["kind"],
  tell: Tell,
): Placed[] {
  let advising = false;
  return groupsOf(body, firstLine, tell).flatMap((group, at, all) => {
    if (group.type === "table") return readTable(group, all[at - 1]?.type === "heading", tell);
    if (group.type !== "heading") return cut(group, advising, tell);
    const text = group.lines.join("");
    advising = allowsAdvice(kind, text);
    return [{ block: { type: "heading", text }, line: group.line }];
  });
}

function groupsOf(body: readonly string[], firstLine: number, tell: Tell): Group[] {
  const groups: Group[] = [];
  let open: Group | undefined;
  for (const [index, raw] of body.entries()) {
    const line = firstLine + index;
    const text = raw.trim();
    const isRow = /^\|.*\|$/u.test(text);
    const mark = markupIn(isRow ? text.slice(1) : text);
    if (mark !== undefined) tell("text.markup", line, mark);
    const [, hashes, heading] = /^(#{1,6})\s+(.*)$/u.exec(text) ?? [];
    const [, bullet] = /^[-*+]\s+(.*)$/u.exec(text) ?? [];
    // A numbered step is a paragraph of its own that keeps its number.
    const continues =
      open !== undefined &&
      open.type !== "heading" &&
      (open.type === "table") === isRow &&
      !/^\d+[.．、]/u.test(text);

    if (hashes === "#") tell("heading.title", line);
    if (text === "") open = undefined;
    else if (open && continues && heading === undefined && bullet === undefined) open.lines.push(text);
    else {
      const words = bullet !== undefined ? "bullet" : "paragraph";
      const type = isRow ? "table" : heading !== undefined ? "heading" : words;
      open = { type, line, lines: [heading ?? bullet ?? text] };
      groups.push(open);
    }
  }
  return groups;
}

const REFERENCE = /\[([a-z0-9][a-z0-9-]*(?:#[a-z0-9-]+(?:\.\d+){0,2})?)(?:「([^「」]+)」)?\]/gu;
/** Punctuation that closes the statement before a reference, written after it. */
const CLOSING = /^[\s。，、；：！？）”』]+/u;

const cellsOf = (line: string): string[] => line.slice(1, -1).split("|");

/** Cells without their references, and these. */
function readRow(line: string, at: number, tell: Tell): { cells: string[]; references: Reference[] } {
  const references: Reference[] = [];
  const cells = cellsOf(line).map((cell) => {
    const text = cell.replace(REFERENCE, (_, passage: string, quote?: string) => {
      references.push({ passage, quote: quote === undefined ? null : unwrap(quote) });
      return "";
    });
    const [fragment] = /\[[^\]]*\]?|\]/u.exec(text) ?? [];
    if (fragment !== undefined) tell("reference.malformed", at, fragment);
    return unwrap(text);
  });
  return { cells, references };
}

/** Each row as a statement. @param underHeading whether the table has what will be its caption */
function readTable({ line, lines }: Group, underHeading: boolean, tell: Tell): Placed[] {
  const [first = "", rule = "", ...rows] = lines;
  const head = cellsOf(first).map(unwrap);
  const isRule = cellsOf(rule).length === head.length && /^\|(?:\s*:?-{3,}:?\s*\|)+$/u.test(rule);
  if (!underHeading || !isRule || head.length < 2 || head.includes("") || rows.length === 0)
    tell("table.shape", line, first);
  return rows.map((written, index) => {
    const at = line + 2 + index;
    const { cells, references } = readRow(written, at, tell);
    if (cells.length !== head.length || cells[0] === "") tell("table.shape", at, written);
    const text = rowText(cells);
    const row = { head, cells };
    return { block: { type: "statement", text, references, bullet: true, continues: false, row }, line: at };
  });
}

function cut({ type, line, lines }: Group, advising: boolean, tell: Tell): Placed[] {
  const bullet = type === "bullet";
  const whole = lines.join("\n");
  const lineAt = (offset: number) => line + (whole.slice(0, offset).match(/\n/g)?.length ?? 0);
  const statements: { text: string; references: Reference[]; line: number }[] = [];

  /** Takes the text up to a reference or the end, and gives what is left of it after closing punctuation. */
  const take = (from: number, to: number): { text: string; line: number } => {
    let text = whole.slice(from, to);
    let offset = from;
    const last = statements.at(-1);
    const closing = last ? (CLOSING.exec(text)?.[0] ?? "") : "";
    if (last) last.text += closing.trim();
    text = text.slice(closing.length);
    offset += closing.length + (text.length - text.trimStart().length);
    const bracket = /[[\]]/u.exec(text);
    if (bracket) {
      const fragment = /\[[^\]]*\]?/u.exec(text)?.[0] ?? bracket[0];
      tell("reference.malformed", lineAt(offset + bracket.index), unwrap(fragment));
    }
    return { text: unwrap(text), line: lineAt(offset) };
  };

  let end = 0;
  for (const match of whole.matchAll(REFERENCE)) {
    const [written, passage = "", quote] = match;
    const reference: Reference = { passage, quote: quote === undefined ? null : unwrap(quote) };
    const piece = take(end, match.index);
    end = match.index + written.length;
    const last = statements.at(-1);
    if (piece.text !== "") statements.push({ ...piece, references: [reference] });
    else if (last) last.references.push(reference);
    else tell("reference.without-statement", lineAt(match.index), unwrap(written));
  }
  const rest = take(end, whole.length);
  const placed: Placed[] = statements.map(({ text, references, line: at }, index) => ({
    block: { type: "statement", text, references, bullet, continues: index > 0 },
    line: at,
  }));
  if (rest.text === "") return placed;
  const block: Block = advising
    ? { type: "advice", text: rest.text, bullet }
    : { type: "statement", text: rest.text, references: [], bullet, continues: statements.length > 0 };
  return [...placed, { block, line: rest.line }];
}
