/**
 * How a request reaches the Bot API, and what can be said of it when it does not come back. grammY gives every failure of
 * the network as one error which quotes the address, and the address holds the token; what leaves here names neither.
 */
import type { ApiClientOptions } from "grammy";

/** No answer of the API came. */
export class TransportError extends Error {
  readonly code = "telegram.network";
  /** `unsent`: it did not reach the API or was not taken; `lost`: it may have taken effect. */
  readonly fate: "unsent" | "lost";

  constructor(fate: "unsent" | "lost", why: string) {
    super(`the Bot API did not answer (${why}); see TELEGRAM_API_ROOT and the network`);
    this.name = "TransportError";
    this.fate = fate;
  }
}

/** Failures before anything could be sent. */
const beforeSending: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/** Code of what made a fetch fail: of its cause, or of the first of several attempts. */
function causeOf(error: unknown): string {
  const { cause } = (error ?? {}) as { readonly cause?: unknown };
  const { code, errors } = (cause ?? {}) as { readonly code?: unknown; readonly errors?: unknown };
  if (typeof code === "string") return code;
  const [first] = Array.isArray(errors) ? (errors as { readonly code?: unknown }[]) : [];
  return typeof first?.code === "string" ? first.code : "failed";
}

type Fetch = NonNullable<ApiClientOptions["fetch"]>;

/** A gateway that gave up waiting does not know whether the API went on. */
const gatewayTimeout = 504;

/** Node's own fetch as grammY's: no redirect is followed, for it would carry the token away. */
export const transport = (async (
  url: string,
  init: { method: string; headers: Record<string, string>; body: RequestInit["body"]; signal?: AbortSignal },
) => {
  // grammY's signals are not Node's own, which fetch insists on.
  const ended = new AbortController();
  const { signal } = init;
  if (signal?.aborted === true) ended.abort();
  signal?.addEventListener("abort", () => ended.abort(), { once: true });
  const { method, headers, body } = init;
  let response: Response;
  try {
    response = await fetch(url, {
      method,
      headers,
      body,
      signal: ended.signal,
      redirect: "error",
      ...(typeof body === "string" ? {} : { duplex: "half" }),
    } as RequestInit);
  } catch (error) {
    const why = causeOf(error);
    throw new TransportError(beforeSending.has(why) ? "unsent" : "lost", why);
  }
  return { json: () => readBody(response) };
}) as unknown as Fetch;

async function readBody(response: Response): Promise<unknown> {
  const { status } = response;
  try {
    return await response.json();
  } catch {
    // A page of a proxy, or an answer that was cut off.
    const refused = status >= 500 && status !== gatewayTimeout;
    throw new TransportError(refused ? "unsent" : "lost", `HTTP ${status} without an answer`);
  }
}
