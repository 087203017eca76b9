/** Pictures that messages name by the hash of their bytes. */
export interface Pictures {
  /**
   * The bytes, as they were when they were kept.
   *
   * @param hash SHA-256, hexadecimal; anything else names nothing
   * @returns null: there is none, or it is kept no longer
   * @throws {StoreUnavailableError} it cannot be told now
   */
  read(hash: string): Promise<Uint8Array | null>;
}
