/**
 * Sources as data: `GET /api/sources/:id?asOf=`. Ids hold `#`, so they come URL-encoded. Their pages are the catalogue's.
 */
import { Hono } from "hono";
import { z } from "zod";
import type { SourceView } from "../../ports/assistant.ts";
import type { HttpErrorCode } from "../../text/page.ts";
import { day } from "./schemas.ts";
import type { Site } from "./site.ts";
import type { WebContext, WebEnvironment } from "./visitor.ts";

const asOfQuery = z.union([z.literal(""), day]).optional();

export function createSourceRoutes(site: Site): Hono<WebEnvironment> {
  /** The source a route names, or why there is none. */
  const sourceAsked = (context: WebContext): { source: SourceView; asOf: string | null } | HttpErrorCode => {
    const asOf = asOfQuery.safeParse(context.req.query("asOf"));
    if (!asOf.success) return "day";
    const id = context.req.param("id") ?? "";
    const source = site.assistant.source(id, asOf.data || undefined);
    return source === undefined ? "source" : { source, asOf: asOf.data || null };
  };

  const routes = new Hono<WebEnvironment>();
  routes.get("/api/sources/:id", (context) => {
    const asked = sourceAsked(context);
    return typeof asked === "string" ? site.failure(context, asked) : context.json(asked.source);
  });
  return routes;
}
