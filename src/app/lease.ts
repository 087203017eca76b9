/**
 * A task that one process at a time may do: who polls a platform. Held by a document that expires, so that it passes to
 * another by itself when its holder dies. The clocks of the machines have to agree within a second or two; a holder stops
 * before its time is up, by asking well before (`hold` every third of the lease).
 */
import type { Lease } from "../ports/lease.ts";
import type { Store } from "../ports/store.ts";
import type { Clock } from "../ports/time.ts";
import { systemSpace } from "./flow/keys.ts";

/**
 * @param options.task what is leased: `telegram-poller`
 * @param options.holder names this process, differently from every other and from its own former run
 * @param options.newId an id that was never given before
 */
export function createLease(options: {
  readonly store: Pick<Store, "read" | "commit">;
  readonly clock: Clock;
  readonly task: string;
  readonly holder: string;
  readonly seconds: number;
  readonly newId: () => string;
}): Lease {
  const { store, clock, holder } = options;
  const key = `lease/${options.task}`;
  const id = (): string => `lease/${options.newId()}`;

  return {
    async hold() {
      try {
        const [found] = await store.read(systemSpace, [key]);
        if (found === undefined || (found.value !== null && found.value !== holder)) return false;
        const result = await store.commit({
          id: id(),
          space: systemSpace,
          expect: [{ key, version: found.version }],
          put: [{ key, value: holder, expiresAt: clock() + options.seconds * 1_000 }],
        });
        return result === "committed";
      } catch {
        return false;
      }
    },
    async release() {
      try {
        const [found] = await store.read(systemSpace, [key]);
        if (found?.value !== holder) return;
        const expect = [{ key, version: found.version }];
        await store.commit({ id: id(), space: systemSpace, expect, remove: [key] });
      } catch {
        // It lapses by itself.
      }
    },
  };
}
