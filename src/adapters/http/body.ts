/** Reads a body of limited size. */

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
