/** Pages for who is not let in yet: a code for an administrator, an invitation. */
import type { Instant } from "../../ports/time.ts";
import { pageWords } from "../../text/page.ts";
import type { Child, PhrasesModule } from "./page/view-types.ts";
import {
  browserModule,
  build,
  dataBlock,
  type Element,
  type PageFrame,
  pageHtml,
  pageTitle,
  set,
} from "./page-frame.ts";

const { fill } = await browserModule<PhrasesModule>("phrases.js");
const words = pageWords.admission;

/** 「11月23日14:05」 in Beijing (UTC+8, without summer time since 1992). */
const momentText = (instant: Instant): string => {
  const beijing = new Date(instant + 8 * 3_600_000);
  const minutes = String(beijing.getUTCMinutes()).padStart(2, "0");
  return fill(words.moment, {
    month: beijing.getUTCMonth() + 1,
    day: beijing.getUTCDate(),
    hour: beijing.getUTCHours(),
    minutes,
  });
};

/**
 * The code an administrator approves; looks by itself whether that has happened.
 *
 * @param code null: too many have asked, and `until` is when to ask again
 * @param signIn whether people can sign in at an identity service
 * @param here path to go on at
 */
export const pairingPage = (
  pageFrame: PageFrame,
  {
    code,
    until,
    signIn,
    here,
  }: {
    readonly code: string | null;
    readonly until: Instant;
    readonly signIn: boolean;
    readonly here: string;
  },
): string =>
  pageHtml(
    pageFrame,
    { title: pageTitle(words.title), kind: "reading", script: "admission.js", actions: null },
    build(
      "main",
      { class: "admission" },
      build("h1", { class: "source-name" }, words.title),
      build("p", {}, words.why),
      code === null
        ? build("p", {}, fill(words.tooMany, { moment: momentText(until) }))
        : codeView(code, until, pageFrame.organisation.contact),
      build("p", { role: "status", id: "admission-status", class: "hint" }),
      build(
        "p",
        { class: "row" },
        signIn
          ? build("a", { class: "send", href: `/sign-in?to=${encodeURIComponent(here)}` }, words.signIn)
          : null,
        build("a", { class: "quiet", href: here }, pageWords.lookAgain),
      ),
      build("p", { class: "hint" }, words.device),
    ),
    dataBlock({ waiting: words.waiting, admitted: words.admitted }),
  );

const codeView = (code: string, until: Instant, contact: string): Child<Element> => [
  build(
    "p",
    { class: "code" },
    build("span", { class: "visually-hidden" }, words.codeIs),
    build("strong", { id: "code" }, code),
  ),
  build("ol", {}, build("li", {}, fill(words.tell, { contact })), build("li", {}, words.wait)),
  build("p", {}, fill(words.until, { moment: momentText(until) })),
];

/** An invitation; redeemed by a button, so that programs that only look at links do not use it up. */
export const joinPage = (pageFrame: PageFrame, token: string, formToken: string): string =>
  pageHtml(
    pageFrame,
    { title: pageTitle(words.joinTitle), kind: "reading", actions: null },
    build(
      "main",
      { class: "admission" },
      build("h1", { class: "source-name" }, words.joinTitle),
      build("p", {}, words.joinWhy),
      build(
        "form",
        { method: "post", action: "/join" },
        build("input", { type: "hidden", name: "invitation", value: token }),
        build("input", { type: "hidden", name: "token", value: formToken }),
        build("button", { type: "submit", class: "send", autofocus: set }, words.joinDo),
      ),
      build("p", { class: "hint" }, words.device),
    ),
  );
