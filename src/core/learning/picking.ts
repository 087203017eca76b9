/** Which question comes next. Chance is a seed: the same seed and the same past give the same question. */
import type { Day, Quiz, QuizTopic } from "../law/types.ts";
import { dueOn } from "./leitner.ts";
import type { Learning } from "./progress.ts";
import { seededOrder } from "./seeds.ts";

/** Where the next question comes from: 每日一题, 误区辨析, 我的错题, or a topic. */
export type QuizSource = "daily" | "misconceptions" | "wrong" | QuizTopic;

/**
 * The next question of a source; null where it has none. Questions never answered come first, then those answered longest
 * ago; of wrong answers only what is due.
 *
 * @param quizzes those that may be asked
 * @param seed mixes the questions that nothing else tells apart
 */
export function nextQuiz(
  quizzes: readonly Quiz[],
  source: QuizSource,
  learning: Pick<Learning, "answered" | "cards">,
  day: Day,
  seed: string,
): Quiz | null {
  if (source === "wrong") return dueQuiz(quizzes, learning, day);
  const lastOn = new Map(learning.answered.map(({ quiz, day: on }) => [quiz, on]));
  const order = seededOrder(
    quizzes.filter((quiz) => belongs(quiz, source)),
    ({ id }) => id,
    seed,
  );
  return (
    order.toSorted((one, other) => before(lastOn.get(one.id) ?? "", lastOn.get(other.id) ?? ""))[0] ?? null
  );
}

function dueQuiz(quizzes: readonly Quiz[], { cards }: Pick<Learning, "cards">, day: Day): Quiz | null {
  for (const card of dueOn(cards, day)) {
    const quiz = quizzes.find(({ id }) => id === card.quiz);
    if (quiz !== undefined) return quiz;
  }
  return null;
}

/** Tells whether a question tempts with a known misconception. */
export const isOnMisconceptions = ({ options }: Quiz): boolean =>
  options.some(({ misconception }) => misconception !== null);

const belongs = (quiz: Quiz, source: Exclude<QuizSource, "wrong">): boolean =>
  source === "daily" || (source === "misconceptions" ? isOnMisconceptions(quiz) : quiz.topic === source);

const before = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
