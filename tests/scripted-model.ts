/** A language model that answers as it is told, behind the port: for what is done with its answers. */
import { createExtractor } from "../src/app/precheck/extractor.ts";
import type { Interviewer } from "../src/app/precheck/interviewer.ts";
import { createStories, type Stories } from "../src/app/precheck/stories.ts";
import type { LanguageModel, ModelFailure, ModelRequest } from "../src/ports/model.ts";

export interface ScriptedModel extends LanguageModel {
  readonly requests: readonly ModelRequest[];
  /** What it answers from now on. */
  answer(value: unknown): void;
  fail(failure: ModelFailure): void;
  /** Holds the answers back until what it returns is called. */
  hold(): () => void;
}

export function createScriptedModel(): ScriptedModel {
  const requests: ModelRequest[] = [];
  let failure: ModelFailure | null = null;
  let held: Promise<void> | null = null;
  let value: unknown = { facts: [] };
  return {
    name: "fake-model",
    requests,
    answer(given) {
      failure = null;
      value = given;
    },
    fail(given) {
      failure = given;
    },
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      held = promise;
      return resolve;
    },
    async complete(request) {
      requests.push(request);
      await held;
      return failure === null ? { ok: true, value, model: "fake-model", tokens: 1 } : { ok: false, failure };
    },
  };
}

/** Stories read by that model. */
export const storiesOf = (model: LanguageModel, interviewer: Interviewer): Stories =>
  createStories({
    extractor: createExtractor({ model, prompt: { name: "extract", hash: "0", fill: () => "整理事实" } }),
    interviewer,
    pseudonyms: { of: () => "0".repeat(32) },
  });
