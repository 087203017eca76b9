/** What Redis and its client complain about, turned into the port's errors. */
import { StoreFullError, StoreUnavailableError } from "../../../ports/store.ts";

/** Redis is not set up so that it may hold what must not be lost. */
export class RedisUnfitError extends Error {
  readonly code = "store.unfit";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`Redis of REDIS_URL cannot be used:\n${problems.map((problem) => `  ${problem}`).join("\n")}`);
    this.name = "RedisUnfitError";
    this.problems = problems;
  }
}

/** Redis holds no store. */
export class RedisAbsentError extends Error {
  readonly code = "store.absent";

  constructor() {
    super("Redis of REDIS_URL holds no store; the first start of the server begins one");
    this.name = "RedisAbsentError";
  }
}

/** The shared store is not the one that was used before: it lost its data, or is another one. */
export class StoreLostError extends Error {
  readonly code = "store.lost";

  constructor(what: string) {
    super(
      `${what}; bring back Redis' own backup, or, to begin anew without what was stored, run: cli store forget`,
    );
    this.name = "StoreLostError";
  }
}

/** Anything else Redis answers. */
export class RedisFailedError extends Error {
  readonly code = "store.failed";

  constructor(message: string, options?: ErrorOptions) {
    super(`Redis failed: ${message}`, options);
    this.name = "RedisFailedError";
  }
}

const isReply = (error: Error): boolean => error.name === "ReplyError";

/** A reply's first word, `OOM`; the empty text where it is none of Redis'. */
export const replyCode = (error: unknown): string =>
  error instanceof Error && isReply(error) ? (/^[A-Z]+/.exec(error.message)?.[0] ?? "") : "";

/** Out of memory, or the disk of the append-only file takes no more: nothing was written, reading works. */
const full = new Set(["OOM", "MISCONF"]);
/** States that pass: loading, failing over, moving slots, too few replicas, a long script. */
const passing = new Set([
  "LOADING",
  "READONLY",
  "MASTERDOWN",
  "CLUSTERDOWN",
  "TRYAGAIN",
  "MOVED",
  "ASK",
  "NOREPLICAS",
  "BUSY",
  "UNKILLABLE",
]);

/** What the user of `REDIS_URL` must be allowed, as docs/operations.md has it. */
const rights = "~rongcuo:* &rongcuo:* +@all -@dangerous -@admin +info +role";

/** A right that is missing, told by Redis itself or by a script that it ran. */
const isForbidden = (error: Error): boolean =>
  replyCode(error) === "NOPERM" || (isReply(error) && error.message.includes("ACL failure in script"));

/** The error as the port knows it. Addresses and commands stay out: they may hold a password or a text of a user. */
export function redisError(error: unknown): unknown {
  if (
    !(error instanceof Error) ||
    error instanceof TypeError ||
    ("code" in error && String(error.code).startsWith("store."))
  )
    return error;
  const code = replyCode(error);
  const options = { cause: error };
  if (isForbidden(error))
    return new RedisUnfitError([
      `rights are missing (${error.message.slice(0, 200)}): give the user of REDIS_URL ${rights}`,
    ]);
  if (full.has(code))
    return new StoreFullError(
      code === "OOM"
        ? "Redis has reached maxmemory and takes nothing new; raise maxmemory or the machine's memory"
        : "Redis cannot write to its disk and takes nothing new; see its log",
      options,
    );
  if (!isReply(error) || passing.has(code))
    return new StoreUnavailableError(`Redis did not answer: ${code || error.message}`, options);
  return new RedisFailedError(error.message.slice(0, 200), options);
}
