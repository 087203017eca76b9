/** The forms of `REDIS_URL`. */

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Who asks, where a server does not answer everybody. */
export interface Login {
  /** Left out: the server's default user. */
  readonly username?: string | undefined;
  readonly password: string;
}

/** What is shown to a server that asks who connects: certificate and key, PEM. */
export interface Identity {
  readonly cert: string;
  readonly key: string;
}

/** How Redis is reached. */
export interface Target {
  readonly kind: "single" | "sentinel" | "cluster";
  /** The server; or the sentinels, or some nodes of the cluster. */
  readonly addresses: readonly Address[];
  /** Name of the master, with sentinels. */
  readonly master: string | null;
  readonly username: string | null;
  readonly password: string | null;
  readonly database: number;
  readonly tls: boolean;
  /** Who asks the sentinels, which have users of their own; no part of the address. Left out: anybody. */
  readonly sentinels?: Login | undefined;
  /** Shown on every connection by TLS; no part of the address. */
  readonly identity?: Identity | undefined;
}

/** `REDIS_URL` has none of the known forms. */
export class RedisUrlError extends Error {
  readonly code = "store.url";

  constructor(problem: string) {
    super(
      `REDIS_URL ${problem}; use redis://[user:password@]host:port[/database], redis+sentinel://host:port,host:port/master[/database] ` +
        "or redis+cluster://host:port,host:port; with a second s (rediss) for TLS",
    );
    this.name = "RedisUrlError";
  }
}

const form =
  /^(?<scheme>rediss?)(?:\+(?<kind>sentinel|cluster))?:\/\/(?:(?<username>[^:@/]*)(?::(?<password>[^@/]*))?@)?(?<hosts>[^/?#]+)(?<path>\/[^?#]*)?$/;

const defaultPort = { single: 6379, sentinel: 26379, cluster: 6379 } as const;

function parseAddress(text: string, port: number): Address {
  const match = /^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::(\d{1,5}))?$/.exec(text);
  if (match?.[1] === undefined || Number(match[2] ?? port) > 65_535)
    throw new RedisUrlError("names a host that is none");
  return { host: match[1].replace(/^\[|\]$/g, ""), port: Number(match[2] ?? port) };
}

/** A text between 0 and 15 digits; the number of the database. */
function parseDatabase(text: string | undefined): number {
  if (text === undefined || text === "") return 0;
  if (!/^\d{1,4}$/.test(text)) throw new RedisUrlError("has a database that is no number");
  return Number(text);
}

function decode(text: string | undefined): string | null {
  if (text === undefined || text === "") return null;
  try {
    return decodeURIComponent(text);
  } catch {
    throw new RedisUrlError("has a name or password that is not percent-encoded text");
  }
}

/** @throws {RedisUrlError} naming what does not fit, never the password */
export function parseRedisUrl(url: string): Target {
  const groups = form.exec(url)?.groups;
  if (groups?.hosts === undefined) throw new RedisUrlError("has no known form");
  const kind = (groups.kind ?? "single") as Target["kind"];
  const addresses = groups.hosts.split(",").map((text) => parseAddress(text, defaultPort[kind]));
  const [, first, second, ...more] = (groups.path ?? "").split("/");
  if (kind === "single" && addresses.length > 1)
    throw new RedisUrlError("names several hosts without +sentinel or +cluster");
  if (kind === "sentinel" && (first === undefined || first === ""))
    throw new RedisUrlError("does not name the master after the sentinels");
  if (more.length > 0 || (kind !== "sentinel" && second !== undefined))
    throw new RedisUrlError("has too long a path");
  const database = parseDatabase(kind === "sentinel" ? second : first);
  if (kind === "cluster" && database !== 0)
    throw new RedisUrlError("names a database, and a Cluster has only one");
  return {
    kind,
    addresses,
    master: kind === "sentinel" ? (first ?? null) : null,
    username: decode(groups.username),
    password: decode(groups.password),
    database,
    tls: groups.scheme === "rediss",
  };
}
