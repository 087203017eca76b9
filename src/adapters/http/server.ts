/**
 * The web over HTTP, from the outermost check inwards:
 *
 *   own host ─ probes, assets ─ own origin ─ who it is (cookie) ─ doors (join, sign in, desk) ─ admitted ─ everything else
 *
 * | routes | where |
 * | --- | --- |
 * | `/healthz`, `/readyz`, `/metrics` | here |
 * | `/`, `/new`, `/c/:conversation`, `/ask` | chat-routes.ts |
 * | `/api/messages`, `/api/feedback`, `/api/conversations…`, `/api/my-data` | api-routes.ts |
 * | `/api/conversations/:c/events` | event-stream.ts |
 * | `/api/sources/:id` | source-routes.ts |
 * | `/pictures/:hash` | picture-routes.ts |
 * | `/join`, `/sign-in`, `/api/admission`, `/api/sign-out` | admission-routes.ts |
 *
 * Errors are `{error: {code, message}}` for programs and a page for people. No question is logged.
 */
import { type Context, Hono, type MiddlewareHandler } from "hono";
import type { Access } from "../../ports/access.ts";
import type { Assistant } from "../../ports/assistant.ts";
import type { Random } from "../../ports/chance.ts";
import type { Conversations } from "../../ports/conversations.ts";
import { StoreFullError, StoreUnavailableError } from "../../ports/store.ts";
import type { Log } from "../../ports/telemetry.ts";
import type { Clock } from "../../ports/time.ts";
import {
  createAdmissionRoutes,
  createSignInRoutes,
  onlyAdmitted,
  type SignInOptions,
} from "./admission-routes.ts";
import { createApiRoutes } from "./api-routes.ts";
import { createAssetRoutes } from "./asset-routes.ts";
import { type Assets, loadAssets } from "./assets.ts";
import { createChatRoutes } from "./chat-routes.ts";
import { createErrors } from "./errors.ts";
import { createEventStream } from "./event-stream.ts";
import { onlyOwnHost, onlyOwnOrigin, securityHeaders } from "./guards.ts";
import { createIdentity, type Identity } from "./identity.ts";
import type { Organisation, PageFrame, PageLink, PrivacyNotice } from "./page-frame.ts";
import { createSigner } from "./signing.ts";
import type { Site, StreamLimits, Times } from "./site.ts";
import { createSourceRoutes } from "./source-routes.ts";
import { clientOf, type WebEnvironment } from "./visitor.ts";
import type { WebChannel } from "./web-channel.ts";

export interface ServerOptions {
  readonly assistant: Pick<Assistant, "source" | "firstQuestions" | "knowledgeVersion">;
  readonly conversations: Conversations;
  readonly access: Pick<Access, "admit" | "grantOf" | "redeem">;
  readonly channel: WebChannel;
  /** Null: people are known by their device alone. */
  readonly signIn: SignInOptions | null;
  readonly readiness: () => { readonly ready: boolean; readonly reasons: readonly string[] };
  /** Text for Prometheus. */
  readonly metrics: () => string | Promise<string>;
  readonly log: Pick<Log, "info" | "warn" | "error">;
  readonly clock: Clock;
  readonly random: Random;
  /** Signs cookies and forms; whoever has it can be anybody. */
  readonly secret: string | Uint8Array;
  /** Address the server will be bound to; on loopback only requests that name this machine are answered. */
  readonly host: string;
  /** The address people see; https makes cookies secure. */
  readonly publicUrl: string | null;
  readonly trustedProxies: number;
  readonly organisation: Organisation;
  /** The privacy notice as told now; a message must say that its page showed it. */
  readonly notice: PrivacyNotice;
  /** The words that delete everything of a person. */
  readonly forgetWords: string;
  /** Links to other parts of the site: 目录, 管理. */
  readonly links: readonly PageLink[];
  readonly assets?: Assets;
  readonly times?: Partial<Times>;
  readonly streamLimits?: Partial<StreamLimits>;
  /** Addresses for machines that prove themselves, as a platform's webhook; they come before every other check. */
  readonly hooks?: readonly Hook[];
  /** Routes with a sign-in of their own, as the desk's; they come before the admission. */
  readonly doors?: readonly Routes[];
  /** Routes for admitted people, as the catalogue's; they come before the chat's own pages. */
  readonly pages?: readonly Routes[];
}

/** An address that answers for itself, whatever the method and the host it is asked by. */
export interface Hook {
  readonly path: string;
  readonly answer: (request: Request) => Promise<Response>;
}

