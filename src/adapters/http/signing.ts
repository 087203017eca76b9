/** Signs what a browser keeps for us, so that only what we gave out is believed. */
import { createHmac, createSecretKey, timingSafeEqual } from "node:crypto";

export interface Signer {
  /** 256 bits as base64url; signatures for one purpose are of no use for another. */
  sign(purpose: string, text: string): string;
  holds(purpose: string, text: string, signature: string): boolean;
}

export function createSigner(secret: string | Uint8Array): Signer {
  const key = createSecretKey(Buffer.from(secret));
  const sign = (purpose: string, text: string): Buffer =>
    createHmac("sha256", key).update(`rongcuo/web/${purpose}\n${text}`).digest();
  return {
    sign: (purpose, text) => sign(purpose, text).toString("base64url"),
    holds(purpose, text, signature) {
      const given = Buffer.from(signature, "base64url");
      const right = sign(purpose, text);
      return given.length === right.length && timingSafeEqual(given, right);
    },
  };
}
