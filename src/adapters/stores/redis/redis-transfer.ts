import type { Space } from "../../../ports/store.ts";
import type { Carried, Transfer } from "../../../ports/transfer.ts";
import { rememberedMilliseconds } from "../remembered.ts";
import type { Client } from "./client.ts";
import { itemFunctions } from "./commit-script.ts";
import type { Keys } from "./keys.ts";
import { createRedisQueues } from "./redis-queues.ts";
import { createRedisStreams } from "./redis-streams.ts";
import { createScript } from "./script.ts";
import type { Shared } from "./shared.ts";

const pageSize = 200;

/** The space under which the ids of another store's batches are kept: it is no space of ours, and nothing else is in it. */
const imported: Space = "imported";

/** Arguments: mark, key after which (or empty), limit. Answers key, version, expiry (`-`: none) and value. */
const documentsScript = createScript(
  "reads",
  `
local base = KEYS[1]
if not marked(base, ARGV[1]) then return lost end
local found = {}
local from = ARGV[2] == '' and '-' or '(' .. ARGV[2]
for _, key in ipairs(redis.call('ZRANGEBYLEX', base .. ':keys', from, '+', 'LIMIT', 0, tonumber(ARGV[3]))) do
  local version, expiry, value = string.match(redis.call('HGET', base .. ':docs', key), '^(%d+) (%S+) (.*)$')
  for _, field in ipairs({ key, version, expiry, value }) do found[#found + 1] = field end
end
return found
`,
);

/** Arguments: mark, number after which, limit. Answers number, queue, group, payload, attempts, enqueued, due (or empty). */
const itemsScript = createScript(
  "reads",
  `
local base, limit = KEYS[1], tonumber(ARGV[3])
if not marked(base, ARGV[1]) then return lost end
local names = {}
for _, queue in ipairs(redis.call('SMEMBERS', base .. ':queues')) do
  for _, name in ipairs(redis.call('ZRANGEBYSCORE', base .. ':q:' .. queue, '(' .. ARGV[2], '+inf', 'LIMIT', 0, limit)) do
    names[#names + 1] = name
  end
end
table.sort(names)
local found = {}
for index = 1, math.min(limit, #names) do
  local fields = redis.call('HMGET', base .. ':i:' .. names[index], 'q', 'g', 'p', 'a', 'e', 'd', 'h')
  found[#found + 1] = names[index]
  for field = 1, 5 do found[#found + 1] = fields[field] end
  found[#found + 1] = fields[7] and '' or fields[6]
end
return found
`,
);

/** Arguments: mark, least number, kind, and the fields of the kind. */
const takeScript = createScript(
  "grows",
  String.raw`
local base, kind = KEYS[1], ARGV[3]
local number = math.max(tonumber(redis.call('HGET', base .. ':meta', 'n') or '0'), tonumber(ARGV[2]))
${itemFunctions}
if not marked(base, ARGV[1]) then return lost end
if kind == 'document' then
  local key, version, expiry, value = ARGV[4], ARGV[5], ARGV[6], ARGV[7]
  redis.call('HSET', base .. ':docs', key, version .. ' ' .. expiry .. ' ' .. value)
  redis.call('ZADD', base .. ':keys', 0, key)
  if expiry ~= '-' then redis.call('ZADD', base .. ':expiry', expiry, key) end
elseif kind == 'stream' then
  redis.call('HSET', base .. ':h:' .. ARGV[4], 'bs', ARGV[5], 'bh', ARGV[6], 'ls', ARGV[7], 'lh', ARGV[8])
  redis.call('SADD', base .. ':streams', ARGV[4])
elseif kind == 'entry' then
  redis.call('XADD', base .. ':s:' .. ARGV[4], ARGV[5] .. '-0', 'at', ARGV[6], 'body', ARGV[7], 'hash', ARGV[8])
elseif kind == 'item' then
  enqueue(ARGV[4], ARGV[5], ARGV[6], ARGV[9], ARGV[8])
  redis.call('HSET', base .. ':i:' .. padded(number), 'a', ARGV[7])
elseif kind == 'dead' then
  number = number + 1
  local name = padded(number)
  redis.call('HSET', base .. ':d:' .. name, 'q', ARGV[4], 'g', ARGV[5], 'p', ARGV[6], 'a', ARGV[7], 'e', ARGV[8],
    't', ARGV[9], 'r', ARGV[10])
  redis.call('ZADD', base .. ':dead:' .. ARGV[4], plain(number), name)
  redis.call('ZADD', base .. ':letters', 0, ARGV[5] .. '\0' .. ARGV[4] .. '\0' .. name)
  redis.call('SADD', base .. ':queues', ARGV[4])
end
redis.call('HSET', base .. ':meta', 'n', plain(number))
return 1
`,
);

