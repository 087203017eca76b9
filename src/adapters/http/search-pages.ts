/** What a search found, as HTML. */
import type { Day } from "../../core/law/types.ts";
import { type EntryKind, entryKinds, type Found, type SearchPage } from "../../ports/catalogue.ts";
import { catalogueWords as words } from "../../text/catalogue.ts";
import { pageWords } from "../../text/page.ts";
import type { BadgesModule, Child, PhrasesModule } from "./page/view-types.ts";
import { browserModule, build, type Element, type PageFrame } from "./page-frame.ts";
import {
  askAddress,
  catalogueAddress,
  choice,
  dayForm,
  dayLine,
  entryAddress,
  kindChip,
  readingPage,
  searchForm,
} from "./page-parts.ts";

const { validityBadge } = await browserModule<BadgesModule>("badges.js");
const { fill } = await browserModule<PhrasesModule>("phrases.js");

/** What was searched for; the page shown is one of it. */
interface Asked {
  /** Empty where it was not taken, and so must not be shown again. */
  readonly query: string;
  readonly kind: EntryKind | null;
  readonly asOf: Day | null;
}

const resultsAddress = ({ query, kind, asOf }: Asked, from: number | null = null): string =>
  catalogueAddress({ q: query, kind, asOf, from: from === 0 ? null : from });

/** One page of results, of one kind or all. */
export function resultsPage(
  pageFrame: PageFrame,
  typed: string,
  page: SearchPage,
  kind: EntryKind | null,
  asOf: Day | null,
): string {
  const asked: Asked = { query: page.taken ? typed : "", kind, asOf };
  const { query } = asked;
  const title = page.taken ? fill(words.results, { query }) : words.title;
  return readingPage(
    pageFrame,
    { title, kind: "catalogue" },
    build("h1", { class: "source-name" }, title),
    searchForm(query, asOf),
    page.taken ? resultsView(page, asked) : build("p", { class: "warning", role: "alert" }, words.notTaken),
  );
}

function resultsView(page: SearchPage, asked: Asked): Child<Element> {
  const { query, kind, asOf } = asked;
  const all = entryKinds.reduce((sum, one) => sum + page.counts[one], 0);
  const before = [
    all === 0 ? null : kindChoice(page, all, asked),
    dayForm(asOf, { q: query, kind }),
    dayLine(asOf),
  ];
  if (page.found.length === 0) return [before, nothingFound(query, all > 0, asOf)];
  return [
    before,
    build("p", { class: "fact" }, summaryOf(page, kind === null ? all : page.counts[kind])),
    build(
      "ol",
      { class: "rows results", role: "list", start: String(page.from + 1) },
      page.found.map((one) => foundRow(one, asOf)),
    ),
    paging(page, asked),
    build(
      "p",
      {},
      build("a", { class: "quiet", href: askAddress(query, asOf) }, fill(words.askThis, { query })),
    ),
  ];
}

const kindChoice = ({ counts }: SearchPage, all: number, asked: Asked): Element =>
  choice(words.searchKind, [
    {
      label: `${words.allKinds}（${all}）`,
      href: resultsAddress({ ...asked, kind: null }),
      chosen: asked.kind === null,
    },
    ...entryKinds
      .filter((one) => counts[one] > 0 || one === asked.kind)
      .map((one) => ({
        label: `${words.kinds[one]}（${counts[one]}）`,
        href: resultsAddress({ ...asked, kind: one }),
        chosen: one === asked.kind,
      })),
  ]);

function paging({ earlier, later }: SearchPage, asked: Asked): Child<Element> {
  if (earlier === null && later === null) return null;
  const step = (from: number | null, rel: "prev" | "next", label: string): Child<Element> =>
    from === null ? null : build("a", { class: "quiet", rel, href: resultsAddress(asked, from) }, label);
  return build(
    "nav",
    { class: "paging", "aria-label": words.pages },
    step(earlier, "prev", words.earlier),
    step(later, "next", words.later),
  );
}

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
