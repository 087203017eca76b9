/** Answers in a model's words, where a model is configured. */
import { randomInt } from "node:crypto";
import { join } from "node:path";
import { readPrompt } from "../adapters/prompts/prompts.ts";
import type { PreparedKnowledge } from "../app/ask/knowledge.ts";
import { createClaimCache } from "../app/generation/cache.ts";
import { createGenerator, type Generator } from "../app/generation/generator.ts";
import { createRewriter } from "../app/generation/rewriter.ts";
import { createWriter, type Writer } from "../app/generation/writer.ts";
import type { Assistant } from "../ports/assistant.ts";
import type { LanguageModel } from "../ports/model.ts";
import type { Telemetry } from "../ports/telemetry.ts";

/** Beside the program, for the code fills the slots. */
export const promptFolder = join(import.meta.dirname, "..", "..", "prompts");

const letters = "abcdefghijkmnpqrstuvwxyz23456789";

const randomWord = (length: number): string =>
  Array.from({ length }, () => letters[randomInt(letters.length)]).join("");

/** @throws {PromptError} the prompt cannot be used */
export function composeGenerator(
  knowledge: Pick<PreparedKnowledge, "catalogue" | "normalise">,
  model: LanguageModel,
  telemetry: Pick<Telemetry, "count" | "observe">,
): Generator {
  const generator = createGenerator({
    catalogue: knowledge.catalogue,
    normalise: knowledge.normalise,
    model,
    prompt: readPrompt(promptFolder, "answer", ["canary"]),
    cache: createClaimCache(),
    random: randomWord,
    counted: {
      ended: (result) => telemetry.count("generations", { result }),
      dropped: (check) => telemetry.count("claims_dropped", { check }),
    },
  });
  return {
    async generate(input, signal) {
      const started = performance.now();
      const answer = await generator.generate(input, signal);
      if (input.answer.grounds !== undefined)
        telemetry.observe("generation_seconds", {}, (performance.now() - started) / 1_000);
      return answer;
    },
  };
}

/**
 * All that a model does for an answer: puts it into words, completes a follow-up.
 *
 * @throws {PromptError} a prompt cannot be used
 */
export const composeWriter = (
  assistant: Pick<Assistant, "ask">,
  generator: Generator,
  model: LanguageModel,
): Writer =>
  createWriter({
    assistant,
    generator,
    rewriter: createRewriter({
      model,
      prompt: readPrompt(promptFolder, "rewrite", ["boundary"]),
      random: randomWord,
    }),
  });
