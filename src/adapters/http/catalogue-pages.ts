/** The catalogue as HTML: lists of documents, cases and editors' texts. */
import type { Day } from "../../core/law/types.ts";
import type {
  CaseFilter,
  CaseList,
  DocumentList,
  DocumentState,
  Group,
  ListedCase,
  ListedDocument,
  ListedText,
} from "../../ports/catalogue.ts";
import { catalogueWords as words } from "../../text/catalogue.ts";
import { pageWords } from "../../text/page.ts";
import * as zh from "../../text/zh.ts";
import type { BadgesModule, Child, PhrasesModule } from "./page/view-types.ts";
import { browserModule, build, type Element, type PageFrame, set } from "./page-frame.ts";
import {
  catalogueAddress,
  choice,
  dayForm,
  dayLine,
  entryAddress,
  kept,
  kindChip,
  readingPage,
  searchForm,
} from "./page-parts.ts";

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
