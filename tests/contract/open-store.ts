import type { Store } from "../../src/ports/store.ts";
import type { Clock } from "../../src/ports/time.ts";

/** A store made for one test. */
export interface Opened {
  readonly store: Store;
  /** Closes the store and opens what it kept, as after a restart; null where nothing outlives it. */
  readonly reopen: (() => Promise<Store>) | null;
  /** Closes it and takes away what it made. */
  close(): Promise<void>;
}

export type OpenStore = (options: { readonly clock: Clock }) => Promise<Opened>;
