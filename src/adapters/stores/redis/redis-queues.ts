import {
  type Claimed,
  type DeadLetter,
  type QueueState,
  type Space,
  StoreUnavailableError,
} from "../../../ports/store.ts";
import { nameFor, parseName } from "./keys.ts";
import {
  claimScript,
  discardScript,
  lettersScript,
  peekScript,
  queuesScript,
  releaseScript,
  retakeScript,
  reviveScript,
} from "./scripts.ts";
import { callMilliseconds, inRows, type Shared, together } from "./shared.ts";

export interface RedisQueues {
  claim(queue: string, worker: string, leaseMilliseconds: number, limit: number): Promise<readonly Claimed[]>;
  release(claimed: Claimed, delayMilliseconds: number): Promise<void>;
  states(): Promise<readonly QueueState[]>;
  deadLetters(queue: string | null, after: string | null, limit: number): Promise<readonly DeadLetter[]>;
  revive(id: string): Promise<boolean>;
  discard(id: string): Promise<boolean>;
}

const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

export function createRedisQueues({ client, spaces, clock, keys, numbers }: Shared): RedisQueues {
  const { epoch } = spaces;
  /** Holders of claims whose answer was lost, by queue. */
  const lostClaims = new Map<string, Set<string>>();

  async function claimFrom(
    from: readonly Space[],
    queue: string,
    worker: string,
    lease: number,
    limit: number,
  ): Promise<Claimed[]> {
    const now = clock();
    const fields = await client.run(
      claimScript,
      from.map((space) => keys.base(space)),
      [epoch, queue, String(now), String(now + lease), String(limit), worker],
    );
    return claimedFrom(from, queue, fields as string[]);
  }

  /** What a claim took whose answer was lost; in all spaces of one shard at once. */
  async function retake(
    all: readonly Space[],
    queue: string,
    holder: string,
    lease: number,
  ): Promise<Claimed[]> {
    const args = [epoch, queue, String(clock() + lease), holder];
    const found = await Promise.all(
      together(client, all).map(async (shard) => {
        const bases = shard.map((space) => keys.base(space));
        return claimedFrom(shard, queue, (await client.run(retakeScript, bases, args)) as string[]);
      }),
    );
    return found.flat();
  }

  const claimedFrom = (from: readonly Space[], queue: string, fields: readonly string[]): Claimed[] =>
    inRows(fields, 6).map(([place, item = "", group = "", payload = "", attempts = "", at]) => ({
      queue,
      space: from[Number(place) - 1] ?? "",
      group,
      item: nameFor(item, from[Number(place) - 1] ?? ""),
      payload,
      attempts: Number(attempts),
      enqueuedAt: Number(at),
      lease: attempts,
    }));

  /** What is due the longest, over all shards: spaces with how many of each, and the items in the order in which they are due. */
  async function peek(
    all: readonly Space[],
    queue: string,
    limit: number,
  ): Promise<{ readonly counts: ReadonlyMap<Space, number>; readonly order: ReadonlyMap<string, number> }> {
    const now = String(clock());
    const found = await Promise.all(
      all.map(async (space) => {
        const due = await client.run(peekScript, [keys.base(space)], [epoch, queue, now, String(limit)]);
        return inRows(due as string[], 2).map(([name = "", instant]) => ({
          space,
          name,
          due: Number(instant),
        }));
      }),
    );
    const first = found
      .flat()
      .sort(
        (left, right) =>
          left.due - right.due || compare(left.name, right.name) || compare(left.space, right.space),
      )
      .slice(0, limit);
    const counts = new Map<Space, number>();
    for (const { space } of first) counts.set(space, (counts.get(space) ?? 0) + 1);
    return { counts, order: new Map(first.map(({ name, space }, at) => [nameFor(name, space), at])) };
  }

  /**
   * A script of a Cluster sees one shard; so every space is asked what is due, and the best are claimed where they are.
   * What another takes meanwhile is made up for by looking again.
   */
  async function claimOnCluster(
    all: readonly Space[],
    queue: string,
    worker: string,
    lease: number,
    limit: number,
  ): Promise<readonly Claimed[]> {
    const claimed: Claimed[] = [];
    while (claimed.length < limit) {
      const { counts, order } = await peek(all, queue, limit - claimed.length);
      if (counts.size === 0) break;
      const taken = await Promise.all(
        [...counts].map(([space, count]) => claimFrom([space], queue, worker, lease, count)),
      );
      // Each space gives its own in order. What was not seen before comes last.
      const rank = ({ item }: Claimed): number => order.get(item) ?? order.size;
      claimed.push(...taken.flat().sort((left, right) => rank(left) - rank(right)));
    }
    return claimed;
  }

  const letters = async (space: Space, queue: string | null, after: string, limit: number) => {
    const fields = await client.run(
      lettersScript,
      [keys.base(space)],
      [epoch, after, String(limit), queue ?? ""],
    );
    return inRows(fields as string[], 8).map(
      ([
        name = "",
        of = "",
        group = "",
        payload = "",
        attempts,
        enqueuedAt,
        diedAt,
        reason = "",
      ]): DeadLetter => ({
        id: nameFor(name, space),
        queue: of,
        space,
        group,
        payload,
        attempts: Number(attempts),
        enqueuedAt: Number(enqueuedAt),
        diedAt: Number(diedAt),
        reason,
      }),
    );
  };

  /** Does something with a dead letter; false where there is none of that id. */
  async function withLetter(
    id: string,
    ask: (base: string, name: string) => Promise<unknown>,
  ): Promise<boolean> {
    const parsed = parseName(id);
    if (parsed === null) return false;
    const { number: name, space } = parsed;
    // Whoever types an id may name a space that is none.
    return (await spaces.all()).includes(space) && (await ask(keys.base(space), name)) === 1;
  }

  return {
    claim: async (queue, worker, lease, limit) => {
      const all = await spaces.recent();
      if (all.length === 0) return [];
      const from = performance.now();
      const [holder] = lostClaims.get(queue) ?? [];
      if (holder !== undefined) {
        const taken = await retake(all, queue, holder, lease);
        lostClaims.get(queue)?.delete(holder);
        if (taken.length > 0) return taken;
      }
      const holderNow = `${worker}#${numbers(1)}`;
      try {
        const claimed = client.isCluster
          ? await claimOnCluster(all, queue, holderNow, lease, limit)
          : await claimFrom(all, queue, holderNow, lease, limit);
        // Whoever asked has given up, and would never see them.
        if (performance.now() - from > callMilliseconds)
          throw new StoreUnavailableError("Redis answered too late");
        return claimed;
      } catch (error) {
        lostClaims.set(queue, (lostClaims.get(queue) ?? new Set()).add(holderNow));
        throw error;
      }
    },
    release: async ({ space, queue, item, lease }, delay) => {
      await client.run(
        releaseScript,
        [keys.base(space)],
        [epoch, queue, parseName(item)?.number ?? "", lease, String(clock() + delay)],
      );
    },
    states: async () => {
      const now = String(clock());
      const found = await Promise.all(
        together(client, await spaces.all()).map((some) =>
          client.run(
            queuesScript,
            some.map((space) => keys.base(space)),
            [epoch, now],
          ),
        ),
      );
      return sumUp(found.flatMap((fields) => inRows(fields as string[], 5)));
    },
    deadLetters: async (queue, after, limit) => {
      const from = after === null ? "0" : (parseName(after)?.number ?? "0");
      const found = await Promise.all(
        (await spaces.all()).map((space) => letters(space, queue, String(Number(from)), limit)),
      );
      return found
        .flat()
        .sort((left, right) => compare(left.id, right.id))
        .slice(0, limit);
    },
    revive: (id) =>
      withLetter(id, (base, name) =>
        client.run(reviveScript, [base], [epoch, name, String(clock()), String(numbers(1))]),
      ),
    discard: (id) => withLetter(id, (base, name) => client.run(discardScript, [base], [epoch, name])),
  };
}

/** Adds up the spaces: queue, items, claimed, dead, oldest. A queue that holds nothing is left out. */
function sumUp(rows: readonly (readonly string[])[]): QueueState[] {
  const sums = new Map<string, QueueState>();
  for (const [queue = "", items, held, dead, oldest = ""] of rows) {
    if (Number(items) + Number(dead) === 0) continue;
    const sum = sums.get(queue) ?? { queue, waiting: 0, claimed: 0, dead: 0, oldestAt: null };
    const at = oldest === "" ? null : Number(oldest);
    sums.set(queue, {
      queue,
      waiting: sum.waiting + Number(items) - Number(held),
      claimed: sum.claimed + Number(held),
      dead: sum.dead + Number(dead),
      oldestAt: at === null || sum.oldestAt === null ? (at ?? sum.oldestAt) : Math.min(at, sum.oldestAt),
    });
  }
  return [...sums.values()].sort((left, right) => compare(left.queue, right.queue));
}
