/** What blocks of an answer state, and by what numbers. */
import type { AnswerBlock, Origin } from "./answer.ts";

/** A statement of policy: a sentence, or a row of a table that has sources. */
export interface Statement {
  readonly text: string;
  readonly citations: readonly number[];
  readonly origin: Origin;
}

/** A row of a table in one line: its first cell, then what it says of it. */
export const rowText = ([name = "", ...rest]: readonly string[]): string =>
  [name, rest.filter((cell) => cell !== "").join("；")].filter((part) => part !== "").join("：");

/** The statements of policy of a block. */
export function statementsOf(block: AnswerBlock): readonly Statement[] {
  if (block.type === "sentence") return [block];
  if (block.type !== "table") return [];
  return block.rows.flatMap(({ cells, citations }) =>
    citations.length === 0 ? [] : [{ text: rowText(cells), citations, origin: "curated" as const }],
  );
}

/** The block with other numbers for its sources. */
export function renumberedBlock(block: AnswerBlock, numberOf: (n: number) => number): AnswerBlock {
  if (block.type === "sentence") return { ...block, citations: block.citations.map(numberOf) };
  if (block.type !== "table") return block;
  const rows = block.rows.map((row) => ({ ...row, citations: row.citations.map(numberOf) }));
  return { ...block, rows };
}
