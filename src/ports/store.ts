/**
 * The store (存储): documents with versions, append-only streams, and queues, changed by atomic commits.
 *
 *   space      keys that are changed together live in one space (`p07`, `access`); a commit touches one space only, so that
 *              a shared store can run it as one script on one shard
 *   document   a value under a key, with a version that rises by one at each put; may expire
 *   stream     entries in order, each carrying the hash of the one before; never changed, only trimmed from its start
 *   queue      items in groups; of one group at most one item is claimed at a time, the oldest first; groups do not wait
 *              for one another
 *
 * Values and payloads are text that the store does not look into. Every adapter passes `tests/contract/store.ts`.
 */
import type { Instant } from "./time.ts";

/** Name of a space: small letters, digits and `-`, at most 32. */
export type Space = string;

/** A document as read: version 0 and a null value where there is none, or where it has expired. */
export interface Versioned {
  readonly key: string;
  readonly version: number;
  readonly value: string | null;
}

/** A document to write. */
export interface Put {
  readonly key: string;
  readonly value: string;
  /** First instant at which it is gone; left out: kept. */
  readonly expiresAt?: Instant;
}

/** An entry to append to a stream of the batch's space. */
export interface Append {
  readonly stream: string;
  readonly at: Instant;
  readonly body: string;
}

/** An item to put at the end of its group. */
export interface Enqueue {
  readonly queue: string;
  readonly group: string;
  readonly payload: string;
  /** First instant at which it may be claimed; left out: at once. */
  readonly dueAt?: Instant;
}

/** How a claimed item ends: done and gone, or put among the dead letters with a reason code. */
export interface Settle {
  readonly claimed: Claimed;
  /** Null: done. */
  readonly dead: string | null;
}

/** All or nothing, and once only: a batch whose id was already committed changes nothing and is `committed` again. */
export interface Batch {
  /** Unique over all spaces, remembered at least seven days. */
  readonly id: string;
  readonly space: Space;
  /** Versions the batch rests on; 0: absent. */
  readonly expect?: readonly { readonly key: string; readonly version: number }[];
  readonly put?: readonly Put[];
  readonly remove?: readonly string[];
  readonly append?: readonly Append[];
  readonly enqueue?: readonly Enqueue[];
  readonly settle?: readonly Settle[];
  /**
   * Takes out every item and dead letter of this group, and of groups that begin with it and a `/`, claimed ones included,
   * before anything is enqueued; whoever holds one of them has lost it.
   */
  readonly purgeGroups?: string;
}

/**
 * `conflict`: a version is not the one expected; read again. `lost`: the lease of an item to settle has passed to another,
 * or the item is gone; drop the work. In both cases nothing has changed.
 */
export type CommitResult = "committed" | "conflict" | "lost";

/** An item somebody works on until its lease ends. */
export interface Claimed {
  readonly queue: string;
  readonly space: Space;
  readonly group: string;
  /** Names the item within its queue. */
  readonly item: string;
  readonly payload: string;
  /** How often it has been claimed, this time included; a crash while working counts. */
  readonly attempts: number;
  readonly enqueuedAt: Instant;
  /** Proof of the lease; of no meaning to callers. */
  readonly lease: string;
}

export interface DeadLetter {
  readonly id: string;
  readonly queue: string;
  readonly space: Space;
  readonly group: string;
  readonly payload: string;
  readonly attempts: number;
  readonly enqueuedAt: Instant;
  readonly diedAt: Instant;
  /** Reason code, never text of a user. */
  readonly reason: string;
}

export interface Entry {
  /** Counted from 1 without a gap. */
  readonly sequence: number;
  readonly at: Instant;
  readonly body: string;
  /** SHA-256 of {@link entryHashInput} over the hash of the entry before and this entry; hexadecimal. */
  readonly hash: string;
}

/** A stream as it stands: where its kept entries begin, and its end, so that a cut end is noticed. */
export interface StreamHead {
  readonly space: Space;
  readonly stream: string;
  /** Sequence and hash before the first kept entry; 0 and the empty text where nothing was trimmed. */
  readonly base: { readonly sequence: number; readonly hash: string };
  /** Sequence and hash of the last entry ever appended. */
  readonly last: { readonly sequence: number; readonly hash: string };
}

/** A queue as an operator sees it. */
export interface QueueState {
  readonly queue: string;
  readonly waiting: number;
  readonly claimed: number;
  readonly dead: number;
  readonly oldestAt: Instant | null;
}

