/** The pages as HTML. Text is escaped by the builder; nothing is put together by hand. */
import { html, raw } from "hono/html";
import { createElement } from "hono/jsx";
import { connectionErrors, pageWords as words } from "../../text/page.ts";
import type { Assets } from "./assets.ts";
import type {
  AnswerModule,
  Attributes,
  Child,
  PageData,
  PhrasesModule,
  SourceModule,
  Turn,
} from "./page/view-types.ts";

// The browser's own modules, therefore JavaScript; their types stand in view-types.ts.
export const browserModule = async <Module>(name: string): Promise<Module> =>
  (await import(new URL(`./page/${name}`, import.meta.url).href)) as Module;
const { firstQuestionsView, keepable, turnView } = await browserModule<AnswerModule>("answer-view.js");
const { legendView } = await browserModule<SourceModule>("source-view.js");
const { fill } = await browserModule<PhrasesModule>("phrases.js");

export interface Organisation {
  readonly name: string | undefined;
  readonly contact: string;
}

export interface PageFrame {
  readonly assets: Assets;
  readonly organisation: Organisation;
  readonly knowledgeVersion: string;
}

export type Element = ReturnType<typeof createElement>;

/** An attribute without a value: `build` knows text and absence only, HTML reads the empty text as set. */
export const set = "";

export const build = (tag: string, attributes: Attributes, ...children: Child<Element>[]): Element =>
  createElement(tag, attributes, ...(children as Element[]));

/** Data for the page's script in a block no browser runs; `<` cannot close it. */
const dataBlock = (data: PageData): Element =>
  createElement(
    "script",
    { type: "application/json", id: "page-data" },
    raw(JSON.stringify(data).replaceAll("<", "\\u003c")),
  );

export const frame = (
  { assets, organisation, knowledgeVersion }: PageFrame,
  page: {
    readonly title: string;
    readonly kind: string;
    readonly script: boolean;
    readonly actions?: Element;
    /** The link that leads past the header. */
    readonly skip?: Element;
    /** Further elements of the head. */
    readonly head?: readonly Element[];
  },
  ...content: Child<Element>[]
): string =>
  String(
    html`<!doctype html>
${build(
  "html",
  { lang: "zh-CN" },
  build(
    "head",
    {},
    build("meta", { charset: "utf-8" }),
    build("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
    build("meta", { name: "color-scheme", content: "light dark" }),
    build("meta", { name: "format-detection", content: "telephone=no" }),
    build("title", {}, page.title),
    build("link", { rel: "icon", href: icon }),
    build("link", { rel: "stylesheet", href: assets.style }),
    ...(page.script
      ? [
          ...assets.modules.map((href) => build("link", { rel: "modulepreload", href })),
          build("script", { type: "module", src: assets.script }),
        ]
      : []),
    ...(page.head ?? []),
  ),
  build(
    "body",
    { class: page.kind },
    page.script ? build("a", { class: "skip", href: "#question" }, words.skip) : (page.skip ?? null),
    build(
      "header",
      { class: "head" },
      build(
        "div",
        { class: "brand" },
        build(page.script ? "h1" : "p", { class: "name" }, build("a", { href: "/" }, words.name)),
        build("p", { class: "tagline" }, words.tagline),
      ),
      page.actions ?? null,
    ),
    ...content,
    about(organisation, knowledgeVersion),
  ),
)}`,
  );

