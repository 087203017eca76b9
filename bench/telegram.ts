/**
 * The Telegram bot over the double, every update answered with a message that is really sent: the whole server, which keeps each
 * update on the disk, works a policy answer out and marks each send, beside the library's own echo bot, which keeps nothing
 * (`echo-bot.ts`). Both on the same machine together with the double, one after the other.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { makeDataFolder, removeDataFolder, startServer, untilIdle } from "../tests/faults/harness.ts";
import { type BotApi, createBotApi } from "../tests/telegram/server.ts";

const root = join(import.meta.dirname, "..");

const persons = 256;
/** Updates a second of the steady load. */
const steadyRate = 50;
const question = "问责条例第十七条说了什么？";

export interface BotRow {
  readonly what: string;
  /** All it can take: updates given at once, until the last answer is sent. */
  readonly perSecond: number;
  /** At 50 updates a second, from the update to its answer at the API. */
  readonly p50Milliseconds: number;
  readonly p99Milliseconds: number;
  /** Answers that are missing or came twice. */
  readonly wrong: number;
}

export interface TelegramResults {
  readonly rows: readonly BotRow[];
  /** Ours to the echo bot that polls as ours does. */
  readonly ratio: number;
  readonly memory: { readonly beforeMegabytes: number; readonly afterMegabytes: number };
}

const people = Array.from({ length: persons }, (_, at) => 10_001 + at);

const sends = (api: BotApi): number => api.callsOf("sendMessage").length;

/** Gives so many updates at once; updates a second until all are answered. */
async function burst(api: BotApi, count: number): Promise<number> {
  const before = sends(api);
  const started = performance.now();
  for (let at = 0; at < count; at++) api.person(people[at % persons] ?? 0).say(question);
  await answered(api, before + count);
  return count / ((performance.now() - started) / 1000);
}

/** Counting all calls at each beat would be most of the work. */
async function answered(api: BotApi, count: number): Promise<void> {
  while (sends(api) < count) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** Milliseconds from each update to its answer, at a steady rate. */
async function steady(api: BotApi, seconds: number): Promise<number[]> {
  const count = steadyRate * seconds;
  const before = sends(api);
  const given = new Map<number, number[]>();
  const started = performance.now();
  for (let at = 0; at < count; at++) {
    const due = started + (at * 1000) / steadyRate;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
    const person = people[at % persons] ?? 0;
    given.set(person, [...(given.get(person) ?? []), performance.now()]);
    api.person(person).say(question);
  }
  await answered(api, before + count);
  // Answers of one chat come in the order of its updates.
  return api
    .callsOf("sendMessage")
    .slice(before)
    .map(({ payload, at }) => at - (given.get(Number(payload.chat_id))?.shift() ?? Number.NaN));
}

const quantile = (sorted: readonly number[], of: number): number =>
  Number((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * of))] ?? Number.NaN).toFixed(1));

async function measure(what: string, api: BotApi, count: number, seconds: number): Promise<BotRow> {
  await burst(api, persons);
  const before = sends(api);
  const perSecond = Math.round(await burst(api, count));
  const times = (await steady(api, seconds)).sort((a, b) => a - b);
  return {
    what,
    perSecond,
    p50Milliseconds: quantile(times, 0.5),
    p99Milliseconds: quantile(times, 0.99),
    wrong: Math.abs(sends(api) - before - count - steadyRate * seconds),
  };
}

async function measureEcho(how: "polling" | "webhook", count: number, seconds: number): Promise<BotRow> {
  const api = await createBotApi();
  const child = spawn(process.execPath, ["bench/echo-bot.ts", api.token, api.root, how], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    await once(child.stdout, "data");
    return await measure(`echo bot, ${how}`, api, count, seconds);
  } finally {
    child.kill("SIGKILL");
    await api.close();
  }
}

const megabytesOf = (process: number): number =>
  Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${process}/status`, "utf8"))?.[1]) / 1024);

/** @param seconds of the steady load; the burst is 200 updates for each */
export async function measureTelegram(seconds: number): Promise<TelegramResults> {
  const count = seconds * 200;
  const polling = await measureEcho("polling", count, seconds);
  const webhook = await measureEcho("webhook", count, seconds);
  const api = await createBotApi();
  const folder = makeDataFolder();
  try {
    const server = await startServer(folder, null, {
      TELEGRAM_BOT_TOKEN: api.token,
      TELEGRAM_API_ROOT: api.root,
      TELEGRAM_MESSAGES_PER_SECOND: "0",
      LIMIT_UNIT_PER_DAY: "0",
      ADMIN_USERS: people.map((id) => `telegram:${id}`).join(","),
      DATA_KEY: `k1:${Buffer.alloc(32, 1).toString("base64")}`,
    });
    // The privacy notice, which everybody is told once.
    await burst(api, persons);
    const before = megabytesOf(server.process);
    const own = await measure("the whole server, polling", api, count, seconds);
    await untilIdle(server.url, 60);
    const after = megabytesOf(server.process);
    await server.terminate();
    return {
      rows: [own, polling, webhook],
      ratio: Number((own.perSecond / polling.perSecond).toFixed(2)),
      memory: { beforeMegabytes: before, afterMegabytes: after },
    };
  } finally {
    await api.close();
    removeDataFolder(folder);
  }
}

if (import.meta.main) {
  const { rows, ratio, memory } = await measureTelegram(Number(process.argv[2] ?? 5));
  console.table(rows);
  console.table([{ "× echo, polling": ratio, ...memory }]);
}
