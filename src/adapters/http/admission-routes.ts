/**
 * How people come in: by an administrator's approval of a code, by invitation, or by signing in elsewhere.
 *
 *   GET /join/:token, POST /join            an invitation; redeemed by the button alone
 *   GET /sign-in, GET /sign-in/return       through an identity service
 *   GET /api/admission                      whether the person is admitted by now
 *   POST /api/sign-out                      this browser is nobody from now on
 */
import { type Context, Hono, type MiddlewareHandler } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { z } from "zod";
import { ownPath } from "../../core/access/own-path.ts";
import type { SignedIn, SignIn } from "../../ports/access.ts";
import type { PersonId } from "../../ports/channel.ts";
import { pageWords } from "../../text/page.ts";
import { joinPage, pairingPage } from "./admission-pages.ts";
import { readForm } from "./body.ts";
import { wantsPage } from "./errors.ts";
import { messagePage } from "./page-frame.ts";
import type { Signer } from "./signing.ts";
import type { Site } from "./site.ts";
import type { WebContext, WebEnvironment } from "./visitor.ts";

/** Sign-in by an identity service. */
export interface SignInOptions extends SignIn {
  /** Called before a person who has come back is known here, to give what the service says of them. */
  readonly arrived?: (person: PersonId, signedIn: SignedIn) => Promise<void>;
}

/** Marks a page that was asked for again with the cookie just given. */
const cookieMark = "cookie";

/**
 * Lets admitted people through. Others see their code on every page; whoever has no cookie yet is asked to come back with
 * it first, so that looking at a page writes nothing.
 */
export function onlyAdmitted(site: Site, signIn: boolean): MiddlewareHandler<WebEnvironment> {
  const { access, frame } = site;

  const withoutCookie = (context: WebContext): Response => {
    if (!wantsPage(context)) return site.failure(context, "unapproved");
    const again = new URL(context.req.url);
    // A form cannot be sent again by an address.
    if (context.req.method !== "GET" || again.searchParams.has(cookieMark))
      return site.problem(context, "cookies");
    again.searchParams.set(cookieMark, "1");
    return context.redirect(`${again.pathname}${again.search}`, 303);
  };

  return async (context, next) => {
    const { person, fresh } = context.get("device");
    const grant = fresh ? await access.grantOf(person) : null;
    if (grant === null) {
      if (fresh) return withoutCookie(context);
      // The cookie has come. An address passed on must not carry the mark, or the next person seems to refuse cookies.
      if (context.req.method === "GET" && wantsPage(context) && context.req.query(cookieMark) !== undefined)
        return context.redirect(hereOf(context), 303);
      const admission = await access.admit(person);
      if (!admission.admitted) {
        const { code, until } = admission;
        if (!wantsPage(context))
          return site.failure(context, "unapproved", undefined, { pairing: { code, until } });
        return context.html(pairingPage(frame, { code, until, signIn, here: hereOf(context) }), 403);
      }
      context.set("grant", admission.grant);
    } else context.set("grant", grant);
    await next();
    return;
  };
}

/** The page asked for, without the mark of the cookie; a form leads to the first page. */
function hereOf(context: WebContext): string {
  if (context.req.method !== "GET") return "/";
  const here = new URL(context.req.url);
  here.searchParams.delete(cookieMark);
  return `${here.pathname}${here.search}`;
}

const joinForm = z.object({ invitation: z.string().min(1).max(200), token: z.string().max(64) });

export function createAdmissionRoutes(site: Site): Hono<WebEnvironment> {
  const { access, identity, frame } = site;
  const words = pageWords.admission;
  const routes = new Hono<WebEnvironment>();

  routes.get("/join/:token", (context) =>
    context.html(
      joinPage(frame, context.req.param("token"), identity.formToken(context.get("device").person)),
    ),
  );

  routes.post("/join", async (context) => {
    const form = await readForm(context, joinForm);
    if (!form.ok) return site.problem(context, form.code);
    const { person } = context.get("device");
    if (!identity.formTokenHolds(person, form.value.token)) return site.problem(context, "form");
    const redeemed = await access.redeem(person, form.value.invitation);
    if (!redeemed.ok) return site.problem(context, "invitation");
    return context.html(
      messagePage(frame, words.joined, {
        title: words.joinedTitle,
        link: { href: "/", label: pageWords.home },
      }),
    );
  });

  routes.get("/api/admission", async (context) => {
    const { person, fresh } = context.get("device");
    if (fresh) return context.json({ admitted: false });
    const admission = await access.admit(person);
    return context.json(
      admission.admitted
        ? { admitted: true }
        : { admitted: false, code: admission.code, until: admission.until },
    );
  });

  routes.post("/api/sign-out", (context) => {
    identity.clear(context);
    return context.body(null, 204);
  });

  return routes;
}

const keptCookie = "rongcuo_sign_in";
const keptSeconds = 600;

/**
 * Sign-in at an identity service. What the adapter must have back when the browser returns waits in a signed cookie of that
 * browser for ten minutes, and serves once.
 */
export function createSignInRoutes(
  site: Site,
  {
    signIn,
    signer,
    secure,
  }: { readonly signIn: SignInOptions; readonly signer: Signer; readonly secure: boolean },
): Hono<WebEnvironment> {
  const { identity, clock } = site;
  const cookie = { httpOnly: true, sameSite: "Lax" as const, path: "/sign-in", secure };

  const remember = (context: Context, kept: string): void => {
    const until = Math.floor(clock() / 1000) + keptSeconds;
    const text = `${until}.${Buffer.from(kept).toString("base64url")}`;
    setCookie(context, keptCookie, `${text}.${signer.sign("sign-in", text)}`, {
      ...cookie,
      maxAge: keptSeconds,
    });
  };

  /** What this browser brings back; null where it was not sent from here, or too long ago. */
  const remembered = (context: Context): string | null => {
    const [until = "", kept = "", signature = ""] = (getCookie(context, keptCookie) ?? "").split(".");
    const valid = Number(until) > clock() / 1000 && signer.holds("sign-in", `${until}.${kept}`, signature);
    return valid ? Buffer.from(kept, "base64url").toString() : null;
  };

  const routes = new Hono<WebEnvironment>();

  routes.get("/sign-in", async (context) => {
    const begun = await signIn.begin(ownPath(context.req.query("to") ?? "/"));
    if (begun === null) return context.redirect("/", 303);
    remember(context, begun.kept);
    return context.redirect(begun.redirect, 303);
  });

  routes.get("/sign-in/return", async (context) => {
    const kept = remembered(context);
    deleteCookie(context, keptCookie, cookie);
    const signedIn = kept === null ? null : await signIn.complete(context.req.query(), kept);
    const device = signedIn === null ? null : identity.signedIn(signedIn.subject);
    if (signedIn === null || device === null) return site.problem(context, "signIn");
    await signIn.arrived?.(device.person, signedIn);
    context.set("device", { ...device, fresh: false, renew: true });
    return context.redirect(ownPath(signedIn.returnTo), 303);
  });

  return routes;
}