const fieldsOf = (thing: Exclude<Carried, { kind: "batch" }>): readonly (string | number)[] => {
  switch (thing.kind) {
    case "document":
      return [thing.key, thing.version, thing.expiresAt ?? "-", thing.value];
    case "stream":
      return [thing.stream, thing.base.sequence, thing.base.hash, thing.last.sequence, thing.last.hash];
    case "entry":
      return [thing.stream, thing.sequence, thing.at, thing.body, thing.hash];
    case "item":
      return [thing.queue, thing.group, thing.payload, thing.attempts, thing.enqueuedAt, thing.dueAt];
    case "dead":
      return [
        thing.queue,
        thing.group,
        thing.payload,
        thing.attempts,
        thing.enqueuedAt,
        thing.diedAt,
        thing.reason,
      ];
  }
};

/** The whole shared store, to be moved. Nobody may work on it meanwhile; the caller sees to that. */
export function createRedisTransfer(shared: Shared): Transfer {
  const { client, spaces, keys, numbers } = shared;
  const { epoch } = spaces;
  const queues = createRedisQueues(shared);
  const streams = createRedisStreams(shared);

  /** Rows of so many fields, page by page, each page after the first field of the last row. */
  async function* paged(
    width: number,
    page: (after: string) => Promise<unknown>,
  ): AsyncGenerator<readonly string[]> {
    for (let after = ""; ; ) {
      const fields = (await page(after)) as string[];
      for (let at = 0; at < fields.length; at += width) yield fields.slice(at, at + width);
      if (fields.length < width * pageSize) return;
      after = fields[fields.length - width] ?? "";
    }
  }

  async function* ofSpace(space: Space): AsyncGenerator<Carried> {
    const base = [keys.base(space)];
    const limit = String(pageSize);
    const documents = paged(4, (after) => client.run(documentsScript, base, [epoch, after, limit]));
    for await (const [key = "", version, expiry, value = ""] of documents) {
      const expiresAt = expiry === "-" ? null : Number(expiry);
      yield { kind: "document", space, key, version: Number(version), expiresAt, value };
    }
    const items = paged(7, (after) =>
      client.run(itemsScript, base, [epoch, after === "" ? "0" : String(Number(after)), limit]),
    );
    for await (const [, queue = "", group = "", payload = "", attempts, enqueuedAt, due] of items)
      yield {
        kind: "item",
        queue,
        space,
        group,
        payload,
        attempts: Number(attempts),
        enqueuedAt: Number(enqueuedAt),
        // Who had claimed it is gone.
        dueAt: Number(due === "" ? enqueuedAt : due),
      };
  }

  async function* carryStreams(): AsyncGenerator<Carried> {
    for (const head of await streams.heads()) {
      yield { kind: "stream", ...head };
      const { space, stream, base, last } = head;
      for (let after = base.sequence; after < last.sequence; ) {
        const page = await streams.read(space, stream, after, pageSize);
        for (const entry of page) yield { kind: "entry", space, stream, ...entry };
        if (page.length === 0) break;
        after = page.at(-1)?.sequence ?? last.sequence;
      }
    }
  }

  async function* carryLetters(): AsyncGenerator<Carried> {
    for (let after: string | null = null; ; ) {
      const page = await queues.deadLetters(null, after, pageSize);
      for (const { id, ...letter } of page) yield { kind: "dead", ...letter };
      if (page.length < pageSize) return;
      after = page.at(-1)?.id ?? null;
    }
  }

  /** On a Cluster an id also has a home where its batch was tried and never committed. */
  async function* carryBatches(): AsyncGenerator<Carried> {
    const prefix = keys.home("");
    const met = new Set<string>();
    for await (const page of client.scan(`${prefix}*`))
      for (const key of page) {
        const id = key.slice(prefix.length);
        if (met.has(id)) continue;
        met.add(id);
        const home = (await client.command("GET", key)) as string | null;
        if (home !== null && (await client.command("EXISTS", batchKey(keys, home, id))) === 1)
          yield { kind: "batch", id };
      }
  }

  return {
    async *carry() {
      yield* carryStreams();
      for (const space of await spaces.all()) yield* ofSpace(space);
      yield* carryLetters();
      yield* carryBatches();
    },
    isEmpty: async () => (await spaces.all()).length === 0,
    async take(things) {
      for (const space of new Set(things.flatMap((thing) => (thing.kind === "batch" ? [] : [thing.space]))))
        await spaces.adopt(space);
      // In one go: what goes to one shard arrives there in this order.
      await Promise.all(
        things.map((thing) =>
          thing.kind === "batch"
            ? takeBatch(client, keys, thing.id)
            : client.run(
                takeScript,
                [keys.base(thing.space)],
                [epoch, String(numbers(1)), thing.kind, ...fieldsOf(thing).map(String)],
              ),
        ),
      );
    },
    close: async () => client.end(),
  };
}

const batchKey = (keys: Keys, space: Space, id: string): string => `${keys.base(space)}:id:${id}`;

async function takeBatch(client: Client, keys: Keys, id: string): Promise<void> {
  const keep = String(rememberedMilliseconds);
  await client.command("SET", batchKey(keys, imported, id), "1", "PX", keep);
  await client.command("SET", keys.home(id), imported, "PX", keep);
}
