/** The form of a pre-check step: which moves its fields ask for, or what is wrong with them, field by field. */
import { z } from "zod";
import type { Day } from "../../core/law/types.ts";
import { parseDay } from "../../core/precheck/words.ts";
import type { FactId } from "../../core/rules/types.ts";
import type { GivenAnswer, MatterView, Move, Step } from "../../ports/interviews.ts";
import { interviewWords, moveProblems, shortestStory } from "../../text/interview.ts";
import { precheckPageWords as words } from "../../text/precheck-page.ts";

/** The fields as they were sent; of a repeated one the last. */
export const stepFields = z
  .record(z.string().max(100), z.string().max(6_000))
  .refine((fields) => Object.entries(fields).every(([name, text]) => name === "story" || text.length <= 200));
export type Fields = Readonly<Record<string, string>>;

export const noFields: Fields = {};

/** Names of fields. A box is sent only where it is ticked. */
export const fieldNames = {
  answer: (fact: FactId) => `answer.${fact}`,
  jurisdiction: (id: string) => `jurisdiction.${id}`,
  national: "national",
  act: "act",
  decision: "decision",
  undecided: "undecided",
  /** The story (经过): read, and not shown again. */
  story: "story",
  proposal: (fact: FactId) => `proposal.${fact}`,
} as const;

/** What is wrong, by the name of the field; `jurisdiction` for the boxes together. */
export type FieldErrors = ReadonlyMap<string, string>;

export const noErrors: FieldErrors = new Map();

/** What was sent and not taken, to be shown again. */
export interface MatterDraft {
  readonly fields: Fields;
  readonly errors: FieldErrors;
  /** What to tell above the step. */
  readonly notice: string | null;
}

/** Beside which field a problem of the dates is told. */
export const dateProblem = (problem: string, fields: Fields, today: Day): FieldErrors => {
  const text = moveProblems[problem as keyof typeof moveProblems];
  if (problem === "date-order") return new Map([[fieldNames.decision, text]]);
  if (problem === "date-future" && (parseDay(fields[fieldNames.act] ?? "") ?? "") <= today)
    return new Map([[fieldNames.decision, text]]);
  return new Map([[fieldNames.act, text]]);
};

/** What a form asks for. */
export type Asked =
  | {
      readonly ok: true;
      readonly moves: readonly Move[];
      /** A story to be read instead of moves. */
      readonly story?: string;
      /** Whether the step is left with questions unanswered, to be pointed at if they are still asked. */
      readonly incomplete: boolean;
    }
  | { readonly ok: false; readonly errors: FieldErrors };

const moves = (...all: readonly Move[]): Asked => ({ ok: true, moves: all, incomplete: false });

/** Reads what was pressed; null where it is nothing that this page offers. */
export function askedBy(view: MatterView, fields: Fields): Asked | null {
  const { step } = view;
  const pressed = fields.do ?? "next";
  const marked = markedMove(markedOn(step, fields));
  switch (pressed) {
    case "next":
      return nextOf(step, fields);
    case "rest":
      return moves(...marked, { type: "ticked", source: "page" });
    // First to the place, then what was marked is kept: the other way round the way back would lead to it.
    case "back":
      return moves({ type: "back" }, ...marked);
    case "pause":
      return moves(...marked, { type: "pause" });
    case "resume":
    case "complete":
    case "recompute":
    case "story-end":
      return moves({ type: pressed });
    case "story":
      return moves(...marked, { type: "story" });
    case "together":
    case "none":
      return settledTogether(step, pressed);
  }
  const fact = /^edit\.(.+)$/.exec(pressed)?.[1];
  return fact === undefined ? null : moves({ type: "edit", fact }, ...marked);
}

