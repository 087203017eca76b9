/**
 * A story (经过) given to a model, and its proposals checked. What goes out is the masked story and the facts; what comes back
 * is a list of proposals and nothing else. Failure is a value: the interview then asks as it always does.
 */
import { forModel, type Withholding } from "../../core/grounding/model-text.ts";
import {
  checkProposals,
  type Extraction,
  isProposalList,
  proposalLimit,
} from "../../core/precheck/extraction.ts";
import type { StoryFact } from "../../core/precheck/story-facts.ts";
import type { LanguageModel, ModelFailure, Prompt } from "../../ports/model.ts";

export type Extracted =
  | ({ readonly ok: true; readonly model: string } & Extraction)
  | { readonly ok: false; readonly reason: "too-long" | Withholding | ModelFailure };

/** UTF-16 units of a story. */
export const storyLimit = 6_000;

export interface Extractor {
  /** The model that is asked first, to be named before anything is sent. */
  readonly model: string;
  /**
   * Never rejects.
   *
   * @param story as it was typed, or masked already; the spans are places in it
   * @param budgetOf pseudonym of the person whose daily budget it is taken from; null: nobody's
   */
  extract(
    story: string,
    facts: readonly StoryFact[],
    budgetOf: string | null,
    signal?: AbortSignal,
  ): Promise<Extracted>;
}

export interface ExtractorOptions {
  readonly model: LanguageModel;
  /** The fixed instruction. */
  readonly prompt: Prompt;
}

/** A proposal has two short names and a quotation; all facts of a rule set fit. */
const maxTokens = 4_000;

const text = { type: "string" };

/** What comes back, as JSON Schema. */
export const extractionSchema = {
  name: "facts",
  json: {
    type: "object",
    properties: {
      facts: {
        type: "array",
        maxItems: proposalLimit,
        items: {
          type: "object",
          properties: { fact: text, value: text, quote: text },
          required: ["fact", "value", "quote"],
          additionalProperties: false,
        },
      },
    },
    required: ["facts"],
    additionalProperties: false,
  },
  fits: isProposalList,
} as const;

/** The facts as the model sees them. */
const asked = ({ id, question, help, values }: StoryFact): object => ({
  fact: id,
  question,
  ...(help === "" ? {} : { help }),
  values: Object.fromEntries(values.map((value) => [value.id, value.label])),
});

export function createExtractor({ model, prompt }: ExtractorOptions): Extractor {
  return {
    model: model.name,
    async extract(story, facts, budgetOf, signal) {
      if (story.length > storyLimit) return { ok: false, reason: "too-long" };
      const gate = forModel(story);
      if (!gate.ok) return gate;
      const reply = await model.complete(
        {
          instructions: prompt.fill({}),
          input: JSON.stringify({ facts: facts.map(asked), story: gate.text }),
          schema: extractionSchema,
          maxTokens,
          budgetOf,
        },
        signal,
      );
      if (!reply.ok) return { ok: false, reason: reply.failure };
      if (!isProposalList(reply.value)) return { ok: false, reason: "malformed" };
      const checked = checkProposals(
        reply.value,
        { original: story, masked: gate.text, found: gate.found },
        facts,
      );
      return { ok: true, model: reply.model, ...checked };
    },
  };
}