/** A quiet mark of three parted lines; a data address, so that no request leaves the page. */
const icon = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="4" fill="#24594f"/><path d="M4 5h8M4 8h5M4 11h7" stroke="#f7f4ec" stroke-width="1.5" stroke-linecap="round"/></svg>',
)}`;

function about({ name, contact }: Organisation, version: string): Element {
  return build(
    "footer",
    { class: "about", "aria-label": words.about },
    build("p", {}, words.aboutIs),
    build("p", {}, words.aboutIsNot),
    build("p", {}, fill(words.aboutContact, { contact }), words.aboutStorage),
    build(
      "p",
      { class: "small" },
      name === undefined ? null : fill(words.aboutOrganisation, { organisation: name }),
      fill(words.aboutVersion, { version: version.slice(0, 19) }),
    ),
  );
}

/** The chat: with a turn where the question came by address, else the first questions. */
export function chatPage(
  pageFrame: PageFrame,
  firstQuestions: readonly string[],
  asked: Turn | null,
): string {
  const turn = asked === null ? null : keepable(words, asked);
  return frame(
    pageFrame,
    {
      title: words.name,
      kind: "chat",
      script: true,
      actions: build("button", { type: "button", class: "quiet", id: "clear", hidden: set }, words.clear),
    },
    build(
      "div",
      { class: "columns" },
      build(
        "main",
        {},
        build(
          "div",
          { id: "conversation", role: "log", "aria-live": "polite", "aria-label": words.conversation },
          turn === null ? firstQuestionsView(build, words, firstQuestions) : turnView(build, words, turn, 1),
        ),
        composer(turn),
      ),
      sourcePanel(),
    ),
    build("p", { class: "visually-hidden", role: "status", id: "status" }),
    dataBlock({ words, connectionErrors, firstQuestions, turn }),
  );
}

function composer(turn: Turn | null): Element {
  const previous = turn?.answer?.context?.question ?? "";
  return build(
    "form",
    { id: "composer", class: "composer", method: "get", action: "/" },
    build("noscript", {}, build("p", { class: "hint" }, words.noScript)),
    previous === "" ? null : build("input", { type: "hidden", name: "previous", value: previous }),
    build(
      "details",
      { class: "as-of", open: turn?.asOf == null ? null : set },
      build("summary", { id: "as-of-summary" }, words.asOf),
      build(
        "div",
        { class: "as-of-field" },
        build("label", { for: "as-of" }, words.asOfLabel),
        build("input", { type: "date", id: "as-of", name: "asOf", value: turn?.asOf ?? "" }),
        build("button", { type: "button", class: "quiet", id: "as-of-clear", hidden: set }, words.asOfClear),
      ),
    ),
    build("label", { class: "visually-hidden", for: "question" }, words.question),
    build(
      "div",
      { class: "field" },
      build("textarea", {
        id: "question",
        name: "q",
        rows: "1",
        required: set,
        placeholder: words.placeholder,
        "aria-describedby": "hint",
        autocomplete: "off",
        enterkeyhint: "send",
      }),
      build("button", { type: "submit", class: "send" }, words.ask),
    ),
    build(
      "p",
      { class: "hint", id: "hint" },
      words.hintCaution,
      build("span", { class: "keys" }, words.hintKeys),
    ),
  );
}

/** Where a source opens: beside the conversation on a wide screen, over it on a phone. */
const sourcePanel = (): Element =>
  build(
    "aside",
    { class: "sources", "aria-label": words.source },
    build(
      "div",
      { id: "source-idle", class: "source-idle" },
      build("h2", {}, words.source),
      legendView(build, words),
    ),
    build(
      "dialog",
      { id: "source", class: "sheet", "aria-labelledby": "source-title" },
      build(
        "div",
        { class: "sheet-head" },
        build("h2", { id: "source-title", tabindex: "-1" }, words.source),
        build("button", { type: "button", class: "quiet", id: "source-close" }, words.close),
      ),
      build("div", { id: "source-content" }),
      build(
        "div",
        { class: "sheet-foot" },
        build("button", { type: "button", class: "quiet", id: "source-back", hidden: set }, words.back),
        build("button", { type: "button", class: "quiet", id: "source-copy" }, words.copy),
        build("a", { class: "quiet", id: "source-open", href: "/" }, words.openPage),
        build("p", { role: "status", id: "source-status" }),
      ),
    ),
  );

/** A page that says what went wrong. */
export function messagePage(pageFrame: PageFrame, message: string): string {
  return frame(
    pageFrame,
    { title: words.name, kind: "reading", script: false },
    build(
      "main",
      {},
      build("h1", { class: "source-name" }, words.name),
      build("p", {}, message),
      build("p", {}, build("a", { class: "quiet", href: "/" }, words.home)),
    ),
  );
}
