/**
 * The real server with a language model that goes wrong in every way, over real HTTP: whatever it does, the question has a right
 * answer with its sources in time, and nothing of a key, a person or the service's own words gets anywhere.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import type { TurnView } from "../../src/ports/conversations.ts";
import { createDevice, type Device } from "../faults/device.ts";
import { killAll, type RunningServer, startServer, untilIdle } from "../faults/harness.ts";
import { temporaryFolder } from "../folders.ts";
import { assistant, today } from "../knowledge-base.ts";
import { faithful, unfaithful } from "../llm/claims.ts";
import { createModelServer, type Mode, type ModelServer } from "../llm/server.ts";

const key = "sk-seeded-0123456789abcdef";

/** One to which no editor wrote an answer: only there a model may write. */
const question = [
  "处分影响期满后还能不能正常使用干部",
  "重大行政决策没有履行法定程序的责任怎么追究",
  "被审查调查的人能不能申请复审，多久有答复",
  "公务员执行明显违法的命令要不要承担责任",
].find((text) => assistant.ask(text, { asOf: today }).grounds !== undefined);
if (question === undefined) throw new Error("no question leaves room for a model");
/** No answer is kept where something was masked: each time the model is asked anew. */
const personal = ["13812345678", "11010119800307803X", "6222021234567890123", "zhangsan@example.com"];
const [phone, identity, card, mail] = personal;
const personalQuestion = `${question}？我的电话是${phone}`;

let service: ModelServer;
let folder: string;
let device: Device;
beforeEach(async () => {
  service = await createModelServer();
  service.answer(faithful);
  folder = temporaryFolder();
  device = createDevice();
});
afterEach(async () => {
  device.close();
  await service.close();
});
afterAll(killAll);

async function start(settings: Readonly<Record<string, string>> = {}): Promise<RunningServer> {
  const server = await startServer(folder, null, {
    ACCESS: "open",
    LOG_LEVEL: "debug",
    DATA_KEY: `k1:${Buffer.alloc(32, 7).toString("base64")}`,
    OPENAI_BASE_URL: service.baseURL,
    OPENAI_API_KEY: key,
    OPENAI_MODEL: "writer-1",
    LLM_DAILY_TOKENS: "0",
    LLM_DEADLINE_SECONDS: "60",
    ...settings,
  });
  await device.greet(server.url);
  return server;
}

let asked = 0;
/** Asks in a new conversation; the turn as it stands when nothing is in hand any more. */
async function turnOf(url: string, text: string): Promise<TurnView> {
  const conversation = `model-${++asked}`;
  await device.post(url, { conversation, eventId: `${conversation}-1`, text });
  await untilIdle(url, 60);
  const [turn] = await device.turns(url, conversation);
  if (turn === undefined) throw new Error("no turn");
  return turn;
}

/** Every sentence has its source among the citations. */
function expectSources({ answer }: TurnView): void {
  const numbers = answer.citations.map(({ n }) => n);
  expect(numbers.length).toBeGreaterThan(0);
  for (const block of answer.blocks)
    if (block.type === "sentence") {
      expect(block.citations.length, block.text).toBeGreaterThan(0);
      expect(numbers).toEqual(expect.arrayContaining([...block.citations]));
    }
}

/** All that is told at once, so that nothing here waits for a deadline. */
const faults: readonly Mode[] = [
  { type: "status", status: 429 },
  { type: "status", status: 500 },
  { type: "status", status: 401 },
  { type: "status", status: 400 },
  { type: "html", status: 502 },
  { type: "html", status: 200 },
  { type: "drop" },
  { type: "no-reply" },
  { type: "no-text" },
  { type: "broken" },
  { type: "error-event" },
  { type: "no-finish" },
  { type: "finish", reason: "length" },
  { type: "finish", reason: "content_filter" },
  { type: "filtered", code: "data_inspection_failed" },
  { type: "refusal" },
  { type: "empty" },
  { type: "no-choices" },
  { type: "huge", characters: 200_000 },
  { type: "endless-line" },
];

describe("a server whose language model goes wrong", () => {
  it("answers from the knowledge base each time, and with the model again as soon as it is well", {
    timeout: 300_000,
  }, async () => {
    const server = await start();
    for (const mode of faults) {
      service.always(mode);
      const card = await turnOf(server.url, personalQuestion);
      expect(card.answer.mode, JSON.stringify(mode)).not.toBe("generated");
      expectSources(card);
      // One that is well between two that are not: the breaker stays closed.
      service.always(null);
      const well = await turnOf(server.url, personalQuestion);
      expect(well.answer.mode, `after ${JSON.stringify(mode)}`).toBe("generated");
      expectSources(well);
    }
    for (const [name, by] of Object.entries(unfaithful)) {
      service.answer(by);
      const card = await turnOf(server.url, personalQuestion);
      expect(card.answer.mode, name).not.toBe("generated");
      expectSources(card);
    }
    expect(server.log()).toContain("MODEL_FILING_NUMBER is not set");
    expect(server.log()).not.toMatch(/seeded|secret-of-the-proxy|refused:|filtered:|1381234/);
    expect((await server.terminate()).code).toBe(0);
  });

  it("answers within the deadline from the knowledge base where it hangs, and hangs up", async () => {
    // Of which three are for the first piece, and for the library to be loaded.
    const server = await start({ LLM_DEADLINE_SECONDS: "5" });
    service.always({ type: "hang" });
    expectSources(await turnOf(server.url, personalQuestion));
    await service.until(() => service.aborted() === 1);
    expect((await server.terminate()).code).toBe(0);
  });

  it("leaves it alone after three failures in a row, and answers all the while", async () => {
    const server = await start();
    service.always({ type: "status", status: 500 });
    for (let at = 0; at < 6; at++) expectSources(await turnOf(server.url, personalQuestion));
    expect(service.requests).toHaveLength(3);
    expect((await server.terminate()).code).toBe(0);
  });
});

describe("a server with a language model", () => {
  it("says which it is, and lets no key and nothing personal into requests, log, metrics or store", async () => {
    const server = await start({ MODEL_FILING_NUMBER: "某省-备案-0001" });
    const about = JSON.stringify((await turnOf(server.url, "/about")).answer);
    expect(about).toContain("writer-1");
    expect(about).toContain("某省-备案-0001");
    const turn = await turnOf(
      server.url,
      `${question}？我电话${phone}，身份证${identity}，卡号${card}，邮箱${mail}`,
    );
    expectSources(turn);
    expect(service.requests.length).toBeGreaterThan(0);
    const metrics = await (await fetch(`${server.url}/metrics`, { headers: { connection: "close" } })).text();
    expect((await server.terminate()).code).toBe(0);
    const stored = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name)).toString("latin1"))
      .join();
    const sent = service.requests.map(({ body }) => body).join();
    expect(server.log()).not.toContain("MODEL_FILING_NUMBER");
    for (const seed of [...personal, key])
      for (const place of [sent, server.log(), metrics, stored]) expect(place).not.toContain(seed);
  });
});
