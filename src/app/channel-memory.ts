/** What channels keep, in the store. */
import type { ChannelMemory } from "../ports/channel-memory.ts";
import type { Store } from "../ports/store.ts";
import type { Log } from "../ports/telemetry.ts";
import type { Clock, Instant } from "../ports/time.ts";
import { channelKey, spaceOf } from "./flow/keys.ts";

/**
 * One document a fact. No versions are compared: the newest fact wins, whichever process writes it.
 *
 * @param options.expiry first instant at which what is kept at `at` is gone
 * @param options.newId an id that was never given before
 */
export function createChannelMemory(options: {
  readonly store: Pick<Store, "read" | "commit">;
  readonly clock: Clock;
  readonly expiry: (at: Instant) => Instant;
  readonly newId: () => string;
  readonly log: Pick<Log, "warn">;
}): ChannelMemory {
  const { store, clock, log } = options;
  return {
    async recall(of, name) {
      const [found] = await store.read(spaceOf(of.person), [channelKey(of, name)]);
      return found?.value ?? null;
    },
    async keep(of, facts) {
      const expiresAt = options.expiry(clock());
      const named = Object.entries(facts).map(([name, value]) => ({ key: channelKey(of, name), value }));
      const put = named.flatMap(({ key, value }) => (value === null ? [] : [{ key, value, expiresAt }]));
      const remove = named.filter(({ value }) => value === null).map(({ key }) => key);
      try {
        await store.commit({ id: `channel/${options.newId()}`, space: spaceOf(of.person), put, remove });
      } catch (error) {
        log.warn({ err: error }, "what a channel must know again could not be kept");
      }
    },
  };
}
