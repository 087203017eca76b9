/**
 * A Lua script as Redis is told it: sent by its digest, and in full only where the server does not know it yet.
 *
 * A script names one key for each space it touches, the base of the space, and forms the others from it: they carry the
 * same hash tag, so they lie in the same slot of a Cluster.
 */
import { createHash } from "node:crypto";

export interface Script {
  readonly text: string;
  /** SHA-1 of the text, by which Redis knows it. */
  readonly digest: string;
}

/**
 * What a script does to memory. `grows`: refused before its first line when memory is full; `frees`: runs all the same;
 * `reads`: writes nothing.
 */
export type Effect = "grows" | "frees" | "reads";

const flags: Readonly<Record<Effect, string>> = {
  grows: "#!lua",
  frees: "#!lua flags=allow-oom",
  reads: "#!lua flags=no-writes",
};

/**
 * At the head of every script: a space whose mark is not this store's has lost its data, or was never used. Lua would print
 * an instant as 1.8e+12, so numbers become text by `plain`, and numbers of items by `padded`, whose order is theirs.
 */
const prelude = `
local function plain(number) return string.format('%.0f', number) end
local function padded(number) return string.format('%016.0f', number) end
local function marked(base, epoch) return redis.call('HGET', base .. ':meta', 'epoch') == epoch end
local lost = redis.error_reply('EPOCH the mark of the space is missing')
`;

export function createScript(effect: Effect, body: string): Script {
  const text = `${flags[effect]}\n${prelude}\n${body}`;
  return { text, digest: createHash("sha1").update(text).digest("hex") };
}
