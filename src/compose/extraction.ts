/** From a story to proposals of facts, where a model is configured. */
import { readPrompt } from "../adapters/prompts/prompts.ts";
import { createExtractor, type Extractor } from "../app/precheck/extractor.ts";
import type { Interviewer } from "../app/precheck/interviewer.ts";
import { createStories, type Stories } from "../app/precheck/stories.ts";
import type { Config } from "../config.ts";
import type { StoryModel } from "../core/precheck/story.ts";
import type { LanguageModel } from "../ports/model.ts";
import type { Pseudonyms } from "../ports/sealing.ts";
import type { Telemetry } from "../ports/telemetry.ts";
import { promptFolder } from "./generation.ts";

/** @throws {PromptError} the instruction is not as the code needs it */
export const composeExtractor = (model: LanguageModel): Extractor =>
  createExtractor({ model, prompt: readPrompt(promptFolder, "extract", []) });

/** What people are told of the models before a story; null: none reads any. */
export function storyModelOf(config: Config): StoryModel | null {
  const {
    OPENAI_MODEL: model,
    OPENAI_BASE_URL,
    OPENAI_FALLBACKS,
    LLM_DISABLED,
    MODEL_FILING_NUMBER,
  } = config;
  if (model === undefined || LLM_DISABLED) return null;
  const asked = [{ model, baseURL: OPENAI_BASE_URL }, ...OPENAI_FALLBACKS];
  return {
    names: [...new Set(asked.map((one) => one.model))],
    recipients: [...new Set(asked.map((one) => `${one.model}@${new URL(one.baseURL).host}`))],
    filing: MODEL_FILING_NUMBER ?? null,
  };
}

/** @throws {PromptError} the instruction is not as the code needs it */
export const composeStories = (
  model: LanguageModel,
  interviewer: Interviewer,
  pseudonyms: Pseudonyms,
  telemetry: Pick<Telemetry, "count">,
): Stories =>
  createStories({
    extractor: composeExtractor(model),
    interviewer,
    pseudonyms,
    ended: (result) => telemetry.count("stories", { result }),
  });
