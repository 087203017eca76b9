/**
 * The frame every page stands in: head, header, footer. Text is escaped by the builder; nothing is put together by hand.
 * Pages of others use {@link pageHtml} and {@link build}, too.
 */
import { html, raw } from "hono/html";
import { createElement } from "hono/jsx";
import { type PageWords, pageWords as words } from "../../text/page.ts";
import type { Assets } from "./assets.ts";
import type { Attributes, Child, PhrasesModule } from "./page/view-types.ts";

/** Loads a module the browser loads, too; therefore JavaScript, its types stand in view-types.ts. */
export const browserModule = async <Module>(name: string): Promise<Module> =>
  (await import(new URL(`./page/${name}`, import.meta.url).href)) as Module;

const { fill } = await browserModule<PhrasesModule>("phrases.js");

export interface Organisation {
  readonly name: string | undefined;
  readonly contact: string;
}

export interface PageLink {
  readonly href: string;
  readonly label: string;
}

/** What all pages of one server share. */
export interface PageFrame {
  readonly assets: Assets;
  readonly organisation: Organisation;
  readonly knowledgeVersion: string;
  /** Other parts of the site, as they stand in the header of pages and the menu of the chat. */
  readonly links: readonly PageLink[];
  /** The privacy notice as it is told now. */
  readonly notice: PrivacyNotice;
}

/** A privacy notice; whoever sends a message says which version was shown. */
export interface PrivacyNotice {
  readonly version: string;
  readonly text: string;
}

export type Element = ReturnType<typeof createElement>;

/** An attribute without a value: `build` knows text and absence only, HTML reads the empty text as set. */
export const set = "";

/** Makes an element; an attribute that is null is left out, text goes in as text. */
export const build = (tag: string, attributes: Attributes, ...children: Child<Element>[]): Element =>
  createElement(tag, attributes, ...(children as Element[]));

/** Data for a page's script in a block no browser runs; `<` cannot close it. */
export const dataBlock = (data: object): Element =>
  createElement(
    "script",
    { type: "application/json", id: "page-data" },
    raw(JSON.stringify(data).replaceAll("<", "\\u003c")),
  );

/** One page. */
export interface PageShape {
  /** Of the browser's window; see {@link pageTitle}. */
  readonly title: string;
  /** Class of the body: `chat` is wide, `reading` is one column. */
  readonly kind: string;
  /** Style sheets beside `page.css`. */
  readonly styles?: readonly string[];
  /** The module that runs the page; none: the page needs no script. */
  readonly script?: string;
  /** Id of what the skip link leads to, and its words. */
  readonly skip?: { readonly to: string; readonly words: string };
  /** Whether the name of the product is the page's first heading. */
  readonly nameIsHeading?: boolean;
  /** What stands at the end of the header; without it the links do. */
  readonly actions?: Element | null;
  /** Goes on to an address after so many seconds; `scripted`: the page's script does instead, wherever one runs. */
  readonly refresh?:
    | { readonly seconds: number; readonly to: string; readonly scripted?: boolean }
    | undefined;
}

/** A whole page as HTML. */
export const pageHtml = (pageFrame: PageFrame, page: PageShape, ...content: Child<Element>[]): string =>
  String(
    html`<!doctype html>
${build(
  "html",
  { lang: "zh-CN" },
  pageHead(pageFrame, page),
  build(
    "body",
    { class: page.kind },
    page.skip === undefined ? null : build("a", { class: "skip", href: `#${page.skip.to}` }, page.skip.words),
    build(
      "header",
      { class: "head" },
      build(
        "div",
        { class: "brand" },
        build(page.nameIsHeading ? "h1" : "p", { class: "name" }, build("a", { href: "/" }, words.name)),
        build("p", { class: "tagline" }, words.tagline),
      ),
      page.actions === undefined ? linksView(pageFrame.links) : page.actions,
    ),
    ...content,
    about(pageFrame),
  ),
)}`,
  );

const pageHead = ({ assets }: PageFrame, { title, styles = [], script, refresh }: PageShape): Element =>
  build(
    "head",
    {},
    build("meta", { charset: "utf-8" }),
    build("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
    build("meta", { name: "color-scheme", content: "light dark" }),
    build("meta", { name: "format-detection", content: "telephone=no" }),
    refresh === undefined ? null : refreshing(refresh),
    build("title", {}, title),
    build("link", { rel: "icon", href: icon }),
    ["page.css", ...styles].map((name) => build("link", { rel: "stylesheet", href: assets.address(name) })),
    // Before anything is drawn, so that no page flashes in another size or colour.
    build("script", { src: assets.address("display.js") }),
    script === undefined
      ? null
      : [
          assets.modulesOf(script).map((href) => build("link", { rel: "modulepreload", href })),
          build("script", { type: "module", src: assets.address(script) }),
        ],
  );

function refreshing({ seconds, to, scripted = false }: NonNullable<PageShape["refresh"]>): Element {
  const meta = build("meta", { "http-equiv": "refresh", content: `${seconds};url=${to}` });
  return scripted ? build("noscript", {}, meta) : meta;
}

const linksView = (links: readonly PageLink[]): Element | null =>
  links.length === 0
    ? null
    : build(
        "nav",
        { class: "site-links", "aria-label": words.site },
        links.map(({ href, label }) => build("a", { href }, label)),
      );

/** A quiet mark of three parted lines; a data address, so that no request leaves the page. */
const icon = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="4" fill="#24594f"/><path d="M4 5h8M4 8h5M4 11h7" stroke="#f7f4ec" stroke-width="1.5" stroke-linecap="round"/></svg>',
)}`;

function about({ organisation: { name, contact }, knowledgeVersion, notice }: PageFrame): Element {
  return build(
    "footer",
    { class: "about", "aria-label": words.about },
    build("p", {}, words.aboutIs),
    build("p", {}, words.aboutIsNot),
    build("p", {}, fill(words.aboutContact, { contact })),
    build("p", {}, notice.text),
    build(
      "p",
      { class: "small" },
      name === undefined ? null : fill(words.aboutOrganisation, { organisation: name }),
      fill(words.aboutVersion, { version: knowledgeVersion.slice(0, 19) }),
    ),
  );
}

/** 「出处 · 容错纠错政策助手」. */
export const pageTitle = (title: string, catalogue: PageWords = words): string =>
  fill(catalogue.title, { title, name: catalogue.name });

/** A page that says one thing: what went wrong, what happens next. */
export const messagePage = (
  pageFrame: PageFrame,
  message: string,
  rest: { readonly title?: string; readonly content?: Child<Element>; readonly link?: PageLink } = {},
): string => {
  const { href, label } = rest.link ?? { href: "/", label: words.home };
  return pageHtml(
    pageFrame,
    { title: rest.title === undefined ? words.name : pageTitle(rest.title), kind: "reading" },
    build(
      "main",
      {},
      build("h1", { class: "source-name" }, rest.title ?? words.name),
      build("p", {}, message),
      rest.content ?? null,
      build("p", {}, build("a", { class: "quiet", href }, label)),
    ),
  );
};
