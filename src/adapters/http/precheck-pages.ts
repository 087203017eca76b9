/** The pre-check as HTML: the matters of a person, and where one of them stands. One form a page; every button works without script. */
import type { MatterSummary, MatterView } from "../../ports/interviews.ts";
import { interviewWords, pageNames } from "../../text/interview.ts";
import { comparePageWords as compare, precheckPageWords as words } from "../../text/precheck-page.ts";
import { findingWords } from "../../text/report-words.ts";
import type { Child } from "./page/view-types.ts";
import { build, type Element, type PageFrame, type PageShape, pageHtml, pageTitle } from "./page-frame.ts";
import { findingView, reportView } from "./precheck-report.ts";
import { answeredList, type MatterShown, stepView } from "./precheck-steps.ts";

export const frameOf = (
  pageFrame: PageFrame,
  title: string,
  kind: string,
  ...content: Child<Element>[]
): string => pageHtml(pageFrame, shapeOf(title, kind), mainOf(content));

const shapeOf = (title: string, kind: string): PageShape => ({
  title: pageTitle(title),
  kind: `reading precheck ${kind}`,
  styles: ["catalogue.css", "precheck.css"],
  script: "print.js",
  skip: { to: "main", words: words.skip },
});

const mainOf = (content: readonly Child<Element>[]): Element =>
  build("main", { id: "main", tabindex: "-1" }, ...content);

/** How often the page of a story that is being read loads itself again where no script runs. */
const refreshSeconds = 5;

const hidden = (name: string, value: string): Element => build("input", { type: "hidden", name, value });

const beginForm = (token: string, label: string, kind: string): Element =>
  build(
    "form",
    { method: "post", action: "/precheck" },
    hidden("token", token),
    build("button", { type: "submit", class: kind }, label),
  );

export const mattersPage = (
  pageFrame: PageFrame,
  {
    matters,
    token,
    notice,
    mayCompare,
  }: {
    readonly matters: readonly MatterSummary[];
    readonly token: string;
    readonly notice: string | null;
    /** Whether the way to the comparison is shown. */
    readonly mayCompare: boolean;
  },
): string =>
  frameOf(
    pageFrame,
    words.title,
    "at-list",
    build("h1", { class: "source-name" }, words.title),
    notice === null ? null : build("p", { class: "told", role: "status" }, notice),
    words.purpose.map((sentence) => build("p", {}, sentence)),
    beginForm(token, matters.length === 0 ? words.begin : words.another, "send"),
    build(
      "section",
      { class: "group" },
      build("h2", {}, words.matters),
      matters.length === 0
        ? build("p", { class: "fact" }, words.none)
        : build("ul", { class: "rows", role: "list" }, matters.map(matterRow)),
      mayCompare
        ? build("p", {}, build("a", { class: "quiet", href: "/precheck/compare" }, compare.go))
        : null,
    ),
  );

function matterRow(summary: MatterSummary): Element {
  const { matter, number, startedAt, changedAt, paused, continuedAt, done } = summary;
  const state = continuedAt !== null ? "continued" : paused ? "paused" : done ? "done" : "open";
  return build(
    "li",
    { class: "matter-row" },
    build(
      "div",
      {},
      build("strong", {}, words.matter(number)),
      " ",
      build("span", { class: "badge" }, words.states[state]),
      build("p", { class: "fact" }, words.matterLine(startedAt, changedAt)),
    ),
    build(
      "a",
      { class: "quiet", href: `/precheck/${matter}` },
      words.go[state],
      build("span", { class: "visually-hidden" }, words.matter(number)),
    ),
  );
}

