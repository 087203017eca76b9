/** Moving a whole store into another (搬库): everything it holds, as it is kept, encrypted texts encrypted. */
import type { DeadLetter, Entry, Space, StreamHead } from "./store.ts";
import type { Instant } from "./time.ts";

/** One thing a store holds. Items of a group come in their order, entries of a stream too, after their stream. */
export type Carried =
  | {
      readonly kind: "document";
      readonly space: Space;
      readonly key: string;
      readonly version: number;
      readonly expiresAt: Instant | null;
      readonly value: string;
    }
  /** Leases are not carried: nobody works on a store that is moved. */
  | {
      readonly kind: "item";
      readonly queue: string;
      readonly space: Space;
      readonly group: string;
      readonly payload: string;
      readonly attempts: number;
      readonly enqueuedAt: Instant;
      readonly dueAt: Instant;
    }
  | ({ readonly kind: "dead" } & Omit<DeadLetter, "id">)
  | ({ readonly kind: "stream" } & StreamHead)
  | ({ readonly kind: "entry"; readonly space: Space; readonly stream: string } & Entry)
  /** A batch that was committed, so that a late repetition of it changes nothing in the new store either. */
  | { readonly kind: "batch"; readonly id: string };

/** A store opened to be moved; nobody else works on it. */
export interface Transfer {
  carry(): AsyncIterable<Carried>;
  isEmpty(): Promise<boolean>;
  /** Adds to the store, which was empty before the first call. */
  take(things: readonly Carried[]): Promise<void>;
  close(): Promise<void>;
}
