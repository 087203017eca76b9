/**
 * Archiving of the audit log: what is appended to a stream is copied to the archive right after, by every process that
 * shares the store, so that each machine holds the whole of it. A stream that does not go on where its archived part ends
 * was changed or has lost its end, and that is told.
 */
import { type Archive, type ArchivedEnd, type ArchivedEntry, streamName } from "../ports/archive.ts";
import { entryHashInput, type Store, type StreamHead } from "../ports/store.ts";
import type { Log } from "../ports/telemetry.ts";

/** Entries copied at once. */
const pageSize = 500;
/** How soon after a commit of this process; several share one look. */
const soonMilliseconds = 200;
/** How often to look for what other processes appended. */
const lookMilliseconds = 15_000;

export interface Archiver {
  /** Copies everything that is not archived yet. Never rejects. */
  run(): Promise<void>;
  /** Something was appended. */
  wake(): void;
  start(): void;
  /** Copies what is left and ends. */
  stop(): Promise<void>;
}

export function createArchiver({
  store,
  archive,
  log,
  sha256,
}: {
  readonly store: Pick<Store, "streams" | "readStream">;
  readonly archive: Archive;
  readonly log: Pick<Log, "warn" | "error">;
  readonly sha256: (text: string) => string;
}): Archiver {
  /** Streams whose break was told, so that it is told once. */
  const told = new Set<string>();
  let timer: NodeJS.Timeout | null = null;
  let soon = false;
  let last: Promise<void> = Promise.resolve();
  let waiting: Promise<void> | null = null;
  let stopped = false;

  const tellBreak = (name: string, end: ArchivedEnd): void => {
    if (told.has(name)) return;
    told.add(name);
    log.error(
      { stream: name, sequence: end.sequence },
      'the audit log does not go on where its archive ends: it was changed, or lost its end; see "cli archive verify"',
    );
  };

  async function copy({ space, stream, base, last }: StreamHead): Promise<void> {
    const name = streamName({ space, stream });
    const archived = archive.ends().get(name) ?? base;
    if (archived.sequence > last.sequence) tellBreak(name, archived);
    // What was trimmed before it was archived is gone; the archive shows the gap.
    let end = archived.sequence < base.sequence ? base : archived;
    while (end.sequence < last.sequence) {
      const page = await store.readStream(space, stream, end.sequence, pageSize);
      if (page.length === 0) return;
      const entries: ArchivedEntry[] = [];
      for (const entry of page) {
        if (entry.hash !== sha256(entryHashInput(end.hash, entry))) tellBreak(name, end);
        entries.push({ ...entry, space, stream, previous: end.hash });
        end = entry;
      }
      await archive.append(entries);
    }
  }

  const copyAll = async (): Promise<void> => {
    try {
      for (const head of await store.streams()) await copy(head);
    } catch (error) {
      log.warn({ err: error }, "the audit log was not archived; tried again soon");
    }
  };

  /** One at a time; a pass that has not begun yet will see all that another would, so that they never pile up. */
  const run = (): Promise<void> => {
    if (waiting !== null) return waiting;
    waiting = last.then(() => {
      waiting = null;
      return copyAll();
    });
    last = waiting;
    return last;
  };

  const plan = (milliseconds: number): void => {
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(async () => {
      soon = false;
      await run();
      if (!soon && !stopped) plan(lookMilliseconds);
    }, milliseconds).unref();
  };

  return {
    run,
    wake() {
      if (soon || stopped) return;
      soon = true;
      plan(soonMilliseconds);
    },
    start: () => plan(soonMilliseconds),
    async stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      await run();
    },
  };
}

/** A store that wakes the archiver when something was appended. */
export const createArchivedStore = (store: Store, archiver: Pick<Archiver, "wake">): Store => ({
  ...store,
  commit: async (batch) => {
    const result = await store.commit(batch);
    if (result === "committed" && (batch.append ?? []).length > 0) archiver.wake();
    return result;
  },
});

