/**
 * What a request must fulfil before any route sees it, and the headers every response carries.
 *
 * The chat is open to whoever reaches it, so two doors stay shut: another web page that lets its visitor's browser talk to
 * us under a host name of its own (DNS rebinding), and another web page that posts to us (CSRF).
 */
import type { Context, MiddlewareHandler } from "hono";
import { secureHeaders } from "hono/secure-headers";
import { isLoopback } from "../../core/access/loopback.ts";

const nothing = ["'none'"];
const self = ["'self'"];

/** Content security policy and its relatives: nothing from elsewhere, no inline script or style, no frame. */
export const securityHeaders: MiddlewareHandler = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: nothing,
    scriptSrc: self,
    styleSrc: self,
    connectSrc: self,
    imgSrc: [...self, "data:"],
    formAction: self,
    baseUri: nothing,
    frameAncestors: nothing,
  },
  referrerPolicy: "no-referrer",
  xFrameOptions: "DENY",
  // Served over plain HTTP on loopback; a proxy that adds TLS sets this itself.
  strictTransportSecurity: false,
  permissionsPolicy: { camera: [], microphone: [], geolocation: [] },
});

/** The name in a Host header without its port; null where it is none. */
const hostName = (header: string | undefined): string | null =>
  /^(\[[0-9a-f:.]+\]|[^:]+)(?::\d+)?$/i.exec(header?.trim() ?? "")?.[1] ?? null;

type Refuse = (context: Context) => Response;

/** Lets only requests through that name this machine, where the server is bound to this machine. */
export function onlyOwnHost(boundTo: string, refuse: Refuse): MiddlewareHandler {
  const check = isLoopback(boundTo);
  return async (context, next) => {
    const name = hostName(context.req.header("host"));
    if (check && (name === null || !isLoopback(name))) return refuse(context);
    await next();
    return;
  };
}

/**
 * Refuses what another site's page sends. Browsers say where a request comes from (Sec-Fetch-Site, older ones Origin);
 * a program that says neither is not a browser with somebody's rights.
 */
export function onlyOwnOrigin(refuse: Refuse): MiddlewareHandler {
  return async (context, next) => {
    const site = context.req.header("sec-fetch-site");
    const origin = context.req.header("origin");
    const own =
      site !== undefined
        ? site === "same-origin" || site === "none"
        : origin === undefined || originHost(origin) === context.req.header("host");
    if (!own) return refuse(context);
    await next();
    return;
  };
}

const originHost = (origin: string): string | null => (URL.canParse(origin) ? new URL(origin).host : null);
