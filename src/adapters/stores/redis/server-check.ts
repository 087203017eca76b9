/** Whether a Redis may hold what must not be lost: checked once, at the start, on every master. */
import type { Client } from "./client.ts";
import { RedisFailedError, RedisUnfitError } from "./errors.ts";

/** What one server says of itself; null where it does not tell. */
export interface ServerState {
  readonly version: string | null;
  readonly role: string | null;
  readonly appendOnly: boolean | null;
  readonly appendSync: string | null;
  readonly evictionPolicy: string | null;
  readonly replicas: number;
}

const leastVersion = 7;

/** Every line `name:value` of INFO. */
export function parseInfo(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split(/\r?\n/).flatMap((line) => {
      const at = line.indexOf(":");
      return at < 1 || line.startsWith("#") ? [] : [[line.slice(0, at), line.slice(at + 1)] as const];
    }),
  );
}

/** CONFIG GET answers names and values in turn. */
const setting = (reply: readonly string[] | null, name: string): string | null => {
  const at = reply?.indexOf(name) ?? -1;
  return at < 0 ? null : (reply?.[at + 1] ?? null);
};

const flag = (text: string | undefined): boolean | null => (text === undefined ? null : text === "1");

export function serverState(info: string, config: readonly string[] | null): ServerState {
  const told = parseInfo(info);
  const appendOnly = setting(config, "appendonly");
  return {
    version: told.get("redis_version") ?? null,
    role: told.get("role") ?? null,
    appendOnly: appendOnly === null ? flag(told.get("aof_enabled")) : appendOnly === "yes",
    appendSync: setting(config, "appendfsync"),
    evictionPolicy: setting(config, "maxmemory-policy") ?? told.get("maxmemory_policy") ?? null,
    replicas: Number(told.get("connected_slaves") ?? 0),
  };
}

/** What keeps a server from being used, and what could not be checked; both in words for the operator. */
export function judge(state: ServerState): {
  readonly problems: readonly string[];
  readonly unchecked: readonly string[];
} {
  const problems: string[] = [];
  const unchecked: string[] = [];
  const check = <Value>(
    value: Value | null,
    name: string,
    fits: (value: Value) => boolean,
    remedy: string,
  ): void => {
    if (value === null) unchecked.push(name);
    else if (!fits(value)) problems.push(`${name} is ${value === false ? "no" : value}: ${remedy}`);
  };
  check(
    state.version,
    "version",
    (version) => Number.parseInt(version, 10) >= leastVersion,
    `Redis ${leastVersion} or later is needed`,
  );
  check(
    state.role,
    "role",
    (role) => role === "master",
    "name the master in REDIS_URL, or use the form with sentinels",
  );
  check(state.appendOnly, "appendonly", (on) => on, "set appendonly yes, or a restart loses everything");
  check(
    state.appendSync,
    "appendfsync",
    (sync) => sync === "always" || sync === "everysec",
    "set appendfsync always, or everysec where one second may be lost when the machine dies",
  );
  check(
    state.evictionPolicy,
    "maxmemory-policy",
    (policy) => policy === "noeviction",
    "set maxmemory-policy noeviction, or Redis deletes what it likes when memory is full",
  );
  return { problems, unchecked };
}

/**
 * What keeps a database from being used. The client connects all the same where it cannot choose it, and works in
 * database 0, which may be somebody else's.
 */
async function problemsOfDatabase(client: Client, database: number): Promise<readonly string[]> {
  // The one every connection begins with.
  if (database === 0) return [];
  try {
    await client.onMasters("SELECT", String(database));
    return [];
  } catch (error) {
    if (!(error instanceof RedisFailedError || error instanceof RedisUnfitError)) throw error;
    return [
      `database ${database} cannot be chosen: name another in REDIS_URL, raise "databases" of Redis, or allow SELECT`,
    ];
  }
}

/**
 * Looks at every master.
 *
 * @param database the one that is to be used
 * @returns what the operator should know all the same, in sentences
 * @throws {RedisUnfitError} naming all that is wrong at once
 */
export async function checkServer(client: Client, database = 0): Promise<readonly string[]> {
  const infos = (await client.onMasters("INFO")) as readonly string[];
  const configs = await client
    .onMasters("CONFIG", "GET", "append*", "maxmemory-policy")
    .catch(() => infos.map(() => null));
  const states = infos.map((info, at) => serverState(info, configs[at] as readonly string[] | null));
  // Opening runs no script, and without scripts nothing can be written.
  await client.onMasters("EVAL", "return 1", "0");
  const judged = states.map(judge);
  const problems = new Set([
    ...judged.flatMap((one) => one.problems),
    ...(await problemsOfDatabase(client, database)),
  ]);
  if (problems.size > 0) throw new RedisUnfitError([...problems]);
  const unchecked = new Set(judged.flatMap((one) => one.unchecked));
  return [
    ...(unchecked.size === 0
      ? []
      : [`Redis does not let its settings be read; not checked: ${[...unchecked].join(", ")}`]),
    ...(states.some(({ replicas }) => replicas === 0)
      ? ["Redis has no replica: what the machine loses is lost, and nothing waits for a copy"]
      : []),
    ...(states.some(({ appendSync }) => appendSync === "everysec")
      ? [
          "Redis writes to the disk once a second (appendfsync everysec): a dying machine may lose the last second",
        ]
      : []),
  ];
}
