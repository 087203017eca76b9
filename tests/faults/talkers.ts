/**
 * People who ask the servers of one Redis without a pause, whatever they hear; and what must hold of the store when it is
 * quiet again (the names are those of `invariants.ts`):
 *
 *   I1, I2  every accepted event has exactly one turn, in the order of the receipts
 *   I3      the version of a conversation's state rises by one with each turn
 *   I4      the same question has the same answer
 *   I5, I9  nothing waits, nothing is in hand, nothing died
 *   I6      the audit verifies, with one entry for each turn
 */
import { createHash, randomUUID } from "node:crypto";
import { createSealer } from "../../src/adapters/sealing/aes-gcm.ts";
import { type OpenRedis, openRedisStore } from "../../src/adapters/stores/redis/open.ts";
import { createSealedStore } from "../../src/adapters/stores/sealed-store.ts";
import { type StreamCheck, verifyAudit } from "../../src/app/audit.ts";
import { ConversationState, parseStored, StoredTurn } from "../../src/app/flow/events.ts";
import { partitions } from "../../src/app/flow/keys.ts";
import type { Store } from "../../src/ports/store.ts";
import { noticeVersion } from "../../src/text/dialogue.ts";
import { type Visitor, visit } from "../adapters/http/client.ts";
import { createEpochMemory } from "../adapters/stores/redis/open.ts";
import { until } from "../until.ts";

interface Person {
  readonly visitor: Visitor;
  readonly conversation: string;
  /** Questions that were taken in, in order. */
  readonly accepted: string[];
}

export interface Talkers {
  /** Resolves when each has been taken in so many times more. */
  progress(count: number): Promise<void>;
  /** Whatever was heard but "accepted": status and message. */
  readonly refusals: Set<string>;
  /** The longest that anybody waited for any word. */
  longestMilliseconds(): number;
  /** Everybody ends with a question that is taken in. */
  stop(): Promise<void>;
  /** Everybody ends, taken in or not. */
  abandon(): void;
  readonly people: readonly Person[];
}

const articles = 20;
const questionAt = (turn: number): string => `问责条例第${(turn % articles) + 1}条说了什么？`;

/** The same browser at another server, as a proxy would have it. */
export const visitorAt = (url: string, visitor: Pick<Visitor, "cookies">): Visitor => {
  const other = visit(url);
  for (const [name, value] of visitor.cookies) other.cookies.set(name, value);
  return other;
};

/** @param urls of the servers, as they are just then; each message goes to the next one, as from a proxy */
export async function startTalkers(urls: () => readonly string[], count: number): Promise<Talkers> {
  const refusals = new Set<string>();
  let longest = 0;
  let stopping = false;
  let abandoned = false;
  const people = await Promise.all(
    Array.from({ length: count }, async (_, at): Promise<Person> => {
      const visitor = visit(urls()[0] ?? "");
      await visitor.send("/api/first-questions");
      return { visitor, conversation: `c${at}`, accepted: [] };
    }),
  );

  const send = async (url: string, { visitor, conversation }: Person, eventId: string, text: string) => {
    const from = performance.now();
    const body = { conversation, eventId, text, notice: noticeVersion };
    try {
      const reply = await visitorAt(url, visitor).json("POST", "/api/messages", body);
      if (reply.status === 202) return true;
      refusals.add(`${reply.status} ${JSON.parse(reply.text).error.message}`);
      return false;
    } finally {
      longest = Math.max(longest, performance.now() - from);
    }
  };
  const talk = async (person: Person, at: number): Promise<void> => {
    for (let turn = 0; !stopping && !abandoned; turn++) {
      const [eventId, text] = [randomUUID(), questionAt(turn)];
      let tries = 0;
      // As a page does: the same event again until it is taken in. A server that is gone is not heard at all.
      const next = (): string => urls()[(at + turn + tries++) % urls().length] ?? "";
      await until(async () => abandoned || (await send(next(), person, eventId, text)));
      if (!abandoned) person.accepted.push(text);
    }
  };
  const talks = people.map(talk);
  return {
    people,
    refusals,
    longestMilliseconds: () => longest,
    progress: async (more) => {
      const before = people.map(({ accepted }) => accepted.length);
      await until(() => people.every(({ accepted }, at) => accepted.length >= (before[at] ?? 0) + more));
    },
    stop: async () => {
      stopping = true;
      await Promise.all(talks);
    },
    abandon: () => {
      abandoned = true;
    },
  };
}

