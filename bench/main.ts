/**
 * Benchmarks, all in one run: `npm run bench [-- --json]`.
 *
 * Options: `--size N` generated passages (55 000), `--seconds N` of queries at most for each engine (5), `--flow-seconds N` of
 * each load on the server (5; 60 for the figures of docs/benchmarks.md).
 */

import { needs } from "../tests/needs.ts";
import { measureAnswering, ownQuestions } from "./answering.ts";
import { measureClaims } from "./claims.ts";
import { generateCorpus } from "./corpus.ts";
import { measureFlow } from "./flow.ts";
import { measureInterview } from "./interview.ts";
import { measureOwnQuality } from "./own-questions.ts";
import { measurePushes } from "./push.ts";
import { measureResolver } from "./resolver.ts";
import { measureRules, type RuleRow } from "./rules.ts";
import { measureShared } from "./shared.ts";
import { measureSpeed } from "./speed.ts";
import { measureStart } from "./start.ts";
import { measureStore } from "./store.ts";
import { measureTelegram } from "./telegram.ts";
import { measureVectors } from "./vectors.ts";

const size = numberOption("--size", 55_000);
const seconds = numberOption("--seconds", 5);
const flowSeconds = numberOption("--flow-seconds", 5);

const { passages, questions } = generateCorpus(size, 4000);
const characters = passages.reduce((total, { text }) => total + text.length, 0) / passages.length;
const results = {
  node: process.version,
  passages: size,
  characters: Math.round(characters),
  speed: measureSpeed(passages, questions, seconds),
  vectors: measureVectors(seconds),
  resolver: measureResolver(),
  quality: await measureOwnQuality(),
  answering: await measureAnswering(),
  claims: measureClaims(ownQuestions()),
  store: await measureStore(seconds),
  shared: needs("redis-server") === null ? null : await measureShared(seconds),
  rules: await measureRules(seconds),
  interview: measureInterview(),
  start: await measureStart(),
  flow: await measureFlow(flowSeconds),
  telegram: await measureTelegram(flowSeconds),
  pushes: await measurePushes({ limit: 30, seconds: flowSeconds }),
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
  console.log("\nSearch by vectors of 1024 numbers, all compared, top 100");
  console.table(results.vectors);
  console.log("\nResolver, generated titles");
  console.table([results.resolver]);
  console.log("\nRanking of the shipped knowledge on the project's own questions (no resolver)");
  console.table(results.quality);
  console.log("\nAnswering without a model");
  console.table(results.answering);
  console.log("\nAll checks of an answer in a model's words, six claims over eight passages");
  console.table([results.claims]);
  console.log("\nEmbedded store, every commit on the disk");
  console.table(results.store);
  if (results.shared !== null) {
    console.log("\nEmbedded and shared store alone, every commit on the disk");
    console.table(results.shared.store);
    console.log("The server on either, and two on one Redis; all they can take, 64 connections, 256 persons");
    console.table(results.shared.servers);
    console.table([{ "bytes of Redis a commit's id, for eight days": results.shared.bytesPerCommitId }]);
  }
  const { own, peers, ...rules } = results.rules;
  console.log(`\nRules: ${rules.facts} facts, ${rules.rules} rules; engines agree on ${rules.agreed} forms`);
  console.table(own.map(ruleRow));
  console.log("Complete forms, the same rules in each");
  console.table(peers.map(ruleRow));
  console.table([
    {
      "load newest ms": round(rules.loadMilliseconds, 0),
      "of it compile ms": round(rules.compileMilliseconds, 1),
      "load everything ms": round(rules.loadAllMilliseconds, 0),
      "lints, newest with overlays ms": round(rules.lintNewestMilliseconds, 0),
      "lints, everything ms": round(rules.lintAllMilliseconds, 0),
    },
  ]);
  const { rows: interviewRows, ...interview } = results.interview;
  console.log("\nThe interview, simulated matters");
  console.table(interviewRows);
  console.table([interview]);
  console.log("\nStart to a served page");
  console.table([results.start]);
  const { accepted, steady, memory, lost, doubled, peer } = results.flow;
  console.log(
    `\nThe durable flow, ${flowSeconds} s of each load, every message on the disk before it is accepted`,
  );
  console.log("All it can take, 64 connections, 512 persons");
  console.table([
    { ...accepted, "× append, one wait each": round(accepted.perSecond / peer.eachPerSecond, 2) },
  ]);
  console.log("At 300 messages a second");
  console.table([steady]);
  console.table([{ ...memory, lost, doubled }]);
  console.log("Peer: node:http appending to a file");
  console.table([peer]);
  const { rows, ...telegram } = results.telegram;
  console.log("\nThe bot over the double, every update answered with a message");
  console.table(rows);
  console.table([{ "× echo bot, polling": telegram.ratio, ...telegram.memory }]);
  const { perSecond, replies, limit, refused } = results.pushes;
  console.log(
    `\nPushes of a campaign against a limit of ${limit} messages a second, with questions asked meanwhile`,
  );
  console.table([
    {
      ...perSecond,
      refused,
      replies: replies.count,
      "p50 s": replies.p50Seconds,
      "p95 s": replies.p95Seconds,
    },
  ]);
}

function ruleRow({ what, perSecond, p50Microseconds, p99Microseconds }: RuleRow) {
  return {
    what,
    "per second": round(perSecond, 0),
    "p50 µs": round(p50Microseconds, 2),
    "p99 µs": round(p99Microseconds, 2),
  };
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
