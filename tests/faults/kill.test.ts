import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createDevice } from "./device.ts";
import { killAll, makeDataFolder, removeDataFolder, startServer, untilIdle } from "./harness.ts";
import { survive } from "./scenario.ts";

const long = process.env.LONG_TESTS === "true";

let folder: string;
beforeEach(() => {
  folder = makeDataFolder();
});
afterEach(() => {
  killAll();
  removeDataFolder(folder);
});

/** Numbers spread over a path of so many calls, alternating before and after. */
const spread = (total: number, points: number) =>
  Array.from({ length: points }, (_, at) => ({
    at: Math.max(1, Math.round(((at + 0.5) * total) / points)),
    when: at % 2 === 0 ? ("before" as const) : ("after" as const),
  }));

/** How many calls a run without a fault makes. */
async function callsOf(from: "start" | "address"): Promise<number> {
  const counted = makeDataFolder();
  try {
    const countFile = join(counted, "calls");
    expect(await survive(join(counted, "data"), { at: 0, when: "before", from, countFile })).toBe(false);
    return Number(readFileSync(countFile, "utf8"));
  } finally {
    removeDataFolder(counted);
  }
}

describe("a server killed at a call of its store", () => {
  it("loses nothing and does nothing twice, wherever on the path of a message", {
    timeout: 60_000,
  }, async () => {
    const total = await callsOf("address");
    expect(total).toBeGreaterThan(50);
    for (const fault of spread(total * 0.8, 5)) {
      removeDataFolder(folder);
      expect(await survive(folder, fault), JSON.stringify(fault)).toBe(true);
    }
  });

  it("starts again after a death while it opened its store", { timeout: 60_000 }, async () => {
    for (const at of [2, 12]) {
      removeDataFolder(folder);
      expect(await survive(folder, { at, when: "after", from: "start" })).toBe(true);
    }
  });

  it.skipIf(!long).each([
    { from: "start", when: "before" },
    { from: "start", when: "after" },
  ] as const)(
    "survives each of them: counted from the $from, $when the call",
    { timeout: 3_600_000 },
    async ({ from, when }) => {
      for (let at = 1; ; at++) {
        removeDataFolder(folder);
        if (!(await survive(folder, { at, when, from }))) return;
      }
    },
  );
});

describe("a server told to stop (SIGTERM) under load", () => {
  it("ends what it has in hand, exits with 0, and keeps all it acknowledged", {
    timeout: 60_000,
  }, async () => {
    const server = await startServer(folder);
    const devices = Array.from({ length: 8 }, createDevice);
    for (const device of devices) await device.greet(server.url);
    const acknowledged = devices.map((): string[] => []);
    let open = true;
    const flood = devices.map(async (device, who) => {
      for (let at = 0; open; at++) {
        const text = `问责条例第${(at % 27) + 1}条说了什么？`;
        const message = { conversation: "c", eventId: String(at), text };
        const sent = await device.post(server.url, message).catch(() => "refused" as const);
        if (sent !== "accepted") return;
        acknowledged[who]?.push(text);
      }
    });
    // The stop comes in the middle of it.
    while (acknowledged.flat().length < 100) await new Promise((resolve) => setTimeout(resolve, 5));
    const asked = performance.now();
    expect(await server.terminate()).toEqual({ code: 0, signal: null });
    expect(performance.now() - asked).toBeLessThan(10_000);
    open = false;
    await Promise.all(flood);

    const next = await startServer(folder);
    await untilIdle(next.url);
    for (const [who, device] of devices.entries()) {
      const known = acknowledged[who] ?? [];
      const turns = (await device.turns(next.url, "c")).map(({ question }) => question);
      expect(turns.slice(0, known.length)).toEqual(known);
      // One more may have been taken in without the word having arrived.
      expect(turns.length - known.length).toBeLessThanOrEqual(1);
      device.close();
    }
    expect(await next.terminate()).toEqual({ code: 0, signal: null });
  });
});
