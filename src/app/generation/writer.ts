/**
 * What a model does for one answer that was given without it:
 *
 *   grounds ─────────────────────────────────── the generator puts them into words
 *   not understood, but leaning on the question before ── the rewriter completes it ── asked again, guards and all ── generator
 *
 * Where nothing comes of it, the answer stands as it was given.
 */
import type { Answer, Context } from "../../core/grounding/answer.ts";
import { seemsToLean } from "../../core/grounding/follow-up.ts";
import type { Assistant } from "../../ports/assistant.ts";
import type { ModelRequest } from "../../ports/model.ts";
import * as zh from "../../text/zh.ts";
import type { GenerationInput, Generator } from "./generator.ts";
import type { Rewriter } from "./rewriter.ts";

/** An answer as it was given. */
export interface Given {
  /** As the person sees it, masked; null where it was not kept. */
  readonly question: string | null;
  readonly answer: Answer;
  /** What the question could lean on; null: nothing. */
  readonly before: Context | null;
}

export interface Written extends Given {
  /** Whose budget it is taken from, as a pseudonym; null: nobody's. */
  readonly who: string | null;
  /** Personal data was masked in the question. */
  readonly masked: boolean;
  /** Told of each reply of a model; left out: nobody is. */
  readonly noted?: GenerationInput["noted"];
}

export interface Writer {
  /** What a model can do for an answer. */
  wants(given: Given): "wording" | "rewriting" | "nothing";
  /** The better answer, or null where the one given stands. Never rejects. */
  write(given: Written, signal?: AbortSignal): Promise<Answer | null>;
}

export interface WriterOptions {
  readonly assistant: Pick<Assistant, "ask">;
  readonly generator: Generator;
  /** Null: follow-ups are completed by patterns alone. */
  readonly rewriter: Rewriter | null;
  /** When all that is asked of a model for an answer that is begun now must have ended, as a {@link ModelRequest} says it. */
  readonly deadline: () => ModelRequest["until"];
}

/** With the moment at which everything for it must have ended. */
type Timed = Written & { readonly until: ModelRequest["until"] };

export function createWriter({ assistant, generator, rewriter, deadline }: WriterOptions): Writer {
  const wants: Writer["wants"] = ({ question, answer, before }) => {
    if ((answer.grounds ?? []).length > 0) return "wording";
    const unclear = answer.refusalReason === "no_evidence" || answer.kind === "clarify";
    return rewriter !== null && before !== null && question !== null && unclear && seemsToLean(question)
      ? "rewriting"
      : "nothing";
  };

  const put = (answer: Answer, { question, who, masked, until, noted }: Timed, signal?: AbortSignal) =>
    generator.generate(
      {
        question: answer.context?.question ?? question ?? "",
        asOf: answer.asOf,
        answer,
        who,
        masked,
        until,
        noted,
      },
      signal,
    );

  /** The question completed and asked again; null where that answers nothing either. */
  const askedAgain = async (given: Timed, signal?: AbortSignal): Promise<Answer | null> => {
    const { question, before, answer } = given;
    if (rewriter === null || question === null || before === null) return null;
    const completed = await rewriter.rewrite(question, before.question, given, signal);
    if (completed === null) return null;
    const again = assistant.ask(completed, { asOf: answer.asOf, context: null });
    return again.kind === "answer"
      ? { ...again, understoodAs: again.understoodAs ?? zh.notices.understoodAs(completed) }
      : null;
  };

  return {
    wants,
    async write(written, signal) {
      const wanted = wants(written);
      if (wanted === "nothing") return null;
      const given = { ...written, until: deadline() };
      if (wanted === "wording") return put(given.answer, given, signal);
      const again = await askedAgain(given, signal);
      return again && ((await put(again, given, signal)) ?? again);
    },
  };
}