/** Where a matter stands. */
export function matterPage(pageFrame: PageFrame, shown: MatterShown): string {
  const { view, draft, token, contact } = shown;
  const result = view.step.type === "result" && !view.paused ? view.step : null;
  const title = titleOf(view);
  const wrong = draft.errors.size > 0 ? `${words.wrong}：` : "";
  const shape = shapeOf(`${wrong}${title} · ${words.matter(view.number)}`, `at-${view.step.type}`);
  const reading: Partial<PageShape> =
    view.step.type === "story-reading" && !view.paused
      ? {
          script: "story-reading.js",
          refresh: { seconds: refreshSeconds, to: `/precheck/${view.matter}`, scripted: true },
        }
      : {};
  const content: Child<Element>[] = [
    build(
      "nav",
      { class: "trail screen-only", "aria-label": words.title },
      build("a", { href: "/precheck" }, words.all),
    ),
    build(
      "header",
      {},
      build("p", { class: "path" }, `${words.title} · ${words.matter(view.number)}`),
      build("h1", { class: "source-name" }, title),
    ),
    draft.notice === null ? null : build("p", { class: "warning", role: "alert" }, draft.notice),
    result === null ? null : findingView(result.report),
    result?.stopped === true ? build("p", { class: "newer" }, interviewWords.stopped(contact)) : null,
    view.continuedAt === null
      ? null
      : build(
          "p",
          { class: "newer screen-only", role: "note" },
          interviewWords.continuedElsewhere(view.continuedAt),
        ),
    newerNotice(view),
    build(
      "form",
      { id: "step", method: "post", action: `/precheck/${view.matter}`, novalidate: "" },
      hidden("token", token),
      hidden("version", String(view.version)),
      view.paused ? pausedView() : stepView(shown),
    ),
    result === null ? null : reportView(result.report, contact),
    answeredList(view),
    build(
      "section",
      { class: "matter-end screen-only" },
      view.step.type === "result" ? beginForm(token, words.another, "quiet") : null,
      shown.mayCompare && view.answered.length > 0 ? copying() : null,
      removal(view),
    ),
  ];
  return pageHtml(pageFrame, { ...shape, ...reading }, mainOf(content));
}

const titleOf = ({ step, paused }: MatterView): string => {
  if (paused) return words.pausedTitle;
  switch (step.type) {
    case "consent":
      return words.consentTitle;
    case "jurisdiction":
      return words.jurisdictionTitle;
    case "dates":
      return words.datesTitle;
    case "story-notice":
    case "story":
    case "story-reading":
      return interviewWords.story;
    case "proposals":
      return words.proposalsTitle(pageNames[step.page]);
    case "questions":
      return pageNames[step.page];
    case "result":
      return words.resultTitle;
    case "unheld":
      return words.unheldTitle;
  }
};

const pausedView = (): Child<Element> => [
  build("p", {}, words.paused),
  build(
    "div",
    { class: "step-actions" },
    build("button", { type: "submit", class: "send", name: "do", value: "resume" }, words.resume),
  ),
];

const newerNotice = ({ newer }: MatterView): Child<Element> =>
  newer === null
    ? null
    : build(
        "div",
        { class: "newer screen-only", role: "note" },
        build(
          "p",
          {},
          words.newer(
            newer.ruleset.version,
            findingWords({ status: "decided", outcome: newer.outcome }),
            newer.differs,
          ),
        ),
        build(
          "button",
          { type: "submit", class: "quiet", form: "step", name: "do", value: "recompute" },
          words.recompute,
        ),
      );

/** The same answers once more, to be changed into another reading. */
const copying = (): Element =>
  build(
    "p",
    {},
    build(
      "button",
      { type: "submit", class: "quiet", form: "step", name: "do", value: "copy" },
      compare.copy,
    ),
    " ",
    build("a", { class: "quiet", href: "/precheck/compare" }, compare.go),
  );

/** Asks once. */
const removal = ({ number }: MatterView): Element =>
  build(
    "details",
    { class: "fold removal" },
    build("summary", {}, words.remove),
    build("p", {}, words.removeWhy(number)),
    build(
      "button",
      { type: "submit", class: "quiet", form: "step", name: "do", value: "remove" },
      words.removeDo,
    ),
  );
