/**
 * Benchmarks, all in one run: `npm run bench [-- --json]`.
 *
 * Options: `--size N` generated passages (55 000), `--seconds N` of queries at most for each engine (5).
 */

import { measureAnswering } from "./answering.ts";
import { generateCorpus } from "./corpus.ts";
import { measureOwnQuality } from "./own-questions.ts";
import { measureResolver } from "./resolver.ts";
import { measureSpeed } from "./speed.ts";
import { measureStart } from "./start.ts";
import { measureStore } from "./store.ts";

const size = numberOption("--size", 55_000);
const seconds = numberOption("--seconds", 5);

const { passages, questions } = generateCorpus(size, 4000);
const characters = passages.reduce((total, { text }) => total + text.length, 0) / passages.length;
const results = {
  node: process.version,
  passages: size,
  characters: Math.round(characters),
  speed: measureSpeed(passages, questions, seconds),
  resolver: measureResolver(),
  quality: await measureOwnQuality(),
  answering: await measureAnswering(),
  store: await measureStore(seconds),
  start: await measureStart(),
};

if (process.argv.includes("--json")) process.stdout.write(`${JSON.stringify(results)}\n`);
else {
  console.log(`Node ${process.version}, one thread`);
  console.log(
    `\nSearch, ${size} generated passages of ${results.characters} characters, top 10, tokenising included`,
  );
  console.table(
    results.speed.map((row) => ({
      "engine : tokens": row.engine,
      "build s": round(row.buildSeconds, 1),
      MB: round(row.megabytes, 0),
      "queries/s": round(row.queriesPerSecond, 0),
      "p50 ms": round(row.p50Milliseconds, 2),
      "p95 ms": round(row.p95Milliseconds, 2),
      "× MiniSearch": round(row.timesMiniSearch, 1),
    })),
  );
  console.log("\nResolver, generated titles");
  console.table([results.resolver]);
  console.log("\nRanking of the shipped knowledge on the project's own questions (no resolver)");
  console.table(results.quality);
  console.log("\nAnswering without a model");
  console.table(results.answering);
  console.log("\nEmbedded store, every commit on the disk");
  console.table(results.store);
  console.log("\nStart to a served page");
  console.table([results.start]);
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
