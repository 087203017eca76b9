/**
 * Follow-ups completed by a model (补全), where patterns and slots could not: the question before and a remark on it become one
 * question. It is made of their words alone, is shown, and goes through everything a typed question goes through.
 */
import { z } from "zod";
import { coverageBy, pairsOf } from "../../core/grounding/claims/coverage.ts";
import { isLeak } from "../../core/grounding/claims/output.ts";
import { forModel } from "../../core/grounding/model-text.ts";
import type { LanguageModel, Prompt } from "../../ports/model.ts";
import type { GenerationInput } from "./generator.ts";

export interface Rewriter {
  /**
   * The remark as a question of its own, or null: none, or one that says what neither of the two says. Never rejects.
   *
   * @param before the question before, masked
   * @param of whose budget it is taken from, as a pseudonym (null: nobody's), when it must have ended, and who is told its cost
   */
  rewrite(
    remark: string,
    before: string,
    of: Pick<GenerationInput, "who" | "until" | "noted">,
    signal?: AbortSignal,
  ): Promise<string | null>;
}

export interface RewriterOptions {
  readonly model: LanguageModel;
  readonly prompt: Prompt<"boundary">;
  /** So many characters of `a-z0-9`, never the same twice. */
  readonly random: (length: number) => string;
}

const Reply = z.object({ question: z.string().max(1_000) });

const schema = {
  name: "question",
  json: {
    type: "object",
    additionalProperties: false,
    required: ["question"],
    properties: { question: { type: "string" } },
  },
  fits: (value: unknown): boolean => Reply.safeParse(value).success,
} as const;

const maxTokens = 200;
const boundaryLength = 12;
const shortest = 4;
const longest = 120;
/** Least share of the new question's pairs of characters that the two questions hold. */
const leastOwn = 0.7;

export function createRewriter({ model, prompt, random }: RewriterOptions): Rewriter {
  return {
    async rewrite(remark, before, { who, until, noted }, signal) {
      const [first, second] = [forModel(before), forModel(remark)];
      if (!first.ok || !second.ok) return null;
      const boundary = random(boundaryLength);
      const data = JSON.stringify({ before: first.text, remark: second.text });
      const reply = await model.complete(
        {
          instructions: prompt.fill({ boundary }),
          input: `用户的话 ${boundary} 开始\n${data}\n用户的话 ${boundary} 结束`,
          schema,
          maxTokens,
          budgetOf: who,
          until,
        },
        signal,
      );
      if (reply.ok) noted?.({ tokens: reply.tokens, dropped: [] });
      const parsed = reply.ok ? Reply.safeParse(reply.value) : null;
      if (parsed?.success !== true) return null;
      const question = parsed.data.question.trim();
      return isOwn(question, `${first.text}\n${second.text}`) && question !== remark ? question : null;
    },
  };
}

/** Whether a question is one plain line made of the words that were given. */
const isOwn = (question: string, given: string): boolean =>
  question.length >= shortest &&
  question.length <= longest &&
  !/[\n\r]/u.test(question) &&
  !isLeak(question, "") &&
  coverageBy(pairsOf(question), given) >= leastOwn;
