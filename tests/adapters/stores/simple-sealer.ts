import { SealError, type Sealer } from "../../../src/ports/sealing.ts";

/** A sealer by hand: `key|place|text as base64|length`, so that a wrong key, place or byte is noticed as the port says. */
export const simpleSealer = (keys: readonly string[]): Sealer => ({
  encrypts: true,
  seal: (text, place) =>
    [keys[0], place, Buffer.from(text).toString("base64"), Buffer.byteLength(text)].join("|"),
  open: (sealed, place) => {
    const [key, sealedPlace, text, length, ...rest] = sealed.split("|");
    if (text === undefined || rest.length > 0) throw new SealError("form", "no sealed text");
    if (key === undefined || !keys.includes(key)) throw new SealError("key", `no key ${key}`);
    const bytes = Buffer.from(text, "base64");
    if (sealedPlace !== place || bytes.length !== Number(length))
      throw new SealError("changed", `changed, or of another place than ${place}`);
    return bytes.toString();
  },
  isCurrent: (sealed) => sealed.startsWith(`${keys[0]}|`),
});
