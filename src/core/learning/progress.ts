/**
 * What is kept of a person's learning: what they asked for, which questions they answered when, and which come again. It is
 * theirs alone: nothing here adds up, compares or ranks, and nothing of it leaves the person's own space.
 */
import type { Day, QuizTopic } from "../law/types.ts";
import { monthOf } from "./days.ts";
import { afterAnswer, type Card } from "./leitner.ts";

/** The last answer to a question. */
export interface Answered {
  readonly quiz: string;
  readonly day: Day;
  readonly right: boolean;
}

export interface Learning {
  /** Conversation into which a question a day is wanted as a push (每日一题); null: none is wanted. */
  readonly dailyTo: string | null;
  /** Whether questions are wanted as native quizzes, where the channel has them. */
  readonly polls: boolean;
  /** Day of the last question pushed. */
  readonly pushedOn: Day | null;
  /** One for each question answered, the newest last. */
  readonly answered: readonly Answered[];
  /** Questions that were answered wrongly and come again (我的错题). */
  readonly cards: readonly Card[];
}

export const noLearning: Learning = { dailyTo: null, polls: false, pushedOn: null, answered: [], cards: [] };

/**
 * After an answer. The first answer of a day to a question counts; a press repeated, or a second try after the explanation
 * was read, changes nothing.
 */
export function withAnswer(learning: Learning, quiz: string, right: boolean, day: Day): Learning {
  if (learning.answered.some((one) => one.quiz === quiz && one.day >= day)) return learning;
  return {
    ...learning,
    answered: [...learning.answered.filter((one) => one.quiz !== quiz), { quiz, day, right }],
    cards: afterAnswer(learning.cards, quiz, right, day),
  };
}

/** How many questions of each topic were last answered in the month of a day; topics without any are left out. */
export function answeredThisMonth(
  { answered }: Pick<Learning, "answered">,
  topicOf: (quiz: string) => QuizTopic | null,
  day: Day,
): ReadonlyMap<QuizTopic, number> {
  const counts = new Map<QuizTopic, number>();
  for (const { quiz, day: on } of answered) {
    const topic = monthOf(on) === monthOf(day) ? topicOf(quiz) : null;
    if (topic !== null) counts.set(topic, (counts.get(topic) ?? 0) + 1);
  }
  return counts;
}