/** What a check of the archive found of one stream. */
export interface ArchiveCheck {
  readonly stream: string;
  readonly entries: number;
  readonly first: number;
  readonly last: ArchivedEnd;
  /** Sequences of entries that are wrong: hash or chain does not hold, two entries of one number, or another one in the store. */
  readonly wrong: readonly number[];
  /** Ranges that are missing between the first and the last, each from–to. */
  readonly missing: readonly (readonly [number, number])[];
}

interface Seen {
  readonly previous: string;
  readonly hash: string;
}

/**
 * Checks every archived entry by its own hash, each against the one before, and, where a store is given, against what
 * stands there.
 *
 * @returns checks by stream, and how many lines are no entries at all
 */
export async function verifyArchive(
  lines: AsyncIterable<{ readonly entry: ArchivedEntry | null }>,
  store: Pick<Store, "streams" | "readStream"> | null,
  sha256: (text: string) => string,
): Promise<{ readonly streams: readonly ArchiveCheck[]; readonly damaged: number }> {
  const streams = new Map<string, Map<number, Seen>>();
  const wrong = new Map<string, Set<number>>();
  let damaged = 0;
  for await (const { entry } of lines) {
    if (entry === null) {
      damaged++;
      continue;
    }
    const name = streamName(entry);
    const seen = streams.get(name) ?? new Map<number, Seen>();
    streams.set(name, seen);
    const holds = entry.hash === sha256(entryHashInput(entry.previous, entry));
    const before = seen.get(entry.sequence);
    if (!holds || (before !== undefined && before.hash !== entry.hash))
      markWrong(wrong, name, entry.sequence);
    seen.set(entry.sequence, { previous: entry.previous, hash: entry.hash });
  }
  if (store !== null) await compareWithStore(streams, wrong, store);
  const names = [...streams.keys()].sort();
  return {
    damaged,
    streams: names.map((name) =>
      checkStream(name, streams.get(name) ?? new Map(), wrong.get(name) ?? new Set()),
    ),
  };
}

function markWrong(wrong: Map<string, Set<number>>, name: string, sequence: number): void {
  const numbers = wrong.get(name) ?? new Set();
  wrong.set(name, numbers.add(sequence));
}

async function compareWithStore(
  streams: ReadonlyMap<string, ReadonlyMap<number, Seen>>,
  wrong: Map<string, Set<number>>,
  store: Pick<Store, "streams" | "readStream">,
): Promise<void> {
  for (const { space, stream, base, last } of await store.streams()) {
    const name = streamName({ space, stream });
    const seen = streams.get(name) ?? new Map<number, Seen>();
    for (let after = base.sequence; after < last.sequence; ) {
      const page = await store.readStream(space, stream, after, pageSize);
      for (const { sequence, hash } of page) {
        const archived = seen.get(sequence);
        if (archived !== undefined && archived.hash !== hash) markWrong(wrong, name, sequence);
      }
      if (page.length === 0) break;
      after = page.at(-1)?.sequence ?? last.sequence;
    }
    // The store has fewer than were archived: it lost its end.
    for (const sequence of seen.keys()) if (sequence > last.sequence) markWrong(wrong, name, sequence);
  }
}

function checkStream(name: string, seen: ReadonlyMap<number, Seen>, wrong: Set<number>): ArchiveCheck {
  const numbers = [...seen.keys()].sort((left, right) => left - right);
  const missing: [number, number][] = [];
  for (const [at, sequence] of numbers.entries()) {
    const before = numbers[at - 1];
    if (before === undefined) continue;
    if (sequence !== before + 1) missing.push([before + 1, sequence - 1]);
    else if (seen.get(sequence)?.previous !== seen.get(before)?.hash) wrong.add(sequence);
  }
  const last = numbers.at(-1) ?? 0;
  return {
    stream: name,
    entries: numbers.length,
    first: numbers[0] ?? 0,
    last: { sequence: last, hash: seen.get(last)?.hash ?? "" },
    wrong: [...wrong].sort((left, right) => left - right),
    missing,
  };
}
