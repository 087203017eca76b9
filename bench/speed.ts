/** Speed and memory of search: own engine and libraries in one run on one generated corpus. It says nothing about quality. */

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Passage } from "../src/core/retrieval/index.ts";
import type { Engine } from "./engines.ts";
import { flexSearch, miniSearch, own, sqliteJieba, sqliteTrigram } from "./engines.ts";

export interface SpeedRow {
  engine: string;
  buildSeconds: number;
  /** Growth of heap and array buffers by the build; SQLite's pages; in megabytes (10⁶ bytes). */
  megabytes: number;
  queries: number;
  queriesPerSecond: number;
  p50Milliseconds: number;
  p95Milliseconds: number;
  /** Queries a second over those of MiniSearch. */
  timesMiniSearch: number;
}

const TOP = 10;
const WARM_UP = 1000;

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/**
 * Measures every engine on the same passages and questions.
 *
 * @param seconds of queries at most for each engine; slow engines answer fewer, ratios compare rates
 */
export function measureSpeed(
  passages: readonly Passage[],
  questions: readonly string[],
  seconds: number,
): SpeedRow[] {
  const rows = [own, miniSearch, flexSearch, sqliteTrigram, sqliteJieba].map((engine) => {
    process.stderr.write(`${engine.name} …\n`);
    return measure(engine, passages, questions, seconds);
  });
  const slow = rows.find(({ engine }) => engine === miniSearch.name)?.queriesPerSecond ?? Number.NaN;
  return rows.map((row) => ({ ...row, timesMiniSearch: row.queriesPerSecond / slow }));
}

function measure(
  engine: Engine,
  passages: readonly Passage[],
  questions: readonly string[],
  seconds: number,
): SpeedRow {
  const before = heldBytes();
  const started = performance.now();
  const built = engine.build(passages);
  const buildSeconds = (performance.now() - started) / 1000;
  const held = heldBytes() - before;

  // Warm up for a fifth of the time at most, then measure on other questions.
  const warmUntil = performance.now() + seconds * 200;
  for (const question of questions.slice(0, WARM_UP)) {
    if (performance.now() > warmUntil) break;
    built.search(question, TOP);
  }
  const times: number[] = [];
  const until = performance.now() + seconds * 1000;
  for (const question of questions.slice(WARM_UP)) {
    const from = performance.now();
    if (from > until) break;
    built.search(question, TOP);
    times.push(performance.now() - from);
  }
  const total = times.reduce((sum, time) => sum + time, 0);
  times.sort((left, right) => left - right);
  const pages = engine === sqliteJieba || engine === sqliteTrigram ? (built.bytes() ?? 0) : 0;
  return {
    engine: engine.name,
    buildSeconds,
    megabytes: (held + pages) / 1e6,
    queries: times.length,
    queriesPerSecond: (1000 * times.length) / total,
    p50Milliseconds: times[Math.floor(times.length * 0.5)] ?? Number.NaN,
    p95Milliseconds: times[Math.floor(times.length * 0.95)] ?? Number.NaN,
    timesMiniSearch: Number.NaN,
  };
}

/** Memory that is held once garbage is gone: objects and array buffers. */
function heldBytes(): number {
  // Array buffers are given back only by the collection after the one that finds their owner gone.
  collectGarbage();
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