/** One stored text that may be encrypted: a document's value, or the payload of an item or dead letter. */
export interface StoredText {
  readonly kind: "document" | "item" | "dead";
  readonly space: Space;
  /** Key of a document, group of an item or dead letter. */
  readonly name: string;
  /** Opaque; for `rewrite` and as the cursor of `texts`. */
  readonly ref: string;
  readonly text: string;
}

/** Where a stored text stands, for what binds an encrypted text to its place; dying and reviving do not move an item. */
export const placeOf = ({ kind, space, name }: Pick<StoredText, "kind" | "space" | "name">): string =>
  `${kind === "document" ? "document" : "item"}/${space}/${name}`;

/** `read_only`: what is stored can be read, but the disk is (nearly) full. */
export interface StoreHealth {
  readonly state: "up" | "read_only" | "down";
  /** For operators, in English; null when up. */
  readonly reason: string | null;
}

export interface Store {
  /** The documents in the order asked for. */
  read(space: Space, keys: readonly string[]): Promise<readonly Versioned[]>;
  /** Documents whose key begins with `prefix`, ascending by key (UTF-8 order), after the key `after`. */
  list(
    space: Space,
    prefix: string,
    options: { readonly after?: string; readonly limit: number },
  ): Promise<readonly Versioned[]>;
  /** @throws {StoreFullError} the disk is full; nothing changed. {@link StoreUnavailableError} it cannot be told whether it changed */
  commit(batch: Batch): Promise<CommitResult>;
  /** Takes up to `limit` items, those due the longest first, at most one of a group, over all spaces. */
  claim(
    queue: string,
    options: { readonly worker: string; readonly leaseSeconds: number; readonly limit: number },
  ): Promise<readonly Claimed[]>;
  /** Gives an item back; it may be claimed again after the delay. A lease that has passed to another is left alone. */
  release(claimed: Claimed, delaySeconds: number): Promise<void>;
  /** Entries with a sequence above `after`, in order. */
  readStream(space: Space, stream: string, after: number, limit: number): Promise<readonly Entry[]>;
  streams(): Promise<readonly StreamHead[]>;
  /** Takes out the entries before `before`, and remembers where the kept ones begin. Returns how many went. */
  trimStream(space: Space, stream: string, before: Instant): Promise<number>;
  queues(): Promise<readonly QueueState[]>;
  /** Dead letters in the order of their deaths, after the id `after`. */
  deadLetters(options: {
    readonly queue?: string;
    readonly after?: string;
    readonly limit: number;
  }): Promise<readonly DeadLetter[]>;
  /** Puts a dead letter back at the end of its group, as if enqueued now. False: there is none of that id. */
  revive(id: string): Promise<boolean>;
  /** Deletes a dead letter. False: there is none of that id. */
  discard(id: string): Promise<boolean>;
  /** Deletes what has expired, and forgets old commit ids; returns how many documents went. Works on a full disk where it can. */
  sweep(): Promise<number>;
  /** Makes what was deleted unreadable in the files too, where the store has files. */
  erase(): Promise<void>;
  /** Every stored text that may be encrypted, in a stable order, after the ref `after`; for the rotation of keys. */
  texts(after: string | null, limit: number): Promise<readonly StoredText[]>;
  /** Replaces a text that is still `from`; versions and leases stay. False: it has changed meanwhile. */
  rewrite(stored: StoredText, to: string): Promise<boolean>;
  health(): StoreHealth;
  close(): Promise<void>;
}

/** The text whose SHA-256 (hexadecimal) is an entry's hash. */
export const entryHashInput = (previousHash: string, { sequence, at, body }: Omit<Entry, "hash">): string =>
  `${previousHash}\n${sequence}\n${at}\n${body}`;

/** The disk is full: nothing was written, what is stored can be read. */
export class StoreFullError extends Error {
  readonly code = "store.full";

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "StoreFullError";
  }
}

/** The store did not answer, or it cannot be told whether a commit took effect; repeat the same batch id. */
export class StoreUnavailableError extends Error {
  readonly code = "store.unavailable";

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "StoreUnavailableError";
  }
}

/** Tells whether an error is the store's own trouble and says nothing about what was being worked on. */
export const isStoreTrouble = (error: unknown): boolean =>
  error instanceof StoreFullError || error instanceof StoreUnavailableError;

/** Another process holds the store. */
export class StoreLockedError extends Error {
  readonly code = "store.locked";
  /** Process id of the holder; null where it could not be read. */
  readonly holder: number | null;

  constructor(directory: string, holder: number | null, what: string) {
    super(
      `${directory} is in use by ${what}${holder === null ? "" : ` (process ${holder})`}; stop it first, or set DATA_DIR to another folder`,
    );
    this.name = "StoreLockedError";
    this.holder = holder;
  }
}
