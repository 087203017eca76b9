import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createObservedStore } from "../../../src/adapters/stores/observed-store.ts";
import type { Store } from "../../../src/ports/store.ts";
import type { Opened } from "../../contract/open-store.ts";
import { openSqlite } from "./open.ts";

describe("an observed store", () => {
  let opened: Opened;
  let store: Store;
  let observed: [string, string, number][];

  beforeEach(async () => {
    opened = await openSqlite({ clock: Date.now });
    let now = 0;
    observed = [];
    store = createObservedStore(
      opened.store,
      { observe: (name, labels, seconds) => observed.push([name, Object.values(labels).join(), seconds]) },
      // Each look at the clock finds it 250 ms later.
      () => (now += 250),
    );
  });
  afterEach(() => opened.close());

  it("tells how long each call took, in seconds, by its name", async () => {
    await store.commit({ id: "a", space: "p00", put: [{ key: "a", value: "x" }] });
    expect(await store.read("p00", ["a"])).toMatchObject([{ value: "x" }]);
    expect(observed).toEqual([
      ["store_seconds", "commit", 0.25],
      ["store_seconds", "read", 0.25],
    ]);
  });

  it("tells of a failed call too, and lets it fail", async () => {
    await expect(store.read("NO SUCH", ["a"])).rejects.toThrow(TypeError);
    expect(observed).toEqual([["store_seconds", "read", 0.25]]);
  });

  it("knows every call of the port", () => {
    expect(Object.keys(store).sort()).toEqual(Object.keys(opened.store).sort());
  });
});
