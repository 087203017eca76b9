/**
 * Group commit: writes that wait at the same time run in one transaction, so that they share one wait for the disk. Each
 * stands in a savepoint of its own, and hears its result only after the commit. Should the commit fail, all of them fail.
 */
import type { DatabaseSync } from "node:sqlite";
import { StoreFullError, StoreUnavailableError } from "../../ports/store.ts";
import type { Disk } from "./disk.ts";
import { isBusy, storeError } from "./errors.ts";

/** Bounds of one transaction, for the event loop stands still while it runs. */
const mostWrites = 64;
const mostMilliseconds = 4;
/** How long writes wait for another process that writes, and how often they try. */
const mostPatientMilliseconds = 10_000;
const tryAgainMilliseconds = 20;

export interface Writer {
  /**
   * Runs `write` in a transaction and resolves once it is durable.
   *
   * @param frees whether it takes away at least as much as it adds; such a write is tried on a full disk too
   * @throws {StoreFullError}, {@link StoreUnavailableError}, or what `write` throws: nothing of it has changed, unless the
   *   commit itself failed half-way, which is told as unavailable
   */
  run<Result>(write: () => Result, frees: boolean): Promise<Result>;
  /** Keeps writes waiting while `work` goes on. */
  alone<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Runs what still waits; further calls are refused. */
  end(): void;
  /** What is wrong with the file, as the last transaction found it; null: nothing. */
  problem(): string | null;
}

interface Waiting {
  readonly write: () => unknown;
  readonly frees: boolean;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** How a write ended inside the transaction; told only after the commit. */
type Ended = { readonly waiting: Waiting } & (
  | { readonly ok: true; readonly result: unknown }
  | { readonly ok: false; readonly error: unknown }
);

export function createWriter(
  database: DatabaseSync,
  file: string,
  disk: Disk,
  patienceMilliseconds = mostPatientMilliseconds,
): Writer {
  const begin = database.prepare("BEGIN IMMEDIATE");
  const commit = database.prepare("COMMIT");
  const savepoint = database.prepare("SAVEPOINT write");
  const keep = database.prepare("RELEASE write");
  const undo = database.prepare("ROLLBACK TO write");
  const waiting: Waiting[] = [];
  let scheduled = false;
  let ended = false;
  let paused = false;
  let problem: string | null = null;
  /** Since when another process has been in the way. */
  let busySince: number | null = null;

  function attempt(one: Waiting, full: string | null): Ended {
    if (full !== null && !one.frees) return { waiting: one, ok: false, error: new StoreFullError(full) };
    savepoint.run();
    try {
      const result = one.write();
      keep.run();
      return { waiting: one, ok: true, result };
    } catch (error) {
      // Some errors of the disk end the whole transaction; then nothing is left to go back to.
      if (!database.isTransaction) throw error;
      undo.run();
      keep.run();
      return { waiting: one, ok: false, error };
    }
  }

  function transaction(group: Waiting[]): Ended[] {
    const full = disk.fullReason();
    const until = performance.now() + mostMilliseconds;
    const results: Ended[] = [];
    begin.run();
    try {
      while (results.length < mostWrites && performance.now() < until) {
        const next = waiting.shift();
        if (next === undefined) break;
        group.push(next);
        results.push(attempt(next, full));
      }
      commit.run();
      return results;
    } catch (error) {
      if (database.isTransaction) database.exec("ROLLBACK");
      throw error;
    }
  }

  /** Notes what the world did, so that health can tell. */
  function note(error: unknown): unknown {
    const ours = storeError(error, file);
    if (ours instanceof StoreFullError && ours !== error) disk.foundFull();
    return ours;
  }

  /** Whether to leave what waits in its place for another try. */
  function mayWait(error: unknown): boolean {
    if (!isBusy(error)) return false;
    busySince ??= performance.now();
    const patient = !ended && performance.now() - busySince < patienceMilliseconds;
    if (!patient) busySince = null;
    return patient;
  }

  function runGroup(): void {
    const group: Waiting[] = [];
    try {
      const results = transaction(group);
      problem = null;
      busySince = null;
      for (const result of results)
        if (result.ok) result.waiting.resolve(result.result);
        else result.waiting.reject(note(result.error));
    } catch (error) {
      if (group.length === 0 && mayWait(error)) return;
      const ours = note(error);
      if (!(ours instanceof StoreFullError || isBusy(error))) problem = String(ours);
      // Where not even the beginning worked, the next in line hears of it, or nobody ever would.
      if (group.length === 0) group.push(...waiting.splice(0, mostWrites));
      for (const one of group) one.reject(ours);
    }
  }

  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    const run = (): void => {
      scheduled = false;
      if (paused || waiting.length === 0) return;
      runGroup();
      if (waiting.length > 0) schedule();
    };
    if (busySince === null) setImmediate(run);
    else setTimeout(run, tryAgainMilliseconds);
  }

  return {
    run: <Result>(write: () => Result, frees: boolean) =>
      new Promise<Result>((resolve, reject) => {
        if (ended) return reject(new StoreUnavailableError(`${file} is closed`));
        waiting.push({ write, frees, resolve: resolve as (result: unknown) => void, reject });
        schedule();
      }),
    alone: async (work) => {
      paused = true;
      try {
        return await work();
      } finally {
        paused = false;
        schedule();
      }
    },
    end: () => {
      ended = true;
      while (waiting.length > 0) runGroup();
    },
    problem: () => problem,
  };
}
