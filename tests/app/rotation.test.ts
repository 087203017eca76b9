import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createSealer } from "../../src/adapters/sealing/aes-gcm.ts";
import { rotateKeys } from "../../src/app/rotation.ts";
import type { Store } from "../../src/ports/store.ts";
import { newKey, openStoreIn, temporaryFolder } from "./temporary-store.ts";

const clock = () => 1_767_225_600_000;
const old = newKey("old");
const fresh = newKey("new");
const said = "张三说的一句话";

/** A store with documents, a waiting item, a claimed one and a dead letter. */
async function fill(store: Store, documents = 450): Promise<void> {
  await store.commit({
    id: "fill",
    space: "p01",
    put: Array.from({ length: documents }, (_, at) => ({ key: `turn/${at}`, value: `${said} ${at}` })),
    enqueue: ["a", "b", "c"].map((group) => ({ queue: "inbox", group, payload: `${said} ${group}` })),
  });
  const [first] = await store.claim("inbox", { worker: "w", leaseSeconds: 60, limit: 1 });
  if (first === undefined) throw new Error("nothing to claim");
  await store.commit({ id: "dead", space: "p01", settle: [{ claimed: first, dead: "poison" }] });
  await store.claim("inbox", { worker: "w", leaseSeconds: 60, limit: 1 });
}

const bytesIn = (folder: string): string =>
  readdirSync(folder)
    .map((file) => readFileSync(join(folder, file), "latin1"))
    .join("");

describe("a rotation", () => {
  it("seals every text with the first key, and they read as before", async () => {
    const folder = temporaryFolder();
    await fill(openStoreIn(folder, clock, [old]));
    const raw = openStoreIn(folder, clock);
    expect(await rotateKeys(raw, createSealer([fresh, old]))).toEqual({
      texts: 453,
      resealed: 453,
      unreadable: 0,
      left: 0,
    });
    const texts = await raw.texts(null, 1_000);
    expect(texts.every(({ text }) => text.startsWith("A256GCM.new."))).toBe(true);
    const after = openStoreIn(folder, clock, [fresh]);
    expect(await after.read("p01", ["turn/7"])).toMatchObject([{ version: 1, value: `${said} 7` }]);
    expect(await after.deadLetters({ limit: 5 })).toMatchObject([{ payload: `${said} a` }]);
    expect(await after.claim("inbox", { worker: "v", leaseSeconds: 60, limit: 5 })).toMatchObject([
      { payload: `${said} c` },
    ]);
  });

  it("has nothing to do the second time", async () => {
    const folder = temporaryFolder();
    await fill(openStoreIn(folder, clock, [old]), 3);
    const raw = openStoreIn(folder, clock);
    await rotateKeys(raw, createSealer([fresh, old]));
    expect(await rotateKeys(raw, createSealer([fresh, old]))).toMatchObject({ texts: 6, resealed: 0 });
  });

  it("encrypts what was stored before there was a key, and leaves no plain text in any file", async () => {
    const folder = temporaryFolder();
    const plain = openStoreIn(folder, clock);
    const sealer = createSealer([]);
    await plain.commit({
      id: "one",
      space: "p01",
      put: [{ key: "turn/1", value: sealer.seal(said, "document/p01/turn/1") }],
    });
    const before = Buffer.from(said).toString("latin1");
    expect(bytesIn(folder)).toContain(before);
    expect(await rotateKeys(plain, createSealer([fresh]))).toMatchObject({ resealed: 1 });
    expect(bytesIn(folder)).not.toContain(before);
  });

  it("goes on after it was cut off, and beside a server that writes", async () => {
    const folder = temporaryFolder();
    const server = openStoreIn(folder, clock, [fresh, old]);
    await fill(openStoreIn(folder, clock, [old]), 50);
    const raw = openStoreIn(folder, clock);
    let calls = 0;
    const cut: Store = {
      ...raw,
      rewrite: async (stored, to) => {
        if (++calls > 20) throw new Error("cut off");
        return raw.rewrite(stored, to);
      },
    };
    await expect(rotateKeys(cut, createSealer([fresh, old]))).rejects.toThrow("cut off");

    const busy: Store = {
      ...raw,
      rewrite: async (stored, to) => {
        // The server is faster with this one each time it is met.
        if (stored.name === "turn/30")
          await server.commit({
            id: `put-${stored.text}`,
            space: "p01",
            put: [{ key: "turn/30", value: "new" }],
          });
        return raw.rewrite(stored, to);
      },
    };
    expect(await rotateKeys(busy, createSealer([fresh, old]))).toMatchObject({
      texts: 53,
      resealed: 32,
      unreadable: 0,
      left: 0,
    });
    expect(await server.read("p01", ["turn/30"])).toMatchObject([{ version: 2, value: "new" }]);
  });

  it("tells when a server still writes with the old key", async () => {
    const folder = temporaryFolder();
    const server = openStoreIn(folder, clock, [old]);
    await fill(server, 1);
    const raw = openStoreIn(folder, clock);
    const busy: Store = {
      ...raw,
      rewrite: async (stored, to) => {
        if (stored.kind === "document")
          await server.commit({ id: stored.text, space: "p01", put: [{ key: "turn/0", value: "again" }] });
        return raw.rewrite(stored, to);
      },
    };
    expect(await rotateKeys(busy, createSealer([fresh, old]))).toMatchObject({ left: 1 });
  });

  it("counts what no key opens and leaves it as it is", async () => {
    const folder = temporaryFolder();
    await fill(openStoreIn(folder, clock, [old]), 1);
    const raw = openStoreIn(folder, clock);
    const before = await raw.texts(null, 10);
    expect(await rotateKeys(raw, createSealer([fresh]))).toMatchObject({ resealed: 0, unreadable: 4 });
    expect(await raw.texts(null, 10)).toEqual(before);
  });
});
