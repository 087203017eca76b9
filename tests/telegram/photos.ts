/** What the Bot API refuses in pictures, and the names it gives them. */

const captionLimit = 1_024;
const bytesLimit = 10 * 1024 * 1024;
/** Width and height together, in pixels. */
const sidesLimit = 10_000;
const ratioLimit = 20;

export interface Photo {
  /** The name by which it can be sent again. */
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
}

/** Width and height of a PNG, or of a baseline JPEG; null for anything else. */
function sidesOf(bytes: Buffer): readonly [number, number] | null {
  if (bytes.subarray(1, 4).toString("latin1") === "PNG" && bytes.length > 24)
    return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  for (let at = 2; bytes.readUInt16BE(0) === 0xffd8 && at + 9 < bytes.length; ) {
    const marker = bytes[at + 1] ?? 0;
    if (marker >= 0xc0 && marker <= 0xc2) return [bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5)];
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return null;
}

export function checkCaption(caption: unknown): string | null {
  if (caption === undefined) return null;
  return typeof caption === "string" && caption.length <= captionLimit
    ? null
    : "Bad Request: message caption is too long";
}

/** Pictures the server has. */
export function createPhotos() {
  const known = new Map<string, Photo>();
  return {
    /** @param given a file of a form, or the name of one that was sent before; a text is why it is refused */
    take(given: unknown): Photo | string {
      if (typeof given === "string")
        return known.get(given) ?? "Bad Request: wrong file identifier/HTTP URL specified";
      const { bytes } = (given ?? {}) as { readonly bytes?: Buffer };
      if (bytes === undefined) return "Bad Request: there is no photo in the request";
      if (bytes.length > bytesLimit) return "Bad Request: file is too big";
      const sides = sidesOf(bytes);
      if (sides === null) return "Bad Request: IMAGE_PROCESS_FAILED";
      const [width, height] = sides;
      const narrow = Math.max(width, height) > ratioLimit * Math.min(width, height);
      if (width + height > sidesLimit || narrow) return "Bad Request: PHOTO_INVALID_DIMENSIONS";
      const photo = { name: `photo-${known.size + 1}`, width, height, bytes: bytes.length };
      known.set(photo.name, photo);
      return photo;
    },
  };
}
