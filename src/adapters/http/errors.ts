/** Errors as the caller reads them: JSON for programs, a page for people; in plain words, without detail from inside. */
import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Receipt } from "../../ports/channel.ts";
import { type HttpErrorCode, httpErrors } from "../../text/page.ts";
import { messagePage, type PageFrame } from "./page-frame.ts";

const statuses = {
  host: 421,
  origin: 403,
  form: 403,
  media: 415,
  json: 400,
  body: 400,
  tooLarge: 413,
  day: 400,
  source: 404,
  notFound: 404,
  unapproved: 403,
  cookies: 403,
  limited: 429,
  notice: 409,
  unavailable: 503,
  streams: 503,
  invitation: 410,
  signIn: 403,
  internal: 500,
} as const satisfies Record<HttpErrorCode, ContentfulStatusCode>;

export const statusOf = (code: HttpErrorCode): ContentfulStatusCode => statuses[code];

export interface Errors {
  /** `{error: {code, message}}`, with more fields beside it. */
  failure(context: Context, code: HttpErrorCode, message?: string, more?: object): Response;
  /** JSON or a page, as the request wants it. */
  problem(context: Context, code: HttpErrorCode): Response;
}

export function createErrors(frame: PageFrame): Errors {
  const failure: Errors["failure"] = (context, code, message = httpErrors[code], more = {}) =>
    context.json({ error: { code, message }, ...more }, statuses[code]);
  return {
    failure,
    problem: (context, code) =>
      wantsPage(context)
        ? context.html(messagePage(frame, httpErrors[code]), statuses[code])
        : failure(context, code),
  };
}

/** Whether a person waits for the response, not a program. */
export const wantsPage = (context: Context): boolean =>
  /^(?:GET|HEAD)$/.test(context.req.method)
    ? !/^\/(?:api|assets|healthz|readyz|metrics)(?:\/|$)/.test(context.req.path)
    : /^application\/x-www-form-urlencoded\b/i.test(context.req.header("content-type") ?? "");

type Refusal = Exclude<Receipt, { readonly status: "accepted" }>;

/** What to tell who sent an event that was not taken in; where they have been told already, in short. */
export const refusalWords = ({ status, notice }: Refusal): string => notice ?? httpErrors[status];
