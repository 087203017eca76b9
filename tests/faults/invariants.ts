/**
 * What must hold of a flow whatever failed on the way, checked from what was recorded outside of it and from what is left
 * when it is quiet again.
 *
 *   I1, I2  every acknowledged event has exactly one effect, or stands among the dead letters
 *   I3      the version of a conversation's state rises by one with each turn
 *   I4      the same question has the same answer
 *   I5      every message ends sent, failed or unknown; none goes out again after it may have arrived, where that would show
 *   I6      the audit verifies
 *   I7      nobody reads anything of another
 *   I8      the log holds no secret and no text of a person
 *   I9      the flow goes on: nothing is left undone
 */
import { createHash } from "node:crypto";
import { type StreamCheck, verifyAudit } from "../../src/app/audit.ts";
import { groupOf, inboxQueue, outboxQueue, spaceOf, stateKey } from "../../src/app/flow/keys.ts";
import { type Address, eventOfKey, type PersonId, type SendResult } from "../../src/ports/channel.ts";
import type { Conversations, TurnView } from "../../src/ports/conversations.ts";
import type { DeadLetter, QueueState, Store } from "../../src/ports/store.ts";
import { replies } from "../../src/text/dialogue.ts";

export type Said =
  /** Texts of questions are never used twice, so that each turn names its event. */
  | { readonly type: "question"; readonly text: string }
  | { readonly type: "feedback"; readonly turn: number }
  | { readonly type: "stop" }
  | { readonly type: "forget" };

/** An event the border said it has accepted, in the order of the receipts. */
export interface Acknowledged {
  /** `<channel>/<event id>`. */
  readonly event: string;
  readonly from: Address;
  readonly said: Said;
  /** Rises whenever the flow was quiet: two of one number were under way at the same time. */
  readonly quiet: number;
}

/** A call of a channel's `send`; `cut_off`: the process ended before it came back. */
export interface RecordedSend {
  readonly key: string;
  readonly to: Address;
  readonly fate: SendResult["status"] | "cut_off";
}

/** What was recorded outside of the flow, over all its processes. */
export interface History {
  readonly acknowledged: readonly Acknowledged[];
  readonly sends: readonly RecordedSend[];
  readonly log: readonly string[];
}

/** What the test knows of the world. */
export interface World {
  /** Text of the answer to a question; null where it cannot be handled. */
  readonly answerTo: (question: string) => string | null;
  /** Whether a channel shows a message sent twice under one key once. */
  readonly dropsRepeatedKey: (channel: string) => boolean;
  /** What must not be in the log. */
  readonly secrets: readonly string[];
}

/** What is left of a conversation. */
export interface LeftConversation {
  readonly of: Address;
  readonly turns: readonly TurnView[];
  /** Version of its state; 0: none. */
  readonly version: number;
}