const sha256 = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex");

type Reached = Pick<OpenRedis, "url" | "sentinels">;

async function withStore<Result>(redis: Reached, work: (store: Store) => Promise<Result>): Promise<Result> {
  const memory = createEpochMemory();
  const { store } = await openRedisStore({
    ...redis,
    clock: Date.now,
    memory,
    create: false,
    warn: () => {},
  });
  try {
    return await work(createSealedStore(store, createSealer([])));
  } finally {
    await store.close();
  }
}

/** What a conversation left in the store. */
interface Left {
  readonly turns: StoredTurn[];
  stateVersion: number;
}

async function leftIn(store: Store): Promise<ReadonlyMap<string, Left>> {
  const found = new Map<string, Left>();
  const of = (conversation: string): Left => {
    const left = found.get(conversation) ?? { turns: [], stateVersion: 0 };
    found.set(conversation, left);
    return left;
  };
  for (const space of partitions) {
    for (const { key, value } of await store.list(space, "turn/", { limit: 100_000 }))
      of(key.split("/").at(-2) ?? "").turns.push(parseStored(StoredTurn, value ?? "", "turn"));
    for (const { key, value, version } of await store.list(space, "state/", { limit: 100_000 })) {
      const left = of(key.split("/").at(-1) ?? "");
      left.stateVersion =
        parseStored(ConversationState, value ?? "", "conversation").turns === version ? version : -1;
    }
  }
  return found;
}

/** Whatever does not hold, each as a line that begins with the invariant's name. Call when nothing is in hand. */
export const violationsAfter = (
  { people }: Pick<Talkers, "people">,
  redis: Reached,
): Promise<readonly string[]> =>
  withStore(redis, async (store) => {
    const left = await leftIn(store);
    const audit = await verifyAudit(store, sha256);
    return [
      ...people.flatMap((person) => violationsOf(person, left.get(person.conversation))),
      ...severalAnswers([...left.values()].flatMap(({ turns }) => turns)),
      ...(await store.queues()).map((queue) => `I5 ${JSON.stringify(queue)}`),
      ...audit.filter(({ ok }) => !ok).map(({ space }) => `I6 audit of ${space} is broken`),
      ...countsOf(people, audit),
    ];
  });

function violationsOf({ conversation, accepted }: Person, left: Left | undefined): readonly string[] {
  const turns = left?.turns ?? [];
  const asked = JSON.stringify(turns.map(({ question }) => question));
  return [
    ...(asked === JSON.stringify(accepted)
      ? []
      : [`I2 ${conversation} has ${turns.length} turns of ${accepted.length} events, or another order`]),
    ...(left?.stateVersion === turns.length
      ? []
      : [`I3 ${conversation} has ${turns.length} turns at version ${left?.stateVersion}`]),
  ];
}

function severalAnswers(turns: readonly StoredTurn[]): readonly string[] {
  const byQuestion = Map.groupBy(turns, ({ question }) => question);
  return [...byQuestion].flatMap(([question, same]) =>
    new Set(same.map(({ answer }) => JSON.stringify(answer.blocks))).size > 1
      ? [`I4 ${question} has several answers`]
      : [],
  );
}

function countsOf(people: readonly Person[], audit: readonly StreamCheck[]): readonly string[] {
  const entries = audit.reduce((sum, one) => sum + one.entries, 0);
  const turns = people.reduce((sum, { accepted }) => sum + accepted.length, 0);
  return entries === turns ? [] : [`I6 ${entries} entries for ${turns} turns`];
}
