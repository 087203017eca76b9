/**
 * The administrator's desk, for `web:admin` alone. Plain forms over the use cases of access; who may do what is decided there.
 *
 * | route | does |
 * | --- | --- |
 * | `GET /admin` | sign-in, or the requests to be let in with the overview |
 * | `GET /admin/people`, `/admin/person?person=`, `/admin/revoke?person=` | people; one of them; are you sure |
 * | `GET /admin/invite` | a one-time invitation; its link is shown once |
 * | `GET /admin/gaps`, `POST /admin/gaps/…` | the gap list; see desk-gaps.ts |
 * | `GET /admin/digest?month=` | the monthly digest, of the month before where none is named |
 * | `POST /admin/sign-in`, `/sign-out`, `/approve`, `/change`, `/revoke`, `/transfer`, `/invite` | the acts; each sends on to a page |
 *
 * Every form carries a token of its session, and what another site sends is refused before it is read. All failures to sign
 * in read the same. Where no password is set, every path is 404 and says how to switch the desk on.
 */
import { createHmac } from "node:crypto";
import { type Context, Hono } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { z } from "zod";
import { beijingTime } from "../../core/campaign/window.ts";
import { monthBefore } from "../../core/listening/digest.ts";
import type { Access, AccessResult, Grant } from "../../ports/access.ts";
import type { Digests, GapDraft, GapEditing } from "../../ports/listening.ts";
import type { Clock } from "../../ports/time.ts";
import { deskWords as words } from "../../text/desk.ts";
import { readBody } from "./body.ts";
import { createAttempts } from "./desk-attempts.ts";
import { digestMonths, digestPage } from "./desk-digest.ts";
import type { DeskView } from "./desk-frame.ts";
import {
  answerForm,
  assignForm,
  closeForm,
  createGapActs,
  draftForm,
  gapsPage,
  nameForm,
} from "./desk-gaps.ts";
import {
  type Figure,
  invitePage,
  offPage,
  peoplePage,
  personPage,
  refusedPage,
  requestsPage,
  revokePage,
  signInPage,
} from "./desk-pages.ts";
import { createSessions, type Flash, type Session, sameText } from "./desk-sessions.ts";
import {
  approveForm,
  changeForm,
  inviteForm,
  inviteUntil,
  personForm,
  signInForm,
  termsOf,
  transferForm,
} from "./desk-terms.ts";
import { onlyOwnOrigin } from "./guards.ts";
import type { PhrasesModule } from "./page/view-types.ts";
import { browserModule, type PageFrame } from "./page-frame.ts";
import type { WebEnvironment } from "./visitor.ts";

const { fill } = await browserModule<PhrasesModule>("phrases.js");

export interface DeskOptions {
  readonly access: Access;
  /** Compares with the hash of the settings; null: none is set, and the desk is off. */
  readonly verifyPassword: ((password: string) => Promise<boolean>) | null;
  /** Signs cookies and form tokens; at least 32 bytes. */
  readonly signingKey: Buffer;
  readonly clock: Clock;
  /** Whether people reach the desk over https: the cookie is then bound to it. */
  readonly secure: boolean;
  readonly frame: PageFrame;
  /** The address people see; null where none is set. */
  readonly publicUrl: URL | null;
  /** Where a request comes from, behind the trusted proxies. */
  readonly addressOf: (context: Context) => string;
  readonly gaps: GapEditing;
  readonly digests: Digests;
  /** Figures for the first page: queues, dead letters, gaps. */
  readonly overview?: () => Promise<readonly Figure[]>;
}

/** Longest form, in bytes. */
const formLimit = 16 * 1024;

/** How long a sign-in form may stand open. */
const signInMilliseconds = 60 * 60_000;

const actor = "web:admin";
const cookieName = "rongcuo_admin";

