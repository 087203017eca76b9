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

/**
 * Content security policy and its relatives: nothing from elsewhere, no inline script or style, no frame.
 *
 * @param https whether people reach the page by https alone
 */
export const securityHeaders = (https: boolean): MiddlewareHandler =>
  secureHeaders({
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
    // With no-referrer a form would say `Origin: null`, and browsers without Sec-Fetch-Site could not be believed.
    referrerPolicy: "same-origin",
    xFrameOptions: "DENY",
    strictTransportSecurity: https ? "max-age=15552000" : false,
    permissionsPolicy: { camera: [], microphone: [], geolocation: [] },
  });

/** The name in a Host header without its port; null where it is none. */
const hostName = (header: string | undefined): string | null =>
  /^(\[[0-9a-f:.]+\]|[^:]+)(?::\d+)?$/i.exec(header?.trim() ?? "")?.[1] ?? null;

type Refuse = (context: Context) => Response;

/** What the outside knows the server by. */
export interface OwnAddress {
  /** What the server is bound to. */
  readonly boundTo: string;
  /** The address people see; null where none is set. */
  readonly publicUrl: URL | null;
}

/** Paths that machines ask by whatever address they know. */
const probes = /^\/(?:healthz|readyz|metrics)$/;

/**
 * Lets only requests through that name this server: this machine where the server is bound to it, and the public address
 * where one is set. Bound elsewhere without a public address, every name is taken.
 */
export function onlyOwnHost({ boundTo, publicUrl }: OwnAddress, refuse: Refuse): MiddlewareHandler {
  const local = isLoopback(boundTo);
  const isOwn = (name: string): boolean =>
    (local && isLoopback(name)) || name.toLowerCase() === publicUrl?.hostname.toLowerCase();
  return async (context, next) => {
    const name = hostName(context.req.header("host"));
    const checked = local || (publicUrl !== null && !probes.test(context.req.path));
    if (checked && (name === null || !isOwn(name))) return refuse(context);
    await next();
    return;
  };
}

const safeMethods = ["GET", "HEAD", "OPTIONS"];

/**
 * Refuses what another site's page sends to change something. Browsers say where a request comes from (Sec-Fetch-Site,
 * older ones Origin); a program that says neither is not a browser with somebody's rights.
 */
export function onlyOwnOrigin({ publicUrl }: OwnAddress, refuse: Refuse): MiddlewareHandler {
  return async (context, next) => {
    const site = context.req.header("sec-fetch-site");
    const origin = context.req.header("origin");
    const own =
      site !== undefined
        ? site === "same-origin" || site === "none"
        : origin === undefined ||
          origin === publicUrl?.origin ||
          originHost(origin) === context.req.header("host");
    if (!safeMethods.includes(context.req.method) && !own) return refuse(context);
    await next();
    return;
  };
}

const originHost = (origin: string): string | null => (URL.canParse(origin) ? new URL(origin).host : null);
