/** What an answer shows: the blocks and sources every channel shows, in the looks Telegram has; and that as one text. */
import type { Answer, AnswerBlock, Citation } from "../../../core/grounding/answer.ts";
import type { Choice } from "../../../ports/channel.ts";
import { blockText, citationTitle, sourceLines } from "../../../text/render.ts";
import * as zh from "../../../text/zh.ts";
import { join, type Piece, type Rich } from "./rich.ts";

/** A longer quotation is shown folded. */
const foldedFrom = 400;

const isQuote = (block: AnswerBlock): boolean => block.type === "sentence" && block.origin === "quote";

function lookOf(block: AnswerBlock): Piece["type"] {
  if (block.type === "heading" || block.type === "label") return "bold";
  return isQuote(block) ? "blockquote" : null;
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
  readonly body: readonly Piece[];
  /** What is known of each source. */
  readonly sources: readonly string[];
  readonly remark: string | null;
  /** Choices that cannot be buttons. */
  readonly listed: readonly string[];
}

/** @param listed choices that cannot be buttons, named below the answer */
export function shownOf({ blocks, citations, understoodAs }: Answer, listed: readonly string[]): Shown {
  const policy = blocks.some(({ type }) => type === "sentence");
  const curated = blocks.some((block) => block.type === "sentence" && block.origin === "curated");
  return {
    understoodAs,
    body: blockPieces(blocks),
    sources: citations.length === 0 ? [] : sourceLines(citations, curated),
    remark: policy ? zh.disclaimer : null,
    listed,
  };
}

/** As one text, the sources folded away. */
export function asText({ understoodAs, body, sources, remark, listed }: Shown): Rich {
  const folded: readonly Piece[] = [
    plain(""),
    { text: zh.basisHeading, type: "bold" },
    { text: sources.join("\n"), type: "expandable_blockquote" },
  ];
  return join([
    ...(understoodAs === null ? [] : [{ text: understoodAs, type: "italic" } as const]),
    ...body,
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
