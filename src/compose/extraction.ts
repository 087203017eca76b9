/** From a story to proposals of facts, where a model is configured. */
import { join } from "node:path";
import { readPrompt } from "../adapters/prompts/prompts.ts";
import { createExtractor, type Extractor } from "../app/precheck/extractor.ts";
import type { LanguageModel } from "../ports/model.ts";

/** The instructions belong to the program, wherever it is started from. */
const prompts = join(import.meta.dirname, "..", "..", "prompts");

/** @throws {PromptError} the instruction is not as the code needs it */
export const composeExtractor = (model: LanguageModel | null): Extractor | null =>
  model === null ? null : createExtractor({ model, prompt: readPrompt(prompts, "extract", []) });
