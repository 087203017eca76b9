/**
 * Pushes of a campaign against a limit of the platform: the whole server and the double on one machine. Told are the pushes of each
 * full second after the first, and how long people who ask something meanwhile wait for their answers.
 *
 *     node bench/push.ts [--json] [--limit 30] [--seconds 60]
 *
 * The limit is `TELEGRAM_MESSAGES_PER_SECOND`, of which the channel leaves one place of a second to replies: of 30, pushes get 29.
 */
import { parseArgs } from "node:util";
import { createSealer } from "../src/adapters/sealing/aes-gcm.ts";
import { createSealedStore } from "../src/adapters/stores/sealed-store.ts";
import { createSqliteStore } from "../src/adapters/stores/sqlite-store.ts";
import { makeDataFolder, removeDataFolder, startServer } from "../tests/faults/harness.ts";
import { atAnyHour, beginCampaign, chatOf, copiesOf, seedSubscribers } from "../tests/faults/pushes.ts";
import { type BotApi, createBotApi } from "../tests/telegram/server.ts";

const key = Buffer.from("a key of thirty-two bytes in all");
const asker = 1001;

export interface PushResults {
  readonly limit: number;
  /** Full seconds that were looked at. */
  readonly seconds: number;
  readonly perSecond: { readonly least: number; readonly median: number; readonly most: number };
  /** Calls the platform refused for their number. */
  readonly refused: number;
  readonly replies: { readonly count: number; readonly p50Seconds: number; readonly p95Seconds: number };
}

const rank = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

/** Asks something every other second until told to stop; the seconds each answer took. */
async function askMeanwhile(api: BotApi, over: () => boolean): Promise<number[]> {
  const seconds: number[] = [];
  while (!over()) {
    const before = api.shown(asker).length;
    const begun = performance.now();
    api.person(asker).say("问责条例第十七条说了什么？");
    await api.until(() => api.shown(asker).length > before);
    seconds.push((performance.now() - begun) / 1_000);
    await new Promise((resolve) => setTimeout(resolve, 2_000));
  }
  return seconds.sort((left, right) => left - right);
}

export async function measurePushes({ limit = 30, seconds = 60 } = {}): Promise<PushResults> {
  const count = limit * (seconds + 4);
  const api = await createBotApi();
  const directory = makeDataFolder();
  try {
    const store = createSealedStore(
      createSqliteStore({ directory, clock: Date.now, exclusive: true, what: "a bench" }),
      createSealer([{ id: "k1", bytes: key }]),
    );
    await seedSubscribers(store, count);
    await beginCampaign(store);
    await store.close();
    for (let at = 0; at < count; at++) api.person(chatOf(at)).met();
    const server = await startServer(directory, null, {
      TELEGRAM_BOT_TOKEN: api.token,
      TELEGRAM_API_ROOT: api.root,
      TELEGRAM_MESSAGES_PER_SECOND: String(limit),
      ACCESS: "approval",
      ADMIN_USERS: `telegram:${asker}`,
      DATA_KEY: `k1:${key.toString("base64")}`,
      ...atAnyHour,
    });
    const sends = () => api.calls.filter(({ method }) => /^send(?:Rich)?Message$/.test(method));
    await api.until(() => sends().length > limit);
    const begun = (sends().at(-1)?.at ?? 0) + 1;
    let over = false;
    const asking = askMeanwhile(api, () => over);
    await new Promise((resolve) => setTimeout(resolve, seconds * 1_000 + 500));
    over = true;
    const waited = await asking;
    await server.terminate();
    const perSecond = Array.from(
      { length: seconds },
      (_, at) =>
        sends().filter((call) => call.at >= begun + at * 1_000 && call.at < begun + (at + 1) * 1_000).length,
    ).sort((left, right) => left - right);
    for (let at = 0; at < count; at++) if (copiesOf(api, at) > 1) throw new Error("a push was shown twice");
    return {
      limit,
      seconds,
      perSecond: { least: perSecond[0] ?? 0, median: rank(perSecond, 0.5), most: perSecond.at(-1) ?? 0 },
      refused: api.calls.filter(({ status }) => status === 429).length,
      replies: { count: waited.length, p50Seconds: rank(waited, 0.5), p95Seconds: rank(waited, 0.95) },
    };
  } finally {
    await api.close();
    removeDataFolder(directory);
  }
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      json: { type: "boolean", default: false },
      limit: { type: "string", default: "30" },
      seconds: { type: "string", default: "60" },
    },
  });
  const results = await measurePushes({ limit: Number(values.limit), seconds: Number(values.seconds) });
  const { perSecond, replies } = results;
  process.stdout.write(
    values.json
      ? `${JSON.stringify(results)}\n`
      : `messages a second over ${results.seconds} s, limit ${results.limit}: least ${perSecond.least}, median ${perSecond.median}, ` +
          `most ${perSecond.most}; refused ${results.refused}\n${replies.count} replies meanwhile: p50 ${replies.p50Seconds.toFixed(2)} s, ` +
          `p95 ${replies.p95Seconds.toFixed(2)} s\n`,
  );
}
