/** Answers in the words of the rules they were given under. */
import type { Answer, Fact, FactId } from "../rules/types.ts";
import type { AnswerWords } from "./report.ts";

/** Puts answers into words; ids stand for themselves where the rules do not know them. */
export interface AnswerLabels {
  words(fact: FactId, answer: Answer): AnswerWords;
  /** In the order of the facts. */
  all(answers: Readonly<Record<FactId, Answer>>): AnswerWords[];
}

/** @param facts in the order in which answers are listed */
export function answerLabels(facts: readonly Fact[]): AnswerLabels {
  const places = new Map(facts.map((fact, at) => [fact.id, at]));
  const words = (id: FactId, answer: Answer): AnswerWords => {
    const fact = facts[places.get(id) ?? -1];
    const given = answer === "unsure" ? [] : typeof answer === "string" ? [answer] : answer;
    return {
      fact: id,
      look: fact?.look ?? "threshold",
      label: fact?.label ?? id,
      values: given.map((value) => fact?.values.find((known) => known.id === value)?.label ?? value),
    };
  };
  const placeOf = (id: FactId): number => places.get(id) ?? facts.length;
  return {
    words,
    all: (answers) =>
      Object.entries(answers)
        .sort(([one], [other]) => placeOf(one) - placeOf(other))
        .map(([fact, answer]) => words(fact, answer)),
  };
}
