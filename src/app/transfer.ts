/**
 * A store as a file, and back (搬库): a line of JSON for each thing it holds, and at the end how many of each kind there are
 * and a hash over all of them. The hash does not depend on the order in which two stores list their things, so the same
 * store has the same hash wherever it is kept.
 */
import { z } from "zod";
import type { Clock } from "../ports/time.ts";
import type { Carried, Transfer } from "../ports/transfer.ts";
import { systemSpace } from "./flow/keys.ts";

export type Counts = Readonly<Record<Carried["kind"], number>>;

/** What a store or a file holds. */
export interface Holding {
  readonly counts: Counts;
  /** 64 hexadecimal digits. */
  readonly digest: string;
}

/** Servers are still at work on the store. */
export class StoreInUseError extends Error {
  readonly code = "store.in-use";

  constructor(who: string) {
    super(
      `process ${who} is at work on the store; stop every server first (one that died counts for 90 seconds)`,
    );
    this.name = "StoreInUseError";
  }
}

/** A file is not what an export wrote. */
export class TransferFileError extends Error {
  readonly code = "transfer.file";

  constructor(problem: string) {
    super(`the file ${problem}; export again`);
    this.name = "TransferFileError";
  }
}

/** What was read back from the new store is not what was put in. */
export class TransferMismatchError extends Error {
  readonly code = "transfer.mismatch";

  constructor(file: Holding, store: Holding) {
    super(
      `the store does not hold what the file holds: ${JSON.stringify(store)} and not ${JSON.stringify(file)}; empty it and import again`,
    );
    this.name = "TransferMismatchError";
  }
}

const head = { form: "rongcuo-store", version: 1 } as const;

const text = z.string();
const number = z.int();
const place = { space: text, stream: text };
const end = z.strictObject({ sequence: number, hash: text });
const queued = { queue: text, space: text, group: text, payload: text, attempts: number, enqueuedAt: number };
const Thing = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("document"),
    space: text,
    key: text,
    version: number,
    expiresAt: number.nullable(),
    value: text,
  }),
  z.strictObject({ kind: z.literal("item"), ...queued, dueAt: number }),
  z.strictObject({ kind: z.literal("dead"), ...queued, diedAt: number, reason: text }),
  z.strictObject({ kind: z.literal("stream"), ...place, base: end, last: end }),
  z.strictObject({
    kind: z.literal("entry"),
    ...place,
    sequence: number,
    at: number,
    hash: text,
    body: text,
  }),
  z.strictObject({ kind: z.literal("batch"), id: text }),
]) satisfies z.ZodType<Carried>;
const Tail = z.strictObject({ end: z.strictObject({ counts: z.record(text, number), digest: text }) });

/** JSON with the keys in one order, the same for every store. */
const canonical = (thing: Carried): string =>
  JSON.stringify(thing, (_, value: unknown) =>
    typeof value === "object" && value !== null
      ? Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)))
      : value,
  );

/** Counts things, and adds up their hashes; items with their place in their group. */
function createTally(sha256: (text: string) => string) {
  const counts: Record<Carried["kind"], number> = {
    document: 0,
    item: 0,
    dead: 0,
    stream: 0,
    entry: 0,
    batch: 0,
  };
  const places = new Map<string, number>();
  let sum = 0n;
  return {
    add(thing: Carried): void {
      counts[thing.kind]++;
      let line = canonical(thing);
      if (thing.kind === "item") {
        const group = JSON.stringify([thing.queue, thing.space, thing.group]);
        places.set(group, (places.get(group) ?? 0) + 1);
        line += places.get(group);
      }
      sum = BigInt.asUintN(256, sum + BigInt(`0x${sha256(line)}`));
    },
    holding: (): Holding => ({ counts: { ...counts }, digest: sum.toString(16).padStart(64, "0") }),
  };
}

