import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createEphemeralSealer, createSealer } from "../../../src/adapters/sealing/aes-gcm.ts";
import { SealError } from "../../../src/ports/sealing.ts";

const key = (id: string) => ({ id, bytes: randomBytes(32) });
const old = key("2025");
const current = key("2026");
const sealer = createSealer([current, old]);
const text = fc.string({ unit: "binary", maxLength: 200 });

/** Why a text cannot be opened; null where it can. */
const reasonOf = (open: () => string): SealError["reason"] | null => {
  try {
    open();
    return null;
  } catch (error) {
    if (error instanceof SealError) return error.reason;
    throw error;
  }
};

describe("a sealer with keys", () => {
  it("gives back what was sealed, at its place", () => {
    fc.assert(
      fc.property(text, text, (said, place) => {
        expect(sealer.open(sealer.seal(said, place), place)).toBe(said);
      }),
    );
  });

  it("names algorithm and key, and shows nothing of the text", () => {
    const sealed = sealer.seal("张三的容错申请", "p01/turn/1");
    expect(sealed).toMatch(/^A256GCM\.2026\.[\w-]{16}\.[\w-]+$/);
    expect(Buffer.from(sealed.split(".")[3] ?? "", "base64url").toString("utf8")).not.toContain("张三");
  });

  it("never seals the same text the same way twice", () => {
    const sealed = Array.from({ length: 500 }, () => sealer.seal("同一句话", "here"));
    expect(new Set(sealed).size).toBe(500);
  });

  it("refuses a text that was moved to another place", () => {
    fc.assert(
      fc.property(text, text, text, (said, place, other) => {
        fc.pre(place !== other);
        const sealed = sealer.seal(said, place);
        expect(reasonOf(() => sealer.open(sealed, other))).toBe("changed");
      }),
    );
  });

  it("refuses a text with any one character changed, dropped or added", () => {
    const letters = "ABCabc019-_.=";
    fc.assert(
      fc.property(
        text,
        fc.nat(),
        fc.constantFrom("change", "drop", "add"),
        fc.constantFrom(...letters),
        (said, at, how, letter) => {
          const sealed = sealer.seal(said, "here");
          const place = at % sealed.length;
          const changed =
            sealed.slice(0, place) +
            (how === "drop" ? "" : letter) +
            sealed.slice(how === "add" ? place : place + 1);
          fc.pre(changed !== sealed);
          expect(reasonOf(() => sealer.open(changed, "here"))).not.toBeNull();
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it("answers any text at all with an error of its own, never another", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          text.filter((any) => !any.startsWith("plain.")),
          fc
            .array(fc.base64String({ maxLength: 60 }), { maxLength: 6 })
            .map((parts) => ["A256GCM", "2026", ...parts].join(".")),
        ),
        (any) => {
          expect(["form", "key", "changed"]).toContain(reasonOf(() => sealer.open(any, "here")));
        },
      ),
    );
  });

  it("tells a key it does not have from another key under the same id", () => {
    const sealed = createSealer([current]).seal("文", "here");
    expect(reasonOf(() => createSealer([old]).open(sealed, "here"))).toBe("key");
    expect(reasonOf(() => createSealer([key("2026")]).open(sealed, "here"))).toBe("changed");
  });

  it("refuses a key of the wrong length before anything is sealed", () => {
    const short = createSealer([{ id: "short", bytes: randomBytes(16) }]);
    expect(() => short.seal("文", "here")).toThrow();
  });

  it("reads what an older key wrote, and calls only the first key current", () => {
    const before = createSealer([old]).seal("文", "here");
    expect(sealer.open(before, "here")).toBe("文");
    expect(sealer.isCurrent(before)).toBe(false);
    expect(sealer.isCurrent(sealer.seal("文", "here"))).toBe(true);
  });

  it("does not take a key for another whose id begins alike", () => {
    const longer = createSealer([key("2026x")]).seal("文", "here");
    expect(sealer.isCurrent(longer)).toBe(false);
  });
});

describe("a sealer without keys", () => {
  const open = createSealer([]);

  it("passes texts through, marked as plain", () => {
    fc.assert(
      fc.property(text, (said) => {
        expect(open.encrypts).toBe(false);
        expect(open.seal(said, "here")).toBe(`plain.${said}`);
        expect(open.open(open.seal(said, "here"), "here")).toBe(said);
      }),
    );
  });

  it("leaves texts that a sealer with keys still opens, and holds to be due for rotation", () => {
    const stored = open.seal("文", "here");
    expect(open.isCurrent(stored)).toBe(true);
    expect(sealer.open(stored, "here")).toBe("文");
    expect(sealer.isCurrent(stored)).toBe(false);
  });

  it("does not open encrypted texts", () => {
    expect(reasonOf(() => open.open(sealer.seal("文", "here"), "here"))).toBe("key");
  });
});

describe("a sealer for what strangers hand in", () => {
  it("opens its own texts and no plain one", () => {
    const strict = createSealer([current], randomBytes, "refused");
    expect(strict.open(strict.seal("文", "here"), "here")).toBe("文");
    expect(reasonOf(() => strict.open("plain.文", "here"))).toBe("form");
    expect(reasonOf(() => createEphemeralSealer().open("plain.文", "here"))).toBe("form");
  });
});

describe("the sealer of one process", () => {
  it("encrypts, and what it sealed is closed to the next process", () => {
    const now = createEphemeralSealer();
    const sealed = now.seal("张三", "here");
    expect(now.encrypts).toBe(true);
    expect(now.open(sealed, "here")).toBe("张三");
    expect(reasonOf(() => createEphemeralSealer().open(sealed, "here"))).toBe("key");
  });
});
