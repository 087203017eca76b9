import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { createDeadline } from "../../../src/adapters/llm/deadline.ts";

const long = 60_000;
const patient = { firstMilliseconds: long, idleMilliseconds: long };

describe("a deadline", () => {
  it.each([
    ["nothing comes", { firstMilliseconds: 5, idleMilliseconds: long }, long, 0],
    ["nothing more comes", { firstMilliseconds: long, idleMilliseconds: 5 }, long, 1],
    ["the total is over", patient, 5, 1],
    ["nothing is left of the total", patient, -1, 0],
  ])("ends where %s", async (_, times, left, pieces) => {
    const { signal, ended, beat, clear } = createDeadline(times, left, undefined);
    for (let piece = 0; piece < pieces; piece++) beat();
    expect(ended()).toBeNull();
    await once(signal, "abort");
    expect(ended()).toBe("timeout");
    clear();
  });

  it("ends with the caller, at once where the caller has ended", () => {
    const caller = new AbortController();
    const under = createDeadline(patient, long, caller.signal);
    caller.abort();
    const late = createDeadline(patient, long, caller.signal);
    for (const { signal, ended, clear } of [under, late]) {
      expect(signal.aborted).toBe(true);
      expect(ended()).toBe("stopped");
      clear();
    }
  });

  it("keeps the first reason", async () => {
    const caller = new AbortController();
    const { signal, ended, clear } = createDeadline(patient, 5, caller.signal);
    await once(signal, "abort");
    caller.abort();
    expect(ended()).toBe("timeout");
    clear();
  });

  it("leaves nothing behind when the call is over", () => {
    const caller = new AbortController();
    const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;
    const before = timers();
    const { ended, beat, clear } = createDeadline(patient, long, caller.signal);
    beat();
    expect(timers()).toBe(before + 2);
    clear();
    expect(timers()).toBe(before);
    caller.abort();
    expect(ended()).toBeNull();
  });
});
