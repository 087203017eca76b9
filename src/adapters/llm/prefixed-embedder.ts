/** An embedding model that wants a few words before each text: which, it says in its description (`query: `, an instruction). */
import type { Embedder } from "../../ports/model.ts";

/**
 * @param prefix put before each text as it is; empty: none
 * @param keyed whether the vectors are kept: with another prefix they are others, so they are those of another model
 */
export function createPrefixedEmbedder(embedder: Embedder, prefix: string, keyed: boolean): Embedder {
  if (prefix === "") return embedder;
  return {
    model: keyed ? `${embedder.model} ${JSON.stringify(prefix)}` : embedder.model,
    embed: (texts, signal) =>
      embedder.embed(
        texts.map((text) => `${prefix}${text}`),
        signal,
      ),
  };
}
