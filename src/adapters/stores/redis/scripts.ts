/** The scripts beside the commit; each takes the mark of the store first. */
import { itemFunctions } from "./commit-script.ts";
import { createScript } from "./script.ts";

/** Marks a space as one of this store: `ok`, or the mark of another store that stands there. */
export const adoptScript = createScript(
  "grows",
  `
redis.call('HSETNX', KEYS[1] .. ':meta', 'epoch', ARGV[1])
return redis.call('HGET', KEYS[1] .. ':meta', 'epoch')
`,
);

const documentFunctions = `
local base, epoch, now = KEYS[1], ARGV[1], tonumber(ARGV[2])
if not marked(base, epoch) then return lost end
local function add(list, key, packed)
  local version, expiry, from = string.match(packed, '^(%d+) (%S+) ()')
  if expiry ~= '-' and tonumber(expiry) <= now then return false end
  list[#list + 1] = key
  list[#list + 1] = version
  list[#list + 1] = string.sub(packed, from)
  return true
end
`;

/** Arguments: mark, now, keys. Answers key, version and value of those that are there. */
export const readScript = createScript(
  "reads",
  `${documentFunctions}
local found = {}
for index = 3, #ARGV do
  local packed = redis.call('HGET', base .. ':docs', ARGV[index])
  if packed then add(found, ARGV[index], packed) end
end
return found
`,
);

/** Arguments: mark, now, beginning and end of the range, limit. */
export const listScript = createScript(
  "reads",
  `${documentFunctions}
local found, left, from = {}, tonumber(ARGV[5]), ARGV[3]
while left > 0 do
  local keys = redis.call('ZRANGEBYLEX', base .. ':keys', from, ARGV[4], 'LIMIT', 0, math.min(left, 500))
  if #keys == 0 then break end
  for _, key in ipairs(keys) do
    local packed = redis.call('HGET', base .. ':docs', key)
    if packed and add(found, key, packed) then left = left - 1 end
  end
  from = '(' .. keys[#keys]
end
return found
`,
);

/** Arguments: mark, now, limit. Answers how many documents went. */
export const sweepScript = createScript(
  "frees",
  `
local base = KEYS[1]
if not marked(base, ARGV[1]) then return lost end
local gone = redis.call('ZRANGEBYSCORE', base .. ':expiry', '-inf', ARGV[2], 'LIMIT', 0, tonumber(ARGV[3]))
for _, key in ipairs(gone) do
  redis.call('HDEL', base .. ':docs', key)
  redis.call('ZREM', base .. ':keys', key)
  redis.call('ZREM', base .. ':expiry', key)
end
return #gone
`,
);

/** Arguments: mark, queue, now, limit. Answers number and due instant of the heads that are due. */
export const peekScript = createScript(
  "reads",
  `
if not marked(KEYS[1], ARGV[1]) then return lost end
return redis.call('ZRANGEBYSCORE', KEYS[1] .. ':heads:' .. ARGV[2], '-inf', ARGV[3], 'WITHSCORES', 'LIMIT', 0, tonumber(ARGV[4]))
`,
);

/**
 * Keys: spaces. Arguments: mark, queue, now, end of the lease, limit, worker. Answers six fields an item; the first is the
 * place of the space among the keys, from 1.
 */
export const claimScript = createScript(
  "grows",
  `
local epoch, queue, now, leased, limit, worker = ARGV[1], ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5]), ARGV[6]
if not marked(KEYS[1], epoch) then return lost end
local found = {}
for place, base in ipairs(KEYS) do
  local due = redis.call('ZRANGEBYSCORE', base .. ':heads:' .. queue, '-inf', now, 'WITHSCORES', 'LIMIT', 0, limit)
  for index = 1, #due, 2 do found[#found + 1] = { place, due[index], tonumber(due[index + 1]) } end
end
table.sort(found, function(left, right)
  if left[3] ~= right[3] then return left[3] < right[3] end
  if left[2] ~= right[2] then return left[2] < right[2] end
  return left[1] < right[1]
end)
local claimed = {}
for index = 1, math.min(limit, #found) do
  local place, name = found[index][1], found[index][2]
  local base = KEYS[place]
  local item = base .. ':i:' .. name
  local attempts = redis.call('HINCRBY', item, 'a', 1)
  redis.call('HSET', item, 'h', worker)
  redis.call('ZADD', base .. ':heads:' .. queue, leased, name)
  redis.call('ZADD', base .. ':held:' .. queue, leased, name)
  local fields = redis.call('HMGET', item, 'g', 'p', 'e')
  for _, field in ipairs({ plain(place), name, fields[1], fields[2], plain(attempts), fields[3] }) do
    claimed[#claimed + 1] = field
  end
end
return claimed
`,
);

