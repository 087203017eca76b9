/** What a model adds to the labelled questions, and whether every sentence of it holds: for `cli eval --with-model`. */
import { z } from "zod";
import type { Answer } from "../../core/grounding/answer.ts";
import { quotes } from "../../core/grounding/cite.ts";
import type { Catalogue } from "../../core/law/catalogue.ts";
import type { LanguageModel, Prompt } from "../../ports/model.ts";

/** One model sentence with what it rests on. */
export interface WrittenSentence {
  readonly text: string;
  readonly passages: readonly string[];
  /** Each passage is held, and each quotation stands in it literally. */
  readonly exact: boolean;
}

/** The sentences a model wrote into an answer. */
export function writtenSentences(answer: Answer, catalogue: Catalogue): WrittenSentence[] {
  return answer.blocks.flatMap((block) => {
    if (block.type !== "sentence" || block.origin !== "model") return [];
    const cited = answer.citations.filter(({ n }) => block.citations.includes(n));
    return [
      {
        text: block.text,
        passages: cited.map(({ passage }) => passage),
        exact:
          cited.length > 0 &&
          cited.every(({ passage, quote }) => {
            const text = catalogue.passageText(passage);
            return text !== undefined && (quote === null || quotes(text, quote));
          }),
      },
    ];
  });
}

const Judgement = z.object({ supported: z.boolean() });
const schema = {
  name: "judgement",
  json: {
    type: "object",
    additionalProperties: false,
    required: ["supported"],
    properties: { supported: { type: "boolean" } },
  },
  fits: (value: unknown): boolean => Judgement.safeParse(value).success,
} as const;
const maxTokens = 50;

/**
 * Whether another model finds a sentence supported by what it cites; null where it gives no judgement. No gate: a judge of this
 * kind errs too often to decide anything.
 */
export async function judged(
  judge: LanguageModel,
  prompt: Prompt,
  { text, passages }: WrittenSentence,
  catalogue: Catalogue,
): Promise<boolean | null> {
  const evidence = passages.map((passage) => {
    const provision = catalogue.provision(passage)?.provision;
    return [catalogue.passageText(provision?.id ?? passage), provision?.gist].filter(Boolean).join("\n");
  });
  const reply = await judge.complete({
    instructions: prompt.fill({}),
    input: JSON.stringify({ claim: text, evidence }),
    schema,
    maxTokens,
    budgetOf: null,
  });
  const parsed = reply.ok ? Judgement.safeParse(reply.value) : null;
  return parsed?.success === true ? parsed.data.supported : null;
}

/** Figures of one run; shares are 0 to 1. */
export interface ModelFigures {
  readonly model: string | null;
  /** Questions whose answer leaves room for a model, and how many it put into words. */
  readonly asked: number;
  readonly written: number;
  readonly sentences: number;
  /** Share of sentences whose passages are held and whose quotations are literal. */
  readonly exact: number;
  /** Sentences another model judged, how many of them it found without support, and of how many no judgement was had; null: nobody judges. */
  readonly judged: {
    readonly sentences: number;
    readonly unsupported: number;
    readonly failed: number;
  } | null;
  readonly ends: Readonly<Record<string, number>>;
  readonly dropped: Readonly<Record<string, number>>;
  /** Of the unanswerable questions, refused with the model as well; of the answerable ones, refused. */
  readonly refusalRecall: number;
  readonly falseRefusals: number;
  /** Added to the answer's own time, in milliseconds. */
  readonly addedP50: number;
  readonly addedP95: number;
}
