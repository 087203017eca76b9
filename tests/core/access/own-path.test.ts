import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ownPath } from "../../../src/core/access/own-path.ts";

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