/**
 * Keys: spaces. Arguments: mark, queue, end of the lease, holder. Answers as the claim does what this holder has claimed:
 * where the answer to a claim was lost, nobody would work on its items until their leases end.
 */
export const retakeScript = createScript(
  "frees",
  `
local epoch, queue, leased, holder = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
if not marked(KEYS[1], epoch) then return lost end
local claimed = {}
for place, base in ipairs(KEYS) do
  for _, name in ipairs(redis.call('ZRANGE', base .. ':held:' .. queue, 0, -1)) do
    local fields = redis.call('HMGET', base .. ':i:' .. name, 'h', 'g', 'p', 'a', 'e')
    if fields[1] == holder then
      redis.call('ZADD', base .. ':heads:' .. queue, leased, name)
      redis.call('ZADD', base .. ':held:' .. queue, leased, name)
      for _, field in ipairs({ plain(place), name, fields[2], fields[3], fields[4], fields[5] }) do
        claimed[#claimed + 1] = field
      end
    end
  end
end
return claimed
`,
);

/** Arguments: mark, queue, number, lease, due. A lease that has passed to another is left alone. */
export const releaseScript = createScript(
  "frees",
  `
local base, queue, name = KEYS[1], ARGV[2], ARGV[3]
local number = 0
${itemFunctions}
if not marked(base, ARGV[1]) then return lost end
if not held(name, queue, ARGV[4]) then return 0 end
redis.call('HDEL', base .. ':i:' .. name, 'h')
redis.call('HSET', base .. ':i:' .. name, 'd', ARGV[5])
redis.call('ZADD', base .. ':heads:' .. queue, ARGV[5], name)
redis.call('ZREM', base .. ':held:' .. queue, name)
return 1
`,
);

/**
 * Keys: spaces. Arguments: mark, now. Answers, for each queue of each space, its name, items, claimed ones, dead letters,
 * and when the oldest was put in (or empty).
 */
export const queuesScript = createScript(
  "reads",
  `
local states = {}
for _, base in ipairs(KEYS) do
  if not marked(base, ARGV[1]) then return lost end
  for _, queue in ipairs(redis.call('SMEMBERS', base .. ':queues')) do
    local oldest = redis.call('ZRANGE', base .. ':q:' .. queue, 0, 0)[1]
    states[#states + 1] = queue
    states[#states + 1] = plain(redis.call('ZCARD', base .. ':q:' .. queue))
    states[#states + 1] = plain(redis.call('ZCOUNT', base .. ':held:' .. queue, '(' .. ARGV[2], '+inf'))
    states[#states + 1] = plain(redis.call('ZCARD', base .. ':dead:' .. queue))
    states[#states + 1] = oldest and redis.call('HGET', base .. ':i:' .. oldest, 'e') or ''
  end
end
return states
`,
);

/** Arguments: mark, number after which, limit, queue or empty. Answers eight fields a letter, by number within a queue. */
export const lettersScript = createScript(
  "reads",
  `
local base = KEYS[1]
if not marked(base, ARGV[1]) then return lost end
local queues = ARGV[4] == '' and redis.call('SMEMBERS', base .. ':queues') or { ARGV[4] }
local found = {}
for _, queue in ipairs(queues) do
  local names = redis.call('ZRANGEBYSCORE', base .. ':dead:' .. queue, '(' .. ARGV[2], '+inf', 'LIMIT', 0, tonumber(ARGV[3]))
  for _, name in ipairs(names) do
    local letter = redis.call('HMGET', base .. ':d:' .. name, 'q', 'g', 'p', 'a', 'e', 't', 'r')
    found[#found + 1] = name
    for field = 1, 7 do found[#found + 1] = letter[field] end
  end
end
return found
`,
);

/** Arguments: mark, number, now, lowest number to give. */
export const reviveScript = createScript(
  "grows",
  `
local base, name, now = KEYS[1], ARGV[2], ARGV[3]
local number = math.max(tonumber(redis.call('HGET', base .. ':meta', 'n') or '0'), tonumber(ARGV[4]))
${itemFunctions}
if not marked(base, ARGV[1]) then return lost end
local letter = redis.call('HMGET', base .. ':d:' .. name, 'q', 'g', 'p')
if not letter[1] then return 0 end
enqueue(letter[1], letter[2], letter[3], now, now)
dropLetter(name, letter[1], letter[2])
redis.call('HSET', base .. ':meta', 'n', plain(number))
return 1
`,
);

/** Arguments: mark, number. */
export const discardScript = createScript(
  "frees",
  `
local base, name = KEYS[1], ARGV[2]
local number = 0
${itemFunctions}
if not marked(base, ARGV[1]) then return lost end
local letter = redis.call('HMGET', base .. ':d:' .. name, 'q', 'g')
if not letter[1] then return 0 end
dropLetter(name, letter[1], letter[2])
return 1
`,
);

