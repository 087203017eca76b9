/**
 * Several readings of a matter side by side (如陈述、如查明), for officials: what differs, and why the outcome moved.
 *
 *   GET /precheck/compare               which of the person's own matters
 *   GET /precheck/compare?m=…&m=…       the comparison, each column under the rules its matter is pinned to
 *
 * It names what a ground for tolerance fails by, which no person concerned is told; so to anybody without the role the page is
 * as absent as one that never was. Only own matters can be chosen, whatever the address says.
 */
import { Hono } from "hono";
import { z } from "zod";
import type { Role } from "../../ports/access.ts";
import type { Interviews, MatterSummary, Reading } from "../../ports/interviews.ts";
import { comparisonPrinted } from "../../text/form-comparison.ts";
import { precheckPageWords, comparePageWords as words } from "../../text/precheck-page.ts";
import { createErrors } from "./errors.ts";
import type { Child } from "./page/view-types.ts";
import { build, type Element, type PageFrame, set } from "./page-frame.ts";
import { frameOf } from "./precheck-pages.ts";
import { blockView } from "./precheck-report.ts";
import type { Routes } from "./server.ts";
import type { WebContext, WebEnvironment } from "./visitor.ts";

const comparers: readonly Role[] = ["official", "admin"];

export const mayCompare = (context: WebContext): boolean => comparers.includes(context.get("grant").role);

/** As many columns as a page of A4 takes. */
const mostColumns = 4;

type ReadingName = keyof typeof words.readings;
const readingNames = Object.keys(words.readings) as ReadingName[];

const chosenIds = z.array(z.string().regex(/^[A-Za-z0-9_-]{22}$/));
const unfit = 422;

const readingField = (matter: string): string => `as.${matter}`;

export const createCompareRoutes =
  (interviews: Pick<Interviews, "list" | "compare">): Routes =>
  (frame) => {
    const { problem } = createErrors(frame);
    const app = new Hono<WebEnvironment>();

    /** What each chosen matter is called, in the order chosen. */
    const readingsOf = (
      context: WebContext,
      matters: readonly MatterSummary[],
      ids: readonly string[],
    ): Reading[] =>
      ids.flatMap((id) => {
        const matter = matters.find((one) => one.matter === id);
        if (matter === undefined) return [];
        const asked = context.req.query(readingField(id));
        const name = readingNames.find((known) => known === asked) ?? "none";
        const reading = name === "none" ? "" : words.readings[name];
        return [{ matter: id, label: words.column(matter.number, reading) }];
      });

    app.get("/precheck/compare", async (context) => {
      if (!mayCompare(context)) return problem(context, "notFound");
      const { person } = context.get("device");
      // As they were begun: the columns stand in this order, too.
      const matters = (await interviews.list(person)).toReversed();
      const chosen = chosenIds.safeParse([...new Set(context.req.queries("m") ?? [])]);
      const ids = chosen.success ? chosen.data : [];
      const pick = (notice: string | null, status: 200 | 422) =>
        context.html(pickPage(frame, matters, ids, notice), status);
      if (context.req.queries("m") === undefined) return pick(null, 200);
      if (ids.length < 2 || ids.length > mostColumns) return pick(words.wrongCount(mostColumns), unfit);
      const readings = readingsOf(context, matters, ids);
      const comparison = readings.length < ids.length ? null : await interviews.compare(person, readings);
      if (comparison === null) return pick(words.gone, unfit);
      const { title, blocks } = comparisonPrinted(comparison);
      return context.html(
        shell(
          frame,
          title,
          build(
            "article",
            { class: "report comparison" },
            blocks.map((block) => blockView(block, (text) => text)),
          ),
          build(
            "p",
            { class: "screen-only" },
            build("a", { class: "quiet", href: "/precheck/compare" }, words.again),
            readings.map(({ matter, label }) => [
              " ",
              build("a", { class: "quiet", href: `/precheck/${matter}` }, words.open(label)),
            ]),
          ),
        ),
      );
    });

    return app;
  };

const shell = (frame: PageFrame, title: string, ...content: Child<Element>[]): string =>
  frameOf(
    frame,
    title,
    "at-comparison",
    build(
      "nav",
      { class: "trail screen-only", "aria-label": precheckPageWords.title },
      build("a", { href: "/precheck" }, precheckPageWords.all),
    ),
    build("h1", { class: "source-name" }, title),
    ...content,
  );

function pickPage(
  frame: PageFrame,
  matters: readonly MatterSummary[],
  chosen: readonly string[],
  notice: string | null,
): string {
  const offered = matters.filter(({ comparable }) => comparable);
  return shell(
    frame,
    words.title,
    notice === null ? null : build("p", { class: "warning", role: "alert" }, notice),
    build("p", {}, words.purpose),
    build("p", {}, words.how(mostColumns)),
    offered.length < 2
      ? build("p", { class: "fact" }, words.few)
      : build(
          "form",
          { method: "get", action: "/precheck/compare" },
          build(
            "fieldset",
            { class: "question-field" },
            build("legend", {}, words.pick),
            offered.map((matter) => row(matter, chosen.includes(matter.matter))),
          ),
          build(
            "div",
            { class: "step-actions" },
            build("button", { type: "submit", class: "send" }, words.show),
          ),
        ),
  );
}

const row = ({ matter, number, startedAt, changedAt }: MatterSummary, checked: boolean): Element =>
  build(
    "div",
    { class: "reading" },
    build(
      "label",
      { class: "option", for: `m-${matter}` },
      build("input", {
        type: "checkbox",
        id: `m-${matter}`,
        name: "m",
        value: matter,
        checked: checked ? set : null,
      }),
      build(
        "span",
        {},
        precheckPageWords.matter(number),
        " ",
        build("span", { class: "fact" }, precheckPageWords.matterLine(startedAt, changedAt)),
      ),
    ),
    build(
      "select",
      { name: readingField(matter), "aria-label": words.reading(number) },
      readingNames.map((name) => build("option", { value: name }, words.readings[name])),
    ),
  );