/** What tells that a process is there, or has a task, says nothing to the next store. */
const isPassing = (thing: Carried): boolean =>
  thing.kind === "document" && thing.space === systemSpace && /^(?:replica|lease)\//.test(thing.key);

async function* lasting(transfer: Pick<Transfer, "carry">, clock: Clock): AsyncGenerator<Carried> {
  for await (const thing of transfer.carry()) {
    if (!isPassing(thing)) yield thing;
    else if (
      thing.kind === "document" &&
      thing.key.startsWith("replica/") &&
      clock() < (thing.expiresAt ?? 0)
    )
      throw new StoreInUseError(thing.key.slice("replica/".length));
  }
}

/**
 * Writes everything a store holds.
 *
 * @param write takes a line with its end
 * @throws {StoreInUseError}
 */
export async function exportStore(
  transfer: Pick<Transfer, "carry">,
  write: (line: string) => Promise<void>,
  { clock, sha256 }: { readonly clock: Clock; readonly sha256: (text: string) => string },
): Promise<Holding> {
  const tally = createTally(sha256);
  await write(`${JSON.stringify(head)}\n`);
  for await (const thing of lasting(transfer, clock)) {
    tally.add(thing);
    await write(`${JSON.stringify(thing)}\n`);
  }
  const holding = tally.holding();
  await write(`${JSON.stringify({ end: holding })}\n`);
  return holding;
}

/** Everything a file holds, checked to its end before the last thing is given. @throws {TransferFileError} */
async function* readThings(
  lines: AsyncIterable<string>,
  sha256: (text: string) => string,
): AsyncGenerator<Carried, Holding> {
  const tally = createTally(sha256);
  let at = 0;
  let told: unknown = null;
  for await (const line of lines) {
    at++;
    const parsed = parse(line);
    if (at === 1) {
      if (JSON.stringify(parsed) !== JSON.stringify(head))
        throw new TransferFileError("does not begin as an export of this version");
      continue;
    }
    if (told !== null) throw new TransferFileError(`goes on after its end, at line ${at}`);
    const tail = Tail.safeParse(parsed);
    if (tail.success) {
      told = tail.data.end;
      continue;
    }
    const thing = Thing.safeParse(parsed);
    if (!thing.success) throw new TransferFileError(`is damaged at line ${at}`);
    tally.add(thing.data);
    yield thing.data;
  }
  const holding = tally.holding();
  if (told === null) throw new TransferFileError("is cut off");
  if (canonicalHolding(told as Holding) !== canonicalHolding(holding))
    throw new TransferFileError("was changed: counts or hash at its end do not fit");
  return holding;
}

const canonicalHolding = ({ counts, digest }: Holding): string =>
  JSON.stringify([Object.entries(counts).sort(([left], [right]) => (left < right ? -1 : 1)), digest]);

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

/** Things taken in one go. */
const takenAtOnce = 200;

/**
 * Puts what a file holds into an empty store, and reads it back.
 *
 * @param open the file's lines, from the start each time
 * @throws {TransferFileError} before anything is put in; {@link TransferMismatchError} after
 */
export async function importStore(
  transfer: Transfer,
  open: () => AsyncIterable<string>,
  { clock, sha256 }: { readonly clock: Clock; readonly sha256: (text: string) => string },
): Promise<Holding> {
  for await (const _ of readThings(open(), sha256));
  const things = readThings(open(), sha256);
  let some: Carried[] = [];
  let next = await things.next();
  for (; !next.done; next = await things.next()) {
    some.push(next.value);
    if (some.length < takenAtOnce) continue;
    await transfer.take(some);
    some = [];
  }
  await transfer.take(some);
  const file = next.value;
  const tally = createTally(sha256);
  for await (const thing of lasting(transfer, clock)) tally.add(thing);
  const store = tally.holding();
  if (canonicalHolding(store) !== canonicalHolding(file)) throw new TransferMismatchError(file, store);
  return file;
}
