/** A whole commit as one script. */

import { createHash } from "node:crypto";
import { type Batch, type Claimed, entryHashInput } from "../../../ports/store.ts";
import type { Instant } from "../../../ports/time.ts";
import { parseName } from "./keys.ts";
import { createScript } from "./script.ts";

/** Functions of items that more than one script needs; `base` and `number` are theirs. */
export const itemFunctions = String.raw`
local function firstOf(group, queue)
  return redis.call('ZRANGEBYLEX', base .. ':items', '[' .. group .. '\0' .. queue .. '\0', '(' .. group .. '\0' .. queue .. '\1',
    'LIMIT', 0, 1)[1]
end
local function promote(group, queue)
  local first = firstOf(group, queue)
  if not first then return end
  local name = string.sub(first, -16)
  redis.call('ZADD', base .. ':heads:' .. queue, 'NX', redis.call('HGET', base .. ':i:' .. name, 'd'), name)
end
local function enqueue(queue, group, payload, due, now)
  number = number + 1
  local name = padded(number)
  local head = not firstOf(group, queue)
  redis.call('HSET', base .. ':i:' .. name, 'q', queue, 'g', group, 'p', payload, 'a', '0', 'e', now, 'd', due)
  redis.call('ZADD', base .. ':items', 0, group .. '\0' .. queue .. '\0' .. name)
  redis.call('ZADD', base .. ':q:' .. queue, plain(number), name)
  redis.call('SADD', base .. ':queues', queue)
  if head then redis.call('ZADD', base .. ':heads:' .. queue, due, name) end
end
local function takeOut(name, queue, group)
  redis.call('ZREM', base .. ':items', group .. '\0' .. queue .. '\0' .. name)
  redis.call('ZREM', base .. ':heads:' .. queue, name)
  redis.call('ZREM', base .. ':held:' .. queue, name)
  redis.call('ZREM', base .. ':q:' .. queue, name)
  redis.call('DEL', base .. ':i:' .. name)
end
local function held(name, queue, lease)
  local item = redis.call('HMGET', base .. ':i:' .. name, 'q', 'a', 'h')
  return item[1] == queue and item[2] == lease and item[3]
end
local function dropLetter(name, queue, group)
  redis.call('ZREM', base .. ':letters', group .. '\0' .. queue .. '\0' .. name)
  redis.call('ZREM', base .. ':dead:' .. queue, name)
  redis.call('DEL', base .. ':d:' .. name)
end
`;

/**
 * Checks everything, then changes everything: Redis runs a script to its end and takes nothing back, so no check may come
 * after the first change. Where memory is full it is refused before its first line.
 */
const body = String.raw`
local base, home = KEYS[1], KEYS[2]
local at = 0
local function take() at = at + 1 return ARGV[at] end
local function each(width)
  local list = {}
  for row = 1, tonumber(take()) do
    local one = {}
    for field = 1, width do one[field] = take() end
    list[row] = one
  end
  return list
end
local epoch, now, id, keep, space, prefix, hint = take(), take(), take(), take(), take(), take(), take()
local expects, settles, heads = each(2), each(4), each(3)
local removes, puts, entries, enqueues = each(1), each(3), each(5), each(4)
local purges, purge = take(), take()
local number = math.max(tonumber(redis.call('HGET', base .. ':meta', 'n') or '0'), tonumber(hint))
local first = number
${itemFunctions}

local function versionOf(key)
  local packed = redis.call('HGET', base .. ':docs', key)
  if not packed then return '0' end
  local version, expiry = string.match(packed, '^(%d+) (%S+) ')
  if expiry ~= '-' and tonumber(expiry) <= tonumber(now) then return '0' end
  return version
end
local function removeDocument(key)
  redis.call('HDEL', base .. ':docs', key)
  redis.call('ZREM', base .. ':keys', key)
  redis.call('ZREM', base .. ':expiry', key)
end
local function bury(name, reason)
  local item = redis.call('HMGET', base .. ':i:' .. name, 'q', 'g', 'p', 'a', 'e')
  number = number + 1
  local letter = padded(number)
  redis.call('HSET', base .. ':d:' .. letter, 'q', item[1], 'g', item[2], 'p', item[3], 'a', item[4], 'e', item[5],
    't', now, 'r', reason)
  redis.call('ZADD', base .. ':dead:' .. item[1], plain(number), letter)
  redis.call('ZADD', base .. ':letters', 0, item[2] .. '\0' .. item[1] .. '\0' .. letter)
end
local function purgeFrom(index, drop)
  for _, range in ipairs({ { '[' .. purge .. '\0', '(' .. purge .. '\1' }, { '[' .. purge .. '/', '(' .. purge .. '0' } }) do
    for _, member in ipairs(redis.call('ZRANGEBYLEX', base .. index, range[1], range[2])) do
      local group, queue, name = string.match(member, '^(.*)%z(.-)%z(%d+)$')
      drop(name, queue, group)
    end
  end
end

if not marked(base, epoch) then return lost end
if redis.call('EXISTS', base .. ':id:' .. id) == 1 then return { 'committed' } end
if home then
  local elsewhere = redis.call('GET', home)
  if elsewhere and elsewhere ~= space and redis.call('EXISTS', prefix .. ':{' .. elsewhere .. '}:id:' .. id) == 1 then
    return { 'committed' }
  end
end
for _, one in ipairs(expects) do
  if versionOf(one[1]) ~= one[2] then return { 'conflict' } end
end
for _, one in ipairs(settles) do
  if not held(one[2], one[1], one[3]) then return { 'lost' } end
end
local ends, moved = { 'moved' }, false
for _, one in ipairs(heads) do
  local last = redis.call('HMGET', base .. ':h:' .. one[1], 'ls', 'lh')
  local sequence, hash = last[1] or '0', last[2] or ''
  moved = moved or sequence ~= one[2] or hash ~= one[3]
  ends[#ends + 1] = one[1]
  ends[#ends + 1] = sequence
  ends[#ends + 1] = hash
end
if moved then return ends end

for _, one in ipairs(removes) do removeDocument(one[1]) end
for _, one in ipairs(puts) do
  local key, expiry, value = one[1], one[2], one[3]
  redis.call('HSET', base .. ':docs', key, plain(tonumber(versionOf(key)) + 1) .. ' ' .. expiry .. ' ' .. value)
  redis.call('ZADD', base .. ':keys', 0, key)
  if expiry == '-' then redis.call('ZREM', base .. ':expiry', key) else redis.call('ZADD', base .. ':expiry', expiry, key) end
end
for _, one in ipairs(entries) do
  local stream, sequence, instant, text, hash = one[1], one[2], one[3], one[4], one[5]
  redis.call('XADD', base .. ':s:' .. stream, sequence .. '-0', 'at', instant, 'body', text, 'hash', hash)
  redis.call('HSET', base .. ':h:' .. stream, 'ls', sequence, 'lh', hash)
  redis.call('SADD', base .. ':streams', stream)
end
if purges == '1' then purgeFrom(':letters', dropLetter) end
for _, one in ipairs(settles) do
  local queue, name, reason = one[1], one[2], one[4]
  local group = redis.call('HGET', base .. ':i:' .. name, 'g')
  if reason ~= '' then bury(name, reason) end
  takeOut(name, queue, group)
  promote(group, queue)
end
if purges == '1' then purgeFrom(':items', takeOut) end
for _, one in ipairs(enqueues) do
  enqueue(one[1], one[2], one[4], one[3] == '-' and now or one[3], now)
end
if number > first then redis.call('HSET', base .. ':meta', 'n', plain(number)) end
redis.call('SET', base .. ':id:' .. id, '1', 'PX', keep)
if home then redis.call('SET', home, space, 'PX', keep) end
return { 'committed' }
`;

