import { describe, expect, it } from "vitest";
import { createLease } from "../../src/app/lease.ts";
import { StoreUnavailableError } from "../../src/ports/store.ts";
import { createModelStore } from "../contract/store-model.ts";

describe("a lease", () => {
  const started = () => {
    const time = { now: Date.UTC(2026, 0, 5) };
    const clock = () => time.now;
    const store = createModelStore(clock);
    let ids = 0;
    const leaseOf = (holder: string, of = store) =>
      createLease({ store: of, clock, task: "poller", holder, seconds: 30, newId: () => `${++ids}` });
    return { time, store, leaseOf };
  };

  it("is held by one, who may make it last", async () => {
    const { time, leaseOf } = started();
    const [first, second] = [leaseOf("a"), leaseOf("b")];
    expect(await first.hold()).toBe(true);
    for (let round = 0; round < 5; round++) {
      time.now += 20_000;
      expect([await second.hold(), await first.hold()]).toEqual([false, true]);
    }
  });

  it("passes on when its time is up, and its former holder hears that it is gone", async () => {
    const { time, leaseOf } = started();
    const [first, second] = [leaseOf("a"), leaseOf("b")];
    await first.hold();
    time.now += 30_000;
    expect([await second.hold(), await first.hold()]).toEqual([true, false]);
  });

  it("goes to one of many who ask at the same time", async () => {
    const { leaseOf } = started();
    const asked = await Promise.all(Array.from({ length: 10 }, (_, at) => leaseOf(`w${at}`).hold()));
    expect(asked.filter(Boolean)).toHaveLength(1);
  });

  it("can be given back, but only by its holder", async () => {
    const { leaseOf } = started();
    const [first, second] = [leaseOf("a"), leaseOf("b")];
    await first.hold();
    await second.release();
    expect(await second.hold()).toBe(false);
    await first.release();
    expect(await second.hold()).toBe(true);
  });

  it("is not held where the store does not answer", async () => {
    const { store, leaseOf } = started();
    const commit = async () => {
      throw new StoreUnavailableError("down");
    };
    const lease = leaseOf("a", { ...store, commit });
    expect(await lease.hold()).toBe(false);
    await lease.release();
  });
});
