/**
 * Pictures that go with messages. What a picture is stands in its first bytes, whatever its file is called; nothing is decoded
 * here, so that a picture made to do harm does none.
 */

/** A picture as a message names it; its bytes are kept elsewhere, under their hash. */
export interface Picture {
  /** SHA-256 of the bytes, hexadecimal. */
  readonly hash: string;
  readonly type: PictureType;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
  /** What it shows, for whoever cannot see it; 1 to 200 characters. */
  readonly alt: string;
}

export const pictureTypes = ["png", "jpeg"] as const;
export type PictureType = (typeof pictureTypes)[number];

export const pictureLimits = {
  bytes: 5 * 1024 * 1024,
  /** Longest side in pixels. */
  side: 4_096,
  /** The longer side to the shorter; platforms refuse narrower strips. */
  ratio: 20,
} as const;

/** What the bytes say. */
export type PictureHead = Pick<Picture, "type" | "width" | "height">;

/** Why bytes are no picture that can be sent: of another type or damaged, too heavy, too large, too narrow. */
export type PictureProblem = "type" | "bytes" | "side" | "ratio";

export function readPicture(bytes: Uint8Array): PictureHead | PictureProblem {
  if (bytes.length > pictureLimits.bytes) return "bytes";
  const head = pngHead(bytes) ?? jpegHead(bytes);
  if (head === null) return "type";
  const [shorter, longer] = [Math.min(head.width, head.height), Math.max(head.width, head.height)];
  if (shorter === 0) return "type";
  if (longer > pictureLimits.side) return "side";
  return longer > pictureLimits.ratio * shorter ? "ratio" : head;
}

const startsWith = (bytes: Uint8Array, start: readonly number[], at = 0): boolean =>
  start.every((byte, place) => bytes[at + place] === byte);

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const pngStart = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Length and name of the first chunk, then width and height. */
const pngHeader = [0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52];
const pngEnd = [0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82];
const pngLeast = 8 + 25 + 12;

/** PNG (ISO/IEC 15948), whole to its end. */
function pngHead(bytes: Uint8Array): PictureHead | null {
  const whole =
    bytes.length >= pngLeast &&
    startsWith(bytes, pngStart) &&
    startsWith(bytes, pngHeader, 8) &&
    startsWith(bytes, pngEnd, bytes.length - pngEnd.length);
  if (!whole) return null;
  const view = viewOf(bytes);
  return { type: "png", width: view.getUint32(16), height: view.getUint32(20) };
}

/** Segments that say how large the picture is: SOF0 to SOF15 but for three that are something else. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/** JPEG (ISO/IEC 10918-1), whole to its end: segments up to the one that says how large it is. */
function jpegHead(bytes: Uint8Array): PictureHead | null {
  if (!startsWith(bytes, [0xff, 0xd8, 0xff]) || !startsWith(bytes, [0xff, 0xd9], bytes.length - 2))
    return null;
  const view = viewOf(bytes);
  for (let at = 2; at + 9 <= bytes.length && bytes[at] === 0xff; ) {
    const marker = view.getUint8(at + 1);
    if (isFrame(marker))
      return { type: "jpeg", height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    // A marker may be filled up with more 0xff.
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  return null;
}
