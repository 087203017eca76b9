/** What the pages of the desk share: their frame with its navigation, and forms. */
import { type Grant, roles } from "../../ports/access.ts";
import { deskWords as words } from "../../text/desk.ts";
import type { Flash } from "./desk-sessions.ts";
import { lastDayOf } from "./desk-terms.ts";
import type { Child } from "./page/view-types.ts";
import { build, type Element, type PageFrame, pageHtml, pageTitle, set } from "./page-frame.ts";
import { choice } from "./page-parts.ts";

/** What every page of a session shows beside its content. */
export interface DeskView {
  readonly frame: PageFrame;
  /** What a form carries. */
  readonly token: string;
  readonly flash: Flash | null;
}

type PageName = keyof typeof words.pages;
const paths: Readonly<Record<PageName, string>> = {
  requests: "/admin",
  people: "/admin/people",
  invite: "/admin/invite",
  gaps: "/admin/gaps",
  digest: "/admin/digest",
};

export const deskFrame = (
  pageFrame: PageFrame,
  title: string,
  actions: Element | null,
  ...content: Child<Element>[]
): string =>
  pageHtml(
    pageFrame,
    {
      title: pageTitle(title),
      kind: "reading desk",
      styles: ["catalogue.css"],
      script: "copy.js",
      skip: { to: "main", words: words.skip },
      actions,
    },
    build("main", { id: "main", tabindex: "-1" }, build("h1", { class: "source-name" }, title), ...content),
  );

/** A page of a session, with the way to the others and to sign out. */
export const deskPage = (
  { frame: pageFrame, token, flash }: DeskView,
  title: string,
  shown: PageName,
  ...content: Child<Element>[]
): string =>
  deskFrame(
    pageFrame,
    title,
    form("/admin/sign-out", token, {}, build("button", { class: "quiet" }, words.signOut)),
    choice(
      words.navigation,
      (Object.keys(words.pages) as PageName[]).map((name) => ({
        label: words.pages[name],
        href: paths[name],
        chosen: name === shown,
      })),
    ),
    flash === null ? null : flashView(flash),
    ...content,
  );

const flashView = (flash: Flash): Element => {
  if (flash.type === "problem") return build("p", { class: "warning", role: "alert" }, flash.text);
  if (flash.type === "done") return build("p", { class: "done", role: "status" }, flash.text);
  return build(
    "section",
    { class: "done", "aria-labelledby": "invitation-heading" },
    build("h2", { id: "invitation-heading" }, words.inviteLink),
    build("p", {}, words.inviteMade),
    build("p", { class: "copyable", id: "invitation" }, flash.link),
    build(
      "button",
      {
        type: "button",
        class: "quiet",
        hidden: set,
        "data-copy": "invitation",
        "data-done": words.copied,
        "data-failed": words.copyFailed,
      },
      words.copy,
    ),
    build("p", { class: "fact", role: "status", id: "invitation-status" }),
  );
};

/** A form of ours: always with its token. */
export const form = (
  action: string,
  token: string,
  hidden: Readonly<Record<string, string>>,
  ...content: Child<Element>[]
): Element =>
  build(
    "form",
    { method: "post", action },
    Object.entries({ token, ...hidden }).map(([name, value]) =>
      build("input", { type: "hidden", name, value }),
    ),
    ...content,
  );

/** A labelled field; `id` is unique in the page. */
export const field = (id: string, label: string, hint: string | null, control: Element): Element =>
  build(
    "p",
    {},
    build("label", { for: id }, label),
    control,
    hint === null ? null : build("span", { class: "fact", id: `${id}-hint` }, hint),
  );

/** Role, unit and end. */
export function termFields(prefix: string, given: Pick<Grant, "role" | "unit" | "until"> | null): Element {
  const id = (name: string): string => `${prefix}-${name}`;
  return build(
    "div",
    { class: "terms" },
    field(
      id("role"),
      words.role,
      null,
      build(
        "select",
        { id: id("role"), name: "role" },
        roles.map((role) =>
          build(
            "option",
            { value: role, selected: role === (given?.role ?? "cadre") ? set : null },
            words.roles[role],
          ),
        ),
      ),
    ),
    field(
      id("unit"),
      words.unit,
      words.unitHint,
      build("input", {
        id: id("unit"),
        name: "unit",
        value: given?.unit ?? "",
        maxlength: "100",
        autocomplete: "off",
        "aria-describedby": `${id("unit")}-hint`,
      }),
    ),
    field(
      id("until"),
      words.until,
      words.untilHint,
      build("input", {
        type: "date",
        id: id("until"),
        name: "until",
        value: given?.until == null ? "" : lastDayOf(given.until),
        "aria-describedby": `${id("until")}-hint`,
      }),
    ),
  );
}

/** The button a form is sent with; `name` where its label alone would not tell which. */
export const submit = (label: string, name: string | null = null): Element =>
  build("button", { type: "submit", class: "send", "aria-label": name }, label);

/** Labels with their values. */
export const facts = (pairs: readonly (readonly [string, string])[]): Element =>
  build(
    "dl",
    { class: "facts" },
    pairs.map(([label, value]) => build("div", {}, build("dt", {}, label), build("dd", {}, value))),
  );
