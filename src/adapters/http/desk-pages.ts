/** The desk as HTML: sign-in, requests, people, invitations. Plain forms; the only script copies a link. */
import type { Grant, PairingRequest } from "../../ports/access.ts";
import { roles } from "../../ports/access.ts";
import type { Instant } from "../../ports/time.ts";
import { momentInChinese, deskWords as words } from "../../text/desk.ts";
import { pageWords } from "../../text/page.ts";
import * as zh from "../../text/zh.ts";
import type { Flash } from "./desk-sessions.ts";
import { dayOf, lastDayOf } from "./desk-terms.ts";
import type { Child, PhrasesModule } from "./page/view-types.ts";
import { browserModule, build, type Element, type PageFrame, pageHtml, set } from "./page-frame.ts";
import { choice } from "./page-parts.ts";

const { fill } = await browserModule<PhrasesModule>("phrases.js");

/** A figure of the overview. */
export interface Figure {
  readonly label: string;
  readonly value: string;
}

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
};

const deskFrame = (
  pageFrame: PageFrame,
  title: string,
  actions: Element | null,
  ...content: Child<Element>[]
): string =>
  pageHtml(
    pageFrame,
    {
      title: fill(pageWords.title, { title, name: pageWords.name }),
      kind: "reading desk",
      styles: ["catalogue.css"],
      script: "copy.js",
      skip: { to: "main", words: words.skip },
      actions,
    },
    build("main", { id: "main", tabindex: "-1" }, build("h1", { class: "source-name" }, title), ...content),
  );