/**
 * Keys: spaces. Answers six fields a stream: the place of the space among the keys, from 1; name; and sequence and hash of
 * base and end.
 */
export const streamsScript = createScript(
  "reads",
  `
local found = {}
for place, base in ipairs(KEYS) do
  if not marked(base, ARGV[1]) then return lost end
  for _, stream in ipairs(redis.call('SMEMBERS', base .. ':streams')) do
    local head = redis.call('HMGET', base .. ':h:' .. stream, 'bs', 'bh', 'ls', 'lh')
    local fields = { plain(place), stream, head[1] or '0', head[2] or '', head[3] or '0', head[4] or '' }
    for _, field in ipairs(fields) do found[#found + 1] = field end
  end
end
return found
`,
);

/** Arguments: mark, stream, id to begin at, limit. Answers four fields an entry: id, instant, body, hash. */
export const readStreamScript = createScript(
  "reads",
  `
if not marked(KEYS[1], ARGV[1]) then return lost end
local found = {}
for _, entry in ipairs(redis.call('XRANGE', KEYS[1] .. ':s:' .. ARGV[2], ARGV[3], '+', 'COUNT', tonumber(ARGV[4]))) do
  local fields = {}
  for index = 1, #entry[2], 2 do fields[entry[2][index]] = entry[2][index + 1] end
  found[#found + 1] = entry[1]
  found[#found + 1] = fields.at or ''
  found[#found + 1] = fields.body or ''
  found[#found + 1] = fields.hash or ''
end
return found
`,
);

/** Arguments: mark, stream, instant before which. Answers how many went; at most a thousand. */
export const trimScript = createScript(
  "frees",
  `
local base, stream, before = KEYS[1], ARGV[2], tonumber(ARGV[3])
if not marked(base, ARGV[1]) then return lost end
local gone = 0
local last, hash
for _, entry in ipairs(redis.call('XRANGE', base .. ':s:' .. stream, '-', '+', 'COUNT', 1000)) do
  local fields = {}
  for index = 1, #entry[2], 2 do fields[entry[2][index]] = entry[2][index + 1] end
  if tonumber(fields.at) >= before then break end
  gone = gone + 1
  last, hash = string.match(entry[1], '^%d+'), fields.hash
end
if gone == 0 then return 0 end
redis.call('XTRIM', base .. ':s:' .. stream, 'MINID', plain(tonumber(last) + 1) .. '-0')
redis.call('HSET', base .. ':h:' .. stream, 'bs', last, 'bh', hash)
return gone
`,
);

/** Arguments: mark, `i` or `d`, number after which, limit. Answers number, group and payload, by number. */
export const payloadsScript = createScript(
  "reads",
  `
local base, kind, limit = KEYS[1], ARGV[2], tonumber(ARGV[4])
if not marked(base, ARGV[1]) then return lost end
local names = {}
for _, queue in ipairs(redis.call('SMEMBERS', base .. ':queues')) do
  local index = base .. (kind == 'i' and ':q:' or ':dead:') .. queue
  for _, name in ipairs(redis.call('ZRANGEBYSCORE', index, '(' .. ARGV[3], '+inf', 'LIMIT', 0, limit)) do
    names[#names + 1] = name
  end
end
table.sort(names)
local found = {}
for index = 1, math.min(limit, #names) do
  local fields = redis.call('HMGET', base .. ':' .. kind .. ':' .. names[index], 'g', 'p')
  found[#found + 1] = names[index]
  found[#found + 1] = fields[1]
  found[#found + 1] = fields[2]
end
return found
`,
);

/** Arguments: mark, `document`, `item` or `dead`, key or number, group, text as it was, text to be. */
export const rewriteScript = createScript(
  "grows",
  `
local base, kind, name = KEYS[1], ARGV[2], ARGV[3]
if not marked(base, ARGV[1]) then return lost end
if kind == 'document' then
  local packed = redis.call('HGET', base .. ':docs', name)
  if not packed then return 0 end
  local from = string.match(packed, '^%d+ %S+ ()')
  if string.sub(packed, from) ~= ARGV[5] then return 0 end
  redis.call('HSET', base .. ':docs', name, string.sub(packed, 1, from - 1) .. ARGV[6])
  return 1
end
local key = base .. (kind == 'item' and ':i:' or ':d:') .. name
local fields = redis.call('HMGET', key, 'g', 'p')
if fields[1] ~= ARGV[4] or fields[2] ~= ARGV[5] then return 0 end
redis.call('HSET', key, 'p', ARGV[6])
return 1
`,
);
