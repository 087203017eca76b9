/**
 * Benchmarks of search, own engine and libraries in one run on one corpus: `npm run bench [-- --json]`.
 *
 * Options: `--size N` passages (55 000), `--seconds N` of queries at most for each engine (5). Slow engines
 * answer fewer queries; ratios compare rates. The corpus is generated, so it says nothing about quality.
 */

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { generateCorpus } from "./corpus.ts";
import type { Engine } from "./engines.ts";
import { flexSearch, miniSearch, own, sqliteJieba, sqliteTrigram } from "./engines.ts";

interface Row {
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

const size = numberOption("--size", 55_000);
const seconds = numberOption("--seconds", 5);
setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const { passages, questions } = generateCorpus(size, 4000);
const rows: Row[] = [];
for (const engine of [own, miniSearch, flexSearch, sqliteTrigram, sqliteJieba]) {
  process.stderr.write(`${engine.name} …\n`);
  rows.push(measure(engine));
}
const slow = rows.find(({ engine }) => engine === miniSearch.name)?.queriesPerSecond ?? Number.NaN;
for (const row of rows) row.timesMiniSearch = row.queriesPerSecond / slow;

if (process.argv.includes("--json")) {
  const characters = passages.reduce((total, { text }) => total + text.length, 0) / passages.length;
  process.stdout.write(
    `${JSON.stringify({ node: process.version, passages: size, characters, top: TOP, rows })}\n`,
  );
} else {
  console.log(`${size} passages, top ${TOP}, Node ${process.version}, one thread`);
  console.table(
    rows.map((row) => ({
      "engine : tokens": row.engine,
      "build s": round(row.buildSeconds, 1),
      MB: round(row.megabytes, 0),
      "queries/s": round(row.queriesPerSecond, 0),
      "p50 ms": round(row.p50Milliseconds, 2),
      "p95 ms": round(row.p95Milliseconds, 2),
      "× MiniSearch": round(row.timesMiniSearch, 1),
    })),
  );
}

function measure(engine: Engine): Row {
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

function numberOption(name: string, otherwise: number): number {
  const at = process.argv.indexOf(name);
  const value = at < 0 ? otherwise : Number(process.argv[at + 1]);
  if (!(value > 0)) throw new Error(`${name} needs a number above 0`);
  return value;
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
