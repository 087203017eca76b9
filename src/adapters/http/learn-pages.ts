/** A step of learning as HTML: what is said, with its sources, and what may be chosen next, by link or button. */
import { learningText } from "../../core/dialogue/learning-words.ts";
import type { Lesson, LessonChoice } from "../../ports/lessons.ts";
import { learnPageWords as words } from "../../text/learn-page.ts";
import { pageWords } from "../../text/page.ts";
import type { AnswerModule, Child } from "./page/view-types.ts";
import { browserModule, build, type Element, type PageFrame, pageHtml, pageTitle } from "./page-frame.ts";
import { address, askAddress } from "./page-parts.ts";

const { answerView } = await browserModule<AnswerModule>("answer-view.js");

const menu = learningText({ type: "menu" });
const erase = learningText({ type: "erase" });

/** Moves that this page shows. */
export type LearnHeading = keyof typeof words.headings;

export interface LearnShown {
  readonly lesson: Lesson;
  /** What was asked for. */
  readonly move: LearnHeading;
  /** Why what was sent was not kept. */
  readonly notice: string | null;
  readonly token: string;
}

export function learnPage(pageFrame: PageFrame, { lesson, move, notice, token }: LearnShown): string {
  const { recalled, answer, choices } = lesson;
  return pageHtml(
    pageFrame,
    {
      title: pageTitle(words.title),
      kind: "reading learn",
      styles: ["catalogue.css", "learn.css"],
      skip: { to: "main", words: words.skip },
    },
    build(
      "main",
      { id: "main", tabindex: "-1" },
      build("h1", { class: "source-name" }, words.title),
      notice === null ? null : build("p", { class: "told", role: "status" }, notice),
      recalled === null
        ? null
        : [
            build("h2", { class: "step-heading" }, move === "answer" ? words.headings.next : words.happened),
            answerView(build, pageWords, recalled, null),
          ],
      build("h2", { class: "step-heading" }, words.headings[move]),
      answerView(build, pageWords, answer, null),
      build(
        "nav",
        { class: "lesson-choices", "aria-label": words.choices },
        build(
          "ul",
          { role: "list" },
          choices
            .filter(({ text }) => text !== menu)
            .map((choice) => build("li", {}, choiceView(choice, token))),
        ),
      ),
      move === "menu"
        ? build("p", { class: "fact" }, words.note)
        : build("p", {}, build("a", { class: "quiet", href: "/learn" }, words.back)),
    ),
  );
}

function choiceView({ label, text, kind }: LessonChoice, token: string): Element {
  switch (kind) {
    case "look":
      return build("a", { href: address("/learn", { move: text }) }, label);
    case "ask":
      return build("a", { href: askAddress(text, null) }, words.inChat(label));
    case "change":
      // Nothing brings back what was erased: one press more.
      return text === erase
        ? build(
            "details",
            { class: "fold" },
            build("summary", {}, label),
            build("p", {}, words.eraseConfirm),
            moveForm(text, words.eraseSure, token),
          )
        : moveForm(text, label, token);
  }
}

const moveForm = (move: string, label: Child<Element>, token: string): Element =>
  build(
    "form",
    { method: "post", action: "/learn" },
    build("input", { type: "hidden", name: "token", value: token }),
    build("input", { type: "hidden", name: "move", value: move }),
    build("button", { type: "submit" }, label),
  );
