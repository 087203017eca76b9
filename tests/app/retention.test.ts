import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { auditBody } from "../../src/app/audit.ts";
import { createRetention } from "../../src/app/retention.ts";
import { type Store, StoreUnavailableError } from "../../src/ports/store.ts";
import { openStoreIn, temporaryFolder } from "./temporary-store.ts";

const day = 86_400_000;
const now = Date.UTC(2026, 6, 1);
const body = auditBody({ kind: "notice", person: "0".repeat(32) });
/** Unique over the file. */
let batch = 0;

/** Audit entries of these ages in days, the oldest first. */
const append = (store: Store, space: string, ages: readonly number[], stream = "audit") =>
  store.commit({
    id: `append-${batch++}`,
    space,
    append: ages.map((age) => ({ stream, at: Math.round(now - age * day), body })),
  });

const agesLeft = async (store: Store, space: string, stream = "audit"): Promise<number[]> =>
  (await store.readStream(space, stream, 0, 1_000)).map(({ at }) => (now - at) / day);

describe("retention", () => {
  it("takes expired documents and old audit entries, and counts them", async () => {
    const store = openStoreIn(temporaryFolder(), () => now);
    await store.commit({
      id: "documents",
      space: "p01",
      put: [
        { key: "gone", value: "x", expiresAt: now },
        { key: "kept", value: "x", expiresAt: now + 1 },
        { key: "for-ever", value: "x" },
      ],
    });
    await append(store, "p01", [400, 181, 180, 1]);
    await append(store, "access", [200]);
    const retention = createRetention({ store, clock: () => now, days: 180 });
    expect(await retention.run()).toEqual({ documents: 1, deadLetters: 0, auditEntries: 3 });
    expect(await agesLeft(store, "p01")).toEqual([180, 1]);
    expect((await store.list("p01", "", { limit: 9 })).map(({ key }) => key)).toEqual(["for-ever", "kept"]);
    expect(await retention.run()).toEqual({ documents: 0, deadLetters: 0, auditEntries: 0 });
  });

  it("discards dead letters as old as what they hold may become, and no others", async () => {
    const time = { now: now - 100 * day };
    const store = openStoreIn(temporaryFolder(), () => time.now);
    const bury = async (group: string): Promise<void> => {
      await store.commit({
        id: `in-${group}`,
        space: "p01",
        enqueue: [{ queue: "inbox", group, payload: group }],
      });
      const [claimed] = await store.claim("inbox", { worker: "w", leaseSeconds: 9, limit: 1 });
      if (claimed !== undefined)
        await store.commit({ id: `dead-${group}`, space: "p01", settle: [{ claimed, dead: "broken" }] });
    };
    await bury("old");
    time.now = now - 10 * day;
    await bury("young");
    time.now = now;
    const retention = createRetention({ store, clock: () => now, days: 30 });
    expect(await retention.run()).toMatchObject({ deadLetters: 1 });
    expect((await store.deadLetters({ limit: 9 })).map(({ group }) => group)).toEqual(["young"]);
  });

  it("keeps audit entries longer where the settings say so", async () => {
    const store = openStoreIn(temporaryFolder(), () => now);
    await append(store, "p01", [400, 300]);
    await createRetention({ store, clock: () => now, days: 365 }).run();
    expect(await agesLeft(store, "p01")).toEqual([300]);
  });

  it("leaves streams alone that are no audit log", async () => {
    const store = openStoreIn(temporaryFolder(), () => now);
    await append(store, "p01", [4_000], "case");
    await createRetention({ store, clock: () => now, days: 180 }).run();
    expect(await agesLeft(store, "p01", "case")).toEqual([4_000]);
  });

  it("erases at its first run, where something went, and again where that failed", async () => {
    const kept = openStoreIn(temporaryFolder(), () => now);
    let erased = 0;
    let away = false;
    const store: Store = {
      ...kept,
      erase: async () => {
        if (away) throw new StoreUnavailableError("away");
        erased++;
      },
    };
    const retention = createRetention({ store, clock: () => now, days: 180 });
    await retention.run();
    await retention.run();
    expect(erased).toBe(1);
    await append(store, "p01", [200]);
    away = true;
    await expect(retention.run()).rejects.toBeInstanceOf(StoreUnavailableError);
    away = false;
    await retention.run();
    await retention.run();
    expect(erased).toBe(2);
  });

  it("never takes an audit entry younger than 180 days, whatever the settings", async () => {
    const settings = fc.oneof(
      fc.double({ min: -1e6, max: 1e6 }),
      fc.integer({ min: 0, max: 400 }),
      fc.constantFrom(Number.NaN, -0, Number.NEGATIVE_INFINITY),
    );
    const ages = fc.array(fc.double({ min: 0, max: 400, noNaN: true }), { minLength: 1, maxLength: 12 });
    const store = openStoreIn(temporaryFolder(), () => now);
    let run = 0;
    await fc.assert(
      fc.asyncProperty(settings, ages, async (days, unsorted) => {
        const space = `s${run++}`;
        const given = unsorted.toSorted((left, right) => right - left);
        await append(store, space, given);
        await createRetention({ store, clock: () => now, days }).run();
        const left = await agesLeft(store, space);
        expect(left.length).toBeGreaterThanOrEqual(given.filter((age) => age <= 180).length);
        for (const age of left) expect(age).toBeLessThanOrEqual(Math.max(180, days || 0) + 1e-6);
      }),
      { numRuns: 60 },
    );
  });
});
