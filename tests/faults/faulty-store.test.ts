import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Store } from "../../src/ports/store.ts";
import { StoreUnavailableError } from "../../src/ports/store.ts";
import { openSqlite } from "../adapters/stores/open.ts";
import type { Opened } from "../contract/open-store.ts";
import { createFaultyStore, type Fault } from "./faulty-store.ts";

describe("a store that fails at its n-th call", () => {
  let opened: Opened;
  beforeEach(async () => {
    opened = await openSqlite({ clock: Date.now });
  });
  afterEach(() => opened.close());

  const put = (store: Store, id: string) =>
    store.commit({ id, space: "p00", put: [{ key: id, value: "x" }] });
  const kept = async () => (await opened.store.list("p00", "", { limit: 99 })).map(({ key }) => key);
  const faulty = (fault: Fault) => createFaultyStore(opened.store, fault);

  it("fails once, before the effect", async () => {
    const store = faulty({ at: 2, when: "before" });
    await put(store, "a");
    expect(store.fired()).toBe(false);
    await expect(put(store, "b")).rejects.toThrow(StoreUnavailableError);
    await put(store, "c");
    expect(await kept()).toEqual(["a", "c"]);
    expect(store.fired()).toBe(true);
  });

  it("fails once, after the effect", async () => {
    const store = faulty({ at: 1, when: "after" });
    await expect(put(store, "a")).rejects.toThrow(StoreUnavailableError);
    expect(await kept()).toEqual(["a"]);
  });

  it("does what it is told instead of failing", async () => {
    const store = faulty({
      at: 1,
      when: "before",
      action: () => {
        throw new RangeError("killed");
      },
    });
    await expect(put(store, "a")).rejects.toThrow(RangeError);
  });

  it("counts every method, and tells the calls with their ids in the order they began", async () => {
    const store = faulty({ at: 0, when: "before" });
    await Promise.all([put(store, "a"), store.read("p00", ["a", "b"]), store.queues()]);
    await store.claim("inbox", { worker: "w", leaseSeconds: 1, limit: 1 });
    expect(store.calls).toEqual([
      { method: "commit", id: "a" },
      { method: "read", id: "p00/a,b" },
      { method: "queues", id: "" },
      { method: "claim", id: "inbox" },
    ]);
    expect(store.fired()).toBe(false);
  });

  it("lets a scenario loop over every call until none is left to fail", async () => {
    let at = 1;
    for (; ; at++) {
      const store = faulty({ at, when: "before" });
      for (const id of ["a", "b", "c"]) await put(store, `${at}-${id}`).catch(() => {});
      if (!store.fired()) break;
    }
    expect(at).toBe(4);
    expect(await kept()).toHaveLength(2 * 3 + 3);
  });
});
