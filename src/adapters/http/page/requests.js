// @ts-check
/**
 * Requests to the server, with an end to waiting. What cannot be told apart from a lost network is `network`: the same
 * request may be sent again, because every message carries its id.
 *
 * @typedef {{ readonly code: string, readonly message: string, readonly body: any }} Refusal
 * @typedef {{ readonly type: "done", readonly body: any }
 *   | { readonly type: "network" }
 *   | { readonly type: "refused", readonly refusal: Refusal }} Outcome
 */

/** How long a response may take. */
const waitMilliseconds = 20_000;

/**
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body]
 * @returns {Promise<Outcome>}
 */
export async function request(method, path, body) {
  // AbortSignal.timeout is missing in older browsers.
  const waiting = new AbortController();
  const late = setTimeout(() => waiting.abort(), waitMilliseconds);
  try {
    const response = await fetch(path, {
      method,
      signal: waiting.signal,
      ...(body === undefined
        ? {}
        : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
    });
    const given = response.status === 204 ? null : await response.json();
    if (response.ok) return { type: "done", body: given };
    const { code, message } = given.error;
    return { type: "refused", refusal: { code, message, body: given } };
  } catch {
    // Also what a proxy says in a page of its own while the server is away.
    return { type: "network" };
  } finally {
    clearTimeout(late);
  }
}
