/** Why the key of a question is right (讲解), with its sources. */
import type { AnswerBlock } from "../grounding/answer.ts";
import type { Citer } from "../grounding/cite.ts";
import { curatedBlocks } from "../grounding/compose.ts";
import type { Quiz } from "../law/types.ts";

/**
 * The explanation with each passage cited once, however many of its words are singled out: a short text that lists one
 * provision twice reads as if it had two sources. Of words singled out in one place alone those are quoted, else the passage.
 */
export function explanationBlocks(
  { reviewed, explanation }: Pick<Quiz, "reviewed" | "explanation">,
  citer: Citer,
): AnswerBlock[] {
  const references = explanation.flatMap((block) => ("references" in block ? block.references : []));
  const quoteOf = (of: string): string | null => {
    const quotes = references.flatMap(({ passage, quote }) =>
      passage === of && quote !== null ? [quote] : [],
    );
    const [quote = null, ...others] = new Set(quotes);
    return others.length === 0 ? quote : null;
  };
  return curatedBlocks(
    { reviewed, blocks: explanation },
    { citations: citer.citations, cite: (passage) => citer.cite(passage, quoteOf(passage)) },
  );
}
