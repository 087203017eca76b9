/**
 * An answer as a rich message: one where plain text would need several, or where there is a table; with its sources in a part
 * that folds. Always made of blocks, never of markup: no text of anybody means anything but itself.
 */
import type { InputRichBlock, InputRichMessage, RichBlockTableCell } from "grammy/types";
import type { Table, TableRow } from "../../../core/grounding/answer.ts";
import { marks } from "../../../text/table.ts";
import { basisHeading } from "../../../text/zh.ts";
import { piecesOf, type Shown } from "./render.ts";
import { clean, type Piece } from "./rich.ts";

/** Characters of one message; blocks with those within others and with rows of tables. */
const textLimit = 32_768;
const blockLimit = 500;
const headingSize = 4;

const linesOf = (text: string): string[] =>
  clean(text)
    .split("\n")
    .filter((line) => line.trim() !== "");

const paragraphs = (texts: readonly string[]): InputRichBlock[] =>
  texts.flatMap(linesOf).map((text) => ({ type: "paragraph", text }));

function blocksOf({ text, type }: Piece): InputRichBlock[] {
  if (linesOf(text).length === 0) return [];
  switch (type) {
    case null:
      return paragraphs([text]);
    case "bold":
      return [{ type: "heading", size: headingSize, text: clean(text) }];
    case "italic":
      return [{ type: "paragraph", text: { type: "italic", text: clean(text) } }];
    case "blockquote":
      return [{ type: "blockquote", blocks: paragraphs([text]) }];
    case "expandable_blockquote":
      return [{ type: "expandable_blockquote", text: clean(text) }];
  }
}

type Cell = RichBlockTableCell;

const look = { align: "left", valign: "top" } as const;
/** A cell without text would not be drawn at all. */
const cellOf = (text: string, isHeader: boolean): Cell => ({
  ...look,
  text: clean(text).replaceAll("\n", " ").trim() || "\u00a0",
  ...(isHeader ? { is_header: true } : {}),
});

/** The row with its marks behind its last words; its first cell names it. */
const rowCells = ({ cells, citations }: TableRow): Cell[] =>
  cells.map((text, at) => cellOf(at === cells.length - 1 ? text + marks(citations) : text, at === 0));

const tableBlock = ({ caption, head, rows }: Table): InputRichBlock => ({
  type: "table",
  ...(linesOf(caption).length === 0 ? {} : { caption: clean(caption) }),
  is_bordered: true,
  is_compact: true,
  cells: [head.map((text) => cellOf(text, true)), ...rows.map(rowCells)],
});

const within = (block: InputRichBlock): number => {
  if (block.type === "table") return block.cells.length;
  return "blocks" in block ? countOf(block.blocks) : 0;
};

const countOf = (blocks: readonly InputRichBlock[]): number =>
  blocks.reduce((total, block) => total + 1 + within(block), 0);

/** @returns null where it does not fit in one, or there is nothing to show */
export function asRichMessage({
  understoodAs,
  body,
  sources,
  remark,
  listed,
}: Shown): InputRichMessage | null {
  const blocks: InputRichBlock[] = [
    ...(understoodAs === null ? [] : blocksOf({ text: understoodAs, type: "italic" })),
    ...body.flatMap((part) => ("table" in part ? [tableBlock(part.table)] : blocksOf(part))),
    ...(sources.length === 0
      ? []
      : [{ type: "details", summary: basisHeading, blocks: paragraphs(sources) } as const]),
    ...(remark === null ? [] : [{ type: "footer", text: clean(remark) } as const]),
    ...paragraphs(listed),
  ];
  const said = body.flatMap(piecesOf).map(({ text }) => text);
  const heads = body.flatMap((part) => ("table" in part ? part.table.head : []));
  const texts = [understoodAs ?? "", ...said, ...heads, ...sources, remark ?? "", ...listed];
  const length = texts.reduce((total, text) => total + text.length, basisHeading.length);
  const fits = blocks.length > 0 && countOf(blocks) <= blockLimit && length <= textLimit;
  // What looks like a link, a mention or a command in a quoted text is none.
  return fits ? { blocks, skip_entity_detection: true } : null;
}
