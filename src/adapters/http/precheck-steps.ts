/** The steps of a pre-check as parts of its form: each field with its help and, beside it, what is wrong with it. */
import type { AnsweredView, MatterView, QuestionView, Step } from "../../ports/interviews.ts";
import { interviewWords, unsureWord } from "../../text/interview.ts";
import { precheckPageWords as words } from "../../text/precheck-page.ts";
import { cautions } from "../../text/report-words.ts";
import type { Child } from "./page/view-types.ts";
import { build, type Element, set } from "./page-frame.ts";
import { type FieldErrors, fieldNames, type MatterDraft } from "./precheck-form.ts";
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
import { proposals, story, storyNotice, storyReading } from "./precheck-story.ts";

/** What is drawn of a matter. */
export interface MatterShown {
  readonly view: MatterView;
  readonly draft: MatterDraft;
  readonly contact: string;
  readonly token: string;
  /** Whether a copy and the way to the comparison are offered. */
  readonly mayCompare: boolean;
}

export function stepView({ view, draft, contact }: MatterShown): Child<Element> {
  const { step } = view;
  switch (step.type) {
    case "consent":
      return consent(contact);
    case "jurisdiction":
      return jurisdiction(step, view, draft);
    case "dates":
      return dates(step, view, draft);
    case "story-notice":
      return storyNotice(step);
    case "story":
      return story(draft);
    case "story-reading":
      return storyReading(view);
    case "proposals":
      return proposals(step, draft);
    case "questions":
      return questions(step, view, draft);
    case "result":
      return result(step);
    case "unheld":
      return [
        build("p", {}, interviewWords.unheld(step.ruleset.version)),
        actions(button("recompute", words.recompute, "send")),
      ];
  }
}

const onwards = (...more: Child<Element>[]): Element =>
  actions(
    button("next", words.next, "send"),
    ...more,
    button("back", interviewWords.back),
    button("pause", interviewWords.pause),
  );

const consent = (contact: string): Child<Element> => [
  pointed(interviewWords.consentText(contact)),
  actions(
    button("next", interviewWords.consent, "send"),
    build("a", { class: "quiet", href: "/precheck" }, interviewWords.notNow),
  ),
];

function jurisdiction(
  { options }: Extract<Step, { type: "jurisdiction" }>,
  { actDate, jurisdictions }: MatterView,
  { fields, errors }: MatterDraft,
): Child<Element> {
  const sent = fields.version !== undefined;
  // Asked again, once there is a day: what was chosen stands.
  const before = new Set(actDate === null ? [] : jurisdictions.map(({ id }) => id));
  const box = (name: string, id: string, stood: boolean, label: string): Element =>
    choiceLine("checkbox", {
      id,
      name,
      value: "yes",
      checked: sent ? fields[name] !== undefined : stood,
      label,
    });
  return [
    errorSummary(errors, [{ field: "jurisdiction", target: "national", label: words.jurisdictionTitle }]),
    build("p", {}, interviewWords.jurisdictionText),
    build(
      "fieldset",
      { class: fieldClass(errors, "jurisdiction"), "aria-describedby": described(errors, "jurisdiction") },
      build("legend", {}, words.jurisdictionLabel),
      errorBeside(errors, "jurisdiction"),
      box(
        fieldNames.national,
        "national",
        actDate !== null && before.size === 0,
        interviewWords.nationalOnly,
      ),
      options.map(({ id, title }) =>
        box(fieldNames.jurisdiction(id), `jurisdiction-${id}`, before.has(id), title),
      ),
    ),
    actions(button("next", words.next, "send"), button("pause", interviewWords.pause)),
  ];
}

function dates(
  { firstDay, today }: Extract<Step, { type: "dates" }>,
  { actDate, decisionDate }: MatterView,
  { fields, errors }: MatterDraft,
): Child<Element> {
  const sent = fields.version !== undefined;
  const dateField = (name: string, stood: string | null, help: string): Element =>
    build("input", {
      type: "date",
      id: name,
      name,
      value: sent ? (fields[name] ?? "") : (stood ?? ""),
      min: firstDay,
      max: today,
      "aria-describedby": described(errors, name, help),
      "aria-invalid": errors.has(name) ? "true" : null,
    });
  return [
    errorSummary(errors, [
      { field: fieldNames.act, target: fieldNames.act, label: words.actDate },
      { field: fieldNames.decision, target: fieldNames.decision, label: words.decisionDate },
    ]),
    build(
      "div",
      { class: fieldClass(errors, fieldNames.act) },
      build("label", { class: "legend", for: fieldNames.act }, words.actDate),
      build("p", { class: "fact", id: "act-help" }, words.actDateHelp(firstDay, today)),
      errorBeside(errors, fieldNames.act),
      dateField(fieldNames.act, actDate, "act-help"),
    ),
    build(
      "div",
      { class: fieldClass(errors, fieldNames.decision) },
      build("label", { class: "legend", for: fieldNames.decision }, words.decisionDate),
      build("p", { class: "fact", id: "decision-help" }, words.decisionDateHelp),
      errorBeside(errors, fieldNames.decision),
      dateField(fieldNames.decision, decisionDate, "decision-help"),
      choiceLine("checkbox", {
        id: "undecided",
        name: fieldNames.undecided,
        value: "yes",
        checked: sent && fields[fieldNames.undecided] !== undefined,
        label: interviewWords.notDecided,
      }),
    ),
    onwards(),
  ];
}

