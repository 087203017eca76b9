/**
 * The readable pages of the knowledge base. All work without script, and every one is a plain GET without cookie.
 *
 * | route | shows |
 * | --- | --- |
 * | `GET /catalogue?list=documents\|cases\|texts&asOf=` | lists; documents with `state=current\|past`, cases with `outcome`, `field`, `year` |
 * | `GET /catalogue?q=…&kind=…&from=…&asOf=` | what a search found |
 * | `GET /sources/:id?asOf=` | a provision, case or document; a unit (款、项) shows its article with the unit marked |
 * | `GET /answers/:id?asOf=` | an answer, a misconception or a procedure |
 *
 * Ids hold `#`, so they come URL-encoded. An id of the other kind is sent on to its own address; one that names nothing
 * gets 404 with what may have been meant. A filter that does not fit counts as left out; a day that is none is an error.
 */
import { type Context, Hono } from "hono";
import { z } from "zod";
import type { CaseOutcome, Day } from "../../core/law/types.ts";
import { type Catalogue, entryKinds } from "../../ports/catalogue.ts";
import { httpErrors } from "../../text/page.ts";
import * as zh from "../../text/zh.ts";
import { casesPage, documentsPage, textsPage } from "./catalogue-pages.ts";
import { missingPage, sourcePage, textPage } from "./entry-pages.ts";
import { messagePage, type PageFrame } from "./page-frame.ts";
import { address } from "./page-parts.ts";
import { day } from "./schemas.ts";
import { resultsPage } from "./search-pages.ts";
import type { WebEnvironment } from "./visitor.ts";

export interface CatalogueOptions {
  readonly catalogue: Catalogue;
  readonly frame: PageFrame;
}

const asOfQuery = z.union([z.literal(""), day]).optional();

/** What does not fit, an empty field of a form among it, counts as left out. */
const listQuery = z.object({
  q: z.string().catch(""),
  list: z.enum(["documents", "cases", "texts"]).catch("documents"),
  state: z.enum(["current", "past"]).catch("current"),
  kind: z.enum(entryKinds).nullable().catch(null),
  from: z.coerce.number().int().min(0).max(10_000).catch(0),
  outcome: z
    .enum(Object.keys(zh.outcomes) as [CaseOutcome, ...CaseOutcome[]])
    .nullable()
    .catch(null),
  field: z.string().min(1).max(50).nullable().catch(null),
  year: z.coerce.number().int().min(1900).max(2200).nullable().catch(null),
});

/** Builds the routes, to be mounted at the root. */
export function createCatalogueRoutes({ catalogue, frame }: CatalogueOptions): Hono<WebEnvironment> {
  const app = new Hono<WebEnvironment>();

  /** Runs a page with the day asked for; null is today. */
  const onDay =
    (show: (context: Context, asOf: Day | null) => Response) =>
    (context: Context): Response => {
      const asOf = asOfQuery.safeParse(context.req.query("asOf"));
      return asOf.success
        ? show(context, asOf.data || null)
        : context.html(messagePage(frame, httpErrors.day), 400);
    };

  app.get(
    "/catalogue",
    onDay((context, asOf) => {
      const { q, list, state, kind, from, outcome, field, year } = listQuery.parse(context.req.query());
      const on = asOf ?? undefined;
      if (q.trim() !== "")
        return context.html(
          resultsPage(frame, q.trim(), catalogue.search(q.trim(), { day: on, kind, from }), kind, asOf),
        );
      if (list === "cases") {
        const filter = { outcome, field, year };
        return context.html(casesPage(frame, catalogue.cases(filter), filter, asOf));
      }
      if (list === "texts") return context.html(textsPage(frame, catalogue.texts(), asOf));
      return context.html(documentsPage(frame, catalogue.documents(state, on), state, asOf));
    }),
  );

  const idOf = (context: Context): string => context.req.param("id") ?? "";

  const missing = (context: Context, asOf: Day | null): Response =>
    context.html(missingPage(frame, catalogue.nearest(idOf(context), asOf ?? undefined), asOf), 404);

  app.get(
    "/sources/:id",
    onDay((context, asOf) => {
      const id = idOf(context);
      const page = catalogue.source(id, asOf ?? undefined);
      if (page !== undefined) return context.html(sourcePage(frame, page, asOf));
      return catalogue.text(id) === undefined
        ? missing(context, asOf)
        : context.redirect(address(`/answers/${encodeURIComponent(id)}`, { asOf }), 308);
    }),
  );

  app.get(
    "/answers/:id",
    onDay((context, asOf) => {
      const id = idOf(context);
      const page = catalogue.text(id, asOf ?? undefined);
      if (page !== undefined) return context.html(textPage(frame, page, asOf));
      return catalogue.source(id) === undefined
        ? missing(context, asOf)
        : context.redirect(address(`/sources/${encodeURIComponent(id)}`, { asOf }), 308);
    }),
  );

  return app;
}
