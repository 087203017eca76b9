import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pictureLimits, readPicture } from "../../../src/core/campaign/picture.ts";
import { jpegOfSize, pngOfSize } from "../../pictures.ts";

describe("what a picture is", () => {
  it("stands in its bytes, with its size", () => {
    const sides = fc.integer({ min: 1, max: 60 });
    fc.assert(
      fc.property(sides, sides, (width, height) => {
        fc.pre(Math.max(width, height) <= pictureLimits.ratio * Math.min(width, height));
        expect(readPicture(pngOfSize(width, height))).toEqual({ type: "png", width, height });
        expect(readPicture(jpegOfSize(width, height))).toEqual({ type: "jpeg", width, height });
      }),
      { numRuns: 50 },
    );
  });

  it("is read wherever the bytes lie in their buffer", () => {
    const png = pngOfSize(30, 20);
    const shifted = new Uint8Array(png.length + 7);
    shifted.set(png, 7);
    expect(readPicture(shifted.subarray(7))).toEqual({ type: "png", width: 30, height: 20 });
  });

  it.each([
    ["a GIF", Buffer.from("GIF89a\x01\x00\x01\x00;", "latin1")],
    ["an SVG", Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ["a page", Buffer.from("<!doctype html><script>alert(1)</script>")],
    ["nothing", Buffer.alloc(0)],
    ["a PNG that is cut off", pngOfSize(30, 20).slice(0, -1)],
    ["a PNG with something behind its end", Buffer.concat([pngOfSize(30, 20), Buffer.from("<script>")])],
    ["a PNG without pixels", pngOfSize(0, 20)],
    ["a JPEG that is cut off", jpegOfSize(30, 20).slice(0, -1)],
    ["a JPEG without a frame", Buffer.of(0xff, 0xd8, 0xff, 0xfe, 0, 2, 0xff, 0xd9)],
  ])("is not %s", (_, bytes) => expect(readPicture(bytes)).toBe("type"));

  it("may have so many bytes and pixels, and no more", () => {
    expect(readPicture(pngOfSize(4_096, 300))).toMatchObject({ width: 4_096 });
    expect(readPicture(pngOfSize(4_097, 300))).toBe("side");
    expect(readPicture(pngOfSize(300, 4_097))).toBe("side");
    expect(readPicture(pngOfSize(2_000, 100))).toMatchObject({ width: 2_000 });
    expect(readPicture(pngOfSize(2_001, 100))).toBe("ratio");
    expect(readPicture(new Uint8Array(pictureLimits.bytes + 1))).toBe("bytes");
    expect(readPicture(new Uint8Array(pictureLimits.bytes))).toBe("type");
  });

  it("never fails, and never reads beyond its end, whatever the bytes are", () => {
    const start = fc.constantFrom([0xff, 0xd8, 0xff], [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], []);
    const bytes = fc.tuple(start, fc.uint8Array({ maxLength: 60 }), fc.constantFrom([0xff, 0xd9], []));
    fc.assert(
      fc.property(bytes, (parts) => {
        const found = readPicture(Uint8Array.from(parts.flatMap((part) => [...part])));
        if (typeof found !== "string") expect(found.width * found.height).toBeGreaterThan(0);
      }),
    );
  });
});
