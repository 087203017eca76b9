/** One source, or one text of an editor, on a page of its own at a stable address; and the page where nothing is found. */
import type { Day } from "../../core/law/types.ts";
import type { EntryLink, SourcePage, TextPage, VersionLink } from "../../ports/catalogue.ts";
import { catalogueWords as words } from "../../text/catalogue.ts";
import { pageWords } from "../../text/page.ts";
import type { AnswerModule, BadgesModule, Child, PhrasesModule, SourceModule } from "./page/view-types.ts";
import { browserModule, build, type Element, type PageFrame, set } from "./page-frame.ts";
import {
  askAddress,
  catalogueAddress,
  entryAddress,
  entryList,
  linkList,
  readingPage,
  searchForm,
  trail,
} from "./page-parts.ts";

const { answerView } = await browserModule<AnswerModule>("answer-view.js");
const { validityBadge } = await browserModule<BadgesModule>("badges.js");
const { dayText, fill } = await browserModule<PhrasesModule>("phrases.js");
const { citationToCopy, sourceBody, sourceTitle } = await browserModule<SourceModule>("source-view.js");

/** A provision, case or document. */
export function sourcePage(pageFrame: PageFrame, page: SourcePage, asOf: Day | null): string {
  const { source, unit, citation, document, related } = page;
  const title = `${sourceTitle(pageWords, source)}${source.heading ?? ""}`;
  // Place, versions and related entries have their own parts on a page; only what a sheet shows too is drawn by the view.
  const body = { ...source, path: [], heading: null, versions: [], related: [] };
  return readingPage(
    pageFrame,
    { title, kind: `source-page of-${source.kind}`, copies: true },
    sourceTrail(page, asOf),
    build(
      "header",
      {},
      build(
        "h1",
        { class: "source-name" },
        sourceTitle(pageWords, source),
        source.heading === null || source.heading === ""
          ? null
          : [" ", build("span", { class: "heading" }, source.heading)],
      ),
      source.path.length === 0 ? null : build("p", { class: "path" }, source.path.join(" › ")),
    ),
    warning(page, asOf),
    versionSwitch(page.versions, asOf),
    unit === null || citation?.quote == null ? null : build("p", { class: "fact" }, words.unit),
    sourceBody(build, pageWords, body, {
      citation: unit === null ? null : citation,
      asOf,
      heading: "h2",
    }),
    actions(citationToCopy(pageWords, source, unit === null ? wholeOf(page) : citation), page.question, asOf),
    neighbours(page, asOf),
    contents(page, asOf),
    related.map(({ sort, links }) =>
      build("section", { class: "related" }, build("h2", {}, words.related[sort]), entryList(links, asOf)),
    ),
    related.length === 0 && document !== null ? build("p", { class: "fact" }, words.relatedNone) : null,
    provenance(pageFrame, page.asOf),
  );
}

/** A whole article is cited with its version and all its words, not with its first stretch alone. */
const wholeOf = ({ citation }: SourcePage): SourcePage["citation"] =>
  citation === null ? null : { ...citation, place: citation.article, quote: null };

function sourceTrail({ source, document }: SourcePage, asOf: Day | null): Element {
  const list = source.kind === "case" ? "cases" : "documents";
  return trail([
    { label: words.title, href: catalogueAddress({ asOf }) },
    {
      label: words.lists[list],
      href: catalogueAddress({ list: list === "documents" ? null : list, asOf }),
    },
    ...(document === null ? [] : [{ label: document.label, href: entryAddress(document, asOf) }]),
  ]);
}

/** Said before anything else where the version shown does not bind that day. */
function warning({ source, inForce, asOf }: SourcePage, day: Day | null): Child<Element> {
  const { validity } = source;
  if (validity !== "repealed" && validity !== "not_yet") return null;
  const on = { day: dayText(pageWords, asOf) };
  return build(
    "div",
    { class: "warning", role: "note" },
    build("p", {}, validity === "repealed" ? words.repealed : fill(words.notYet, on)),
    inForce === null
      ? null
      : build(
          "p",
          {},
          fill(words.inForce, on),
          build("a", { href: entryAddress(inForce, day) }, inForce.label),
          inForce.remark === null ? null : `（${inForce.remark}）`,
        ),
  );
}

const versionSwitch = (versions: readonly VersionLink[], asOf: Day | null): Child<Element> =>
  versions.length === 0
    ? null
    : build(
        "nav",
        { class: "versions", "aria-label": words.versions },
        build("p", { class: "fact", "aria-hidden": "true" }, words.versions),
        build(
          "ul",
          { role: "list" },
          versions.map(({ id, label, validity, shown, held }) =>
            build(
              "li",
              {},
              build(
                "a",
                {
                  href: entryAddress({ id, kind: "document" }, asOf),
                  "aria-current": shown ? "page" : null,
                },
                label,
              ),
              validityBadge(build, pageWords, validity),
              held ? null : build("span", { class: "fact" }, words.versionNotHeld),
            ),
          ),
        ),
      );

