/** Many texts to an embedding model, in calls as large as the service takes. */
import type { Embedder, ModelFailure } from "../../ports/model.ts";

/** One text's vector; or that the service would not take this text; or why the call failed. */
export type Embedded =
  | { readonly type: "vector"; readonly vector: Float32Array }
  | { readonly type: "not-taken" }
  | { readonly type: "failed"; readonly failure: ModelFailure };

/**
 * Embeds texts in one call, or in halves of it where the service does not take so many, or one of them.
 *
 * @param texts at most 64
 */
export async function embedTexts(
  embedder: Embedder,
  texts: readonly string[],
  signal?: AbortSignal,
): Promise<readonly Embedded[]> {
  const reply = await embedder.embed(texts, signal);
  if (reply.ok) return reply.vectors.map((vector) => ({ type: "vector", vector }));
  const { failure } = reply;
  // A text alone that gets no vector is this text's matter; many of which none gets one are not: the service is wrong.
  if (texts.length === 1 && (failure === "refused" || failure === "malformed"))
    return [{ type: "not-taken" }];
  // With fewer texts it may be taken. Anything else is not about the texts.
  if (failure !== "refused") return texts.map(() => ({ type: "failed", failure }));
  const middle = Math.ceil(texts.length / 2);
  const first = await embedTexts(embedder, texts.slice(0, middle), signal);
  const second = await embedTexts(embedder, texts.slice(middle), signal);
  return [...first, ...second];
}
