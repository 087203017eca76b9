/**
 * The vector of a question, for one search. The last questions' vectors are remembered, except where something was masked:
 * nothing of a person stays longer than the call.
 */
import { forModel } from "../../core/grounding/model-text.ts";
import { personalMark } from "../../core/grounding/personal-data.ts";
import type { Embedder } from "../../ports/model.ts";
import { questionLimit } from "../ask/ask.ts";
import { embedTexts } from "./embed.ts";

/** What is sent of a question, masked; null: nothing is, because the gate keeps it, or it is none to be answered. */
function sentOf(question: string): { readonly text: string; readonly masked: boolean } | null {
  const asked = question.trim();
  if (asked === "" || asked.length > questionLimit) return null;
  const given = forModel(asked);
  // What was masked before it came here carries its marks.
  return given.ok ? { text: given.text, masked: given.text.search(personalMark) !== -1 } : null;
}

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
    const sent = sentOf(question);
    if (sent === null) return null;
    const { text, masked } = sent;
    const known = remembered.get(text);
    if (known !== undefined) {
      remember(text, known);
      return known;
    }
    const reply = await embedder.embed([text], signal);
    const vector = reply.ok ? (reply.vectors[0] ?? null) : null;
    if (vector !== null && !masked) remember(text, vector);
    return vector;
  };
}

/** Queries a call. */
const callSize = 32;

/**
 * The vectors of many queries, in order; null for one that has none, and for all that follow a call that failed or gave
 * nothing: a service that is down is not asked for each.
 */
export async function vectorsOfQueries(
  embedder: Embedder,
  queries: readonly string[],
): Promise<readonly (Float32Array | null)[]> {
  const vectors = new Array<Float32Array | null>(queries.length).fill(null);
  const sent = queries.flatMap((query, at) => {
    const text = sentOf(query)?.text;
    return text === undefined ? [] : [{ text, at }];
  });
  for (let start = 0; start < sent.length; start += callSize) {
    const call = sent.slice(start, start + callSize);
    const embedded = await embedTexts(
      embedder,
      call.map(({ text }) => text),
    );
    for (const [place, given] of embedded.entries()) {
      const at = call[place]?.at;
      if (given.type === "vector" && at !== undefined) vectors[at] = given.vector;
    }
    if (embedded.some(({ type }) => type === "failed") || !embedded.some(({ type }) => type === "vector"))
      break;
  }
  return vectors;
}

/**
 * Lets through the vectors that can be compared with the passages'. Others are of another model under the same name: told
 * once, and words alone are searched by.
 */
export function createFitting(
  dimensions: () => number,
  warn: (message: string) => void,
): (vector: Float32Array | null) => Float32Array | null {
  let told = false;
  return (vector) => {
    if (vector === null || vector.length === dimensions()) return vector;
    if (!told)
      warn(
        "the embedding model answers by vectors of another length than the passages' were: delete the folder vectors in DATA_DIR, and they are computed again",
      );
    told = true;
    return null;
  };
}
