// @ts-check
/** Names made in the browser. */

/** 128 random bits; `crypto.randomUUID` is missing in older browsers, and everywhere over plain http. */
export const newName = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join(
    "",
  );