/** What is left when the flow is quiet. */
export interface Remains {
  readonly conversations: readonly LeftConversation[];
  /** What each person is given as all that is theirs. */
  readonly files: readonly { readonly person: PersonId; readonly text: string }[];
  readonly queues: readonly QueueState[];
  readonly deadLetters: readonly DeadLetter[];
  readonly audit: readonly StreamCheck[];
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

export async function remainsOf(
  store: Store,
  conversations: Conversations,
  addresses: readonly Address[],
): Promise<Remains> {
  const people = [...new Set(addresses.map(({ person }) => person))];
  return {
    conversations: await Promise.all(
      addresses.map(async (of) => {
        const [state] = await store.read(spaceOf(of.person), [stateKey(of)]);
        return { of, turns: await conversations.turns(of, 0, 10_000), version: state?.version ?? 0 };
      }),
    ),
    files: await Promise.all(
      people.map(async (person) => ({ person, text: (await conversations.file(person, "my-data")).text })),
    ),
    queues: await store.queues(),
    deadLetters: await store.deadLetters({ limit: 10_000 }),
    audit: await verifyAudit(store, sha256),
  };
}

export const textOfAnswer = ({ answer }: Pick<TurnView, "answer">): string =>
  answer.blocks.map((block) => ("text" in block ? block.text : "")).join("");

/** Whatever does not hold, each as one line that begins with the invariant's name; empty: all holds. */
export function violations(history: History, remains: Remains, world: World): readonly string[] {
  return [
    ...effects(history, remains, world),
    ...versions(remains),
    ...messages(history, remains, world),
    ...remains.audit
      .filter(({ ok }) => !ok)
      .map(({ space, brokenAt }) => `I6 audit of ${space} broken at ${brokenAt}`),
    ...privacy(history, remains),
    ...world.secrets
      .filter((secret) => history.log.some((line) => line.includes(secret)))
      .map((secret) => `I8 the log holds ${secret}`),
    ...remains.queues
      .filter(({ waiting, claimed }) => waiting + claimed > 0)
      .map(({ queue, waiting, claimed }) => `I9 ${queue} holds ${waiting} waiting and ${claimed} claimed`),
  ];
}

/** How many turns an event may have left. */
function turnsAllowed(event: Acknowledged, at: number, all: readonly Acknowledged[]): readonly number[] {
  const forgets = (other: Acknowledged): boolean =>
    other.said.type === "forget" && other.from.person === event.from.person;
  if (all.slice(at + 1).some(forgets)) return [0];
  // Sent after the confirmation and before it was carried out: deleted with the rest, or not.
  return all.slice(0, at).some((other) => forgets(other) && other.quiet === event.quiet) ? [0, 1] : [1];
}

function effects({ acknowledged }: History, remains: Remains, world: World): string[] {
  const once = acknowledged.filter(
    ({ event }, at) => acknowledged.findIndex((other) => other.event === event) === at,
  );
  const dead = new Set(
    remains.deadLetters
      .filter(({ queue }) => queue === inboxQueue)
      .map(({ payload }) => {
        const { channel, eventId } = JSON.parse(payload) as { channel: string; eventId: string };
        return `${channel}/${eventId}`;
      }),
  );
  return once.flatMap((event, at) => {
    if (event.said.type !== "question") return [];
    const { text } = event.said;
    const left = remains.conversations.find(({ of }) => groupOf(of) === groupOf(event.from));
    const turns = (left?.turns ?? []).filter(({ question }) => question === text);
    const allowed = turnsAllowed(event, at, once);
    const found: string[] = [];
    if (!allowed.includes(turns.length))
      found.push(`I2 ${event.event} has ${turns.length} turns, not ${allowed.join(" or ")}`);
    const stopped = once.some(
      ({ said, from, quiet }, other) =>
        said.type === "stop" &&
        groupOf(from) === groupOf(event.from) &&
        quiet === event.quiet &&
        other !== at,
    );
    const expected = world.answerTo(text);
    const answers = [
      expected ?? replies.failed,
      ...(stopped ? [replies.stopped] : []),
      ...(dead.has(event.event) ? [replies.failed] : []),
    ];
    for (const turn of turns)
      if (!answers.includes(textOfAnswer(turn)))
        found.push(`I4 ${event.event} was answered ${textOfAnswer(turn)}`);
    if (turns.some((turn) => textOfAnswer(turn) === replies.failed) !== dead.has(event.event))
      found.push(`I2 ${event.event} has a dead letter and no word of it, or a word and no letter`);
    return found;
  });
}

const versions = ({ conversations }: Remains): string[] =>
  conversations.flatMap(({ of, turns, version }) => {
    const name = groupOf(of);
    const gap = turns.findIndex(({ turn }, at) => turn !== at + 1);
    return [
      ...(gap === -1 ? [] : [`I3 ${name} has a gap before turn ${turns[gap]?.turn}`]),
      ...(version === turns.length ? [] : [`I3 ${name} has version ${version} and ${turns.length} turns`]),
    ];
  });

function messages({ acknowledged, sends }: History, { deadLetters }: Remains, world: World): string[] {
  const deadKeys = new Set(
    deadLetters
      .filter(({ queue }) => queue === outboxQueue)
      .map(({ payload }) => (JSON.parse(payload) as { key: string }).key),
  );
  const byKey = Map.groupBy(sends, ({ key }) => key);
  const found: string[] = [];
  for (const [key, tries] of byKey) {
    const drops = world.dropsRepeatedKey(eventOfKey(key).split("/", 1)[0] ?? "");
    const arrived = tries.findIndex(
      ({ fate }) => fate === "sent" || fate === "unknown" || fate === "cut_off",
    );
    if (!drops && arrived !== -1 && arrived < tries.length - 1)
      found.push(`I5 ${key} was sent again after it was ${tries[arrived]?.fate}`);
  }
  // Whoever asked and was not forgotten hears of it, and of nothing they did not ask.
  const events = new Set(acknowledged.map(({ event }) => event));
  for (const key of byKey.keys())
    if (!events.has(eventOfKey(key))) found.push(`I5 ${key} answers no acknowledged event`);
  const settled = new Set(
    [...byKey]
      .filter(([, tries]) => tries.some(({ fate }) => fate === "sent"))
      .map(([key]) => eventOfKey(key)),
  );
  for (const key of deadKeys) settled.add(eventOfKey(key));
  for (const [at, { event, from, said }] of acknowledged.entries()) {
    const forgotten = acknowledged.some(
      (other) => other.said.type === "forget" && other.from.person === from.person && other.event !== event,
    );
    if (
      said.type === "feedback" ||
      forgotten ||
      acknowledged.findIndex((other) => other.event === event) < at
    )
      continue;
    if (!settled.has(event)) found.push(`I5 the message on ${event} ended neither sent, failed nor unknown`);
  }
  return found;
}

/** Texts of questions tell whose they are: each stands in what its own person reads, and in nothing of anybody else. */
const privacy = ({ acknowledged }: History, { conversations, files }: Remains): string[] =>
  acknowledged.flatMap(({ from, said, event }) => {
    if (said.type !== "question") return [];
    const inTurns = conversations.filter(
      ({ of, turns }) => of.person !== from.person && JSON.stringify(turns).includes(said.text),
    );
    const inFiles = files.filter(({ person, text }) => person !== from.person && text.includes(said.text));
    return [
      ...inTurns.map(({ of }) => `I7 ${of.person} reads ${event}`),
      ...inFiles.map(({ person }) => `I7 the file of ${person} holds ${event}`),
    ];
  });
