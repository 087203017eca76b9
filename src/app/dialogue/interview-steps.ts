/** The steps of an interview (预审) in the chat: what each says, and what can be chosen. Pure over what is shown. */
import type { Matter, Move } from "../../core/precheck/interview.ts";
import type { Steering } from "../../core/precheck/words.ts";
import type { Choice } from "../../ports/channel.ts";
import type { MatterView, QuestionView, Step } from "../../ports/interviews.ts";
import { answerWords, interviewWords as words } from "../../text/interview.ts";
import { leaveOptions, type ProposalAct, storyOptions, storyText } from "./story-steps.ts";

/** What a choice or a text does. */
export type Act =
  | Move
  | Steering
  | ProposalAct
  /** Taken for an answer though it was put in other words: which one is said with the next question. */
  | { readonly type: "taken"; readonly move: Move; readonly label: string }
  /** Nothing but words; the step stays. */
  | { readonly type: "say"; readonly words: string };

export interface Option {
  readonly label: string;
  readonly act: Act;
}

/** A checklist of several is ticked; one question is asked as any other. */
export const isChecklist = (
  step: Step,
): step is Extract<Step, { type: "questions" }> & { page: "checklist" } =>
  step.type === "questions" && step.page === "checklist" && step.questions.length > 1;

/** Names the step as it stands, so that a press of another is told. */
export const stepId = ({ matter, version }: MatterView): string => `${matter}.${version}`;

export const choicesOf = (view: MatterView, options: readonly Option[]): readonly Choice[] =>
  options.map(({ label }) => ({ label, text: label, step: stepId(view) }));

/** The other choices of a step, which are offered only where it was asked whether what it proposes may go. */
export const leavingOptions = ({ step, storyModel }: MatterView): readonly Option[] =>
  step.type === "proposals" ? leaveOptions(storyModel !== null) : [];

/** A decision, where there is none yet, is taken to be of today. */
export const notDecided = (act: string, today: string): Move => ({ type: "dates", act, decision: today });

export function optionsOf({ step, storyModel }: MatterView, matter: Matter): readonly Option[] {
  const back: Option = { label: words.back, act: { type: "back" } };
  const pause: Option = { label: words.pause, act: { type: "pause" } };
  switch (step.type) {
    case "consent":
      return [
        { label: words.consent, act: { type: "consent" } },
        { ...pause, label: words.notNow },
      ];
    case "jurisdiction":
      return [
        { label: words.nationalOnly, act: { type: "jurisdiction", ids: [] } },
        ...step.options.map(
          ({ id, title }): Option => ({ label: title, act: { type: "jurisdiction", ids: [id] } }),
        ),
        pause,
      ];
    case "dates":
      return [
        ...(matter.actDate === null
          ? []
          : [{ label: words.notDecided, act: notDecided(matter.actDate, step.today) }]),
        back,
        pause,
      ];
    case "story-notice":
    case "story":
    case "story-reading":
      return storyOptions(step);
    case "proposals":
      return [...storyOptions(step), pause];
    case "questions":
      return [
        ...(isChecklist(step) ? checklistOptions(step.questions, matter) : valueOptions(step.questions[0])),
        { label: words.why, act: { type: "why" } },
        back,
        pause,
        // Last, so that the numbers of the others are the same with a model and without.
        ...(storyModel === null ? [] : [{ label: words.story, act: { type: "story" } as const }]),
      ];
    case "result":
      return [
        ...(step.completable ? [{ label: words.complete, act: { type: "complete" } as const }] : []),
        { label: words.answers, act: { type: "answers" } },
        { label: words.another, act: { type: "another" } },
        { ...pause, label: words.end },
      ];
    case "unheld":
      return [
        { label: words.recompute, act: { type: "recompute" } },
        { label: words.answers, act: { type: "answers" } },
        { label: words.another, act: { type: "another" } },
      ];
  }
}

const valueOptions = (question: QuestionView | undefined): readonly Option[] =>
  question === undefined
    ? []
    : [...question.values.map(({ id }) => id), "unsure"].map((value) => ({
        label: answerWords(question, value),
        act: { type: "answers", facts: { [question.fact]: value }, source: "pressed" },
      }));

const checklistOptions = (
  questions: readonly QuestionView[],
  { ticked }: Pick<Matter, "ticked">,
): readonly Option[] => [
  ...questions.map(
    ({ fact, label }): Option => ({
      label: words.tick(label, ticked.includes(fact)),
      act: { type: "tick", facts: [fact] },
    }),
  ),
  { label: words.ticked(ticked.length), act: { type: "ticked", source: "pressed" } },
];

/** What a step says; a result is a report instead. */
export function stepTexts(
  { actDate, left }: Pick<MatterView, "actDate" | "left">,
  step: Exclude<Step, { type: "result" }>,
  contact: string,
): readonly string[] {
  switch (step.type) {
    case "consent":
      return [words.consentText(contact)];
    case "jurisdiction":
      return [words.jurisdictionText];
    case "dates":
      return [actDate === null ? words.actDateText(step.firstDay) : words.decisionDateText(actDate)];
    case "story-notice":
    case "story":
    case "story-reading":
    case "proposals":
      return [storyText(step)];
    case "questions":
      return isChecklist(step)
        ? [words.checklistText, ...step.questions.map(words.checklistLine)]
        : step.questions.slice(0, 1).map((question) => words.questionText(question, step.page, left));
    case "unheld":
      return [words.unheld(step.ruleset.version)];
  }
}

/**
 * As above where something else was said in between: a long notice is not told twice in a row, and the words of a story are
 * shown where they are to be confirmed and nowhere else.
 */
export function waitingTexts(
  view: Pick<MatterView, "actDate" | "left">,
  step: Exclude<Step, { type: "result" }>,
  contact: string,
): readonly string[] {
  switch (step.type) {
    case "consent":
      return [words.consentWaits];
    case "story-notice":
      return [words.storyNoticeWaits];
    case "proposals":
      return [words.proposalsWait, words.chooseAbove];
    default:
      return stepTexts(view, step, contact);
  }
}
