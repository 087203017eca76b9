/** The catalogue as HTML: lists of documents, cases and editors' texts, and what a search found. */
import type { Day } from "../../core/law/types.ts";
import {
  type CaseFilter,
  type CaseList,
  type DocumentList,
  type DocumentState,
  type EntryKind,
  entryKinds,
  type Found,
  type Group,
  type ListedCase,
  type ListedDocument,
  type ListedText,
  type SearchPage,
} from "../../ports/catalogue.ts";
import { catalogueWords as words } from "../../text/catalogue.ts";
import { pageWords } from "../../text/page.ts";
import * as zh from "../../text/zh.ts";
import type { BadgesModule, Child, PhrasesModule } from "./page/view-types.ts";
import { browserModule, build, type Element, type PageFrame, set } from "./page-frame.ts";
import { catalogueAddress, choice, entryAddress, kept, readingPage, searchForm } from "./page-parts.ts";

const { gradeBadge, validityBadge } = await browserModule<BadgesModule>("badges.js");
const { dayText, fill } = await browserModule<PhrasesModule>("phrases.js");

type ListName = keyof typeof words.lists;

const listChoice = (shown: ListName, asOf: Day | null): Element =>
  choice(
    words.listsLabel,
    (Object.keys(words.lists) as ListName[]).map((name) => ({
      label: words.lists[name],
      href: catalogueAddress({ list: name === "documents" ? null : name, asOf }),
      chosen: name === shown,
    })),
  );

function listPage(
  pageFrame: PageFrame,
  shown: ListName,
  asOf: Day | null,
  ...content: Child<Element>[]
): string {
  const title = shown === "documents" ? words.title : `${words.lists[shown]} · ${words.title}`;
  return readingPage(
    pageFrame,
    { title, kind: "catalogue" },
    build("h1", { class: "source-name" }, words.title),
    build("p", { class: "lead" }, words.lead),
    searchForm("", asOf),
    listChoice(shown, asOf),
    ...content,
  );
}

/** The day by whose law the list is shown; folded away while it is today. */
const dayForm = (asOf: Day | null, others: Readonly<Record<string, string | null>>): Element =>
  build(
    "details",
    { class: "as-of", open: asOf === null ? null : set },
    build("summary", {}, words.asOf),
    build(
      "form",
      { class: "as-of-field", method: "get", action: "/catalogue" },
      kept(others),
      build("label", { for: "as-of" }, words.asOfLabel),
      build("input", { type: "date", id: "as-of", name: "asOf", value: asOf ?? "" }),
      build("button", { type: "submit", class: "quiet" }, words.apply),
      asOf === null ? null : build("a", { class: "quiet", href: catalogueAddress(others) }, words.asOfToday),
    ),
  );

const dayLine = (asOf: Day | null): Child<Element> =>
  asOf === null
    ? null
    : build("p", { class: "fact" }, fill(words.asOfSet, { day: dayText(pageWords, asOf) }));

const counted = (title: string, count: number): Child<Element>[] => [
  title,
  build("span", { class: "count" }, fill(words.count, { count })),
];

/** Members under their headings, one rank below `h2` where a part has a heading of its own. */
const grouped = <Member>(
  groups: readonly Group<Member>[],
  heading: "h2" | "h3",
  member: (one: Member) => Element,
): Child<Element> =>
  groups.map(({ title, members }) =>
    build(
      "section",
      { class: "group", id: title },
      build(heading, {}, ...counted(title, members.length)),
      build("ul", { class: "rows", role: "list" }, members.map(member)),
    ),
  );

/** Documents of one state. */
export function documentsPage(
  pageFrame: PageFrame,
  { national, local, counts }: DocumentList,
  state: DocumentState,
  asOf: Day | null,
): string {
  const states = Object.keys(words.states) as DocumentState[];
  const part = (title: string, groups: readonly Group<ListedDocument>[]): Child<Element> =>
    groups.length === 0
      ? null
      : build(
          "section",
          { class: "part" },
          build("h2", {}, title),
          grouped(groups, "h3", (document) => documentRow(document, asOf)),
        );
  return listPage(
    pageFrame,
    "documents",
    asOf,
    choice(
      words.statesLabel,
      states.map((one) => ({
        label: `${words.states[one]}（${counts[one]}）`,
        href: catalogueAddress({ state: one === "current" ? null : one, asOf }),
        chosen: one === state,
      })),
    ),
    dayForm(asOf, { state: state === "current" ? null : state }),
    dayLine(asOf),
    national.length + local.length === 0 ? build("p", {}, words.noDocument) : null,
    jumps([...national, ...local]),
    part(words.national, national),
    part(words.local, local),
  );
}

