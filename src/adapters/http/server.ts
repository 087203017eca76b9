/**
 * The web chat over HTTP: the page, what its script asks for, readable sources, and the two probes.
 *
 * | route | answers |
 * | --- | --- |
 * | `GET /`, `/?q=…&asOf=…` | the chat; with `q` the answer is in the page, so it works without script |
 * | `POST /api/ask` | `{question, context?, asOf?}` → the `Answer` as it is |
 * | `GET /api/sources/:id?asOf=`, `GET /api/first-questions` | a `SourceView`; the first questions |
 * | `GET /sources/:id`, `/answers/:id`, `/catalogue` | pages to read, see `catalogue.ts` |
 * | `GET /healthz`, `/readyz` | alive; ready, or 503 with the reasons |
 *
 * Ids hold `#`, so they come URL-encoded. Errors are `{error: {code, message}}`, in words for people, without detail from
 * inside. No cookie is set, and no question is logged.
 */
import { type Context, Hono } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { z } from "zod";
import type { Assistant, SourceView } from "../../ports/assistant.ts";
import type { Catalogue } from "../../ports/catalogue.ts";
import { type HttpErrorCode, httpErrors } from "../../text/page.ts";
import { loadAssets } from "./assets.ts";
import { readBody } from "./body.ts";
import { createCatalogueRoutes } from "./catalogue.ts";
import { onlyOwnHost, onlyOwnOrigin, securityHeaders } from "./guards.ts";
import type { Turn } from "./page/view-types.ts";
import { chatPage, messagePage, type Organisation, type PageFrame } from "./pages.ts";
import { askBody, bodyLimit, day, pageQuery } from "./schemas.ts";

type Log = (fields: object, message: string) => void;

export interface ServerOptions {
  readonly assistant: Assistant;
  readonly catalogue: Catalogue;
  readonly readiness: () => { readonly ready: boolean; readonly reasons: readonly string[] };
  readonly logger: { readonly info: Log; readonly warn: Log; readonly error: Log };
  /** Address the server will be bound to; on loopback only requests that name this machine are answered. */
  readonly host: string;
  readonly organisation: Organisation;
}

const statuses = {
  host: 421,
  origin: 403,
  media: 415,
  json: 400,
  body: 400,
  tooLarge: 413,
  day: 400,
  source: 404,
  notFound: 404,
  internal: 500,
} as const satisfies Record<HttpErrorCode, ContentfulStatusCode>;

const longCache = "public, max-age=31536000, immutable";

/** Builds the routes; nothing listens yet. */
export function createServer({
  assistant,
  catalogue,
  readiness,
  logger,
  host,
  organisation,
}: ServerOptions): Hono {
  const frame: PageFrame = {
    assets: loadAssets(),
    organisation,
    knowledgeVersion: assistant.knowledgeVersion,
  };

  const failure = (context: Context, code: HttpErrorCode, message: string = httpErrors[code]): Response =>
    context.json({ error: { code, message } }, statuses[code]);

  /** An error as the caller reads it: JSON for programs, a page for people. */
  const problem = (context: Context, code: HttpErrorCode): Response =>
    wantsPage(context)
      ? context.html(messagePage(frame, httpErrors[code]), statuses[code])
      : failure(context, code);

  const app = new Hono();
  app.use(securityHeaders);
  app.use(async (context, next) => {
    await next();
    if (!context.res.headers.has("cache-control")) context.header("cache-control", "no-store");
  });
  app.use(onlyOwnHost(host, (context) => problem(context, "host")));

  app.get("/", (context) => {
    const query = pageQuery.safeParse(context.req.query());
    if (!query.success) return problem(context, "day");
    const { q, previous, asOf } = query.data;
    return context.html(
      chatPage(frame, assistant.firstQuestions(), turnByAddress(assistant, q, previous, asOf || null)),
    );
  });

  app.get("/assets/:hash/:name", (context) => {
    const found = frame.assets.find(context.req.param("hash"), context.req.param("name"));
    if (found === undefined) return problem(context, "notFound");
    const { asset, current } = found;
    context.header("etag", asset.etag);
    context.header("cache-control", current ? longCache : "no-cache");
    if (namesTag(context.req.header("if-none-match"), asset.etag)) return context.body(null, 304);
    return context.body(asset.text, 200, { "content-type": asset.type });
  });

  app.post(
    "/api/ask",
    onlyOwnOrigin((context) => failure(context, "origin")),
    async (context) => {
      if (!/^application\/json\s*(?:;|$)/i.test(context.req.header("content-type") ?? ""))
        return failure(context, "media");
      const text = await readBody(context.req.raw, bodyLimit);
      if (text === null) {
        // Whatever else is on its way belongs to no request of ours.
        context.header("connection", "close");
        return failure(context, "tooLarge");
      }
      const json = parseJson(text);
      if (json === undefined) return failure(context, "json");
      const body = askBody.safeParse(json);
      if (!body.success) {
        const places = body.error.issues.map(({ path, code }) => `${path.join(".") || "·"} (${code})`);
        return failure(
          context,
          "body",
          httpErrors.body.replace("{detail}", () => places.join("、")),
        );
      }
      const { question, context: before, asOf } = body.data;
      return context.json(
        assistant.ask(question, { context: before ?? null, ...(asOf == null ? {} : { asOf }) }),
      );
    },
  );

  app.get("/api/first-questions", (context) => context.json(assistant.firstQuestions()));

  /** The source a route names, or why there is none. */
  const sourceAsked = (context: Context): { source: SourceView; asOf: string | null } | HttpErrorCode => {
    const asOf = z
      .union([z.literal(""), day])
      .optional()
      .safeParse(context.req.query("asOf"));
    if (!asOf.success) return "day";
    const id = context.req.param("id") ?? "";
    const source = assistant.source(id, asOf.data || undefined);
    return source === undefined ? "source" : { source, asOf: asOf.data || null };
  };

  app.get("/api/sources/:id", (context) => {
    const asked = sourceAsked(context);
    return typeof asked === "string" ? failure(context, asked) : context.json(asked.source);
  });

  app.route("/", createCatalogueRoutes({ catalogue, frame }));

  app.get("/healthz", (context) => context.json({ alive: true }));
  app.get("/readyz", (context) => {
    const { ready, reasons } = readiness();
    return context.json({ ready, reasons }, ready ? 200 : 503);
  });

  app.notFound((context) => problem(context, "notFound"));
  app.onError((error, context) => {
    logger.error({ err: error, method: context.req.method, path: context.req.path }, "request failed");
    return problem(context, "internal");
  });
  return app;
}

const wantsPage = (context: Context): boolean =>
  context.req.method === "GET" && !/^\/(?:api|assets|healthz|readyz)(?:\/|$)/.test(context.req.path);

/** A question asked by address, with the question before it as context. */
function turnByAddress(
  assistant: Assistant,
  question: string | undefined,
  previous: string | undefined,
  asOf: string | null,
): Turn | null {
  if (question === undefined || question.trim() === "") return null;
  const options = asOf === null ? {} : { asOf };
  const before = previous === undefined ? null : assistant.ask(previous, options).context;
  const answer = assistant.ask(question, { ...options, context: before });
  return { question, asOf, answer, failure: null };
}

const namesTag = (header: string | undefined, etag: string): boolean =>
  header?.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag) ?? false;

/** The text as JSON; undefined where it is none. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
