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

/** What people are told of the model before a story; null: none reads any. */
export const storyModelOf = ({
  OPENAI_MODEL,
  LLM_DISABLED,
  MODEL_FILING_NUMBER,
}: Config): StoryModel | null =>
  OPENAI_MODEL === undefined || LLM_DISABLED
    ? null
    : { name: OPENAI_MODEL, filing: MODEL_FILING_NUMBER ?? null };

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
