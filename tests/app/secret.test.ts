import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { applicationSecret } from "../../src/app/secret.ts";
import { newKey, openStoreIn, temporaryFolder } from "./temporary-store.ts";

const clock = () => 1_767_225_600_000;

describe("the application secret", () => {
  it("is the one that was set, and then nothing is kept", async () => {
    const store = openStoreIn(temporaryFolder(), clock);
    expect(await applicationSecret(store, "configured", randomBytes)).toBe("configured");
    expect(await store.texts(null, 10)).toEqual([]);
  });

  it("is made once, of 256 bits, and is the same at every start after", async () => {
    const folder = temporaryFolder();
    const first = await applicationSecret(openStoreIn(folder, clock), undefined, randomBytes);
    expect(first).toMatch(/^[\w-]{43}$/);
    expect(await applicationSecret(openStoreIn(folder, clock), undefined, randomBytes)).toBe(first);
    const elsewhere = await applicationSecret(openStoreIn(temporaryFolder(), clock), undefined, randomBytes);
    expect(elsewhere).not.toBe(first);
  });

  it("is agreed on by processes that start at once", async () => {
    const folder = temporaryFolder();
    const starters = Array.from({ length: 8 }, () => openStoreIn(folder, clock));
    const secrets = await Promise.all(
      starters.map((store) => applicationSecret(store, undefined, randomBytes)),
    );
    expect(new Set(secrets).size).toBe(1);
  });

  it("stands encrypted in the store where there is a key", async () => {
    const folder = temporaryFolder();
    const secret = await applicationSecret(openStoreIn(folder, clock, [newKey("k")]), undefined, randomBytes);
    const [kept] = await openStoreIn(folder, clock).texts(null, 10);
    expect(kept?.text).toMatch(/^A256GCM\.k\./);
    expect(kept?.text).not.toContain(secret);
  });
});
