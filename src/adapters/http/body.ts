/** Reads bodies of limited size, as what they should hold. */
import type { Context } from "hono";
import type { z } from "zod";
import type { HttpErrorCode } from "../../text/page.ts";
import { bodyLimit } from "./schemas.ts";

/** How much of an oversized body is still read and thrown away, in bytes. */
const discardLimit = 8 * 1024 * 1024;

/**
 * The body as text, or null where it is larger than `limit` bytes.
 *
 * Hono's own limit stops in the middle of a body sent in chunks; the connection is then cut before the caller has read
 * why. Here the rest of a moderately large body is read and thrown away first. A body that says beforehand how large it
 * is stays untouched: as long as nobody asked for its stream, Node throws it away by itself.
 */
export async function readBody(request: Request, limit: number): Promise<string | null> {
  if (Number(request.headers.get("content-length") ?? 0) > limit) return null;
  if (request.body === null) return "";
  const kept: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.length;
    if (size <= limit) kept.push(chunk);
    else if (size > discardLimit) break;
  }
  return size > limit ? null : new TextDecoder().decode(Buffer.concat(kept));
}

/** What was read, or why it was not; `places` names the fields that do not fit. */
export type Read<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly code: HttpErrorCode; readonly places: readonly string[] };

const refused = (code: HttpErrorCode, places: readonly string[] = []): Read<never> => ({
  ok: false,
  code,
  places,
});

async function read<Value>(
  context: Context,
  media: RegExp,
  parse: (text: string) => unknown,
  schema: z.ZodType<Value>,
): Promise<Read<Value>> {
  if (!media.test(context.req.header("content-type") ?? "")) return refused("media");
  const text = await readBody(context.req.raw, bodyLimit);
  if (text === null) {
    // Whatever else is on its way belongs to no request of ours.
    context.header("connection", "close");
    return refused("tooLarge");
  }
  const given = parse(text);
  if (given === undefined) return refused("json");
  const parsed = schema.safeParse(given);
  if (parsed.success) return { ok: true, value: parsed.data };
  // A calendar takes years of five digits, too: a person may see to this one.
  if (parsed.error.issues.every(({ path }) => path[0] === "asOf")) return refused("day");
  return refused(
    "body",
    parsed.error.issues.map(({ path, code }) => `${path.join(".") || "·"} (${code})`),
  );
}

/** A JSON body. */
export const readJson = <Value>(context: Context, schema: z.ZodType<Value>): Promise<Read<Value>> =>
  read(context, /^application\/json\s*(?:;|$)/i, parseJson, schema);

/** The fields of a form; of a repeated one the last. */
export const readForm = <Value>(context: Context, schema: z.ZodType<Value>): Promise<Read<Value>> =>
  read(
    context,
    /^application\/x-www-form-urlencoded\s*(?:;|$)/i,
    (text) => Object.fromEntries(new URLSearchParams(text)),
    schema,
  );

/** The text as JSON; undefined where it is none. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
