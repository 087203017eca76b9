/** Reads a body of limited size. */

/** How much of an oversized body is still read and thrown away, in bytes. */
const discardLimit = 8 * 1024 * 1024;

/**
 * The body as text, or null where it is larger than `limit` bytes.
 *
 * Hono's own limit stops in the middle of a chunked body; the connection is then cut before the caller has read why. So
 * the rest of a moderately large body is read and thrown away first.
 */
export async function readBody({ body, headers }: Request, limit: number): Promise<string | null> {
  if (body === null) return "";
  if (Number(headers.get("content-length") ?? 0) > limit) return null;
  const kept: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size <= limit) kept.push(chunk);
    else if (size > discardLimit) break;
  }
  return size > limit ? null : new TextDecoder().decode(Buffer.concat(kept));
}
