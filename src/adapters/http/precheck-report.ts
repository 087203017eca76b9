/**
 * The report (预审报告) on a page: the same sections as on paper and as Markdown, with every 〔n〕 leading to its source. It
 * wears no head of a document and no seal: it is a hint, and says so first.
 */
import type { LookRow, Report } from "../../core/precheck/report.ts";
import { lookNames, resultCaution } from "../../text/precheck.ts";
import { precheckPageWords as words } from "../../text/precheck-page.ts";
import type { Block, Cell, Item } from "../../text/printed.ts";
import { type ReportSection, reportOpening, reportSections, type SectionKey } from "../../text/report.ts";
import { findingWords, lookRemarks, lookStates } from "../../text/report-words.ts";
import type { Child, PhrasesModule } from "./page/view-types.ts";
import { browserModule, build, type Element, set } from "./page-frame.ts";

const { sourceAddress } = await browserModule<PhrasesModule>("phrases.js");

type Link = (text: string) => Child<Element>;

/** The result itself, never without its caution. */
export const findingView = (report: Report): Element =>
  build(
    "div",
    { class: "finding", role: "group", "aria-labelledby": "finding" },
    build("p", { id: "finding", class: "finding-words" }, `${findingWords(report)}。`),
    build("p", {}, `${resultCaution}。`),
  );

/** What the result rests on, and what to do. */
export function reportView(report: Report, contact: string): Element {
  const link = linking(report);
  const sections = reportSections(report, { contact });
  return build(
    "article",
    { class: "report" },
    reportOpening(report).map((block) => blockView(block, link)),
    build(
      "nav",
      { class: "jumps screen-only", "aria-label": words.contents },
      sections.map(({ key, heading }) => build("a", { href: `#${key}` }, heading)),
    ),
    sections.map((section) => sectionView(section, report, link)),
  );
}

/** What a meeting looks up but does not read through: folded on a screen, open on paper. */
const lookedUp: ReadonlySet<SectionKey> = new Set(["cleared", "answers", "sources", "record"]);

function sectionView({ key, heading, blocks }: ReportSection, report: Report, link: Link): Element {
  const title = build("h2", { id: `${key}-heading` }, heading);
  // Where a gate stands, no look was taken, and the blocks say so.
  const drawn = key === "looks" && report.range !== null;
  const content = drawn ? strip(report.looks) : blocks.map((block) => blockView(block, link));
  return build(
    "section",
    { id: key, class: `part report-${key}`, "aria-labelledby": `${key}-heading` },
    lookedUp.has(key)
      ? build(
          "details",
          { "data-paper": set },
          build("summary", {}, title),
          build("div", { class: "part-content" }, content),
        )
      : [title, content],
  );
}

/** Turns every 〔n〕 of a text into the way to its source. */
function linking({ citations }: Report): Link {
  const passages = new Map(citations.map(({ n, passage }) => [n, passage]));
  return (text) =>
    text.split(/(〔\d+〕)/).map((piece): Child<Element> => {
      const n = Number(/^〔(\d+)〕$/.exec(piece)?.[1]);
      const passage = passages.get(n);
      return passage === undefined
        ? piece
        : build(
            "a",
            { class: "note", href: sourceAddress(passage, null), "aria-label": words.sourceOf(n) },
            piece,
          );
    });
}

/** The six looks as six rows: a word and a symbol each, and a colour beside them. */
const strip = (looks: readonly LookRow[]): Element =>
  build(
    "ol",
    { class: "strip", role: "list" },
    looks.map((row) =>
      build(
        "li",
        { class: `look look-${row.state}` },
        build("span", { class: "look-symbol", "aria-hidden": "true" }, lookStates[row.state].symbol),
        build(
          "div",
          { class: "look-text" },
          build(
            "p",
            {},
            build("strong", {}, lookNames[row.look]),
            build("span", { class: "look-state" }, lookStates[row.state].word),
          ),
          lookRemarks(row).map((remark) => build("p", { class: "fact" }, remark)),
        ),
      ),
    ),
  );

export function blockView(block: Block, link: Link): Child<Element> {
  if ("together" in block)
    return build(
      "div",
      { class: "together" },
      block.together.map((one) => blockView(one, link)),
    );
  if ("heading" in block) return build(`h${block.level}`, {}, link(block.heading));
  if ("paragraph" in block) return build("p", {}, link(block.paragraph));
  if ("label" in block) return build("p", { class: "legend" }, block.label);
  if ("quote" in block) return quoteView(block, link);
  if ("list" in block) return items(block.list, link);
  return table(block, link);
}

const quoteView = ({ source, quote, note }: Extract<Block, { quote: string }>, link: Link): Element =>
  build(
    "figure",
    { class: "cited" },
    build("figcaption", { class: "fact" }, link(source)),
    build(
      "blockquote",
      // A gist is an editor's, and must not look like the wording.
      { class: quote.startsWith("“") ? "quote" : "gist" },
      quote.split("\n").map((line) => build("p", {}, line)),
    ),
    note === null ? null : build("p", { class: "fact" }, note),
  );

const items = (list: readonly Item[], link: Link): Element =>
  build(
    "ul",
    {},
    list.map(({ text, items: below = [] }) =>
      build("li", {}, link(text), below.length === 0 ? null : items(below, link)),
    ),
  );

/** On a narrow screen each row becomes a card; the roles say still that it is a table. */
const table = ({ head, rows }: Extract<Block, { head: readonly string[] }>, link: Link): Element =>
  build(
    "table",
    { role: "table", class: head.length === 2 ? "pairs" : null },
    build(
      "thead",
      { role: "rowgroup" },
      build(
        "tr",
        { role: "row" },
        head.map((cell) => build("th", { scope: "col", role: "columnheader" }, cell)),
      ),
    ),
    build(
      "tbody",
      { role: "rowgroup" },
      rows.map((cells) =>
        build(
          "tr",
          { role: "row" },
          cells.map((cell, at) =>
            build(
              "td",
              { role: "cell", "data-label": head[at] ?? "" },
              build("div", {}, cellView(cell, link)),
            ),
          ),
        ),
      ),
    ),
  );

const cellView = (cell: Cell, link: Link): Child<Element> =>
  typeof cell === "string"
    ? link(cell)
    : cell.map((line) =>
        typeof line === "string" ? build("p", {}, link(line)) : build("p", { class: "quoted" }, line.quote),
      );
