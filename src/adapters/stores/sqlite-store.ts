/**
 * The embedded store: one SQLite file in a folder, written by one process. A commit is told after it is on the disk; reads
 * see what is committed. Calls hold the event loop for as long as SQLite works, some tenths of a millisecond.
 */
import type { DatabaseSync } from "node:sqlite";
import { type Batch, type Store, StoreUnavailableError } from "../../ports/store.ts";
import type { Clock } from "../../ports/time.ts";
import { createBatches, onlyRemoves, type Parts } from "./batches.ts";
import { openCurrent, openWhole } from "./database.ts";
import { createDeadLetters, numberOf } from "./dead-letters.ts";
import { createDisk, type Disk, type FreeSpace, freeSpace } from "./disk.ts";
import { createDocuments } from "./documents.ts";
import { createEraser, rewriteFile } from "./erase.ts";
import { StoreAbsentError, StoreFolderError, storeError } from "./errors.ts";
import { makePrivateFolder, storeExists, storeFile } from "./files.ts";
import { checkMayWorkBeside, takeLock } from "./lock.ts";
import { checkBatch, checkCount, checkKey, checkName, checkPrefix, checkText } from "./names.ts";
import { createQueues } from "./queues.ts";
import { rememberedMilliseconds } from "./remembered.ts";
import { createStreams } from "./streams.ts";
import { createTexts } from "./texts.ts";
import { createWriter } from "./writer.ts";

/** Rows a sweep deletes in one transaction. */
const sweptAtOnce = 500;
/** Empty pages a sweep leaves for what comes next; it gives the others back to the disk, so many in one transaction. */
const emptyPagesKept = 1_000;
const pagesGivenBackAtOnce = 250;

/** A clock that goes back by less is being adjusted, not set. */
const clockTolerance = 1_000;

export interface SqliteStoreOptions {
  /** Folder of the store, `DATA_DIR`. */
  readonly directory: string;
  readonly clock: Clock;
  /** Takes the folder for this process: the server and the chat. A command works beside them without. */
  readonly exclusive: boolean;
  /**
   * Ends every lease at the start: whoever held one is gone, for this process has the folder to itself. Their items would
   * otherwise wait for the lease to lapse, a minute after a crash. Only with `exclusive`. Default: no.
   */
  readonly endLeases?: boolean;
  /** What opens it, for those who find it locked: `rongcuo server`. */
  readonly what: string;
  /** Makes a store where there is none. Default: yes. */
  readonly create?: boolean;
  /** Free bytes on the disk; for tests. */
  readonly free?: FreeSpace;
  /** Largest size of the database file in pages of 4 KiB. Default: as large as the disk allows. */
  readonly mostPages?: number;
}

/**
 * Opens the store of a folder.
 *
 * @throws {StoreLockedError} exclusive, and another process holds the folder
 * @throws {StoreAbsentError} there is none and none is to be made
 * @throws {StoreFolderError} the folder cannot be made, or not written to
 * @throws {StoreSchemaError} {@link StoreCorruptError} the file cannot be used; the message names the remedy
 */
export function createSqliteStore(options: SqliteStoreOptions): Store {
  const { directory, create = true } = options;
  if (!create && !storeExists(directory)) throw new StoreAbsentError(directory);
  const { database, disk, release } = openIn(options);
  try {
    return storeOver(database, disk, release, options);
  } catch (error) {
    database.close();
    release();
    throw storeError(error, storeFile(directory));
  }
}

interface Open {
  readonly database: DatabaseSync;
  readonly disk: Disk;
  readonly release: () => void;
}

/** Opens it in its folder; the system's own complaints name the folder and the setting. */
function openIn(options: SqliteStoreOptions): Open {
  const { directory } = options;
  try {
    makePrivateFolder(directory);
    return open(options);
  } catch (error) {
    const ofTheSystem = error instanceof Error && (error as NodeJS.ErrnoException).syscall !== undefined;
    throw ofTheSystem ? new StoreFolderError(directory, error) : error;
  }
}

/** A file that has to be made or migrated is locked for that long even where the opener does not keep the lock. */
function open({ directory, clock, exclusive, what, free = freeSpace }: SqliteStoreOptions): Open {
  const file = storeFile(directory);
  const disk = createDisk(directory, clock, free, exclusive);
  if (!exclusive && storeExists(directory)) {
    checkMayWorkBeside(directory, what);
    const database = openCurrent(file);
    if (database !== null) return { database, disk, release: () => {} };
  }
  const lock = takeLock(directory, what);
  try {
    // Before SQLite needs space: on a full disk the reserve gives it.
    disk.fullReason();
    const database = openWhole(file, clock, "quick");
    if (!exclusive) lock.release();
    return { database, disk, release: lock.release };
  } catch (error) {
    lock.release();
    throw error;
  }
}