function nextOf(step: Step, fields: Fields): Asked | null {
  switch (step.type) {
    case "consent":
      return moves({ type: "consent" });
    case "jurisdiction":
      return jurisdictionOf(step, fields);
    case "dates":
      return datesOf(step, fields);
    case "story-notice":
      return moves({ type: "story-consent" });
    case "story":
      return storyOf(fields);
    case "proposals":
      return confirmedOf(step, fields);
    case "questions": {
      const marked = markedOn(step, fields);
      return { ok: true, moves: markedMove(marked), incomplete: marked.length < step.questions.length };
    }
    case "story-reading":
    case "result":
    case "unheld":
      return null;
  }
}

function storyOf(fields: Fields): Asked {
  const story = fields[fieldNames.story]?.trim() ?? "";
  return story.length < shortestStory
    ? { ok: false, errors: new Map([[fieldNames.story, interviewWords.storyShort]]) }
    : { ok: true, moves: [], story, incomplete: false };
}

type ProposalsStep = Extract<Step, { type: "proposals" }>;

/** What is ticked is confirmed, and what is not is asked. */
function confirmedOf({ proposals }: ProposalsStep, fields: Fields): Asked {
  const facts = proposals.map(({ fact }) => fact);
  const confirmed = facts.filter((fact) => fields[fieldNames.proposal(fact)] !== undefined);
  if (confirmed.length === 0)
    return { ok: false, errors: new Map([[fieldNames.proposal(facts[0] ?? ""), words.proposalsNone]]) };
  const rejected = facts.filter((fact) => !confirmed.includes(fact));
  // Rejected first: with the last one confirmed the page would be gone.
  return moves(...(rejected.length === 0 ? [] : [{ type: "reject", facts: rejected } as const]), {
    type: "confirm",
    facts: confirmed,
  });
}

function settledTogether(step: Step, pressed: "together" | "none"): Asked | null {
  if (step.type !== "proposals") return null;
  const chosen = step.proposals.filter(({ together }) => pressed === "none" || together);
  const facts = chosen.map(({ fact }) => fact);
  return facts.length === 0 ? null : moves({ type: pressed === "none" ? "reject" : "confirm", facts });
}

/** The answers marked on a page of questions; what is no answer of its question does not count. */
function markedOn(step: Step, fields: Fields): readonly (readonly [FactId, GivenAnswer])[] {
  if (step.type !== "questions") return [];
  return step.questions.flatMap(({ fact, values }): (readonly [FactId, GivenAnswer])[] => {
    const value = fields[fieldNames.answer(fact)];
    const known = value === "unsure" || values.some(({ id }) => id === value);
    return value !== undefined && known ? [[fact, value]] : [];
  });
}

/** Nothing marked, no move. */
const markedMove = (marked: ReturnType<typeof markedOn>): readonly Move[] =>
  marked.length === 0 ? [] : [{ type: "answers", facts: Object.fromEntries(marked), source: "page" }];

function jurisdictionOf(step: Extract<Step, { type: "jurisdiction" }>, fields: Fields): Asked {
  const ids = step.options
    .map(({ id }) => id)
    .filter((id) => fields[fieldNames.jurisdiction(id)] !== undefined);
  const national = fields[fieldNames.national] !== undefined;
  if (national === ids.length > 0)
    return {
      ok: false,
      errors: new Map([["jurisdiction", national ? words.jurisdictionBoth : words.pickJurisdiction]]),
    };
  return moves({ type: "jurisdiction", ids });
}

function datesOf({ today }: Extract<Step, { type: "dates" }>, fields: Fields): Asked {
  const errors = new Map<string, string>();
  const read = (name: string): Day => {
    const text = fields[name]?.trim() ?? "";
    const day = parseDay(text);
    if (text === "") errors.set(name, words.dateMissing);
    else if (day === null) errors.set(name, words.dateWrong);
    return day ?? text;
  };
  const undecided = fields[fieldNames.undecided] !== undefined;
  const act = read(fieldNames.act);
  const decision = undecided ? today : read(fieldNames.decision);
  if (undecided && ![undefined, "", today].includes(fields[fieldNames.decision]))
    errors.set(fieldNames.decision, words.decisionBoth);
  return errors.size > 0 ? { ok: false, errors } : moves({ type: "dates", act, decision });
}
