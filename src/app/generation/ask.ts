/** One question by itself, put into words where a model is there and its answer leaves room for it. */
import type { Answer, Context } from "../../core/grounding/answer.ts";
import type { Writer } from "./writer.ts";

/** @param before what the question could lean on */
export async function wordedBy(
  writer: Writer | null,
  question: string,
  answer: Answer,
  before: Context | null = null,
): Promise<Answer> {
  // As masked, where something was: what the program keeps of a question is what may leave it.
  const asked = answer.context?.question ?? question;
  const written = await writer?.write({ question: asked, answer, before, who: null, masked: false });
  return written ?? answer;
}
