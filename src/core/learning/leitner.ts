/**
 * One's own wrong answers at growing intervals: the box system of Sebastian Leitner (So lernt man lernen, 1972). A question
 * answered wrongly goes into the first box; answered rightly when it is due it goes one box on, each box waiting longer than
 * the one before, and out of the last it leaves; answered wrongly anywhere it goes back to the first.
 */
import type { Day } from "../law/types.ts";
import { addDays } from "./days.ts";

/** Days that a question waits in each box, the first box first. */
export const boxDays = [1, 2, 4, 8, 16] as const;

/** A question that is being learnt. */
export interface Card {
  readonly quiz: string;
  /** From 1 to the number of boxes. */
  readonly box: number;
  /** First day on which it is asked again; it stays due until it is answered. */
  readonly due: Day;
}

const inBox = (quiz: string, box: number, day: Day): Card => ({
  quiz,
  box,
  due: addDays(day, boxDays[box - 1] ?? boxDays[0]),
});

export const isDue = ({ due }: Card, day: Day): boolean => due <= day;

/**
 * The cards after a question was answered.
 *
 * Answered rightly before it is due, a card stays where it is: what was read a moment ago proves nothing.
 *
 * @returns the same cards but for that of the question, which comes last where it is new
 */
export function afterAnswer(cards: readonly Card[], quiz: string, right: boolean, day: Day): readonly Card[] {
  const card = cards.find((one) => one.quiz === quiz);
  if (card === undefined) return right ? cards : [...cards, inBox(quiz, 1, day)];
  const next = !right
    ? [inBox(quiz, 1, day)]
    : !isDue(card, day)
      ? [card]
      : card.box >= boxDays.length
        ? []
        : [inBox(quiz, card.box + 1, day)];
  return cards.flatMap((one) => (one === card ? next : [one]));
}

/** Questions due on a day, the longest waiting first. */
export const dueOn = (cards: readonly Card[], day: Day): readonly Card[] =>
  cards
    .filter((card) => isDue(card, day))
    .toSorted((one, other) => compare(one.due, other.due) || compare(one.quiz, other.quiz));

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
