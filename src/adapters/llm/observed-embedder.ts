/** An embedding model whose calls are counted and timed. */
import type { Embedder } from "../../ports/model.ts";
import type { Telemetry } from "../../ports/telemetry.ts";

/** @param now milliseconds that only rise */
export function createObservedEmbedder(
  embedder: Embedder,
  telemetry: Telemetry,
  now: () => number,
): Embedder {
  return {
    model: embedder.model,
    async embed(texts, signal) {
      // Nothing is asked of the service then.
      if (texts.length === 0) return embedder.embed(texts, signal);
      const from = now();
      const reply = await embedder.embed(texts, signal);
      telemetry.count("embedding_calls", { result: reply.ok ? "ok" : reply.failure });
      if (reply.ok && reply.tokens !== undefined) telemetry.count("embedding_tokens", {}, reply.tokens);
      telemetry.observe("embedding_seconds", {}, (now() - from) / 1_000);
      return reply;
    },
  };
}
