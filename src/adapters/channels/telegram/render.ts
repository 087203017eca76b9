/** What an answer shows: the blocks and sources every channel shows, in the looks Telegram has; and that as one text. */
import type { Answer, AnswerBlock, Citation, Table } from "../../../core/grounding/answer.ts";
import { statementsOf } from "../../../core/grounding/blocks.ts";
import type { Choice } from "../../../ports/channel.ts";
import { blockText, citationTitle, headingText, sourceLines } from "../../../text/render.ts";
import { rowLine } from "../../../text/table.ts";
import * as zh from "../../../text/zh.ts";
import { join, type Piece, type Rich } from "./rich.ts";

/** A longer quotation is shown folded. */
const foldedFrom = 400;

const isQuote = (block: AnswerBlock): boolean => block.type === "sentence" && block.origin === "quote";

function lookOf(block: AnswerBlock): Piece["type"] {
  if (block.type === "heading" || block.type === "label") return "bold";
  return isQuote(block) ? "blockquote" : null;
}

/** A table, and the pieces it is where there are none. */
export interface TablePart {
  readonly table: Table;
  readonly pieces: readonly Piece[];
}

const tablePart = (table: Table): TablePart => ({
  table,
  pieces: [
    { text: headingText(table.caption), type: "bold" },
    ...table.rows.map((row) => plain(rowLine(row))),
  ],
});

/** The blocks between tables as pieces, the tables by themselves. */
function partsOf(blocks: readonly AnswerBlock[]): (Piece | TablePart)[] {
  const parts: (Piece | TablePart)[] = [];
  let from = 0;
  for (const [at, block] of blocks.entries()) {
    if (block.type !== "table") continue;
    parts.push(...blockPieces(blocks.slice(from, at)), tablePart(block));
    from = at + 1;
  }
  return [...parts, ...blockPieces(blocks.slice(from))];
}

/** One piece a block; a sentence that continues stands in the piece before, and a quotation of several lines is one. */
function blockPieces(blocks: readonly AnswerBlock[]): Piece[] {
  const pieces: Piece[] = [];
  for (const block of blocks) {
    const text = blockText(block);
    const look = lookOf(block);
    const before = pieces.at(-1);
    const continues = block.type === "sentence" && block.continues;
    const quotes = look === "blockquote" && before?.type === "blockquote";
    if (before !== undefined && (continues || quotes))
      pieces[pieces.length - 1] = { ...before, text: `${before.text}${continues ? "" : "\n"}${text}` };
    else pieces.push({ text, type: look });
  }
  return pieces.map(({ text, type }) =>
    type === "blockquote" && text.length > foldedFrom
      ? { text, type: "expandable_blockquote" }
      : { text, type },
  );
}

const plain = (text: string): Piece => ({ text, type: null });

/** What an answer shows, in this order; a line is never empty. */
export interface Shown {
  readonly understoodAs: string | null;
  readonly body: readonly (Piece | TablePart)[];
  /** What is known of each source. */
  readonly sources: readonly string[];
  readonly remark: string | null;
  /** Choices that cannot be buttons. */
  readonly listed: readonly string[];
}

/** @param listed choices that cannot be buttons, named below the answer */
export function shownOf({ blocks, citations, understoodAs }: Answer, listed: readonly string[]): Shown {
  const statements = blocks.flatMap(statementsOf);
  const curated = statements.some(({ origin }) => origin === "curated");
  return {
    understoodAs,
    body: partsOf(blocks),
    sources: citations.length === 0 ? [] : sourceLines(citations, curated),
    remark: statements.length > 0 ? zh.disclaimer : null,
    listed,
  };
}

export const piecesOf = (part: Piece | TablePart): readonly Piece[] =>
  "table" in part ? part.pieces : [part];

/** Whether it shows more where there are tables. */
export const hasTable = ({ body }: Shown): boolean => body.some((part) => "table" in part);

/** As one text, the sources folded away. */
export function asText({ understoodAs, body, sources, remark, listed }: Shown): Rich {
  const folded: readonly Piece[] = [
    plain(""),
    { text: zh.basisHeading, type: "bold" },
    { text: sources.join("\n"), type: "expandable_blockquote" },
  ];
  return join([
    ...(understoodAs === null ? [] : [{ text: understoodAs, type: "italic" } as const]),
    ...body.flatMap(piecesOf),
    ...(sources.length === 0 ? [] : folded),
    ...(remark === null ? [] : [plain(""), { text: remark, type: "italic" } as const]),
    ...(listed.length === 0 ? [] : [plain(""), ...listed.map(plain)]),
  ]);
}

/** Longest text a button copies. */
const copyLimit = 256;

/** A source as it is written down elsewhere, with its quotation as far as it fits. */
export function citationToCopy(citation: Citation): string {
  const title = citationTitle(citation);
  const quote = citation.quote === null ? "" : `：“${citation.quote.replaceAll("\n", "")}”`;
  return (title.length + quote.length <= copyLimit ? title + quote : title)
    .slice(0, copyLimit)
    .toWellFormed();
}

/** A choice as it is listed where buttons cannot say it whole. */
export const listedChoice = ({ label }: Choice, at: number | null): string =>
  at === null ? `· ${label}` : `${at}. ${label}`;
