/** What a channel must know again after a restart, or in another process of the same store. */
import type { Address } from "./channel.ts";

/**
 * Keeps small facts of a conversation by name: which messages stand there, that nobody can be reached. Never text of
 * anybody. A name is 1–64 of `A-Za-z0-9_-`. What is kept goes with the person's data, and by itself after the retention.
 */
export interface ChannelMemory {
  /**
   * What was kept last; null: nothing.
   *
   * @throws {StoreUnavailableError} it cannot be told now
   */
  recall(of: Address, name: string): Promise<string | null>;
  /**
   * Replaces what was kept under these names, all at once; null: forgets it. Never rejects: what cannot be kept is not known
   * again, and no more.
   */
  keep(of: Address, facts: Readonly<Record<string, string | null>>): Promise<void>;
}
