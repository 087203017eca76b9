/** What the readable pages share: their frame, the way back, links to entries, small forms. */
import type { Day } from "../../core/law/types.ts";
import type { EntryKind, EntryLink } from "../../ports/catalogue.ts";
import { catalogueWords as words } from "../../text/catalogue.ts";
import { pageWords } from "../../text/page.ts";
import type { BadgesModule, Child, PhrasesModule } from "./page/view-types.ts";
import {
  browserModule,
  build,
  type Element,
  type PageFrame,
  pageHtml,
  pageTitle,
  set,
} from "./page-frame.ts";

const { validityBadge } = await browserModule<BadgesModule>("badges.js");
const { dayText, fill, sourceAddress } = await browserModule<PhrasesModule>("phrases.js");

/** A page to read: header with the ways to chat and catalogue, one `main`, the stylesheet of the readable pages. */
export const readingPage = (
  pageFrame: PageFrame,
  page: {
    readonly title: string;
    readonly kind: string;
    /** Whether a text can be copied. */
    readonly copies?: boolean;
  },
  ...content: Child<Element>[]
): string =>
  pageHtml(
    pageFrame,
    {
      title: pageTitle(page.title),
      kind: `reading ${page.kind}`,
      styles: ["catalogue.css"],
      skip: { to: "main", words: words.skip },
      actions: build(
        "nav",
        { class: "ways", "aria-label": words.navigation },
        build("a", { class: "quiet", href: "/" }, words.chat),
        pageFrame.links
          .filter(({ href }) => href !== "/catalogue")
          .map(({ href, label }) => build("a", { class: "quiet", href }, label)),
        build("a", { class: "quiet", href: "/catalogue" }, words.catalogue),
      ),
      ...(page.copies === true ? { script: "copy.js" } : {}),
    },
    build("main", { id: "main", tabindex: "-1" }, ...content),
  );

/** `path` with the parameters that are set. */
export function address(path: string, parameters: Readonly<Record<string, string | number | null>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters))
    if (value !== null && value !== "") query.set(name, String(value));
  return query.size === 0 ? path : `${path}?${query}`;
}

export const catalogueAddress = (parameters: Readonly<Record<string, string | number | null>>): string =>
  address("/catalogue", parameters);

const isSource = (kind: EntryKind): boolean => ["document", "provision", "case"].includes(kind);

/** The stable address of an entry. */
export const entryAddress = ({ id, kind }: Pick<EntryLink, "id" | "kind">, asOf: Day | null): string =>
  isSource(kind) ? sourceAddress(id, asOf) : address(`/answers/${encodeURIComponent(id)}`, { asOf });

/** Where the page stands, from the catalogue down; the page itself is the heading below. */
export const trail = (steps: readonly { readonly label: string; readonly href: string }[]): Element =>
  build(
    "nav",
    { class: "trail", "aria-label": words.trail },
    build(
      "ol",
      { role: "list" },
      steps.map(({ label, href }) => build("li", {}, build("a", { href }, label))),
    ),
  );

/** How many entries stand open where there are many; the others are folded away. */
const openEntries = 8;

/** Entries as links, each with its remark and, where it does not stand, its badge. */
export function entryList(links: readonly EntryLink[], asOf: Day | null): Child<Element> {
  if (links.length <= openEntries + 2) return linkList(links, asOf);
  return [
    linkList(links.slice(0, openEntries), asOf),
    build(
      "details",
      { class: "fold" },
      build("summary", {}, fill(words.moreEntries, { count: links.length - openEntries })),
      linkList(links.slice(openEntries), asOf),
    ),
  ];
}

/** All of them at once. */
export const linkList = (links: readonly EntryLink[], asOf: Day | null): Element =>
  build(
    "ul",
    { class: "links entries", role: "list" },
    links.map((link) =>
      build(
        "li",
        {},
        build("a", { href: entryAddress(link, asOf) }, link.label),
        link.remark === null ? null : build("span", { class: "fact" }, link.remark),
        link.validity === null || link.validity === "in_force" || link.validity === "not_binding"
          ? null
          : validityBadge(build, pageWords, link.validity),
      ),
    ),
  );

/** A choice among ways to see the same list, as links; the one shown is marked. */
export const choice = (
  label: string,
  options: readonly { readonly label: string; readonly href: string; readonly chosen: boolean }[],
): Element =>
  build(
    "nav",
    { class: "choice", "aria-label": label },
    build(
      "ul",
      { role: "list" },
      options.map((option) =>
        build(
          "li",
          {},
          build("a", { href: option.href, "aria-current": option.chosen ? "page" : null }, option.label),
        ),
      ),
    ),
  );

/** Parameters a form keeps as they are. */
export const kept = (parameters: Readonly<Record<string, string | null>>): Child<Element> =>
  Object.entries(parameters).map(([name, value]) =>
    value === null || value === "" ? null : build("input", { type: "hidden", name, value }),
  );

/** The field that searches everything. */
export const searchForm = (query: string, asOf: Day | null): Element =>
  build(
    "form",
    { class: "search", role: "search", method: "get", action: "/catalogue" },
    kept({ asOf }),
    build("label", { for: "q" }, words.search),
    build(
      "div",
      { class: "field" },
      build("input", {
        type: "search",
        id: "q",
        name: "q",
        value: query,
        maxlength: "200",
        placeholder: words.searchPlaceholder,
        enterkeyhint: "search",
      }),
      build("button", { type: "submit", class: "send" }, words.searchButton),
    ),
  );

/** The day by whose law the list is shown; folded away while it is today. */
export const dayForm = (asOf: Day | null, others: Readonly<Record<string, string | null>>): Element =>
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

export const dayLine = (asOf: Day | null): Child<Element> =>
  asOf === null
    ? null
    : build("p", { class: "fact" }, fill(words.asOfSet, { day: dayText(pageWords, asOf) }));

/** What kind of entry follows. */
export const kindChip = (kind: EntryKind): Element =>
  build("span", { class: `badge kind kind-${kind}` }, words.kinds[kind]);

/** Where the chat is asked. */
export const askAddress = (question: string, asOf: Day | null): string => address("/", { q: question, asOf });
