import { describe, expect, it } from "vitest";
import { holdsAt, isPersonId, readUnit } from "../../../src/core/access/terms.ts";

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