function storeOver(
  database: DatabaseSync,
  disk: Disk,
  release: () => void,
  { directory, clock, exclusive, endLeases = false, mostPages }: SqliteStoreOptions,
): Store {
  const file = storeFile(directory);
  if (mostPages !== undefined) database.exec(`PRAGMA max_page_count = ${mostPages}`);

  const writer = createWriter(database, file, disk);
  const eraser = createEraser(() => writer.alone(() => rewriteFile(file)));
  const documents = createDocuments(database);
  const queues = createQueues(database);
  const deadLetters = createDeadLetters(database, queues);
  const streams = createStreams(database);
  const texts = createTexts(database);
  const parts: Parts = { documents, queues, deadLetters, streams };
  const batches = createBatches(database, parts);
  // On a full disk they lapse by themselves instead.
  if (endLeases && exclusive && disk.fullReason() === null) queues.endLeases(clock());

  /** A read outside of any transaction. */
  const reading = <Result>(read: () => Result): Result => {
    if (!database.isOpen) throw new StoreUnavailableError(`${file} is closed`);
    try {
      return read();
    } catch (error) {
      throw storeError(error, file);
    }
  };
  const writing = <Result>(write: () => Result, frees = false): Promise<Result> => writer.run(write, frees);

  /** Deletes in small transactions until a round deletes less than it might. */
  const sweepAll = async (round: () => number): Promise<number> => {
    let total = 0;
    for (let gone = sweptAtOnce; gone === sweptAtOnce; total += gone) gone = await writing(round, true);
    return total;
  };

  const emptyPages = database.prepare("PRAGMA freelist_count");
  const giveBack = async (): Promise<void> => {
    while (Number(reading(() => emptyPages.get()?.freelist_count)) > emptyPagesKept)
      await writing(() => database.exec(`PRAGMA incremental_vacuum(${pagesGivenBackAtOnce})`), true);
  };

  let probing = false;
  /** Writes next to nothing, so that a store without traffic finds out that it is well again. */
  const probe = (): void => {
    if (probing) return;
    probing = true;
    writing(() => database.exec("PRAGMA user_version = 1; PRAGMA user_version = 0"), true)
      .catch(() => {})
      .finally(() => {
        probing = false;
      });
  };

  let latest = clock();
  /** Items put in before the clock was set back would otherwise wait until it has caught up. */
  const followClock = async (): Promise<void> => {
    const now = clock();
    const setBack = latest - now;
    latest = now;
    if (setBack > clockTolerance) await writing(() => queues.advance(setBack, now), true);
  };

  return {
    read: async (space, keys) => {
      checkName(space, "space");
      for (const key of keys) checkKey(key, "key");
      return reading(() => keys.map((key) => documents.read(space, key, clock())));
    },
    list: async (space, prefix, { after = "", limit }) => {
      checkName(space, "space");
      checkPrefix(prefix, "beginning of keys");
      checkPrefix(after, "key");
      checkCount(limit, "limit");
      return reading(() => documents.list(space, prefix, after, limit, clock()));
    },
    commit: async (batch: Batch) => {
      checkBatch(batch);
      return writing(() => batches.commit(batch, clock()), onlyRemoves(batch));
    },
    claim: async (queue, { worker, leaseSeconds, limit }) => {
      checkName(queue, "queue");
      checkKey(worker, "worker");
      checkCount(limit, "limit");
      if (!(leaseSeconds > 0)) throw new TypeError(`a lease must last: ${leaseSeconds} seconds`);
      await followClock();
      if (!reading(() => queues.hasDue(queue, clock()))) return [];
      return writing(() => {
        const now = clock();
        return queues.claim(queue, worker, now + Math.ceil(leaseSeconds * 1000), limit, now);
      });
    },
    release: async (claimed, delaySeconds) => {
      if (!(delaySeconds >= 0)) throw new TypeError(`a delay cannot be ${delaySeconds} seconds`);
      await writing(() => queues.release(claimed, clock() + Math.ceil(delaySeconds * 1000)), true);
    },
    readStream: async (space, stream, after, limit) => {
      checkName(space, "space");
      checkKey(stream, "stream");
      checkCount(limit, "limit");
      return reading(() => streams.read(space, stream, after, limit));
    },
    streams: async () => reading(() => streams.heads()),
    trimStream: async (space, stream, before) => {
      checkName(space, "space");
      checkKey(stream, "stream");
      return writing(() => streams.trim(space, stream, before), true);
    },
    queues: async () => reading(() => queues.states(clock())),
    deadLetters: async ({ queue = null, after, limit }) => {
      checkCount(limit, "limit");
      return reading(() => deadLetters.list(queue, numberOf(after ?? "") ?? 0, limit));
    },
    revive: async (id) => {
      const number = numberOf(id);
      return number !== null && writing(() => deadLetters.revive(number, clock()));
    },
    discard: async (id) => {
      const number = numberOf(id);
      return number !== null && writing(() => deadLetters.discard(number), true);
    },
    sweep: async () => {
      const gone = await sweepAll(() => documents.sweep(clock(), sweptAtOnce));
      await sweepAll(() => batches.forget(clock() - rememberedMilliseconds, sweptAtOnce));
      await giveBack();
      return gone;
    },
    erase: async () => reading(() => eraser.erase()),
    texts: async (after, limit) => {
      checkCount(limit, "limit");
      return reading(() => texts.list(after, limit, clock()));
    },
    rewrite: async (stored, to) => {
      checkText(to, "text");
      return writing(() => texts.rewrite(stored, to));
    },
    health: () => {
      if (!database.isOpen) return { state: "down", reason: `${file} is closed` };
      const problem = writer.problem();
      if (problem !== null) {
        probe();
        return { state: "down", reason: problem };
      }
      const full = disk.fullReason();
      return full === null ? { state: "up", reason: null } : { state: "read_only", reason: full };
    },
    close: async () => {
      await eraser.idle();
      if (!database.isOpen) return;
      writer.end();
      database.close();
      release();
    },
  };
}
