/** Asking by words and by meaning. */
import type { Answer } from "../../core/grounding/answer.ts";
import type { AskOptions, Assistant } from "../../ports/assistant.ts";
import type { QuestionVector } from "./questions.ts";

/** An answer that meaning can change: one put together from what was found. An editor's text, a look-up, a refusal stay as they are. */
export const meaningCounts = (answer: Answer): boolean => answer.grounds !== undefined;

/** What is looked for: the question as completed, which alone has the meaning of what was asked. */
export const understoodAs = (answer: Answer, question: string): string =>
  answer.context?.question ?? question;

/**
 * Answers by words, and once more with the question's vector where that can change the answer and is to be had; so most
 * questions cost no call, and none waits longer than the vector may take.
 *
 * @param vectorOf null: there is no embedding model
 */
export async function askByMeaning(
  assistant: Pick<Assistant, "ask">,
  vectorOf: QuestionVector | null,
  question: string,
  options: AskOptions = {},
): Promise<Answer> {
  const answer = assistant.ask(question, options);
  if (vectorOf === null || !meaningCounts(answer)) return answer;
  const understood = understoodAs(answer, question);
  const vector = await vectorOf(understood);
  return vector === null
    ? answer
    : assistant.ask(question, { ...options, meaning: { question: understood, vector } });
}

/** An assistant that answers as {@link askByMeaning}, by vectors that were fetched before; for evaluations. */
export const withVectors = (
  assistant: Assistant,
  vectors: ReadonlyMap<string, Float32Array | null>,
): Assistant => ({
  ...assistant,
  ask(question, options = {}) {
    const answer = assistant.ask(question, options);
    const understood = understoodAs(answer, question);
    const vector = vectors.get(understood) ?? null;
    return vector === null || !meaningCounts(answer)
      ? answer
      : assistant.ask(question, { ...options, meaning: { question: understood, vector } });
  },
});
