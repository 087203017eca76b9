/** The chat as HTML: it works by forms and links alone; `page.js` makes it quicker. */
import type { ConversationSummary, TurnView } from "../../ports/conversations.ts";
import { connectionErrors, pageWords as words } from "../../text/page.ts";
import type { AnswerModule, Child, MenuModule, PageData } from "./page/view-types.ts";
import {
  browserModule,
  build,
  dataBlock,
  type Element,
  type PageFrame,
  pageHtml,
  set,
} from "./page-frame.ts";
import { sourcePanel } from "./source-panel.ts";
import type { KeptMessage } from "./web-channel.ts";

const { answeredTurn, messageView, turnView, welcomeView } =
  await browserModule<AnswerModule>("answer-view.js");
const { conversationList } = await browserModule<MenuModule>("menu-view.js");

/** What a chat page shows. */
export interface ChatView {
  readonly firstQuestions: readonly string[];
  readonly conversation: string;
  readonly turns: readonly TurnView[];
  /** Whether there are turns before those shown. */
  readonly earlier: boolean;
  /** Messages without a turn that nobody has seen yet. */
  readonly messages: readonly KeptMessage[];
  readonly seen: number;
  readonly conversations: readonly ConversationSummary[];
  readonly forgetWords: string;
  /** What the form sends back unseen. */
  readonly form: {
    /** Id of the event the form makes. */
    readonly event: string;
    readonly token: string;
  };
  /** What the question field holds. */
  readonly draft: { readonly text: string; readonly asOf: string | null };
  /** What went wrong with the question in the field. */
  readonly failure: string | null;
  /** Address to look for the answer at, where one is awaited without script. */
  readonly awaiting: string | null;
  /** Whether something more may come of the last turn by itself. */
  readonly more: boolean;
}

/** How often a page without script looks for its answer, in seconds. */
const refreshSeconds = 2;

export function chatPage(pageFrame: PageFrame, view: ChatView): string {
  const { conversation, turns, seen, firstQuestions, forgetWords } = view;
  const { notice } = pageFrame;
  const data: PageData = {
    words,
    connectionErrors,
    firstQuestions,
    conversation,
    turns,
    seen,
    answered: view.messages.map(({ answers }) => answers),
    notice,
    forgetWords,
  };
  return pageHtml(
    pageFrame,
    {
      title: words.name,
      kind: "chat",
      styles: ["menu.css"],
      script: "page.js",
      skip: { to: "question", words: words.skip },
      nameIsHeading: true,
      actions: actionsView(pageFrame, view),
      ...(view.awaiting === null ? {} : { refresh: { seconds: refreshSeconds, to: view.awaiting } }),
    },
    build(
      "div",
      { class: "columns" },
      build("main", {}, conversationView(pageFrame, view), composer(pageFrame, view)),
      sourcePanel(),
    ),
    eraseDialog(),
    confirmDialog(),
    build("p", { class: "visually-hidden", role: "status", id: "status" }),
    dataBlock(data),
  );
}

function conversationView({ notice }: PageFrame, view: ChatView): Element {
  const { turns, messages, conversation } = view;
  return build(
    "section",
    { id: "conversation", "aria-label": words.conversation },
    view.earlier
      ? build(
          "p",
          { class: "earlier screen-only" },
          build("a", { class: "quiet", href: `/c/${conversation}?all=1` }, words.earlier),
        )
      : null,
    turns.length === 0 && messages.length === 0 && view.awaiting === null
      ? welcomeView(build, words, view.firstQuestions, notice.text)
      : null,
    turns.map((turn) => turnView(build, words, answeredTurn(words, turn))),
    messages.map(({ message }) => messageView(build, words, message)),
    view.awaiting === null
      ? null
      : build(
          "p",
          { class: "loading", id: "awaiting" },
          `${words.loading} `,
          build("a", { href: view.awaiting }, words.lookAgain),
        ),
    // A link and no page that loads itself again: whoever is reading is not taken away from it.
    view.more && view.awaiting === null
      ? build(
          "noscript",
          {},
          build("p", { class: "hint" }, build("a", { href: `/c/${conversation}` }, words.lookForMore)),
        )
      : null,
  );
}

// ── Header ───────────────────────────────────────────────────────────────────────────────────────────────────────

const button = (attributes: Readonly<Record<string, string>>, label: string): Element =>
  build("button", { type: "button", class: "quiet", ...attributes }, label);

const actionsView = (pageFrame: PageFrame, view: ChatView): Element =>
  build(
    "div",
    { class: "actions" },
    build("a", { class: "quiet", id: "new-conversation", href: "/new" }, words.newConversation),
    build(
      "details",
      { class: "menu", id: "menu" },
      build("summary", { class: "quiet" }, words.menu),
      build("div", { class: "menu-panel" }, menuView(pageFrame, view)),
    ),
  );

