/**
 * The decision record (决定记录): everything a decision came from and what it was, in one form of bytes. It holds no name,
 * no free text and no time of day, so that it can be computed again and compared byte for byte.
 */
import type { Day } from "../law/types.ts";
import { canonicalJson } from "./canonical-json.ts";
import type { FactSpace } from "./space.ts";
import { answerAt, readForm } from "./space.ts";
import type { Answer, FactId, Form } from "./types.ts";

export const recordSchema = "rongcuo.decision/1";

/** Which version of something, and the hash of its content. */
export interface Pinned {
  readonly id: string;
  readonly version: string;
  readonly hash: string;
}

export interface RecordParts<Result> {
  /** Version of the evaluator. */
  readonly engine: string;
  /** Rule set of the day of the act, then that of the day of the decision where it is another one. */
  readonly rulesets: readonly Pinned[];
  /** The most general first. */
  readonly overlays: readonly Pinned[];
  readonly jurisdiction: string | null;
  readonly actDay: Day;
  readonly decisionDay: Day;
  /** As `recordedForm` gives them. */
  readonly facts: Form;
  /** Decision and explanation. */
  readonly result: Result;
}

export interface DecisionRecord<Result> extends RecordParts<Result> {
  readonly schema: typeof recordSchema;
}

/** Takes text, gives its hash: `sha256:…`. */
export type Hash = (text: string) => string;

export const decisionRecord = <Result>(parts: RecordParts<Result>): DecisionRecord<Result> => ({
  schema: recordSchema,
  ...parts,
});

/** The record's bytes, as text. */
export const recordBytes = (record: DecisionRecord<unknown>): string => canonicalJson(record);

/**
 * A form in one wording: a set of one value is that value, a set of all is as good as no answer and left out, other sets
 * are in the order of the values.
 *
 * @throws {UnknownNameError | FormError} the form names what is not there
 */
export function recordedForm(space: FactSpace, form: Form): Record<FactId, Answer> {
  const { possible, unsure } = readForm(space, form);
  return Object.fromEntries(
    space.facts.flatMap(({ id }, level) => {
      if (unsure.has(level)) return [[id, "unsure"]];
      const mask = possible[level] ?? 0;
      return mask === space.full[level] && typeof form[id] !== "string"
        ? []
        : [[id, answerAt(space, level, mask)]];
    }),
  );
}
