/** Two people in three conversations, one of whom says what an answer was worth; and what must hold afterwards. */
import { expect } from "vitest";
import type { TurnView } from "../../src/ports/conversations.ts";
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
  /** Whether the first answer is praised, once it is there. */
  readonly praises: boolean;
  /** Turns as they were last seen, before whatever happened. */
  seen: readonly Kept[];
}

/** What of a turn never changes. */
type Kept = Omit<TurnView, "feedback">;

/** Texts of one conversation, each another. */
const texts = (conversation: string, count: number): Message[] =>
  Array.from({ length: count }, (_, at) => ({
    conversation,
    eventId: `${conversation}-${at}`,
    text: `问责条例第${at + 1}条说了什么？`,
  }));

function talks(): Talk[] {
  const [first, second] = [createDevice(), createDevice()];
  const talk = (device: Device, messages: readonly Message[], praises: boolean): Talk => ({
    device,
    messages,
    acknowledged: new Set(),
    praises,
    seen: [],
  });
  return [
    talk(first, texts("a", 3), false),
    talk(first, texts("b", 1), true),
    talk(second, texts("a", 2), false),
  ];
}

const nameOf = ({ messages }: Talk): string => messages[0]?.conversation ?? "";

const keptOf = ({ feedback, ...kept }: TurnView): Kept => kept;

/** Sends what is not acknowledged, in order, until the connection ends. */
async function sendRest({ device, messages, acknowledged }: Talk, url: string): Promise<void> {
  for (const message of messages) {
    if (acknowledged.has(message.eventId)) continue;
    if ((await device.post(url, message)) === "unknown") return;
    acknowledged.add(message.eventId);
  }
}

async function praise(all: readonly Talk[], url: string): Promise<void> {
  for (const talk of all) if (talk.praises) await talk.device.praise(url, nameOf(talk), 1);
}

/** Everybody sends and looks; ends early where the server dies. */
async function play(all: readonly Talk[], server: RunningServer): Promise<Exit | null> {
  const { url, exited } = server;
  const everything = async (): Promise<null> => {
    for (const { device } of all) await device.greet(url);
    await Promise.all(all.map((talk) => sendRest(talk, url)));
    for (const talk of all) talk.seen = (await talk.device.turns(url, nameOf(talk))).map(keptOf);
    await untilIdle(url);
    await praise(all, url);
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
  for (const talk of all) {
    const { device, messages, seen, praises } = talk;
    const turns = await device.turns(url, nameOf(talk));
    expect(turns.map(({ turn, question, feedback }) => [turn, question, feedback])).toEqual(
      messages.map(({ text }, at) => [at + 1, text, praises && at === 0 ? "useful" : null]),
    );
    expect(turns.slice(0, seen.length).map(keptOf)).toEqual(seen);
  }
}

/**
 * I3: a version for each turn and for what was said of it; I5: nothing waits, nothing died; an audit entry for each, and
 * I6: the chain holds.
 */
async function checkStore(all: readonly Talk[], folder: string): Promise<void> {
  const turns = all.reduce((total, { messages }) => total + messages.length, 0);
  const praised = all.filter(({ praises }) => praises).length;
  const { queues, versions, audited } = await remainsOf(folder);
  expect(queues).toEqual([]);
  const versionsOf = (kind: string): number[] =>
    [...versions]
      .filter(([key]) => key.startsWith(kind))
      .map(([, version]) => version)
      .sort();
  expect(versionsOf("state/")).toEqual(all.map(({ messages }) => messages.length).sort());
  expect(versionsOf("turn/")).toEqual([
    ...Array.from({ length: turns - praised }, () => 1),
    ...Array.from({ length: praised }, () => 2),
  ]);
  expect(audited).toBe(turns + praised);
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
  // A fault may also come to be while the server stops.
  const end = death ?? (await first?.terminate()) ?? null;
  const fired = first === null || end?.signal === "SIGKILL";
  if (!fired) expect(end).toEqual({ code: 0, signal: null });

  const next = await startServer(folder);
  for (const { device } of all) await device.greet(next.url);
  await untilIdle(next.url);
  for (const talk of all) {
    const [once] = talk.messages;
    await sendRest(talk, next.url);
    if (once !== undefined) expect(await talk.device.post(next.url, once)).toBe("accepted");
  }
  await untilIdle(next.url);
  await praise(all, next.url);
  await untilIdle(next.url);
  await checkTurns(all, next.url);
  for (const { device } of all) device.close();
  expect(await next.terminate()).toEqual({ code: 0, signal: null });
  await checkStore(all, folder);
  return fired;
}
