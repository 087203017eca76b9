/** Two people in three conversations; what they were told and saw, and what must hold afterwards. */
import { expect } from "vitest";
import { createDevice, type Device, type Message } from "./device.ts";
import {
  cli,
  type Exit,
  type Fault,
  type RunningServer,
  remainsOf,
  StartFailedError,
  startServer,
  untilIdle,
} from "./harness.ts";

interface Talk {
  readonly device: Device;
  readonly messages: readonly Message[];
  /** Events the server said it has. */
  readonly acknowledged: Set<string>;
  /** Turns as they were last seen, before whatever happened. */
  seen: readonly unknown[];
}

/** Texts of one conversation, each another. */
const texts = (conversation: string, count: number): Message[] =>
  Array.from({ length: count }, (_, at) => ({
    conversation,
    eventId: `${conversation}-${at}`,
    text: `问责条例第${at + 1}条说了什么？`,
  }));

function talks(): Talk[] {
  const [first, second] = [createDevice(), createDevice()];
  const talk = (device: Device, messages: readonly Message[]): Talk => ({
    device,
    messages,
    acknowledged: new Set(),
    seen: [],
  });
  return [talk(first, texts("a", 3)), talk(first, texts("b", 1)), talk(second, texts("a", 2))];
}

/** Sends what is not acknowledged, in order, until the connection ends. */
async function sendRest({ device, messages, acknowledged }: Talk, url: string): Promise<void> {
  for (const message of messages) {
    if (acknowledged.has(message.eventId)) continue;
    if ((await device.post(url, message)) === "unknown") return;
    acknowledged.add(message.eventId);
  }
}

/** Everybody sends and looks; ends early where the server dies. */
async function play(all: readonly Talk[], server: RunningServer): Promise<Exit | null> {
  const { url, exited } = server;
  const everything = async (): Promise<null> => {
    for (const { device } of all) await device.greet(url);
    await Promise.all(all.map((talk) => sendRest(talk, url)));
    for (const talk of all) talk.seen = await talk.device.turns(url, talk.messages[0]?.conversation ?? "");
    await untilIdle(url);
    return null;
  };
  // A connection that ends is told by the death of the server; one that ends without it is a failure.
  return everything().catch(async (error: unknown) => {
    const exit = await Promise.race([
      exited,
      new Promise<null>((resolve) => setTimeout(resolve, 2_000, null)),
    ]);
    if (exit === null) throw error;
    return exit;
  });
}

/** I1, I2: each event has its turn, once and in order; what was seen stays. */
async function checkTurns(all: readonly Talk[], url: string): Promise<void> {
  for (const { device, messages, seen } of all) {
    const turns = await device.turns(url, messages[0]?.conversation ?? "");
    expect(turns.map(({ turn, question }) => [turn, question])).toEqual(
      messages.map(({ text }, at) => [at + 1, text]),
    );
    expect(turns.slice(0, seen.length)).toEqual(seen);
  }
}

/** I3: a version for each turn; I5: nothing waits, nothing died; one audit entry a turn, and I6: the chain holds. */
async function checkStore(all: readonly Talk[], folder: string): Promise<void> {
  const turns = all.reduce((total, { messages }) => total + messages.length, 0);
  const { queues, versions, audited } = await remainsOf(folder);
  expect(queues).toEqual([]);
  const versionsOf = (kind: string): number[] =>
    [...versions]
      .filter(([key]) => key.startsWith(kind))
      .map(([, version]) => version)
      .sort();
  expect(versionsOf("state/")).toEqual(all.map(({ messages }) => messages.length).sort());
  expect(versionsOf("turn/")).toEqual(Array.from({ length: turns }, () => 1));
  expect(audited).toBe(turns);
  await cli(folder, "audit", "verify");
}

/**
 * Plays against a server that dies at its fault, starts it again without, sends again what was not acknowledged, and one
 * thing that was; then checks everything.
 *
 * @returns whether the fault came to be
 */
export async function survive(folder: string, fault: Fault | null): Promise<boolean> {
  const all = talks();
  const first = await startServer(folder, fault).catch((error: unknown) => {
    if (error instanceof StartFailedError && error.exit.signal === "SIGKILL") return null;
    throw error;
  });
  const death = first === null ? null : await play(all, first);
  if (death !== null) expect(death).toEqual({ code: null, signal: "SIGKILL" });
  const fired = first === null || death !== null;
  if (!fired) {
    await checkTurns(all, first.url);
    expect(await first.terminate()).toEqual({ code: 0, signal: null });
  }

  const next = await startServer(folder);
  for (const { device } of all) await device.greet(next.url);
  await untilIdle(next.url);
  for (const talk of all) {
    const [once] = talk.messages;
    await sendRest(talk, next.url);
    if (once !== undefined) expect(await talk.device.post(next.url, once)).toBe("accepted");
  }
  await untilIdle(next.url);
  await checkTurns(all, next.url);
  for (const { device } of all) device.close();
  expect(await next.terminate()).toEqual({ code: 0, signal: null });
  await checkStore(all, folder);
  return fired;
}
