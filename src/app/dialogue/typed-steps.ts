/** What a text typed at a step of an interview (预审) means there, in place of a press; and what is said where it means nothing. */
import {
  agreementIn,
  isBareAnswer,
  isUnsure,
  leavesOff,
  saysNone,
  saysNotYet,
  tellsAnew,
  turnsBack,
} from "../../core/dialogue/agreeing-words.ts";
import { isAside } from "../../core/dialogue/aside.ts";
import { numbersAlone, verdictsIn } from "../../core/dialogue/proposal-words.ts";
import type { Matter } from "../../core/precheck/interview.ts";
import { parseDay, parseSteering } from "../../core/precheck/words.ts";
import type { FactId } from "../../core/rules/types.ts";
import type { MatterView, QuestionView, Step } from "../../ports/interviews.ts";
import { answerWords, shortestStory, interviewWords as words } from "../../text/interview.ts";
import { unclearWords } from "../../text/interview-unclear.ts";
import { type Act, isChecklist, leavingOptions, notDecided, optionsOf } from "./interview-steps.ts";
import type { ProposalsStep } from "./story-steps.ts";

/**
 * @param asked whether it was just asked if the proposals may go: a bare 「对」 then confirms nothing
 * @returns null: the text means nothing at this step
 */
export function typedAct(text: string, view: MatterView, matter: Matter, asked: boolean): Act | null {
  const said = text.trim();
  const page = optionsOf(view, matter);
  const leaving = asked ? leavingOptions(view) : [];
  const option = [...leaving, ...page].find(({ label }) => label === said);
  const numbered = (asked ? leaving : page)[numberIn(said) - 1];
  const act = option?.act ?? atStep(said, view, matter, asked) ?? numbered?.act;
  return act === undefined ? null : asTyped(act);
}

/** 「第二个」, 「选2」: one number and nothing else; 0 where it is none. */
const numberIn = (said: string): number => {
  const [number = 0, ...more] = numbersAlone(said) ?? [];
  return more.length === 0 ? number : 0;
};

function atStep(said: string, view: MatterView, matter: Matter, asked: boolean): Act | null {
  const { step } = view;
  switch (step.type) {
    case "consent":
      return ofAgreement(said, { type: "consent" }, { type: "pause" });
    case "jurisdiction":
      return leavesOff(said) ? { type: "pause" } : ofPlace(said, step);
    case "dates":
      return leavesOff(said) ? { type: "pause" } : ofDay(said, step, matter);
    case "story-notice":
      return turnsBack(said)
        ? { type: "story-end" }
        : ofAgreement(said, { type: "story-consent" }, { type: "story-end" });
    case "story":
      return turnsBack(said) ? { type: "story-end" } : null;
    case "story-reading":
      return turnsBack(said) || isBack(said) ? { type: "story-end" } : null;
    case "proposals":
      return asked ? ofLeaving(said, view, step) : ofProposals(said, step);
    case "questions":
      if (leavesOff(said)) return { type: "pause" };
      return isChecklist(step) ? ofChecklist(said, step.questions) : ofQuestion(said, step.questions[0]);
    default:
      return null;
  }
}

const asTyped = (act: Act): Act => ("source" in act ? { ...act, source: "typed" } : act);

const say = (text: string): Act => ({ type: "say", words: text });

const isBack = (said: string): boolean => parseSteering(said)?.type === "back";

function ofAgreement(said: string, yes: Act, no: Act): Act | null {
  const agreement = agreementIn(said);
  return agreement === null ? null : agreement === "yes" ? yes : no;
}

/** Several numbers are several places; where a place is named, its rules are found, and the person says which are theirs. */
function ofPlace(said: string, { options }: Extract<Step, { type: "jurisdiction" }>): Act | null {
  if (saysNone(said) || /^(?:只?按)?全国(?:的?规定)?$/u.test(said)) return { type: "jurisdiction", ids: [] };
  const numbers = numbersAlone(said);
  // The first choice stands before the places.
  const ids = numbers?.map((number) => options[number - 2]?.id) ?? [];
  if (ids.length > 0 && ids.every((id) => id !== undefined)) return { type: "jurisdiction", ids };
  const place = said.replace(
    /^(?:我们?|本人)?(?:是|在)?|(?:省|市|州|县|区|自治区)?(?:工作|上班|的|这边)?$/gu,
    "",
  );
  const found = options.flatMap(({ title }, at) =>
    title.includes(place) ? [{ number: at + 2, title }] : [],
  );
  return place.length >= 2 && place.length <= 6 && found.length > 0
    ? say(words.placesFound(place, found))
    : null;
}

