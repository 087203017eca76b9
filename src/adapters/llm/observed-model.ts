/** A model and embeddings whose calls are counted and timed. */
import type { Embedder, LanguageModel, ModelFailure } from "../../ports/model.ts";
import type { ModelCall, Telemetry } from "../../ports/telemetry.ts";

/** Failures of calls that were never made: their time says nothing of the service. */
const notMade: readonly ModelFailure[] = ["off", "budget"];

type Outcome = { readonly ok: true } | { readonly ok: false; readonly failure: ModelFailure };

/** @param now seconds are told from it; milliseconds that only rise */
export function createObservedModel(
  model: LanguageModel,
  telemetry: Telemetry,
  now: () => number,
): LanguageModel {
  return {
    name: model.name,
    async complete(request, signal) {
      const reply = await observed("completion", telemetry, now, () => model.complete(request, signal));
      if (reply.ok) telemetry.count("model_tokens", {}, reply.tokens);
      return reply;
    },
  };
}

/** @param now as for the model */
export function createObservedEmbedder(
  embedder: Embedder,
  telemetry: Telemetry,
  now: () => number,
): Embedder {
  return {
    model: embedder.model,
    embed: (texts, signal) => observed("embedding", telemetry, now, () => embedder.embed(texts, signal)),
  };
}

async function observed<Reply extends Outcome>(
  call: ModelCall,
  telemetry: Telemetry,
  now: () => number,
  ask: () => Promise<Reply>,
): Promise<Reply> {
  const from = now();
  const reply = await ask();
  telemetry.count("model_calls", { call, result: reply.ok ? "ok" : reply.failure });
  if (reply.ok || !notMade.includes(reply.failure))
    telemetry.observe("model_seconds", { call }, (now() - from) / 1_000);
  return reply;
}
