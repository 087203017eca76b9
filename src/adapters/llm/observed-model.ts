/** A model whose calls are counted and timed. */
import type { LanguageModel, ModelFailure } from "../../ports/model.ts";
import type { Telemetry } from "../../ports/telemetry.ts";

/** Failures of calls that were never made: their time says nothing of the service. */
const notMade: readonly ModelFailure[] = ["off", "budget"];

/** @param now milliseconds that only rise */
export function createObservedModel(
  model: LanguageModel,
  telemetry: Telemetry,
  now: () => number,
): LanguageModel {
  return {
    name: model.name,
    async complete(request, signal) {
      const from = now();
      const reply = await model.complete(request, signal);
      telemetry.count("model_calls", { result: reply.ok ? "ok" : reply.failure });
      if (reply.ok) telemetry.count("model_tokens", {}, reply.tokens);
      if (reply.ok || !notMade.includes(reply.failure))
        telemetry.observe("model_seconds", {}, (now() - from) / 1_000);
      return reply;
    },
  };
}
