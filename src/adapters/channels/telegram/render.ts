/** An answer as text with entities: the blocks and sources every channel shows, in the looks Telegram has. */
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

/** Sources folded away, each with what is known of it. */
function sourcePieces(sources: readonly Citation[], withQuotes: boolean): Piece[] {
  if (sources.length === 0) return [];
  return [
    plain(""),
    { text: zh.basisHeading, type: "bold" },
    { text: sourceLines(sources, withQuotes).join("\n"), type: "expandable_blockquote" },
  ];
}

/** @param listed choices that cannot be buttons, named below the answer */
export function renderAnswer(answer: Answer, listed: readonly string[]): Rich {
  const { blocks, citations, understoodAs } = answer;
  const policy = blocks.some(({ type }) => type === "sentence");
  const curated = blocks.some((block) => block.type === "sentence" && block.origin === "curated");
  return join([
    ...(understoodAs === null ? [] : [{ text: understoodAs, type: "italic" } as const]),
    ...blockPieces(blocks),
    ...sourcePieces(citations, curated),
    ...(policy ? [plain(""), { text: zh.disclaimer, type: "italic" } as const] : []),
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
