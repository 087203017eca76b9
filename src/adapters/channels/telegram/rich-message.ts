/**
 * An answer as a rich message: one where plain text would need several, with its sources in a part that folds. Always made
 * of blocks, never of markup: no text of anybody means anything but itself.
 */
import type { InputRichBlock, InputRichMessage } from "grammy/types";
import { basisHeading } from "../../../text/zh.ts";
import type { Shown } from "./render.ts";
import { clean, type Piece } from "./rich.ts";

/** Characters of one message, and blocks with those within others. */
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

const countOf = (blocks: readonly InputRichBlock[]): number =>
  blocks.reduce((total, block) => total + 1 + ("blocks" in block ? countOf(block.blocks) : 0), 0);

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
    ...body.flatMap(blocksOf),
    ...(sources.length === 0
      ? []
      : [{ type: "details", summary: basisHeading, blocks: paragraphs(sources) } as const]),
    ...(remark === null ? [] : [{ type: "footer", text: clean(remark) } as const]),
    ...paragraphs(listed),
  ];
  const texts = [understoodAs ?? "", ...body.map(({ text }) => text), ...sources, remark ?? "", ...listed];
  const length = texts.reduce((total, text) => total + text.length, basisHeading.length);
  const fits = blocks.length > 0 && countOf(blocks) <= blockLimit && length <= textLimit;
  // What looks like a link, a mention or a command in a quoted text is none.
  return fits ? { blocks, skip_entity_detection: true } : null;
}