/** Copying the citation, and asking about the entry. */
const actions = (citation: string, question: string, asOf: Day | null): Element =>
  build(
    "div",
    { class: "actions" },
    build("a", { class: "quiet", href: askAddress(question, asOf) }, words.ask),
    build(
      "button",
      {
        type: "button",
        class: "quiet",
        hidden: set,
        "data-copy": "citation",
        "data-done": words.copied,
        "data-failed": words.copyFailed,
      },
      words.copy,
    ),
    build("span", { class: "fact", role: "status", id: "citation-status" }),
    build(
      "details",
      { class: "citation" },
      build("summary", {}, words.citation),
      build("p", { id: "citation" }, citation),
    ),
  );

function neighbours({ previous, next }: SourcePage, asOf: Day | null): Child<Element> {
  if (previous === null && next === null) return null;
  const step = (link: EntryLink | null, rel: "prev" | "next"): Child<Element> =>
    link === null
      ? null
      : build(
          "a",
          { class: `step ${rel}`, rel, href: entryAddress(link, asOf) },
          build("span", { class: "fact" }, rel === "prev" ? words.previous : words.next),
          " ",
          build("span", {}, link.label),
        );
  return build(
    "nav",
    { class: "neighbours", "aria-label": words.neighbours },
    step(previous, "prev"),
    step(next, "next"),
    build("p", { class: "fact" }, words.neighboursNote),
  );
}

const contents = ({ contents: groups }: SourcePage, asOf: Day | null): Child<Element> =>
  groups.length === 0
    ? null
    : build(
        "section",
        { class: "related" },
        build("h2", {}, words.contents),
        build("p", { class: "fact" }, words.contentsNote),
        groups.map(({ title, members }) => [
          title === "" ? null : build("h3", { class: "path" }, title),
          linkList(
            members.map((member) => ({ ...member, validity: null })),
            asOf,
          ),
        ]),
      );

const provenance = ({ knowledgeVersion }: PageFrame, day: Day): Element =>
  build(
    "p",
    { class: "provenance fact" },
    fill(words.knowledgeVersion, { version: knowledgeVersion.slice(0, 19), day: dayText(pageWords, day) }),
  );

/** An answer, a misconception or a procedure. */
export function textPage(pageFrame: PageFrame, page: TextPage, asOf: Day | null): string {
  const { kind, title, topic, questions, answer, reviewed, related } = page;
  const [question = title, ...others] = questions;
  return readingPage(
    pageFrame,
    { title, kind: "text-page" },
    trail([
      { label: words.title, href: catalogueAddress({ asOf }) },
      { label: words.lists.texts, href: catalogueAddress({ list: "texts", asOf }) },
      { label: topic, href: `${catalogueAddress({ list: "texts", asOf })}#${encodeURIComponent(topic)}` },
    ]),
    build(
      "header",
      {},
      build("p", {}, build("span", { class: `badge kind kind-${kind}` }, words.kinds[kind])),
      build("h1", { class: "source-name" }, title),
    ),
    build(
      "p",
      { class: "fact" },
      reviewed === null
        ? words.notReviewed
        : fill(words.reviewed, { by: reviewed.by, day: dayText(pageWords, reviewed.on) }),
    ),
    build("h2", { class: "asked" }, fill(words.asked, { question })),
    answerView(build, pageWords, answer, asOf),
    build(
      "div",
      { class: "actions" },
      build("a", { class: "quiet", href: askAddress(question, asOf) }, words.ask),
    ),
    related.length === 0
      ? null
      : build("section", { class: "related" }, build("h2", {}, words.textRelated), entryList(related, asOf)),
    others.length === 0
      ? null
      : build(
          "section",
          { class: "related" },
          build("h2", {}, words.otherQuestions),
          build(
            "ul",
            { class: "others" },
            others.map((other) => build("li", {}, other)),
          ),
        ),
    provenance(pageFrame, answer.asOf),
  );
}

/** Nothing stands at the address: said so, with what may have been meant. */
export const missingPage = (pageFrame: PageFrame, nearest: readonly EntryLink[], asOf: Day | null): string =>
  readingPage(
    pageFrame,
    { title: words.notFound, kind: "missing" },
    build("h1", { class: "source-name" }, words.notFound),
    build("p", {}, words.notFoundHelp),
    nearest.length === 0
      ? null
      : build("section", { class: "related" }, build("h2", {}, words.nearest), entryList(nearest, asOf)),
    searchForm("", asOf),
  );
