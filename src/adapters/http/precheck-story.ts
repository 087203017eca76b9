/** 「把经过说一说」 on the page: what is told before it, the field for the story, and what was read out of it, to be ticked. */
import type { MatterView, Step } from "../../ports/interviews.ts";
import { interviewWords } from "../../text/interview.ts";
import { precheckPageWords as words } from "../../text/precheck-page.ts";
import type { Child } from "./page/view-types.ts";
import { build, dataBlock, type Element } from "./page-frame.ts";
import { fieldNames, type MatterDraft } from "./precheck-form.ts";
import {
  actions,
  button,
  choiceLine,
  described,
  errorBeside,
  errorSummary,
  fieldClass,
  pointed,
} from "./precheck-parts.ts";

export const storyNotice = ({ model }: Extract<Step, { type: "story-notice" }>): Child<Element> => [
  pointed(interviewWords.storyNotice(model)),
  actions(button("next", interviewWords.storyConsent, "send"), button("story-end", interviewWords.storyEnd)),
];

export const story = ({ errors }: MatterDraft): Child<Element> => [
  errorSummary(errors, [{ field: fieldNames.story, target: fieldNames.story, label: words.storyLabel }]),
  build(
    "div",
    { class: fieldClass(errors, fieldNames.story) },
    build("label", { class: "legend", for: fieldNames.story }, words.storyLabel),
    build("p", { class: "fact", id: "story-help" }, words.storyHelp),
    errorBeside(errors, fieldNames.story),
    build("textarea", {
      id: fieldNames.story,
      name: fieldNames.story,
      rows: "8",
      maxlength: "2000",
      autocomplete: "off",
      "aria-describedby": described(errors, fieldNames.story, "story-help"),
      "aria-invalid": errors.has(fieldNames.story) ? "true" : null,
    }),
  ),
  actions(button("next", words.storySend, "send"), button("story-end", interviewWords.storyEnd)),
];

/**
 * The script looks without a word, so that whoever reads the page with a screen reader is interrupted once, at the end; without
 * script the page loads itself again.
 */
export const storyReading = ({ matter }: MatterView): Child<Element> => [
  build("p", { id: "reading-status", role: "status" }, words.storyReading),
  build("p", { class: "fact" }, words.storyReadingHelp),
  build("p", {}, build("a", { id: "look-again", href: `/precheck/${matter}` }, words.lookAgain)),
  dataBlock({ done: words.storyRead }),
  actions(button("story-end", interviewWords.storyStop)),
];

/** Nothing is ticked beforehand: what is confirmed was read. */
export function proposals(
  { proposals: given, later }: Extract<Step, { type: "proposals" }>,
  { errors }: MatterDraft,
): Child<Element> {
  const together = given.filter((one) => one.together).length;
  const first = given[0]?.fact ?? "";
  return [
    errorSummary(errors, [
      { field: fieldNames.proposal(first), target: `proposal-${first}`, label: words.proposalsLabel },
    ]),
    build("p", {}, words.proposalsHelp, later === 0 ? null : words.proposalsLater(later)),
    build(
      "fieldset",
      { class: fieldClass(errors, fieldNames.proposal(first)) },
      build("legend", {}, words.proposalsLabel),
      errorBeside(errors, fieldNames.proposal(first)),
      given.map(({ fact, question, answerLabel, words: quoted }) => [
        choiceLine("checkbox", {
          id: `proposal-${fact}`,
          name: fieldNames.proposal(fact),
          value: "yes",
          checked: false,
          label: `${question}${answerLabel}`,
        }),
        build("p", { class: "fact" }, words.proposalRests, build("q", {}, quoted)),
      ]),
    ),
    actions(
      button("next", words.proposalsConfirm, "send"),
      together < 2
        ? null
        : button(
            "together",
            together === given.length ? interviewWords.confirmAll : interviewWords.confirmTogether(together),
          ),
      button("none", words.proposalsReject),
      button("pause", interviewWords.pause),
    ),
  ];
}