/**
 * Routes of others, drawn in the frame of all pages; they may read what visitor.ts names from the context. A middleware of
 * theirs for `*` would be for all.
 */
export type Routes = (frame: PageFrame) => Hono<WebEnvironment>;

/** Builds the routes; nothing listens yet. Open streams end when the channel is stopped. */
export function createServer(options: ServerOptions): Hono<WebEnvironment> {
  const { readiness, log } = options;
  const publicUrl = options.publicUrl === null ? null : new URL(options.publicUrl);
  const secure = publicUrl?.protocol === "https:";
  const own = { boundTo: options.host, publicUrl };
  const signer = createSigner(options.secret);
  const site = siteOf(options, createIdentity({ ...options, signer, secure }));
  const { problem, frame } = site;

  const app = new Hono<WebEnvironment>();
  app.use(securityHeaders(secure));
  app.use(notStored);
  app.use(answeringHooks(options.hooks ?? []));
  app.use(onlyOwnHost(own, (context) => problem(context, "host")));

  app.get("/healthz", (context) => context.json({ alive: true }));
  app.get("/readyz", (context) => {
    const { ready, reasons } = readiness();
    return context.json({ ready, reasons }, ready ? 200 : 503);
  });
  app.get("/metrics", async (context) =>
    context.body(await options.metrics(), 200, {
      "content-type": "text/plain; version=0.0.4; charset=utf-8",
    }),
  );
  app.route("/", createAssetRoutes(frame.assets, site));

  app.use(onlyOwnOrigin(own, (context) => problem(context, "origin")));
  app.use(knowingVisitor(site.identity, options.trustedProxies));
  app.route("/", createAdmissionRoutes(site));
  if (options.signIn !== null)
    app.route("/", createSignInRoutes(site, { signIn: options.signIn, signer, secure }));
  for (const routes of options.doors ?? []) app.route("/", routes(frame));

  app.use(onlyAdmitted(site, options.signIn !== null));
  for (const routes of options.pages ?? []) app.route("/", routes(frame));
  app.route("/", createChatRoutes(site));
  app.route("/", createApiRoutes(site));
  app.route("/", createEventStream(site));
  app.route("/", createSourceRoutes(site));

  app.notFound((context) => problem(context, "notFound"));
  app.onError((error, context) => {
    // What follows may name a conversation or an invitation.
    const path = context.req.path
      .split("/", 3)
      .join("/")
      .replace(/^\/(join|c|precheck)\/.*/, "/$1");
    log.error({ err: error, method: context.req.method, path }, "request failed");
    const unavailable = error instanceof StoreUnavailableError || error instanceof StoreFullError;
    return unavailable ? problem(context, "unavailable") : problem(context, "internal");
  });
  return app;
}

function siteOf(options: ServerOptions, identity: Identity): Site {
  const { assistant, organisation, notice, links, random } = options;
  const frame: PageFrame = {
    assets: options.assets ?? loadAssets(),
    organisation,
    knowledgeVersion: assistant.knowledgeVersion,
    links,
    notice,
  };
  return {
    ...createErrors(frame),
    assistant,
    conversations: options.conversations,
    access: options.access,
    channel: options.channel,
    identity,
    frame,
    clock: options.clock,
    log: options.log,
    newName: () => Buffer.from(random(16)).toString("base64url"),
    forgetWords: options.forgetWords,
    times: { formWaitMilliseconds: 5_000, heartbeatMilliseconds: 20_000, ...options.times },
    streamLimits: { ofOnePerson: 8, inAll: 4_000, ...options.streamLimits },
  };
}

/** By the path as it is: a colon or an asterisk in it is no pattern. */
const answeringHooks =
  (hooks: readonly Hook[]): MiddlewareHandler =>
  async (context, next) => {
    const hook = hooks.find(({ path }) => path === context.req.path);
    if (hook !== undefined) return hook.answer(context.req.raw);
    await next();
    return;
  };

/** Nothing of a person is kept by a browser or on the way; what may be kept says so. */
const notStored: MiddlewareHandler = async (context, next) => {
  await next();
  if (!context.res.headers.has("cache-control")) context.header("cache-control", "no-store");
};

/** Finds out who it is, and gives or renews the cookie with the response. */
const knowingVisitor =
  (identity: Identity, trustedProxies: number): MiddlewareHandler<WebEnvironment> =>
  async (context, next) => {
    const client = clientOf(context as Context, trustedProxies);
    context.set("client", client);
    context.set("device", identity.read(context));
    await next();
    const device = context.get("device");
    const leaving = context.req.path === "/api/sign-out";
    if (device.renew && !leaving) identity.write(context, device, client.secure);
  };
