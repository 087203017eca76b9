/** What becomes of a queue when the machine's clock is set back while the store is open. */
import { describe, expect, it } from "vitest";
import { openSqlite } from "./open.ts";

const hour = 3_600_000;
const start = Date.UTC(2026, 0, 1, 12);

describe("a clock set back by an hour", () => {
  it("keeps no item that was waiting, and shortens no lease and no delay", async () => {
    const time = { now: start };
    const { store, close } = await openSqlite({ clock: () => time.now });
    const claim = (limit: number) => store.claim("inbox", { worker: "w", leaseSeconds: 60, limit });
    const groupsOf = (items: readonly { readonly group: string }[]): string[] =>
      items.map(({ group }) => group);
    await store.commit({
      id: "in",
      space: "p01",
      enqueue: ["held", "put off", "waiting"].map((group) => ({ queue: "inbox", group, payload: group })),
    });
    const [, putOff] = await claim(2);
    if (putOff !== undefined) await store.release(putOff, 90);
    time.now = start - hour;
    expect(groupsOf(await claim(9))).toEqual(["waiting"]);
    time.now += 61_000;
    expect(groupsOf(await claim(9)).sort()).toEqual(["held", "waiting"]);
    time.now += 30_000;
    expect(groupsOf(await claim(9))).toEqual(["put off"]);
    await close();
  });
});
