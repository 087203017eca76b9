import { scryptSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { hashPassword, PasswordHashError, verifyPassword } from "../../../src/adapters/passwords/scrypt.ts";
import { readConfig } from "../../../src/config.ts";

const password = "correct horse battery 电池";
const salt = Buffer.alloc(16, 7);
/** A hash of the password with these costs, made by hand. */
const hashed = (N: number, r: number, p: number, saltUsed = salt, length = 32): string => {
  const hash = scryptSync(password, saltUsed, length, { N, r, p, maxmem: 512 * 1024 * 1024 });
  return ["scrypt", N, r, p, saltUsed.toString("base64"), hash.toString("base64")].join("$");
};

describe("a password hash", () => {
  it("knows its password again and no other, and fits the settings", async () => {
    const stored = await hashPassword(password);
    expect(readConfig({ WEB_ADMIN_PASSWORD_HASH: stored }).WEB_ADMIN_PASSWORD_HASH).toBe(stored);
    expect(await verifyPassword(password, stored)).toBe(true);
    for (const other of ["", `${password} `, password.toUpperCase(), password.slice(0, -1)])
      expect(await verifyPassword(other, stored)).toBe(false);
  });

  it("differs each time", async () => {
    expect(await hashPassword(password)).not.toBe(await hashPassword(password));
  });

  it("takes a password typed in full width for the same", async () => {
    const stored = await hashPassword("ｐａｓｓｗｏｒｄ２０２６");
    expect(await verifyPassword("password2026", stored)).toBe(true);
  });

  it("made elsewhere within the bounds is checked by its own costs", async () => {
    expect(await verifyPassword(password, hashed(2 ** 14, 8, 1))).toBe(true);
    expect(await verifyPassword(password, hashed(2 ** 15, 9, 2, Buffer.alloc(64, 1), 64))).toBe(true);
  });

  it("is made and checked without holding up the event loop", async () => {
    let turns = 0;
    const ticking = setInterval(() => turns++, 5);
    await hashPassword(password);
    clearInterval(ticking);
    expect(turns).toBeGreaterThan(3);
  });

  it.each([
    ["too cheap", hashed(2 ** 13, 8, 1)],
    ["beyond the memory", "scrypt$1073741824$8$1$AAAAAAAAAAAAAAAAAAAAAA==$AAAA"],
    ["no power of two", `scrypt$20000$8$1$${"A".repeat(24)}$${"A".repeat(44)}`],
    ["thin", hashed(2 ** 14, 1, 1)],
    ["broad", hashed(2 ** 14, 17, 1)],
    ["endless", `scrypt$16384$8$999$${"A".repeat(24)}$${"A".repeat(44)}`],
    ["of a short salt", hashed(2 ** 14, 8, 1, Buffer.alloc(8))],
    ["of a short hash", hashed(2 ** 14, 8, 1, salt, 16)],
    ["of another kind", "bcrypt$16384$8$1$AAAA$AAAA"],
    ["empty", ""],
  ])("%s is refused before any work", async (_, stored) => {
    await expect(verifyPassword(password, stored)).rejects.toBeInstanceOf(PasswordHashError);
  });
});