const menuView = ({ links }: PageFrame, { conversations, conversation }: ChatView): Child<Element> => [
  build("h2", { id: "conversations-title" }, words.conversations),
  build("div", { id: "conversations" }, conversationList(build, words, conversations, conversation)),
  build(
    "div",
    { class: "settings needs-script" },
    build("h2", {}, words.display),
    settingView("type", words.typeSizes),
    settingView("theme", words.themes),
  ),
  build("h2", {}, words.more),
  build(
    "ul",
    { role: "list", class: "menu-links" },
    links.map(({ href, label }) => build("li", {}, build("a", { href }, label))),
    build("li", { class: "needs-script" }, button({ id: "print" }, words.print)),
    build("li", {}, build("a", { href: "/api/my-data" }, words.myData)),
    build(
      "li",
      { class: "needs-script" },
      button({ id: "erase-open", "aria-haspopup": "dialog" }, words.erase),
    ),
  ),
];

/** Choices of which one holds; the page's script marks and applies it. */
const settingView = (
  name: string,
  { label, values }: { readonly label: string; readonly values: Readonly<Record<string, string>> },
): Element =>
  build(
    "div",
    { class: "setting", role: "group", "aria-label": label },
    build("span", { class: "setting-label", "aria-hidden": "true" }, label),
    Object.entries(values).map(([value, text]) =>
      button({ "data-setting": name, "data-value": value, "aria-pressed": "false" }, text),
    ),
  );

// ── Dialogs ──────────────────────────────────────────────────────────────────────────────────────────────────────

const eraseDialog = (): Element =>
  build(
    "dialog",
    { id: "erase", class: "box", "aria-labelledby": "erase-title" },
    build("h2", { id: "erase-title", tabindex: "-1" }, words.eraseDialog.title),
    build(
      "div",
      { id: "erase-choices" },
      build("h3", {}, words.eraseDialog.all),
      build("p", {}, words.eraseDialog.allMeaning),
      button({ id: "erase-all", class: "danger" }, words.eraseDialog.allDo),
      build("h3", {}, words.eraseDialog.device),
      build("p", {}, words.eraseDialog.deviceMeaning),
      button({ id: "erase-device" }, words.eraseDialog.deviceDo),
    ),
    build("p", { id: "erase-outcome", role: "status" }),
    build("div", { class: "box-foot" }, button({ id: "erase-close" }, words.cancel)),
  );

const confirmDialog = (): Element =>
  build(
    "dialog",
    { id: "confirm", class: "box", "aria-labelledby": "confirm-text" },
    build("p", { id: "confirm-text", tabindex: "-1" }),
    build(
      "div",
      { class: "box-foot" },
      button({ id: "confirm-do", class: "danger" }, words.remove),
      button({ id: "confirm-cancel" }, words.cancel),
    ),
  );

// ── The question ─────────────────────────────────────────────────────────────────────────────────────────────────

const hidden = (name: string, value: string): Element => build("input", { type: "hidden", name, value });

function composer({ notice }: PageFrame, view: ChatView): Element {
  const { form, conversation, turns, draft, failure } = view;
  return build(
    "form",
    { id: "composer", class: "composer", method: "post", action: "/ask" },
    hidden("conversation", conversation),
    hidden("event", form.event),
    hidden("after", String(turns.at(-1)?.turn ?? 0)),
    hidden("notice", notice.version),
    hidden("token", form.token),
    build("p", { class: "connection", id: "connection", role: "status", hidden: set }),
    failure === null ? null : build("p", { class: "failure", role: "alert" }, failure),
    build("noscript", {}, build("p", { class: "hint" }, words.noScript)),
    build(
      "details",
      { class: "as-of", open: draft.asOf === null ? null : set },
      build("summary", { id: "as-of-summary" }, words.asOf),
      build(
        "div",
        { class: "as-of-field" },
        build("label", { for: "as-of" }, words.asOfLabel),
        build("input", { type: "date", id: "as-of", name: "asOf", value: draft.asOf ?? "" }),
        build("button", { type: "button", class: "quiet", id: "as-of-clear", hidden: set }, words.asOfClear),
      ),
    ),
    build("label", { class: "visually-hidden", for: "question" }, words.question),
    build(
      "div",
      { class: "field" },
      build(
        "textarea",
        {
          id: "question",
          name: "text",
          rows: "1",
          required: set,
          placeholder: words.placeholder,
          "aria-describedby": "hint",
          autocomplete: "off",
          enterkeyhint: "send",
        },
        draft.text,
      ),
      build("button", { type: "submit", class: "send", id: "send" }, words.ask),
      build("button", { type: "button", class: "send stop", id: "stop", hidden: set }, words.stop),
    ),
    build(
      "p",
      { class: "hint", id: "hint" },
      words.hintCaution,
      build("span", { class: "keys needs-script" }, words.hintKeys),
    ),
  );
}