function ofDay(said: string, { today }: Extract<Step, { type: "dates" }>, { actDate }: Matter): Act | null {
  if (actDate !== null && saysNotYet(said)) return notDecided(actDate, today);
  const day = said === words.today ? today : parseDay(said);
  if (day === null) return null;
  return actDate === null
    ? { type: "dates", act: day, decision: null }
    : { type: "dates", act: actDate, decision: day };
}

function ofProposals(said: string, step: ProposalsStep): Act | null {
  const { proposals } = step;
  if (isBack(said) || parseSteering(said)?.type === "story" || tellsAnew(said) || turnsBack(said))
    return { type: "leave" };
  const verdicts = verdictsIn(said, proposals.length);
  if (verdicts === null) return null;
  if (verdicts === "beyond") return say(unclearWords.beyond(proposals.length));
  const at = (number: number): FactId => proposals[number - 1]?.fact ?? "";
  // What speaks against a person is confirmed by its number, never with others that were not named.
  const apart = proposals.length > 1 && proposals.some(({ together }) => !together);
  return verdicts.unnamed && apart
    ? say(unclearWords.oneByOne)
    : { type: "verdicts", right: verdicts.right.map(at), wrong: verdicts.wrong.map(at) };
}

/** The answer to whether the proposals may go. */
function ofLeaving(said: string, view: MatterView, step: ProposalsStep): Act | null {
  if (/^(?:接着|继续)(?:核对)?$/u.test(said)) return { type: "look" };
  if (view.storyModel !== null && (tellsAnew(said) || parseSteering(said)?.type === "story"))
    return { type: "retell" };
  if (turnsBack(said) || /^(?:丢掉|放弃|都?不要了?)$/u.test(said)) return { type: "drop" };
  if (isBack(said)) return { type: "leave" };
  // A verdict with its number can only be meant for an item.
  return numbersAlone(said)?.length !== 1 && /[0-9一二三四五六七八九十]/u.test(said)
    ? ofProposals(said, step)
    : null;
}

function ofChecklist(said: string, questions: readonly QuestionView[]): Act | null {
  if (words.noneOfThem.includes(said)) return { type: "ticked", source: "typed" };
  const facts = numbersAlone(said)?.map((number) => questions[number - 1]?.fact) ?? [];
  return facts.length > 0 && facts.every((fact) => fact !== undefined) ? { type: "tick", facts } : null;
}

/** The first words of one option, up to where it goes on with others: 「属实」 of 「属实或者部分属实；……」. */
function ofQuestion(said: string, question: QuestionView | undefined): Act | null {
  if (question === undefined) return null;
  // 「有关系的」 is 「有关」.
  const word = said.replace(/系?的?[。.!！\s]*$/u, "");
  const begun = question.values.filter(({ label }) =>
    [said, word].includes(label.split(/[，；、]|或者/u)[0] ?? ""),
  );
  const value = isUnsure(word) ? "unsure" : begun.length === 1 && word.length > 1 ? begun[0]?.id : undefined;
  return value === undefined
    ? null
    : {
        type: "taken",
        move: { type: "answers", facts: { [question.fact]: value }, source: "typed" },
        label: answerWords(question, value),
      };
}

export interface Unclear {
  readonly words: string;
  /** It may be part of what happened: only that something was told is kept. */
  readonly told: boolean;
}

/**
 * What is said to a text that means nothing at this step and is no question either. At a question a few words may still be
 * searched for; only where nothing came of that are they taken for an answer that was meant.
 *
 * @param asked as above
 * @param searched the assistant had nothing to say to it
 * @returns null: it is left to the assistant
 */
export function unclearAt(
  { step }: MatterView,
  text: string,
  { asked, searched }: { readonly asked: boolean; readonly searched: boolean },
): Unclear | null {
  if (step.type === "questions")
    return isBareAnswer(text) || (searched && !isAside(text))
      ? { words: isChecklist(step) ? unclearWords.checklist : unclearWords.answer, told: isLong(text) }
      : null;
  const said = unclearOf(step, text, asked);
  // 「好的」 is small talk anywhere else.
  if (said === null || (agreementIn(text) === null && isAside(text))) return null;
  return { words: said, told: isLong(text) };
}

const isLong = (text: string): boolean => text.trim().length >= shortestStory;

function unclearOf(step: Step, text: string, asked: boolean): string | null {
  switch (step.type) {
    case "consent":
      return isLong(text) ? unclearWords.toldBeforeConsent : unclearWords.consent;
    case "jurisdiction":
      return unclearWords.place;
    case "dates":
      return words.noDay;
    case "story-notice":
      return isLong(text) ? unclearWords.toldBeforeNotice : unclearWords.storyNotice;
    case "story-reading":
      return unclearWords.storyReading;
    case "proposals":
      return asked ? unclearWords.leaving : unclearWords.proposals(step.proposals.length);
    default:
      return null;
  }
}
