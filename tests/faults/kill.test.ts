import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { createDevice } from "./device.ts";
import { type Fault, killAll, makeDataFolder, removeDataFolder, startServer, untilIdle } from "./harness.ts";
import { survive } from "./scenario.ts";

const long = process.env.LONG_TESTS === "true";

afterEach(killAll);

/** In a folder of its own. */
async function survives(fault: Fault): Promise<boolean> {
  const folder = makeDataFolder();
  try {
    return await survive(folder, fault);
  } catch (error) {
    throw new Error(`killed ${fault.when} call ${fault.at} from the ${fault.from}`, { cause: error });
  } finally {
    removeDataFolder(folder);
  }
}

/** How many calls a run without a fault makes. */
async function callsOf(kind: Pick<Fault, "from" | "sql">): Promise<number> {
  const folder = makeDataFolder();
  try {
    const countFile = join(folder, "calls");
    expect(await survive(join(folder, "data"), { at: 0, when: "before", ...kind, countFile })).toBe(false);
    return Number(readFileSync(countFile, "utf8"));
  } finally {
    removeDataFolder(folder);
  }
}

/** Numbers spread over a path of so many calls, alternating before and after. */
const spread = (total: number, points: number): Pick<Fault, "at" | "when">[] =>
  Array.from({ length: points }, (_, at) => ({
    at: Math.max(1, Math.round(((at + 0.5) * total) / points)),
    when: at % 2 === 0 ? "before" : "after",
  }));

describe("a server killed at a call of its store", () => {
  it("loses nothing and does nothing twice, wherever on the path of a message", {
    timeout: 120_000,
  }, async () => {
    // At a commit there is most to lose: what was told must be there, and what was not must not be done again.
    const kind = { from: "address", sql: "COMMIT" } as const;
    const total = await callsOf(kind);
    expect(total).toBeGreaterThan(10);
    const points = spread(total * 0.8, 4);
    const fired = await Promise.all(points.map((point) => survives({ ...point, ...kind })));
    expect(fired).toEqual(points.map(() => true));
  });

  it("starts again after a death while it opened its store", { timeout: 120_000 }, async () => {
    expect(await survives({ at: 8, when: "after", from: "start" })).toBe(true);
  });

  it.skipIf(!long).each(["before", "after"] as const)(
    "survives a death %s each of them, from the start on",
    { timeout: 3_600_000 },
    async (when) => {
      let next = 1;
      let over = false;
      const lane = async (): Promise<void> => {
        while (!over) if (!(await survives({ at: next++, when, from: "start" }))) over = true;
      };
      await Promise.all([lane(), lane()]);
      expect(next).toBeGreaterThan(200);
    },
  );
});

describe("a server told to stop (SIGTERM) under load", () => {
  it("ends what it has in hand, exits with 0, and keeps all it acknowledged", {
    timeout: 120_000,
  }, async () => {
    const folder = makeDataFolder();
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
    removeDataFolder(folder);
  });
});
