/**
 * Quiz questions (题目): each bound to the provisions its key follows from, in the wording it was written against. Where a
 * provision's wording changed since, the question waits for review and is not asked.
 */
import type { Catalogue } from "../law/catalogue.ts";
import { foldWording } from "../law/findings.ts";
import type { Day, Quiz, QuizKind, QuizTopic } from "../law/types.ts";
import { isReliable, validityOf } from "../law/validity.ts";
import { hashOf, seededOrder } from "./seeds.ts";

export const quizKinds = ["single", "multiple", "true-false", "case"] as const satisfies readonly QuizKind[];

/** In the order they are offered. */
export const quizTopics = [
  "distinctions",
  "tolerable",
  "excluded",
  "accountability",
  "leniency",
  "looks",
  "procedure",
  "clarification",
  "afterwards",
  "local",
  "misconceptions",
] as const satisfies readonly QuizTopic[];

/** Options of a true-or-false question, in this order. */
export const trueFalse = ["对", "错"] as const;

/** Indexes of the right options, rising. */
export const rightOptions = ({ options }: Quiz): readonly number[] =>
  options.flatMap(({ right }, at) => (right ? [at] : []));

/** Tells whether exactly the right options were picked; order and repetition do not count. */
export function isRight(quiz: Quiz, picked: readonly number[]): boolean {
  const chosen = new Set(picked);
  const right = rightOptions(quiz);
  return chosen.size === right.length && right.every((at) => chosen.has(at));
}

/**
 * Every word a key can follow from: the official wording with the editor's gist, or what is known of a case. Undefined where
 * the id names nothing.
 */
export function boundText(catalogue: Catalogue, passage: string): string | undefined {
  const published = catalogue.case(passage);
  if (published !== undefined) {
    const { facts, decision, reason, correction } = published;
    return [facts, decision, reason, correction].filter((part) => part !== null).join("\n");
  }
  const words = catalogue.resolveText(passage);
  const whole = catalogue.provision(passage);
  if (words === undefined || whole === undefined) return words?.text;
  const gist = whole.provision.id === passage ? whole.provision.gist : null;
  return words.official && gist !== null ? `${words.text}\n${gist}` : words.text;
}

/** FNV-1a over the UTF-16 units of the folded words, 8 hex digits: tells a change, guards against nothing. */
export const fingerprintOf = (words: string): string =>
  hashOf(foldWording(words)).toString(16).padStart(8, "0");

/** Whether a question may be asked: `changed` and `not_in_force` wait for an editor. */
export type Standing = "good" | "changed" | "not_in_force";

export function standingOf({ basis }: Pick<Quiz, "basis">, catalogue: Catalogue, day: Day): Standing {
  for (const { passage, fingerprint } of basis) {
    const words = boundText(catalogue, passage);
    if (words === undefined || fingerprintOf(words) !== fingerprint) return "changed";
    const provision = catalogue.provision(passage)?.provision;
    const document = provision === undefined ? undefined : catalogue.document(provision.documentId);
    if (document !== undefined && !isReliable(validityOf(document, day))) return "not_in_force";
  }
  return "good";
}

/**
 * The order in which options are shown, as indexes: mixed by `seed`, so that the place of the right one tells nothing; 对 and
 * 错 keep theirs. The same seed gives the same order.
 */
export function shownOrder(quiz: Pick<Quiz, "id" | "kind" | "options">, seed: string): readonly number[] {
  const order = quiz.options.map((_, at) => at);
  return quiz.kind === "true-false" ? order : seededOrder(order, String, `${seed}/${quiz.id}`);
}
