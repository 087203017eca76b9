/** A task that one process at a time may do. */
export interface Lease {
  /** Takes the lease or makes it last longer; false: another has it, or the store does not answer. Never rejects. */
  hold(): Promise<boolean>;
  /** Gives it back where it is this process'; another may take it at once. Never rejects. */
  release(): Promise<void>;
}
