/**
 * The vector of a question, for one search. The last questions' vectors are remembered, except where something was masked:
 * nothing of a person stays longer than the call.
 */
import { maskPersonalData } from "../../core/grounding/personal-data.ts";
import { bearsSecrecyMark } from "../../core/grounding/secrecy.ts";
import type { Embedder } from "../../ports/model.ts";
import { questionLimit } from "../ask/ask.ts";

/** Null: there is none to be had now, and words alone are searched by. Never rejects. */
export type QuestionVector = (question: string, signal?: AbortSignal) => Promise<Float32Array | null>;

/**
 * @param embedder ends within the time that an answer can wait
 * @param capacity questions remembered
 */
export function createQuestionVector(embedder: Embedder, capacity: number): QuestionVector {
  /** The one asked longest ago first. */
  const remembered = new Map<string, Float32Array>();

  const remember = (text: string, vector: Float32Array): void => {
    remembered.delete(text);
    remembered.set(text, vector);
    const [oldest] = remembered.keys();
    if (remembered.size > capacity && oldest !== undefined) remembered.delete(oldest);
  };

  return async (question, signal) => {
    const asked = question.trim();
    if (asked === "" || asked.length > questionLimit || bearsSecrecyMark(asked)) return null;
    const { text, found } = maskPersonalData(asked);
    const known = remembered.get(text);
    if (known !== undefined) {
      remember(text, known);
      return known;
    }
    const reply = await embedder.embed([text], signal);
    const vector = reply.ok ? (reply.vectors[0] ?? null) : null;
    // A text masked before it came here carries its marks.
    if (vector !== null && found.length === 0 && !text.includes("〔")) remember(text, vector);
    return vector;
  };
}
