/** A store that fails at its n-th call, before or after the effect, and tells what was called. */
import { type Store, StoreUnavailableError } from "../../src/ports/store.ts";

export interface Fault {
  /** Number of the call that fails, counted from 1 over all methods; 0: none. */
  readonly at: number;
  /** `after`: it takes effect, and the caller does not hear of it. */
  readonly when: "before" | "after";
  /** What happens instead of an answer; left out: {@link StoreUnavailableError}. */
  readonly action?: () => never | Promise<never>;
}

/** One call, in the order they began. */
export interface StoreCall {
  readonly method: Exclude<keyof Store, "health" | "close">;
  /** What tells the call apart: id of a batch, name of a queue, keys asked for; empty where there is nothing. */
  readonly id: string;
}

export interface FaultyStore extends Store {
  readonly calls: readonly StoreCall[];
  /** Whether the fault has happened: a scenario raises `at` until it does not. */
  fired(): boolean;
}

/** Wraps a store; `health` and `close` are neither counted nor faulty. */
export function createFaultyStore(store: Store, fault: Fault): FaultyStore {
  const calls: StoreCall[] = [];
  let fired = false;

  const fail = async (): Promise<never> => {
    fired = true;
    await fault.action?.();
    throw new StoreUnavailableError(`call ${fault.at} fails ${fault.when} its effect`);
  };

  const counted =
    <Arguments extends readonly unknown[], Result>(
      method: StoreCall["method"],
      run: (...args: Arguments) => Promise<Result>,
      id: (...args: Arguments) => string,
    ): ((...args: Arguments) => Promise<Result>) =>
    async (...args) => {
      const failing = calls.push({ method, id: id(...args) }) === fault.at;
      if (failing && fault.when === "before") return fail();
      const result = await run(...args);
      return failing ? fail() : result;
    };
  const nothing = (): string => "";

  return {
    calls,
    fired: () => fired,
    read: counted("read", store.read, (space, keys) => `${space}/${keys.join(",")}`),
    list: counted("list", store.list, (space, prefix) => `${space}/${prefix}`),
    commit: counted("commit", store.commit, ({ id }) => id),
    claim: counted("claim", store.claim, (queue) => queue),
    release: counted("release", store.release, ({ queue, item }) => `${queue}/${item}`),
    readStream: counted("readStream", store.readStream, (space, stream) => `${space}/${stream}`),
    streams: counted("streams", store.streams, nothing),
    trimStream: counted("trimStream", store.trimStream, (space, stream) => `${space}/${stream}`),
    queues: counted("queues", store.queues, nothing),
    deadLetters: counted("deadLetters", store.deadLetters, ({ queue }) => queue ?? ""),
    revive: counted("revive", store.revive, (id) => id),
    discard: counted("discard", store.discard, (id) => id),
    sweep: counted("sweep", store.sweep, nothing),
    erase: counted("erase", store.erase, nothing),
    texts: counted("texts", store.texts, (after) => after ?? ""),
    rewrite: counted("rewrite", store.rewrite, ({ ref }) => ref),
    health: store.health,
    close: store.close,
  };
}
