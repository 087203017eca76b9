import { type OpenRedis, openRedisStore } from "../../../../src/adapters/stores/redis/open.ts";
import type { EpochMemory } from "../../../../src/adapters/stores/redis/spaces.ts";
import type { OpenStore } from "../../../contract/open-store.ts";

/** Remembers for as long as the test runs. */
export function createEpochMemory(): EpochMemory {
  let kept: string | null = null;
  return {
    read: () => kept,
    write: (epoch) => {
      kept = epoch;
    },
  };
}

let namespaces = 0;

/** A store under a beginning of keys of its own, so that tests share a server. */
export function openRedisAt(url: () => string, sentinels?: OpenRedis["sentinels"]): OpenStore {
  return async ({ clock }) => {
    const namespace = `test${++namespaces}`;
    const memory = createEpochMemory();
    const options = { sentinels, clock, memory, namespace, warn: () => {} };
    const open = async () => (await openRedisStore({ url: url(), ...options })).store;
    let store = await open();
    return {
      store,
      reopen: async () => {
        await store.close();
        store = await open();
        return store;
      },
      close: () => store.close(),
    };
  };
}
