import { rmSync } from "node:fs";
import { expect, it } from "vitest";
import { createSqliteStore } from "../../../src/adapters/stores/sqlite-store.ts";
import { makeFolder } from "./open.ts";

const lease = { worker: "w", leaseSeconds: 60, limit: 9 };

it("gives what a process that died had claimed to the next one at once, and counts the attempt", async () => {
  const directory = makeFolder();
  const open = (endLeases: boolean) =>
    createSqliteStore({ directory, clock: () => 1_000, exclusive: true, what: "a test", endLeases });
  const before = open(true);
  const enqueue = ["first", "second"].map((payload) => ({ queue: "inbox", group: "g", payload }));
  await before.commit({ id: "a", space: "p00", enqueue });
  const [lost] = await before.claim("inbox", lease);
  await before.close();

  const after = open(true);
  const claimed = await after.claim("inbox", lease);
  expect(claimed).toMatchObject([{ payload: "first", attempts: 2 }]);
  // The dead process could not settle any more, had it only been slow.
  const settle = lost === undefined ? [] : [{ claimed: lost, dead: null }];
  expect(await after.commit({ id: "late", space: "p00", settle })).toBe("lost");
  await after.close();
  rmSync(directory, { recursive: true });
});
