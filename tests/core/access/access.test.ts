import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ownPath } from "../../../src/core/access/own-path.ts";
import { pairingCode, pairingCodeBytes, readPairingCode } from "../../../src/core/access/pairing-code.ts";
import { holdsAt, isPersonId, readUnit } from "../../../src/core/access/terms.ts";

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

  it.each(["", "ABCD", "ABCD-EFGHJ", "ABCD-EFGU", "配对码配对码配对", "ABCD-EFG*", "-".repeat(10_000)])(
    "is not found in %s",
    (typed) => expect(readPairingCode(typed)).toBeNull(),
  );
});

describe("terms", () => {
  it("hold up to their end, which no longer counts", () => {
    expect(holdsAt({ until: 10 }, 9)).toBe(true);
    expect(holdsAt({ until: 10 }, 10)).toBe(false);
    expect(holdsAt({ until: null }, Number.MAX_SAFE_INTEGER)).toBe(true);
  });

  it("name a unit in one line of a hundred characters", () => {
    expect(readUnit(" 某市纪委监委 ")).toBe("某市纪委监委");
    expect(readUnit("")).toBe("");
    for (const unit of ["某\n市", "某\u202e市", "\u001b[31m", "市".repeat(101)])
      expect(readUnit(unit)).toBeNull();
  });

  it.each(["web:7f3a", "terminal:501", "telegram:1001", "web:a.b_c-D"])("%s names a person", (text) =>
    expect(isPersonId(text)).toBe(true),
  );
  it.each(["", "web", "web:", ":1", "Web:1", "web:a/b", "web:a b", `web:${"a".repeat(129)}`, "web:a\n"])(
    "%j names nobody",
    (text) => expect(isPersonId(text)).toBe(false),
  );
});

describe("where to go on", () => {
  it.each(["/", "/source/accountability-2019%2317?as_of=2024-01-01", "/a#b"])("%s is ours", (path) =>
    expect(ownPath(path)).toBe(path),
  );
  it.each([
    "",
    "//evil.example",
    "/\\evil.example",
    "\\/evil",
    "https://evil.example",
    "javascript:alert(1)",
    "/a\nb",
    "/a\\b",
    "/页",
    `/${"a".repeat(500)}`,
  ])("%j is not", (path) => expect(ownPath(path)).toBe("/"));

  it("never leaves our own host, as a browser reads it", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("/", "\\", "a", ":", "@", "\t", "?", ".") }), (path) => {
        expect(new URL(ownPath(path), "https://ours.example").host).toBe("ours.example");
      }),
    );
  });
});
