/** The desk as HTML: sign-in, requests, people, invitations. Plain forms; the only script copies a link. */
import type { Grant, PairingRequest } from "../../ports/access.ts";
import type { Instant } from "../../ports/time.ts";
import { momentInChinese, deskWords as words } from "../../text/desk.ts";
import * as zh from "../../text/zh.ts";
import { type DeskView, deskFrame, deskPage, facts, field, form, submit, termFields } from "./desk-frame.ts";
import { dayOf, lastDayOf } from "./desk-terms.ts";
import type { PhrasesModule } from "./page/view-types.ts";
import { browserModule, build, type PageFrame, set } from "./page-frame.ts";
import { address } from "./page-parts.ts";

const { fill } = await browserModule<PhrasesModule>("phrases.js");

/** A figure of the overview. */
export interface Figure {
  readonly label: string;
  readonly value: string;
}

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

const personAddress = (path: string, person: string): string => address(path, { person });

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
