/** Encryption at rest and keyed hashes, without the keys. */

export interface Sealer {
  /** Whether a lasting key is set; without one `seal` returns its text marked as plain. */
  readonly encrypts: boolean;
  /**
   * The text encrypted with the first key. The result names algorithm and key; `place` is bound to it, so that it cannot be
   * opened at another place.
   */
  seal(text: string, place: string): string;
  /** @throws {SealError} no key of that name, another place, or changed bytes */
  open(sealed: string, place: string): string;
  /** Whether a sealed text was made with the first key. */
  isCurrent(sealed: string): boolean;
}

/** Keyed hashes of identifiers, so that records can be compared without naming anybody. */
export interface Pseudonyms {
  /** 128 bits as hexadecimal; the same input gives the same output as long as the application secret stays. */
  of(text: string): string;
}

/** A sealed text cannot be opened. */
export class SealError extends Error {
  readonly code = "seal.open";
  readonly reason: "key" | "changed" | "form";

  constructor(reason: "key" | "changed" | "form", message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "SealError";
    this.reason = reason;
  }
}
