/** Vectors of texts, kept so that each text is sent to the embedding model once. */
export interface VectorStore {
  /**
   * The vectors held of these texts as this model gave them, in order; null for a text without one. What does not read as it
   * was written counts as not held.
   */
  read(model: string, texts: readonly string[]): readonly (Float32Array | null)[];
  /** Keeps a vector for each text; all of them are on the disk when it returns, or none. Replaces what was held. */
  write(model: string, texts: readonly string[], vectors: readonly Float32Array[]): void;
  /**
   * Takes out what is no vector of these texts by this model, in one step, and says how many of the model and of others went.
   * Whoever reads meanwhile reads on; what they miss is computed again.
   */
  prune(model: string, texts: readonly string[]): { readonly stale: number; readonly otherModels: number };
  close(): void;
}
