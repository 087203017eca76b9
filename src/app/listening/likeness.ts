/** Puts texts together that ask for the same, as the loaded knowledge base weighs their words. */
import { clusterTexts, likenessTokens, weighByPhrasings } from "../../core/listening/clusters.ts";
import type { PreparedKnowledge } from "../ask/knowledge.ts";

export function createClusterer({
  catalogue,
  normalise,
}: Pick<PreparedKnowledge, "catalogue" | "normalise">): (
  texts: readonly string[],
) => readonly (readonly string[])[] {
  const tokensOf = (text: string): ReadonlySet<string> => likenessTokens(normalise(text));
  const phrasings = catalogue.base.curated
    .filter(({ kind }) => kind !== "refusal")
    .flatMap(({ questions }) => questions.map(tokensOf));
  const weigh = weighByPhrasings(phrasings);
  return (texts) => clusterTexts(texts, { tokensOf, weigh });
}