/** Ways down a long list. */
const jumps = (groups: readonly Group<ListedDocument>[]): Child<Element> =>
  groups.length < 3
    ? null
    : build(
        "nav",
        { class: "jumps", "aria-label": words.jumps },
        groups.map(({ title, members }) =>
          build("a", { href: `#${encodeURIComponent(title)}` }, `${title} ${members.length}`),
        ),
      );

function documentRow(document: ListedDocument, asOf: Day | null): Element {
  const { title, issuer, number, place, version, repealed, provisions, validity, verification } = document;
  const facts = [
    place,
    issuer,
    number,
    version,
    repealed === null ? null : fill(words.repealedFrom, { day: dayText(pageWords, repealed) }),
    provisions === 0 ? words.provisionsNone : fill(words.provisions, { count: provisions }),
  ].filter((fact) => fact !== null);
  return build(
    "li",
    {},
    build(
      "p",
      { class: "found" },
      build("a", { href: entryAddress({ id: document.id, kind: "document" }, asOf) }, `《${title}》`),
      validityBadge(build, pageWords, validity),
      verification === "unverified" ? gradeBadge(build, pageWords, verification) : null,
    ),
    build("p", { class: "fact" }, facts.join(" · ")),
  );
}

/** Cases by outcome, with the filter. */
export const casesPage = (
  pageFrame: PageFrame,
  list: CaseList,
  filter: CaseFilter,
  asOf: Day | null,
): string =>
  listPage(
    pageFrame,
    "cases",
    asOf,
    caseForm(list, filter, asOf),
    build("p", { class: "fact" }, words.caseCaution),
    list.groups.length === 0 ? build("p", {}, words.noCase) : null,
    grouped(list.groups, "h2", (published) => caseRow(published, asOf)),
  );

const caseRow = ({ id, title, level, field, year }: ListedCase, asOf: Day | null): Element =>
  build(
    "li",
    {},
    build("a", { href: entryAddress({ id, kind: "case" }, asOf) }, title),
    build(
      "p",
      { class: "fact" },
      [field, level, year === null ? words.yearUnknown : fill(words.yearOf, { year })].join(" · "),
    ),
  );

function caseForm(
  { outcomes, fields, years }: CaseList,
  { outcome, field, year }: CaseFilter,
  asOf: Day | null,
): Element {
  const select = (
    name: string,
    label: string,
    chosen: string | null,
    options: readonly (readonly [string, string])[],
  ): Element =>
    build(
      "p",
      {},
      build("label", { for: name }, label),
      build(
        "select",
        { id: name, name },
        [["", words.any] as const, ...options].map(([value, text]) =>
          build("option", { value, selected: value === (chosen ?? "") ? set : null }, text),
        ),
      ),
    );
  return build(
    "form",
    { class: "filters", method: "get", action: "/catalogue", "aria-label": words.caseFilter },
    kept({ list: "cases", asOf }),
    select(
      "outcome",
      words.outcome,
      outcome,
      outcomes.map((one) => [one, zh.outcomes[one]]),
    ),
    select(
      "field",
      words.field,
      field,
      fields.map((one) => [one, one]),
    ),
    select(
      "year",
      words.year,
      year === null ? null : String(year),
      years.map((one) => [String(one), fill(words.yearOf, { year: one })]),
    ),
    build("button", { type: "submit", class: "quiet" }, words.apply),
    outcome === null && field === null && year === null
      ? null
      : build(
          "a",
          { class: "quiet", href: catalogueAddress({ list: "cases", asOf }) },
          words.caseFilterReset,
        ),
  );
}

/** Editors' texts by topic. */
export const textsPage = (
  pageFrame: PageFrame,
  groups: readonly Group<ListedText>[],
  asOf: Day | null,
): string =>
  listPage(
    pageFrame,
    "texts",
    asOf,
    build("p", { class: "fact" }, words.textsLead),
    grouped(groups, "h2", ({ id, kind, title }) =>
      build(
        "li",
        { class: "found" },
        kind === "answer" ? null : kindChip(kind),
        build("a", { href: entryAddress({ id, kind }, asOf) }, title),
      ),
    ),
  );

