/** The real server with an embedding model: built beside the work, asked by meaning, and never waited for. */
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { createDevice } from "../faults/device.ts";
import { killAll, type RunningServer, startServer, untilIdle } from "../faults/harness.ts";
import { temporaryFolder } from "../folders.ts";
import { createModelServer, type ModelServer } from "../llm/server.ts";
import { until } from "../until.ts";

let service: ModelServer;
let folder: string;
beforeEach(async () => {
  service = await createModelServer();
  folder = temporaryFolder();
});
afterEach(() => service.close());
afterAll(killAll);

const start = (): Promise<RunningServer> =>
  startServer(folder, null, {
    ACCESS: "open",
    LOG_LEVEL: "info",
    OPENAI_BASE_URL: service.baseURL,
    OPENAI_API_KEY: "key-of-the-service",
    OPENAI_EMBEDDING_MODEL: "vectors",
  });

const statusOf = async (url: string): Promise<number> =>
  (await fetch(`${url}/readyz`, { headers: { connection: "close" } })).status;

async function missing(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`, { headers: { connection: "close" } })).text();
  return Number(/^rongcuo_vectors\{state="missing"\} (\d+)$/m.exec(text)?.[1] ?? Number.NaN);
}

const question = "容错之后会不会影响考核";
const asked = (text: string): number =>
  service.requests.filter(({ body }) => body.includes(JSON.stringify(text))).length;

/** Asks in a new conversation and waits for the answer. */
async function answered(url: string, conversation: string, text: string): Promise<string> {
  const device = createDevice();
  try {
    await device.greet(url);
    await device.post(url, { conversation, eventId: `${conversation}-1`, text });
    await untilIdle(url);
    const [turn] = await device.turns(url, conversation);
    return JSON.stringify(turn?.answer);
  } finally {
    device.close();
  }
}

describe("a server with an embedding model", () => {
  it("is ready and answers while the service is down; then builds, and asks it for a question's vector", async () => {
    service.always({ type: "silence" });
    const server = await start();
    expect(await statusOf(server.url)).toBe(200);
    await service.until(() => service.requests.length > 0);
    expect(await missing(server.url)).toBeGreaterThan(0);
    expect(await answered(server.url, "before", question)).toContain("citations");
    expect(asked(question)).toBe(0);
    expect((await server.terminate()).code).toBe(0);

    service.always(null);
    const again = await start();
    await until(async () => (await missing(again.url)) === 0);
    expect(await answered(again.url, "after", question)).toContain("citations");
    expect(asked(question)).toBe(1);
    const sent = service.requests.length;
    expect((await again.terminate()).code).toBe(0);

    const third = await start();
    await until(async () => (await missing(third.url)) === 0);
    expect(service.requests.length).toBe(sent);
    service.always({ type: "silence" });
    expect(await answered(third.url, "down", question)).toContain("citations");
    expect(await statusOf(third.url)).toBe(200);
    expect((await third.terminate()).code).toBe(0);
    for (const { log } of [server, again, third]) {
      expect(log()).not.toContain(question);
      expect(log()).not.toContain("key-of-the-service");
    }
  });
});
