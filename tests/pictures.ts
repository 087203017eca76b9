/** Pictures made of nothing but their size, as they stand in files. */
import { createHash } from "node:crypto";
import { crc32, deflateSync } from "node:zlib";
import type { Picture } from "../src/core/campaign/picture.ts";

const chunk = (name: string, data: Uint8Array): Buffer => {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
};

/** A whole PNG of one grey. @param shade 0 to 255: another picture of the same size */
export function pngOfSize(width: number, height: number, shade = 128): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits of grey a pixel; each row begins with the filter, none.
  header[8] = 8;
  const row = Buffer.concat([Buffer.of(0), Buffer.alloc(width, shade)]);
  return Buffer.concat([
    Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.concat(Array.from({ length: height }, () => row)))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** The frame of a JPEG with nothing in it: what tells its size, and its end. */
export function jpegOfSize(width: number, height: number): Uint8Array {
  const frame = Buffer.from([0xff, 0xc0, 0, 11, 8, 0, 0, 0, 0, 1, 1, 0x11, 0]);
  frame.writeUInt16BE(height, 5);
  frame.writeUInt16BE(width, 7);
  const filled = Buffer.from([0xff, 0xe0, 0, 4, 1, 2, 0xff]);
  return Buffer.concat([Buffer.of(0xff, 0xd8), filled, frame, Buffer.of(0xff, 0xd9)]);
}

/** As a message names it. */
export const pictureOf = (bytes: Uint8Array, rest: Omit<Picture, "hash">): Picture => ({
  ...rest,
  hash: createHash("sha256").update(bytes).digest("hex"),
});
