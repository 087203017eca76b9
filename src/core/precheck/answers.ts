/** Answers of an interview, and the pages on which facts are asked. */
import type { Fact, Look, ValueId } from "../rules/types.ts";

/** A value, or 不清楚. */
export type GivenAnswer = ValueId | "unsure";

/** The pages of questions: the threshold, the red-line checklist (红线清单), then the six looks. */
export type QuestionPage = Look | "checklist";

export const pageOfFact = ({ look, checklist }: Pick<Fact, "look" | "checklist">): QuestionPage =>
  checklist ? "checklist" : look;
