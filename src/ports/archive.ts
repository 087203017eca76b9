/** The archive (归档): a copy of every stream's entries on this machine's own disk, apart from the store. */
import type { Entry, Space } from "./store.ts";
import type { Instant } from "./time.ts";

/** An entry with its place, and the hash of the one before, so that each line can be checked by itself. */
export interface ArchivedEntry extends Entry {
  readonly space: Space;
  readonly stream: string;
  readonly previous: string;
}

/** Where the archived part of a stream ends. */
export interface ArchivedEnd {
  readonly sequence: number;
  readonly hash: string;
}

/** Names a stream among all. */
export const streamName = ({ space, stream }: { readonly space: Space; readonly stream: string }): string =>
  `${space}/${stream}`;

export interface Archive {
  /** By {@link streamName}. */
  ends(): ReadonlyMap<string, ArchivedEnd>;
  /** Resolves once they are on the disk. The same entry may be given twice. */
  append(entries: readonly ArchivedEntry[]): Promise<void>;
  /** Deletes what was archived on days before the instant's day; returns how many files went. */
  prune(before: Instant): Promise<number>;
}
