/**
 * The archive as files of JSON lines, `audit-<day>-<number>.jsonl`: a new one each day (UTC), when one is full, and at each
 * start. Lines are only ever added. `ends.json` beside them says how far each stream is archived; where it is missing or
 * behind, entries may stand twice, which harms nothing.
 */
import {
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import { type Archive, type ArchivedEnd, type ArchivedEntry, streamName } from "../../ports/archive.ts";
import type { Clock, Instant } from "../../ports/time.ts";

const fileForm = /^audit-(\d{4}-\d{2}-\d{2})-(\d{4})\.jsonl$/;
const endsFile = "ends.json";
const fileBytesAtMost = 64 * 1024 * 1024;

const Line = z.strictObject({
  space: z.string(),
  stream: z.string(),
  sequence: z.int().positive(),
  at: z.int(),
  previous: z.string(),
  hash: z.string(),
  body: z.string(),
});
const Ends = z.record(z.string(), z.strictObject({ sequence: z.int().nonnegative(), hash: z.string() }));

/** The folder of the archive within `DATA_DIR`. */
export const archiveFolder = (dataDirectory: string): string => join(dataDirectory, "archive");

const dayOf = (instant: Instant): string => new Date(instant).toISOString().slice(0, 10);

/** Files in the order in which they were written. */
const filesIn = (directory: string): readonly string[] =>
  existsSync(directory)
    ? readdirSync(directory)
        .filter((name) => fileForm.test(name))
        .sort()
    : [];

/** A line of the archive; `entry` is null where it is none of ours. */
export interface ArchiveLine {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  readonly entry: ArchivedEntry | null;
}

function parseLine(text: string): ArchivedEntry | null {
  try {
    return Line.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Every line in the order written. A last line that was cut off by a crash is left out: its entry stands again later. */
export async function* readArchive(directory: string): AsyncGenerator<ArchiveLine> {
  for (const file of filesIn(directory)) {
    const path = join(directory, file);
    let pending: ArchiveLine | null = null;
    let line = 0;
    for await (const text of createInterface({
      input: createReadStream(path, "utf8"),
      crlfDelay: Number.POSITIVE_INFINITY,
    })) {
      if (pending !== null) yield pending;
      pending = { file, line: ++line, entry: parseLine(text) };
    }
    if (pending !== null && (pending.entry !== null || endsWithNewline(path))) yield pending;
  }
}

const endsWithNewline = (path: string): boolean => readFileSync(path).at(-1) === 0x0a;

async function readEnds(directory: string): Promise<Map<string, ArchivedEnd>> {
  try {
    return new Map(Object.entries(Ends.parse(JSON.parse(readFileSync(join(directory, endsFile), "utf8")))));
  } catch {
    const ends = new Map<string, ArchivedEnd>();
    for await (const { entry } of readArchive(directory))
      if (entry !== null && entry.sequence > (ends.get(streamName(entry))?.sequence ?? 0))
        ends.set(streamName(entry), { sequence: entry.sequence, hash: entry.hash });
    return ends;
  }
}

/** Opens the archive of a folder for writing. @param options.fileBytes a file that has grown so large is followed by another */
export async function openArchive(options: {
  readonly directory: string;
  readonly clock: Clock;
  readonly fileBytes?: number;
}): Promise<Archive> {
  const { directory, clock, fileBytes = fileBytesAtMost } = options;
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const ends = await readEnds(directory);
  let current: { readonly handle: FileHandle; readonly day: string; bytes: number } | null = null;

  const openNext = async (day: string) => {
    const numbers = filesIn(directory)
      .map((name) => fileForm.exec(name))
      .filter((match) => match?.[1] === day);
    const next = Number(numbers.at(-1)?.[2] ?? 0) + 1;
    const name = `audit-${day}-${String(next).padStart(4, "0")}.jsonl`;
    // Never one that is there: another process on the same folder writes files of its own.
    return { handle: await open(join(directory, name), "ax", 0o600), day, bytes: 0 };
  };
  const fileFor = async (day: string) => {
    if (current !== null && current.day === day && current.bytes < fileBytes) return current;
    await current?.handle.close();
    current = await openNext(day);
    return current;
  };
  const keepEnds = async (): Promise<void> => {
    const partial = join(directory, `${endsFile}.partial-${process.pid}`);
    const handle = await open(partial, "w", 0o600);
    await handle.writeFile(JSON.stringify(Object.fromEntries(ends)));
    await handle.close();
    renameSync(partial, join(directory, endsFile));
  };

  return {
    ends: () => ends,
    async append(entries) {
      if (entries.length === 0) return;
      const file = await fileFor(dayOf(clock()));
      const text = entries
        .map(
          ({ space, stream, sequence, at, previous, hash, body }) =>
            `${JSON.stringify({ space, stream, sequence, at, previous, hash, body })}\n`,
        )
        .join("");
      await file.handle.appendFile(text);
      await file.handle.datasync();
      file.bytes += Buffer.byteLength(text);
      for (const entry of entries)
        ends.set(streamName(entry), { sequence: entry.sequence, hash: entry.hash });
      await keepEnds();
    },
    async prune(before) {
      const old = filesIn(directory).filter((name) => (fileForm.exec(name)?.[1] ?? "9999") < dayOf(before));
      for (const name of old) rmSync(join(directory, name), { force: true });
      return old.length;
    },
  };
}