function questions(
  { page, questions: asked }: Extract<Step, { type: "questions" }>,
  { answered, left, storyModel }: MatterView,
  { fields, errors }: MatterDraft,
): Child<Element> {
  return [
    build(
      "div",
      { class: "progress" },
      build("p", { class: "fact" }, words.progress(answered.length, left)),
      build("progress", {
        "aria-label": words.progressLabel,
        max: String(answered.length + left),
        value: String(answered.length),
      }),
    ),
    errorSummary(
      errors,
      asked.map(({ fact, number, label, values }) => ({
        field: fieldNames.answer(fact),
        target: optionId(fact, values[0]?.id ?? "unsure"),
        label: `${words.number(number)}：${label}`,
      })),
    ),
    page === "checklist" ? build("p", {}, words.checklistHelp) : null,
    asked.map((question) => questionField(question, fields, errors)),
    onwards(
      page === "checklist" && asked.length > 1 ? button("rest", words.rest) : null,
      storyModel === null ? null : button("story", interviewWords.story),
    ),
  ];
}

const optionId = (fact: string, value: string): string => `answer-${fact}-${value}`;

/** Labels no longer than this, in characters, stand beside each other. */
const shortLabel = 5;

function questionField(question: QuestionView, fields: MatterDraft["fields"], errors: FieldErrors): Element {
  const { fact, number, values, help, answer } = question;
  const name = fieldNames.answer(fact);
  const chosen = fields[name] ?? answer;
  const helpId = `help-${fact}`;
  return build(
    "fieldset",
    {
      class: fieldClass(errors, name),
      "aria-describedby": described(errors, name, ...(help === "" ? [] : [helpId])),
    },
    build("legend", {}, build("span", { class: "fact" }, words.number(number)), " ", question.question),
    help === "" ? null : build("p", { class: "fact", id: helpId }, help),
    errorBeside(errors, name),
    build(
      "div",
      { class: values.every(({ label }) => label.length <= shortLabel) ? "options short" : "options" },
      [...values, { id: "unsure", label: unsureWord }].map(({ id, label }) =>
        choiceLine("radio", { id: optionId(fact, id), name, value: id, checked: chosen === id, label }),
      ),
    ),
    moreOf(question),
  );
}

function moreOf({ example, evidence, why }: QuestionView): Element {
  return build(
    "details",
    { class: "fold" },
    build("summary", {}, words.more),
    build(
      "dl",
      { class: "more" },
      example === null ? null : [build("dt", {}, words.example), build("dd", {}, example)],
      evidence.length === 0 ? null : [build("dt", {}, words.evidence), build("dd", {}, evidence.join("、"))],
      build("dt", {}, words.why),
      build(
        "dd",
        {},
        why.length === 0
          ? words.whyNone
          : [
              words.whyLine,
              build(
                "ul",
                {},
                why.map(({ title, basis }) =>
                  build("li", {}, basis.length === 0 ? title : `${title}（${basis.join("、")}）`),
                ),
              ),
            ],
      ),
    ),
  );
}

const result = ({ completable, stopped }: Extract<Step, { type: "result" }>): Child<Element> => [
  build(
    "div",
    { class: "step-actions" },
    build("button", { type: "button", class: "quiet needs-script", "data-print": set }, words.print),
    completable && !stopped ? button("complete", words.complete) : null,
    button("back", interviewWords.back),
  ),
  completable && !stopped ? build("p", { class: "fact screen-only" }, words.completeHelp) : null,
  build("noscript", {}, build("p", { class: "fact screen-only" }, words.printHelp)),
];

/** What was answered, each with the way to change it; the buttons belong to the form of the step, so that its marks go along. */
export function answeredList({
  answered,
  actDate,
  decisionDate,
  jurisdictions,
  step,
}: MatterView): Child<Element> {
  if (answered.length === 0) return null;
  const places =
    jurisdictions.length === 0 ? words.nationalOnly : jurisdictions.map(({ title }) => title).join("、");
  return build(
    "details",
    { class: "fold answered screen-only" },
    build("summary", {}, words.answered(answered.length)),
    build(
      "ol",
      { role: "list", class: "rows" },
      actDate === null || decisionDate === null
        ? null
        : build(
            "li",
            {},
            build("p", { class: "fact" }, `${words.basics}：${places}；${words.days(actDate, decisionDate)}`),
          ),
      answered.map((one) => answeredRow(one, step)),
    ),
  );
}

const answeredRow = (
  { fact, number, label, answerLabel, source, matters, changes }: AnsweredView,
  step: Step,
): Element =>
  build(
    "li",
    { class: "answered-row" },
    build(
      "div",
      {},
      build("p", { class: "fact" }, `${words.number(number)}：${label}`),
      build(
        "p",
        {},
        answerLabel,
        source === "confirmed" ? [" ", build("span", { class: "badge" }, words.confirmed)] : null,
        matters ? null : [" ", build("span", { class: "badge" }, cautions.irrelevant)],
        changes === 0 ? null : [" ", build("span", { class: "fact" }, words.changes(changes))],
      ),
    ),
    step.type === "consent" || step.type === "unheld"
      ? null
      : build(
          "button",
          {
            type: "submit",
            class: "quiet",
            form: "step",
            name: "do",
            value: `edit.${fact}`,
            "aria-label": words.editThis(number, label),
          },
          words.edit,
        ),
  );
