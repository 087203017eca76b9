/** The embedded store with every commit on the disk: commits, and items claimed and settled, in a second. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSqliteStore } from "../src/adapters/stores/sqlite-store.ts";
import type { Store } from "../src/ports/store.ts";

export interface StoreRow {
  readonly what: string;
  readonly perSecond: number;
  readonly p50Milliseconds: number;
  readonly p99Milliseconds: number;
}

const payload = "容错纠错".repeat(50);
const groups = 500;

/** Measures over folders of its own; takes about four times `seconds`. */
export async function measureStore(seconds: number): Promise<StoreRow[]> {
  const directory = mkdtempSync(join(tmpdir(), "bench-store-"));
  const store = createSqliteStore({ directory, clock: Date.now, exclusive: true, what: "a benchmark" });
  try {
    return await measureOpened(store, seconds);
  } finally {
    await store.close();
    rmSync(directory, { recursive: true });
  }
}

/** Measures a store that was opened empty. */
export async function measureOpened(store: Store, seconds: number): Promise<StoreRow[]> {
  return [
    await measure("commits, one after another", seconds, 1, accept(store, "serial")),
    await measure("commits, 50 at once", seconds, 50, accept(store, "concurrent")),
    await measureRate("commits at 300/s", seconds, 300, accept(store, "paced")),
    await measure("items claimed and settled, 8 workers", seconds, 8, handle(store)),
  ];
}

/** One event taken in: a document and an item, as the border writes them. */
const accept =
  (store: Store, name: string) =>
  async (at: number): Promise<void> => {
    await store.commit({
      id: `${name}-${at}`,
      space: `p${at % 64}`,
      put: [{ key: `person/${at % groups}`, value: payload }],
      enqueue: [{ queue: "inbox", group: `g${at % groups}`, payload }],
    });
  };

/** One item handled: claimed, then settled together with a document. */
const handle =
  (store: Store) =>
  async (at: number): Promise<void> => {
    const claimed = await store.claim("inbox", { worker: "bench", leaseSeconds: 60, limit: 1 });
    for (const item of claimed)
      await store.commit({
        id: `handled-${at}`,
        space: item.space,
        put: [{ key: `turn/${item.group}/${at}`, value: payload }],
        settle: [{ claimed: item, dead: null }],
      });
  };

/** Runs `work` over and over in so many lanes. */
async function measure(
  what: string,
  seconds: number,
  lanes: number,
  work: (at: number) => Promise<void>,
): Promise<StoreRow> {
  const took: number[] = [];
  const started = performance.now();
  const until = started + seconds * 1000;
  let at = 0;
  const lane = async (): Promise<void> => {
    while (performance.now() < until) {
      const from = performance.now();
      await work(at++);
      took.push(performance.now() - from);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return row(what, took, performance.now() - started);
}

/** Starts `work` at a steady rate, whether or not what came before has ended. */
async function measureRate(
  what: string,
  seconds: number,
  perSecond: number,
  work: (at: number) => Promise<void>,
): Promise<StoreRow> {
  const took: number[] = [];
  const running: Promise<void>[] = [];
  const started = performance.now();
  for (let at = 0; at < seconds * perSecond; at++) {
    const due = started + (at * 1000) / perSecond;
    const wait = due - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    // From when it was due, so that a late start counts; a timer may also be early.
    const from = Math.min(due, performance.now());
    running.push(work(at).then(() => void took.push(performance.now() - from)));
  }
  await Promise.all(running);
  return row(what, took, performance.now() - started);
}

function row(what: string, took: number[], milliseconds: number): StoreRow {
  const sorted = took.toSorted((left, right) => left - right);
  const share = (part: number): number => sorted[Math.floor(part * (sorted.length - 1))] ?? Number.NaN;
  return {
    what,
    perSecond: Math.round((took.length * 1000) / milliseconds),
    p50Milliseconds: Number(share(0.5).toFixed(2)),
    p99Milliseconds: Number(share(0.99).toFixed(2)),
  };
}
