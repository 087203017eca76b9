import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pairingCode, pairingCodeBytes, readPairingCode } from "../../../src/core/access/pairing-code.ts";

const bytes = fc.uint8Array({ minLength: pairingCodeBytes, maxLength: pairingCodeBytes });

describe("a pairing code", () => {
  it("has eight characters of which none is taken for another", () => {
    fc.assert(
      fc.property(bytes, (random) => {
        expect(pairingCode(random)).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
      }),
    );
  });

  it("uses every character equally: all 256 bytes give each eight times", () => {
    const seen = new Map<string, number>();
    for (let byte = 0; byte < 256; byte++) {
      const letter = pairingCode(new Uint8Array(8).fill(byte)).charAt(0);
      seen.set(letter, (seen.get(letter) ?? 0) + 1);
    }
    expect([...seen.values()]).toEqual(Array.from({ length: 32 }, () => 8));
  });

  it("is understood in any case, in full width, with blanks, and without its hyphen", () => {
    fc.assert(
      fc.property(bytes, (random) => {
        const code = pairingCode(random);
        const wide = [...code]
          .map((letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0))
          .join("");
        for (const typed of [
          code,
          code.toLowerCase(),
          code.replace("-", ""),
          code.replace("-", " — "),
          wide,
          ` ${code}\n`,
        ])
          expect(readPairingCode(typed)).toBe(code);
      }),
    );
  });

  it("is understood where O was read for 0, and I or l for 1", () => {
    expect(readPairingCode("OOil-abcd")).toBe("0011-ABCD");
  });

  it.each(["", "ABCD", "ABCD-EFGHJ", "ABCD-EFGU", "申请码申请码申请", "ABCD-EFG*", "-".repeat(10_000)])(
    "is not found in %s",
    (typed) => expect(readPairingCode(typed)).toBeNull(),
  );
});