export const commitScript = createScript("grows", body);
/** For a batch that only takes away: tried where memory is full too. */
export const removingCommitScript = createScript("frees", body);

/**
 * Says where a batch id belongs, on a Cluster, where the commit cannot look into another shard. Only the first try of an
 * id asks; the answer is the space it belongs to now, or belonged to before and may have been committed in.
 */
export const bindScript = createScript(
  "grows",
  `
local before = redis.call('GET', KEYS[1])
if before and before ~= ARGV[1] and ARGV[3] ~= before then return before end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return ARGV[1]
`,
);

export interface StreamEnd {
  readonly sequence: number;
  readonly hash: string;
}

const sha256 = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex");

const rows = (list: readonly (readonly string[])[]): string[] => [String(list.length), ...list.flat()];

const settleRow = ({ queue, item, lease }: Claimed, dead: string | null): string[] => [
  queue,
  parseName(item)?.number ?? "",
  lease,
  dead ?? "",
];

/**
 * The batch as arguments. Redis cannot compute a SHA-256, so the entries are chained here, to where the streams were last
 * seen to end; the script tells where they end now when that has moved.
 *
 * @param ends by stream; a stream that is not there ends at 0 with the empty text
 */
export function commitArguments(
  batch: Batch,
  given: {
    readonly epoch: string;
    readonly now: Instant;
    readonly keepMilliseconds: number;
    readonly namespace: string;
    readonly hint: number;
    readonly ends: ReadonlyMap<string, StreamEnd>;
  },
): { readonly args: readonly string[]; readonly ends: ReadonlyMap<string, StreamEnd> } {
  const { id, space, expect = [], put = [], remove = [], append = [], enqueue = [], settle = [] } = batch;
  const ends = new Map<string, StreamEnd>();
  const heads: string[][] = [];
  const entries = append.map(({ stream, at, body: text }) => {
    let last = ends.get(stream);
    if (last === undefined) {
      last = given.ends.get(stream) ?? { sequence: 0, hash: "" };
      heads.push([stream, String(last.sequence), last.hash]);
    }
    const sequence = last.sequence + 1;
    const hash = sha256(entryHashInput(last.hash, { sequence, at, body: text }));
    ends.set(stream, { sequence, hash });
    return [stream, String(sequence), String(at), text, hash];
  });
  const args = [
    given.epoch,
    String(given.now),
    id,
    String(given.keepMilliseconds),
    space,
    given.namespace,
    String(given.hint),
    ...rows(expect.map(({ key, version }) => [key, String(version)])),
    ...rows(settle.map(({ claimed, dead }) => settleRow(claimed, dead))),
    ...rows(heads),
    ...rows(remove.map((key) => [key])),
    ...rows(
      put.map(({ key, value, expiresAt }) => [key, expiresAt === undefined ? "-" : String(expiresAt), value]),
    ),
    ...rows(entries),
    ...rows(
      enqueue.map(({ queue, group, payload, dueAt }) => [
        queue,
        group,
        dueAt === undefined ? "-" : String(dueAt),
        payload,
      ]),
    ),
    batch.purgeGroups === undefined ? "0" : "1",
    batch.purgeGroups ?? "",
  ];
  return { args, ends };
}
