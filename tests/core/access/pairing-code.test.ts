import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pairingCode, pairingCodeBytes, readPairingCode } from "../../../src/core/access/pairing-code.ts";
import { maskPersonalData } from "../../../src/core/grounding/personal-data.ts";

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
      const letter = pairingCode(Uint8Array.of(byte, 0, 0, 0, 0, 0, 0, 0)).charAt(0);
      seen.set(letter, (seen.get(letter) ?? 0) + 1);
    }
    expect([...seen.values()]).toEqual(Array.from({ length: 32 }, () => 8));
  });

  it("is never masked as an account at a messenger, wherever a message names it", () => {
    const bytesOf = (code: string): Uint8Array =>
      Uint8Array.from(code, (letter) => "0123456789ABCDEFGHJKMNPQRSTVWXYZ".indexOf(letter));
    for (const risky of ["QQSNKHHW", "WXFRB94E", "NWXP7RGN", "AQQQ1234", "TVX93HJK", "ABCQQ123"]) {
      const code = pairingCode(bytesOf(risky));
      expect(readPairingCode(code)).toBe(code);
      for (const text of [`投诉建议 ${code}`, `继续 ${code.toLowerCase()}`, code.replace("-", "")])
        expect(maskPersonalData(text).text).toBe(text);
    }
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
