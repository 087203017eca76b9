/** Answers in a model's words, where a model is configured. */
import { randomInt } from "node:crypto";
import { join } from "node:path";
import { readPrompt } from "../adapters/prompts/prompts.ts";
import type { PreparedKnowledge } from "../app/ask/knowledge.ts";
import { createClaimCache } from "../app/generation/cache.ts";
import { createGenerator, type Generator } from "../app/generation/generator.ts";
import { createRewriter } from "../app/generation/rewriter.ts";
import { createWriter, type Writer } from "../app/generation/writer.ts";
import type { Config } from "../config.ts";
import type { Assistant } from "../ports/assistant.ts";
import type { LanguageModel, Prompt } from "../ports/model.ts";
import type { Log, Telemetry } from "../ports/telemetry.ts";
import { composeModel, modelDeadline } from "./model.ts";

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
      quoted: (claims) => telemetry.count("claims_quoted", {}, claims),
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
  config: Config,
): Writer =>
  createWriter({
    assistant,
    generator,
    rewriter: createRewriter({
      model,
      prompt: readPrompt(promptFolder, "rewrite", ["boundary"]),
      random: randomWord,
    }),
    deadline: modelDeadline(config),
  });

/** Answers put into words for a command, with what is counted on the way. */
export interface Writing {
  readonly writer: Writer;
  /** Null: nobody judges what a model wrote. */
  readonly judge: { readonly model: LanguageModel; readonly prompt: Prompt } | null;
  /** What came of each, by how it ended, and what was dropped, by check; so far. */
  readonly counts: { readonly ends: Map<string, number>; readonly dropped: Map<string, number> };
}

/** Null where no model is set. Budgets are for people: a command has none. */
export function composeWriting(
  config: Config,
  knowledge: Pick<PreparedKnowledge, "catalogue" | "normalise">,
  assistant: Pick<Assistant, "ask">,
  log: Log,
): Writing | null {
  const { model, judge } = composeModel(config, { take: async () => ({ status: "taken" }) }, log);
  if (model === null) return null;
  const counts = { ends: new Map<string, number>(), dropped: new Map<string, number>() };
  const counted = (of: Map<string, number>, name: string): void => void of.set(name, (of.get(name) ?? 0) + 1);
  const telemetry: Pick<Telemetry, "count" | "observe"> = {
    count(name, labels) {
      if (name === "generations" && "result" in labels) counted(counts.ends, labels.result);
      if (name === "claims_dropped" && "check" in labels) counted(counts.dropped, labels.check);
    },
    observe() {},
  };
  const generator = composeGenerator(knowledge, model, telemetry);
  return {
    writer: composeWriter(assistant, generator, model, config),
    judge: judge && { model: judge, prompt: readPrompt(promptFolder, "judge", []) },
    counts,
  };
}
