import { describe, expect, it } from "vitest";
import { createChannelMemory } from "../../src/app/channel-memory.ts";
import { channelKey, prefixesOf } from "../../src/app/flow/keys.ts";
import type { Address } from "../../src/ports/channel.ts";
import { StoreUnavailableError } from "../../src/ports/store.ts";
import { createModelStore } from "../contract/store-model.ts";

const of: Address = { person: "telegram:1001", conversation: "p1001" };
const other: Address = { person: "telegram:1002", conversation: "p1002" };

describe("what a channel keeps", () => {
  const started = () => {
    const time = { now: Date.UTC(2026, 0, 5) };
    const clock = () => time.now;
    const store = createModelStore(clock);
    const warnings: string[] = [];
    let ids = 0;
    const memoryOver = (over: Pick<typeof store, "read" | "commit">) =>
      createChannelMemory({
        store: over,
        clock,
        expiry: (at) => at + 1_000,
        newId: () => `${++ids}`,
        log: { warn: (_, message) => void warnings.push(message) },
      });
    return { time, store, warnings, memoryOver, memory: memoryOver(store) };
  };

  it("is known again by conversation and name, the newest", async () => {
    const { memory } = started();
    await memory.keep(of, { last: "1" });
    await memory.keep(of, { last: "2" });
    expect([await memory.recall(of, "last"), await memory.recall(of, "poll-1")]).toEqual(["2", null]);
    expect(await memory.recall(other, "last")).toBeNull();
  });

  it("is forgotten when asked, and by itself after the retention", async () => {
    const { memory, time } = started();
    await memory.keep(of, { last: "1" });
    await memory.keep(of, { last: null });
    expect(await memory.recall(of, "last")).toBeNull();
    await memory.keep(of, { last: "2" });
    time.now += 1_000;
    expect(await memory.recall(of, "last")).toBeNull();
  });

  it("is kept under several names at once, some forgotten in the same breath", async () => {
    const { memory } = started();
    await memory.keep(of, { gone: "{}" });
    await memory.keep(of, { "message-1": "1", gone: null });
    expect([await memory.recall(of, "message-1"), await memory.recall(of, "gone")]).toEqual(["1", null]);
  });

  it("goes with everything else of the person", () => {
    expect(prefixesOf(of.person).some((prefix) => channelKey(of, "last").startsWith(prefix))).toBe(true);
  });

  it("is not kept where the store is away, which is logged; and asked then, that is told", async () => {
    const { memoryOver, warnings } = started();
    const away = () => Promise.reject(new StoreUnavailableError("away"));
    const memory = memoryOver({ read: away, commit: away });
    await memory.keep(of, { last: "1" });
    expect(warnings).toHaveLength(1);
    await expect(memory.recall(of, "last")).rejects.toThrow(StoreUnavailableError);
  });
});