/** Builds the routes, to be mounted at the root. */
export function createDeskRoutes(options: DeskOptions): Hono<WebEnvironment> {
  const { access, verifyPassword, signingKey, clock, secure, frame, addressOf, publicUrl } = options;
  const app = new Hono<WebEnvironment>();

  if (verifyPassword === null) {
    app.all("/admin", (context) => context.html(offPage(frame), 404));
    app.all("/admin/*", (context) => context.html(offPage(frame), 404));
    return app;
  }

  const sessions = createSessions(signingKey, clock);
  const attempts = createAttempts(clock);

  const prefixed = secure ? ({ prefix: "secure" } as const) : {};
  const cookieOptions = { path: "/admin", httpOnly: true, sameSite: "Strict", secure, ...prefixed } as const;
  const cookieOf = (context: Context): string | undefined =>
    secure ? getCookie(context, cookieName, "secure") : getCookie(context, cookieName);

  /** The token of a sign-in form, when there is no session yet: its time, signed. */
  const signInToken = (at: number): string =>
    `${at}.${createHmac("sha256", signingKey).update(`desk.sign-in:${at}`).digest("base64url")}`;
  const isSignInToken = (token: string): boolean => {
    const at = Number(token.split(".")[0]);
    return Number.isSafeInteger(at) && sameText(token, signInToken(at)) && clock() - at < signInMilliseconds;
  };
  const signIn = (context: Context, message: string | null, status: 200 | 401): Response =>
    context.html(signInPage(frame, signInToken(clock()), message), status) as Response;

  /** The link that redeems an invitation; without a public address, at the one this administrator has used. */
  const invitationLink = (token: string, context: Context): string =>
    new URL(`/join/${token}`, publicUrl ?? context.req.url).href;

  /** A page of a session; without one, the sign-in. */
  const page = (path: string, show: (view: DeskView, context: Context) => Promise<string | null>): void => {
    app.get(path, async (context) => {
      const cookie = cookieOf(context);
      const session = sessions.find(cookie);
      if (session === null) return signIn(context, cookie === undefined ? null : words.expired, 200);
      const view = { frame, token: session.formToken, flash: session.takeFlash() };
      const shown = await show(view, context);
      return shown === null
        ? context.html(refusedPage(frame, words.problems["unknown-person"]), 404)
        : context.html(shown);
    });
  };

  /** An act of a session: its form is read and checked, what came of it is shown on the page it sends on to. */
  const act = <Form>(
    path: string,
    schema: z.ZodType<Form>,
    perform: (
      form: Form,
      context: Context,
    ) => Promise<{ readonly to: string; readonly flash: Flash } | { readonly file: GapDraft }>,
  ): void => {
    app.post(path, async (context) => {
      const fields = await formOf(context);
      const session = sessions.find(cookieOf(context));
      if (session === null) return signIn(context, words.expired, 401);
      if (!carriesToken(session, fields)) return context.html(refusedPage(frame, words.badForm), 403);
      const form = schema.safeParse(fields);
      if (!form.success) return context.html(refusedPage(frame, words.problems.invalid), 400);
      const performed = await perform(form.data, context);
      if ("file" in performed) return download(context, performed.file);
      const { to, flash } = performed;
      session.setFlash(flash);
      return context.redirect(to, 303);
    });
  };

  const carriesToken = (session: Session, fields: Readonly<Record<string, string>> | null): boolean =>
    fields !== null && sameText(fields.token ?? "", session.formToken);

  const told = <Value>(
    result: AccessResult<Value>,
    to: string,
    done: (value: Value) => Flash,
  ): { to: string; flash: Flash } => ({
    to,
    flash: result.ok ? done(result.value) : { type: "problem", text: words.problems[result.problem] },
  });

  /** An empty list must not stand for one that was refused. */
  const telling = (view: DeskView, result: AccessResult<unknown>): DeskView =>
    result.ok ? view : { ...view, flash: { type: "problem", text: words.problems[result.problem] } };

  const grantOf = async (context: Context): Promise<Grant | null> => {
    const asked = context.req.query("person");
    const grants = await access.grants(actor);
    return grants.ok ? (grants.value.find(({ person }) => person === asked) ?? null) : null;
  };

  for (const path of ["/admin", "/admin/*"])
    app.use(path, async (context, next) => {
      await next();
      context.header("cache-control", "no-store");
    });
  const own = { boundTo: "", publicUrl: options.publicUrl };
  const guard = onlyOwnOrigin(
    own,
    (context) => context.html(refusedPage(frame, words.foreign), 403) as Response,
  );
  app.post("/admin/*", guard);

  app.post("/admin/sign-in", async (context) => {
    const fields = await formOf(context);
    const form = signInForm.safeParse(fields);
    const address = addressOf(context);
    // One reply for a wrong password, too many tries and a stale form: which of them it was is nobody's business.
    if (!form.success || !isSignInToken(fields?.token ?? "") || !attempts.begin(address))
      return signIn(context, words.signInFailed, 401);
    if (!(await verifyPassword(form.data.password))) return signIn(context, words.signInFailed, 401);
    attempts.succeed(address);
    sessions.end(cookieOf(context));
    setCookie(context, cookieName, sessions.start(), cookieOptions);
    return context.redirect("/admin", 303);
  });

  app.post("/admin/sign-out", async (context) => {
    const fields = await formOf(context);
    const session = sessions.find(cookieOf(context));
    if (session !== null && !carriesToken(session, fields))
      return context.html(refusedPage(frame, words.badForm), 403);
    sessions.end(cookieOf(context));
    deleteCookie(context, cookieName, cookieOptions);
    return context.redirect("/admin", 303);
  });

  page("/admin", async (view) => {
    const [requests, figures] = await Promise.all([access.requests(actor), options.overview?.() ?? []]);
    return requestsPage(telling(view, requests), requests.ok ? requests.value : [], figures);
  });
  page("/admin/people", async (view) => {
    const grants = await access.grants(actor);
    return peoplePage(telling(view, grants), grants.ok ? grants.value : [], clock());
  });
  page("/admin/person", async (view, context) => {
    const grant = await grantOf(context);
    return grant === null ? null : personPage(view, grant, clock());
  });
  page("/admin/revoke", async (view, context) => {
    const grant = await grantOf(context);
    return grant === null ? null : revokePage(view, grant, clock());
  });
  page("/admin/invite", async (view) => invitePage(view));
  page("/admin/gaps", async (view) => {
    const allowed = await access.requests(actor);
    const gaps = allowed.ok ? await options.gaps.list() : [];
    return gapsPage(telling(view, allowed), gaps, beijingTime(clock()).day);
  });

  page("/admin/digest", async (view, context) => {
    const allowed = await access.requests(actor);
    const current = beijingTime(clock()).day.slice(0, 7);
    const months = digestMonths(current);
    const asked = context.req.query("month") ?? monthBefore(current);
    // Older months are not kept, and later ones have not begun.
    if (!allowed.ok || !months.includes(asked)) return null;
    return digestPage(view, await options.digests.of(asked), months);
  });

  /** The list has no administration of its own to refuse: who may not see requests may not act here either. */
  const onGaps =
    <Form>(perform: (form: Form) => Promise<Flash | GapDraft>) =>
    async (form: Form): Promise<{ to: string; flash: Flash } | { file: GapDraft }> => {
      const allowed = await access.requests(actor);
      const came: Flash | GapDraft = allowed.ok
        ? await perform(form)
        : { type: "problem", text: words.problems[allowed.problem] };
      return "file" in came ? { file: came } : { to: "/admin/gaps", flash: came };
    };
  const gapActs = createGapActs(options.gaps, actor, () => beijingTime(clock()).day);
  act("/admin/gaps/assign", assignForm, onGaps(gapActs.assign));
  act("/admin/gaps/draft", draftForm, onGaps(gapActs.draft));
  act("/admin/gaps/name", nameForm, onGaps(gapActs.name));
  act("/admin/gaps/close", closeForm, onGaps(gapActs.close));
  act("/admin/gaps/answer", answerForm, onGaps(gapActs.answer));

  const done = (template: string, person: string): Flash => ({
    type: "done",
    text: fill(template, { person }),
  });

  act("/admin/approve", approveForm, async (form) =>
    told(await access.approve(actor, form.code, termsOf(form)), "/admin", ({ person }) =>
      done(words.done.approved, person),
    ),
  );
  act("/admin/change", changeForm, async (form) =>
    told(await access.change(actor, form.person, termsOf(form)), "/admin/people", ({ person }) =>
      done(words.done.changed, person),
    ),
  );
  act("/admin/revoke", personForm, async ({ person }) =>
    told(await access.revoke(actor, person), "/admin/people", () => done(words.done.revoked, person)),
  );
  act("/admin/transfer", transferForm, async ({ person, code }) =>
    told(await access.transfer(actor, person, code), "/admin/people", (grant) =>
      done(words.done.transferred, grant.person),
    ),
  );
  act("/admin/invite", inviteForm, async (form, context) =>
    told(
      await access.invite(actor, termsOf(form), inviteUntil(clock(), form.days)),
      "/admin/invite",
      ({ token }) => ({ type: "invitation", link: invitationLink(token, context) }),
    ),
  );

  return app;
}

/** A file to be kept, never shown as a page. */
const download = (context: Context, { file, text }: GapDraft): Response => {
  context.header("content-disposition", `attachment; filename="${file}"`);
  context.header("content-type", "text/markdown; charset=utf-8");
  return context.body(text);
};

/** The fields of a form, the first of each name; null where the body is none or too large. */
async function formOf(context: Context): Promise<Readonly<Record<string, string>> | null> {
  if (!/^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(context.req.header("content-type") ?? ""))
    return null;
  const body = await readBody(context.req.raw, formLimit);
  if (body === null) return null;
  const fields = new URLSearchParams(body);
  return Object.fromEntries([...new Set(fields.keys())].map((name) => [name, fields.get(name) ?? ""]));
}
