import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createPseudonyms, deriveKey } from "../../../src/adapters/sealing/keyed-hash.ts";

const secret = "a secret of at least thirty-two characters";

describe("keyed hashes", () => {
  it("are 128 bits in hexadecimal, the same for the same text and secret", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(createPseudonyms(secret).of(text)).toMatch(/^[0-9a-f]{32}$/);
        expect(createPseudonyms(secret).of(text)).toBe(createPseudonyms(secret).of(text));
      }),
    );
  });

  it("differ by text and by secret, and are not the bare HMAC of the secret", () => {
    const { of } = createPseudonyms(secret);
    expect(of("web:1")).not.toBe(of("web:2"));
    expect(of("web:1")).not.toBe(createPseudonyms(`${secret}!`).of("web:1"));
    expect(createHmac("sha256", secret).update("web:1").digest("hex")).not.toContain(of("web:1"));
  });
});

describe("derived keys", () => {
  it("have 32 bytes and belong to one purpose and one secret", () => {
    expect(deriveKey(secret, "cookies")).toHaveLength(32);
    expect(deriveKey(secret, "cookies")).toEqual(deriveKey(secret, "cookies"));
    expect(deriveKey(secret, "cookies")).not.toEqual(deriveKey(secret, "links"));
    expect(deriveKey(secret, "cookies")).not.toEqual(deriveKey(`${secret}!`, "cookies"));
  });
});