/** A page of a session, with the way to the others and to sign out. */
const deskPage = (
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
const form = (
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
const field = (id: string, label: string, hint: string | null, control: Element): Element =>
  build(
    "p",
    {},
    build("label", { for: id }, label),
    control,
    hint === null ? null : build("span", { class: "fact", id: `${id}-hint` }, hint),
  );

/** Role, unit and end. */
function termFields(prefix: string, given: Pick<Grant, "role" | "unit" | "until"> | null): Element {
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

const submit = (label: string, name: string | null = null): Element =>
  build("button", { type: "submit", class: "send", "aria-label": name }, label);

const facts = (pairs: readonly (readonly [string, string])[]): Element =>
  build(
    "dl",
    { class: "facts" },
    pairs.map(([label, value]) => build("div", {}, build("dt", {}, label), build("dd", {}, value))),
  );

/** The desk is switched off; how to switch it on. */
export const offPage = (pageFrame: PageFrame): string =>
  deskFrame(pageFrame, words.off, null, build("p", {}, words.offHow));

/** @param message why it is shown again; null the first time */
export const signInPage = (pageFrame: PageFrame, token: string, message: string | null): string =>
  deskFrame(
    pageFrame,
    words.signIn,
    null,
    message === null ? null : build("p", { class: "warning", role: "alert" }, message),
    form(
      "/admin/sign-in",
      token,
      {},
      field(
        "password",
        words.password,
        words.signInHint,
        build("input", {
          type: "password",
          id: "password",
          name: "password",
          required: set,
          maxlength: "1000",
          autocomplete: "current-password",
          "aria-describedby": "password-hint",
        }),
      ),
      submit(words.signInButton),
    ),
  );

/** Requests to be let in, and the overview. */
export const requestsPage = (
  view: DeskView,
  requests: readonly PairingRequest[],
  figures: readonly Figure[],
): string =>
  deskPage(
    view,
    words.requests,
    "requests",
    build("p", { class: "fact" }, words.requestsHelp),
    requests.length === 0 ? build("p", {}, words.noRequest) : null,
    requests.map(({ code, person, askedAt, until }, at) =>
      build(
        "section",
        { class: "card", "aria-labelledby": `request-${at}` },
        build("h2", { id: `request-${at}` }, words.code, " ", build("span", { class: "code" }, code)),
        facts([
          [words.person, person],
          [words.askedAt, momentInChinese(askedAt)],
          [words.validUntil, momentInChinese(until)],
        ]),
        form(
          "/admin/approve",
          view.token,
          { code },
          termFields(`request-${at}`, null),
          submit(words.approve, fill(words.approveThis, { code })),
        ),
      ),
    ),
    figures.length === 0
      ? null
      : build(
          "section",
          {},
          build("h2", {}, words.overview),
          facts(figures.map(({ label, value }) => [label, value])),
        ),
  );

const personAddress = (path: string, person: string): string => `${path}?${new URLSearchParams({ person })}`;

const untilText = (until: Instant | null, now: Instant): string => {
  if (until === null) return words.unlimited;
  return until <= now ? words.ended : fill(words.untilDay, { day: zh.dayInChinese(lastDayOf(until)) });
};

const grantFacts = ({ role, unit, until, grantedAt, grantedBy }: Grant, now: Instant): string =>
  [
    words.roles[role],
    unit === "" ? words.noUnit : unit,
    untilText(until, now),
    fill(words.grantedBy, {
      day: zh.dayInChinese(dayOf(grantedAt)),
      by: words.givers[grantedBy] ?? grantedBy,
    }),
  ].join(" · ");

export const peoplePage = (view: DeskView, grants: readonly Grant[], now: Instant): string =>
  deskPage(
    view,
    words.people,
    "people",
    grants.length === 0
      ? build("p", {}, words.noPerson)
      : build(
          "ul",
          { class: "rows", role: "list" },
          grants.map((grant) =>
            build(
              "li",
              {},
              build("p", { class: "person" }, grant.person),
              build("p", { class: "fact" }, grantFacts(grant, now)),
              build(
                "a",
                {
                  class: "quiet",
                  href: personAddress("/admin/person", grant.person),
                  "aria-label": fill(words.manageThis, { person: grant.person }),
                },
                words.manage,
              ),
            ),
          ),
        ),
  );

/** One person: change, transfer, or on to revoking. */
export const personPage = (view: DeskView, grant: Grant, now: Instant): string =>
  deskPage(
    view,
    grant.person,
    "people",
    build("p", { class: "fact" }, grantFacts(grant, now)),
    build(
      "section",
      {},
      build("h2", {}, words.change),
      form(
        "/admin/change",
        view.token,
        { person: grant.person },
        termFields("change", grant),
        submit(words.save),
      ),
    ),
    build(
      "section",
      {},
      build("h2", {}, words.transfer),
      build("p", { class: "fact" }, words.transferHelp),
      form(
        "/admin/transfer",
        view.token,
        { person: grant.person },
        field(
          "code",
          words.transferCode,
          null,
          build("input", { id: "code", name: "code", required: set, maxlength: "40", autocomplete: "off" }),
        ),
        build("button", { type: "submit", class: "quiet" }, words.transferButton),
      ),
    ),
    build(
      "section",
      {},
      build("h2", {}, words.revoke),
      build(
        "p",
        {},
        build("a", { class: "quiet", href: personAddress("/admin/revoke", grant.person) }, words.revoke),
      ),
    ),
  );

export const revokePage = (view: DeskView, grant: Grant, now: Instant): string =>
  deskPage(
    view,
    words.revokeTitle,
    "people",
    build("p", { class: "warning" }, fill(words.revokeQuestion, { person: grant.person })),
    build("p", { class: "fact" }, grantFacts(grant, now)),
    form(
      "/admin/revoke",
      view.token,
      { person: grant.person },
      build(
        "div",
        { class: "actions" },
        submit(words.revokeButton),
        build("a", { class: "quiet", href: personAddress("/admin/person", grant.person) }, words.back),
      ),
    ),
  );

export const invitePage = (view: DeskView): string =>
  deskPage(
    view,
    words.invite,
    "invite",
    build("p", { class: "fact" }, words.inviteHelp),
    form(
      "/admin/invite",
      view.token,
      {},
      termFields("invite", null),
      field(
        "days",
        words.inviteValid,
        null,
        build("input", {
          type: "number",
          id: "days",
          name: "days",
          min: "1",
          max: "30",
          value: "3",
          required: set,
        }),
      ),
      submit(words.inviteButton),
    ),
  );

/** Something was wrong with the request as a whole. */
export const refusedPage = (pageFrame: PageFrame, message: string): string =>
  deskFrame(
    pageFrame,
    words.title,
    null,
    build("p", { class: "warning", role: "alert" }, message),
    build("p", {}, build("a", { class: "quiet", href: "/admin" }, words.back)),
  );
