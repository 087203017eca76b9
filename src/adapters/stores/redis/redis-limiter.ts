/**
 * Limits counted in Redis, for all processes together, in sliding windows as the limits of one process are: a window is cut
 * into 60 slices, and every slice that touches the window before now counts.
 *
 * One script takes or refuses, counts and sets the expiry, so that no count stays for ever where a process dies between the
 * two. An event counts against several limits at once, so all counts lie under one hash tag, on one shard.
 *
 *   rongcuo:{limits}:<limit>:<key>   hash  slice → count; goes when its window is over
 *   rongcuo:{limits}:told:<limit>:<asker>  that a refusal was told; goes with the window
 */
import type { Limit, Limiter, Taken } from "../../../ports/limits.ts";
import { StoreUnavailableError } from "../../../ports/store.ts";
import type { Clock } from "../../../ports/time.ts";
import type { Client } from "./client.ts";
import { createScript } from "./script.ts";

const slicesInWindow = 60;

/**
 * Keys: counts, then the keys under which refusals are told, in the same order. Arguments: now, then count, length of the
 * window in milliseconds and what is wanted of each limit. Answers `taken`; or `exceeded`, place of the limit, when it is free again, and 1 where
 * this is the first refusal.
 */
const takeScript = createScript(
  "grows",
  `
local now = tonumber(ARGV[1])
local wanted = #KEYS / 2
local slices = ${slicesInWindow}
local worst, worstUntil
for place = 1, wanted do
  local most, window = tonumber(ARGV[place * 3 - 1]), tonumber(ARGV[place * 3])
  local amount = tonumber(ARGV[place * 3 + 1])
  local length = window / slices
  local oldest = math.floor(now / length) - slices
  local fields = redis.call('HGETALL', KEYS[place])
  local counted, total = {}, 0
  for index = 1, #fields, 2 do
    local slice, count = tonumber(fields[index]), tonumber(fields[index + 1])
    if slice < oldest then redis.call('HDEL', KEYS[place], fields[index])
    else
      counted[#counted + 1] = { slice, count }
      total = total + count
    end
  end
  if total + amount > most then
    table.sort(counted, function(left, right) return left[1] < right[1] end)
    local free = now + window
    for _, one in ipairs(counted) do
      total = total - one[2]
      if total + amount <= most then
        free = math.ceil((one[1] + slices + 1) * length)
        break
      end
    end
    if not worst or free > worstUntil then worst, worstUntil = place, free end
  end
end
if worst then
  local window = tonumber(ARGV[worst * 3])
  local told = redis.call('GET', KEYS[wanted + worst])
  local first = not told or tonumber(told) + window <= now
  if first then redis.call('SET', KEYS[wanted + worst], plain(now), 'PX', plain(math.ceil(window))) end
  return { 'exceeded', plain(worst), plain(worstUntil), first and '1' or '0' }
end
for place = 1, wanted do
  local window = tonumber(ARGV[place * 3])
  local length = window / slices
  redis.call('HINCRBY', KEYS[place], plain(math.floor(now / length)), ARGV[place * 3 + 1])
  redis.call('PEXPIRE', KEYS[place], plain(math.ceil(window + 2 * length)))
end
return { 'taken' }
`,
);

/** Counts of one process go by its clock; a clock that is set back opens no window again before it has caught up. */
export function createRedisLimiter({
  client,
  clock,
  namespace,
}: {
  readonly client: Pick<Client, "run">;
  readonly clock: Clock;
  readonly namespace: string;
}): Limiter {
  let latest = 0;
  const base = `${namespace}:{limits}`;
  const countKey = (key: string, { name }: Limit): string => `${base}:${name}:${key}`;

  return {
    async take(wanted): Promise<Taken> {
      if (wanted.length === 0) return { status: "taken" };
      latest = Math.max(latest, clock());
      // Who asks is told by all the keys together: a limit for everybody is still told to each person.
      const asker = JSON.stringify(wanted.map(({ key }) => key));
      const keys = [
        ...wanted.map(({ key, limit }) => countKey(key, limit)),
        ...wanted.map(({ limit }) => `${base}:told:${limit.name}:${asker}`),
      ];
      const numbers = wanted.flatMap(({ limit, amount = 1 }) => [
        String(limit.count),
        String(limit.seconds * 1_000),
        String(amount),
      ]);
      const answer = (await client.run(takeScript, keys, [String(latest), ...numbers])) as string[];
      const [status, place, until, first] = answer;
      if (status === "taken") return { status: "taken" };
      const limit = wanted[Number(place) - 1]?.limit;
      if (limit === undefined)
        throw new StoreUnavailableError("Redis answered with a limit that was not asked about");
      return { status: "exceeded", limit: limit.name, first: first === "1", until: Number(until) };
    },
  };
}
