import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSealedStore } from "../../../src/adapters/stores/sealed-store.ts";
import { SealError } from "../../../src/ports/sealing.ts";
import { placeOf, type Store } from "../../../src/ports/store.ts";
import type { Opened } from "../../contract/open-store.ts";
import { storeContract } from "../../contract/store.ts";
import { openSqlite } from "./open.ts";
import { simpleSealer } from "./simple-sealer.ts";

storeContract(
  "a sealed store",
  async (options) => {
    const { store, reopen, close } = await openSqlite(options);
    const sealer = simpleSealer(["k1"]);
    return {
      store: createSealedStore(store, sealer),
      reopen: reopen === null ? null : async () => createSealedStore(await reopen(), sealer),
      close,
    };
  },
  false,
);

describe("a sealed store", () => {
  let opened: Opened;
  let raw: Store;
  let store: Store;
  const secret = "领导要求我先办后补手续";

  beforeEach(async () => {
    opened = await openSqlite({ clock: Date.now });
    raw = opened.store;
    store = createSealedStore(raw, simpleSealer(["k1"]));
    await store.commit({
      id: "fill",
      space: "p00",
      put: [{ key: "turn/1", value: secret }],
      append: [{ stream: "audit", at: 0, body: "signed-in" }],
      enqueue: ["g1", "g2", "g3"].map((group) => ({ queue: "inbox", group, payload: `${secret} ${group}` })),
    });
  });
  afterEach(() => opened.close());

  const claim = (from: Store) => from.claim("inbox", { worker: "w", leaseSeconds: 30, limit: 10 });

  it("lets no text of a user reach the store below, and leaves streams readable", async () => {
    const [item] = await claim(store);
    if (item !== undefined)
      await store.commit({ id: "die", space: "p00", settle: [{ claimed: item, dead: "broken" }] });
    const below = JSON.stringify([
      await raw.texts(null, 100),
      await raw.list("p00", "", { limit: 9 }),
      await raw.deadLetters({ limit: 9 }),
    ]);
    expect(below).not.toContain(secret);
    expect(await raw.readStream("p00", "audit", 0, 9)).toMatchObject([{ body: "signed-in" }]);
  });

  it("opens what it sealed, also after the item has died and come back", async () => {
    const [item] = await claim(store);
    if (item === undefined) throw new Error("an item was due");
    await store.commit({ id: "die", space: "p00", settle: [{ claimed: item, dead: "broken" }] });
    const [letter] = await store.deadLetters({ limit: 1 });
    expect(letter?.payload).toBe(`${secret} g1`);
    await store.revive(letter?.id ?? "");
    expect(await claim(store)).toMatchObject([{ payload: `${secret} g1` }]);
  });

  it("hands out raw texts with what their place needs, so that keys can be rotated", async () => {
    const old = simpleSealer(["k1"]);
    const fresh = simpleSealer(["k2", "k1"]);
    for (const stored of await store.texts(null, 100)) {
      const place = placeOf(stored);
      expect(await store.rewrite(stored, fresh.seal(old.open(stored.text, place), place))).toBe(true);
    }
    const rotated = createSealedStore(raw, simpleSealer(["k2"]));
    expect(await rotated.read("p00", ["turn/1"])).toMatchObject([{ value: secret, version: 1 }]);
    expect(await claim(rotated)).toHaveLength(3);
  });

  it("does not open a text that was moved to another place", async () => {
    const [{ value } = { value: null }] = await raw.read("p00", ["turn/1"]);
    await raw.commit({ id: "move", space: "p00", put: [{ key: "turn/2", value: value ?? "" }] });
    await expect(store.read("p00", ["turn/2"])).rejects.toThrow(SealError);
    await expect(store.list("p00", "turn/", { limit: 9 })).rejects.toThrow(SealError);
  });

  it("puts an item whose text was changed among the dead letters, and hands out the others", async () => {
    const changed = (await raw.texts(null, 100)).find(({ name }) => name === "g2");
    if (changed !== undefined) await raw.rewrite(changed, "garbage");
    expect((await claim(store)).map(({ group }) => group)).toEqual(["g1", "g3"]);
    expect(await store.deadLetters({ limit: 9 })).toMatchObject([
      { group: "g2", payload: "garbage", reason: "sealed-text-changed" },
    ]);
  });

  it("kills nothing where a key is not set, for the operator can put that right", async () => {
    const keyless = createSealedStore(raw, simpleSealer(["k9"]));
    await expect(claim(keyless)).rejects.toMatchObject({ code: "seal.open", reason: "key" });
    expect(await raw.deadLetters({ limit: 9 })).toEqual([]);
  });
});