const kindChip = (kind: EntryKind): Element =>
  build("span", { class: `badge kind kind-${kind}` }, words.kinds[kind]);

/** What a search found, of one kind or all, a page at a time. */
export function resultsPage(
  pageFrame: PageFrame,
  query: string,
  page: SearchPage,
  kind: EntryKind | null,
  asOf: Day | null,
): string {
  const shown = page.taken ? query : "";
  const all = entryKinds.reduce((sum, one) => sum + page.counts[one], 0);
  const at = (other: { kind?: EntryKind | null; from?: number | null }): string =>
    catalogueAddress({ q: shown, kind, asOf, ...other });
  return readingPage(
    pageFrame,
    { title: shown === "" ? words.title : fill(words.results, { query: shown }), kind: "catalogue" },
    build("h1", { class: "source-name" }, shown === "" ? words.title : fill(words.results, { query: shown })),
    searchForm(shown, asOf),
    page.taken ? null : build("p", { class: "warning", role: "alert" }, words.notTaken),
    all === 0
      ? null
      : choice(words.searchKind, [
          { label: `${words.allKinds}（${all}）`, href: at({ kind: null }), chosen: kind === null },
          ...entryKinds
            .filter((one) => page.counts[one] > 0 || one === kind)
            .map((one) => ({
              label: `${words.kinds[one]}（${page.counts[one]}）`,
              href: at({ kind: one }),
              chosen: one === kind,
            })),
        ]),
    page.taken ? dayForm(asOf, { q: shown, kind }) : null,
    dayLine(asOf),
    page.found.length === 0
      ? null
      : build("p", { class: "fact" }, summaryOf(page, kind === null ? all : page.counts[kind])),
    page.taken && page.found.length === 0 ? nothingFound(shown, all > 0, asOf) : null,
    page.found.length === 0
      ? null
      : build(
          "ol",
          { class: "rows results", role: "list", start: String(page.from + 1) },
          page.found.map((one) => foundRow(one, asOf)),
        ),
    page.earlier !== null || page.later !== null
      ? build(
          "nav",
          { class: "paging", "aria-label": words.pages },
          page.earlier !== null
            ? build(
                "a",
                { class: "quiet", rel: "prev", href: at({ from: page.earlier || null }) },
                words.earlier,
              )
            : null,
          page.later !== null
            ? build("a", { class: "quiet", rel: "next", href: at({ from: page.later }) }, words.later)
            : null,
        )
      : null,
    page.found.length === 0
      ? null
      : build(
          "p",
          {},
          build(
            "a",
            { class: "quiet", href: askAddress(shown, asOf) },
            fill(words.askThis, { query: shown }),
          ),
        ),
  );
}

const askAddress = (query: string, asOf: Day | null): string =>
  `/?${new URLSearchParams({ q: query, ...(asOf === null ? {} : { asOf }) })}`;

const summaryOf = ({ from, found, later }: SearchPage, count: number): string =>
  from === 0 && later === null
    ? fill(words.resultCount, { count })
    : fill(words.resultsFrom, { from: from + 1, to: from + found.length, count });

const nothingFound = (query: string, ofOtherKind: boolean, asOf: Day | null): Element =>
  build(
    "p",
    { class: "nothing" },
    fill(ofOtherKind ? words.noResultOfKind : words.noResult, { query }),
    words.noResultHelp,
    build("a", { href: askAddress(query, asOf) }, words.askInstead),
    "。",
  );

function foundRow(found: Found, asOf: Day | null): Element {
  const { kind, validity, label, snippet, official } = found;
  return build(
    "li",
    {},
    build(
      "p",
      { class: "found" },
      kindChip(kind),
      build("a", { href: entryAddress(found, asOf) }, label),
      validity === null ? null : validityBadge(build, pageWords, validity),
    ),
    build(
      "p",
      { class: official ? "snippet official" : "snippet" },
      kind === "provision" && !official
        ? build("span", { class: "badge badge-gist" }, words.gistSnippet)
        : null,
      snippet.map(({ text, marked }) => (marked ? build("mark", {}, text) : text)),
    ),
  );
}
