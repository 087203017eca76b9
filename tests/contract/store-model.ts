/**
 * The store port in memory, written to be obviously right and not to be fast: everything is an array. Adapters are compared
 * with it; other tests may use it where they need a store.
 */
import { createHash } from "node:crypto";
import {
  type Batch,
  type Claimed,
  type DeadLetter,
  type Entry,
  entryHashInput,
  type Put,
  type Space,
  type Store,
  type StoredText,
} from "../../src/ports/store.ts";
import type { Clock, Instant } from "../../src/ports/time.ts";

interface Document extends Put {
  readonly space: Space;
  readonly version: number;
}

interface Item {
  readonly number: number;
  readonly queue: string;
  readonly space: Space;
  readonly group: string;
  payload: string;
  readonly enqueuedAt: Instant;
  attempts: number;
  due: Instant;
  held: boolean;
}

interface Stream {
  readonly space: Space;
  readonly stream: string;
  base: { sequence: number; hash: string };
  last: { sequence: number; hash: string };
  entries: Entry[];
}

const week = 7 * 24 * 3_600_000;
const bytewise = (left: string, right: string): number =>
  Buffer.compare(Buffer.from(left), Buffer.from(right));

export function createModelStore(clock: Clock): Store {
  let documents: Document[] = [];
  let items: Item[] = [];
  let dead: DeadLetter[] = [];
  let batches: { id: string; at: Instant }[] = [];
  const streams: Stream[] = [];
  let numbers = 0;

  const live = ({ expiresAt }: Document): boolean => expiresAt === undefined || clock() < expiresAt;
  const find = (space: Space, key: string): Document | undefined =>
    documents.find((document) => document.space === space && document.key === key && live(document));
  const held = ({ queue, item, lease }: Claimed): Item | undefined =>
    items.find(
      (one) =>
        one.queue === queue && one.number === Number(item) && one.held && one.attempts === Number(lease),
    );
  const sameGroup = (left: Item, right: Item): boolean =>
    left.queue === right.queue && left.space === right.space && left.group === right.group;
  const isHead = (item: Item): boolean => items.find((other) => sameGroup(item, other)) === item;

  function put(space: Space, document: Put): void {
    const version = (find(space, document.key)?.version ?? 0) + 1;
    remove(space, document.key);
    documents.push({ ...document, space, version });
  }
  function remove(space: Space, key: string): void {
    documents = documents.filter((document) => document.space !== space || document.key !== key);
  }
  function append(space: Space, stream: string, at: Instant, body: string): void {
    let found = streams.find((one) => one.space === space && one.stream === stream);
    if (found === undefined) {
      const start = { sequence: 0, hash: "" };
      found = { space, stream, base: start, last: start, entries: [] };
      streams.push(found);
    }
    const entry = { sequence: found.last.sequence + 1, at, body };
    const hash = createHash("sha256").update(entryHashInput(found.last.hash, entry)).digest("hex");
    found.entries.push({ ...entry, hash });
    found.last = { sequence: entry.sequence, hash };
  }
  function enqueue(space: Space, queue: string, group: string, payload: string, dueAt = clock()): void {
    items.push({
      number: ++numbers,
      queue,
      space,
      group,
      payload,
      enqueuedAt: clock(),
      attempts: 0,
      due: dueAt,
      held: false,
    });
  }
  function bury({ queue, space, group, payload, attempts, enqueuedAt }: Item, reason: string): void {
    const id = String(++numbers);
    dead.push({ id, queue, space, group, payload, attempts, enqueuedAt, diedAt: clock(), reason });
  }

  function apply(batch: Batch): void {
    const { space, purgeGroups } = batch;
    const purged = (one: { space: Space; group: string }): boolean =>
      purgeGroups !== undefined &&
      one.space === space &&
      (one.group === purgeGroups || one.group.startsWith(`${purgeGroups}/`));
    for (const key of batch.remove ?? []) remove(space, key);
    for (const document of batch.put ?? []) put(space, document);
    for (const { stream, at, body } of batch.append ?? []) append(space, stream, at, body);
    dead = dead.filter((letter) => !purged(letter));
    for (const { claimed, dead: reason } of batch.settle ?? []) {
      const item = held(claimed);
      if (item !== undefined && reason !== null) bury(item, reason);
      items = items.filter((one) => one !== item);
    }
    items = items.filter((item) => !purged(item));
    for (const { queue, group, payload, dueAt } of batch.enqueue ?? [])
      enqueue(space, queue, group, payload, dueAt);
  }

  const texts = (): StoredText[] => [
    ...documents.filter(live).map(({ space, key, value }) => ({
      kind: "document" as const,
      space,
      name: key,
      ref: `document ${space} ${key}`,
      text: value,
    })),
    ...items.map(({ space, group, number, payload }) => ({
      kind: "item" as const,
      space,
      name: group,
      ref: `item ${number}`,
      text: payload,
    })),
    ...dead.map(({ space, group, id, payload }) => ({
      kind: "dead" as const,
      space,
      name: group,
      ref: `dead ${id}`,
      text: payload,
    })),
  ];

  return {
    read: async (space, keys) =>
      keys.map((key) => {
        const { version, value } = find(space, key) ?? { version: 0, value: null };
        return { key, version, value };
      }),
    list: async (space, prefix, { after, limit }) =>
      documents
        .filter((one) => one.space === space && one.key.startsWith(prefix) && live(one))
        .filter(({ key }) => after === undefined || bytewise(key, after) > 0)
        .sort((left, right) => bytewise(left.key, right.key))
        .slice(0, limit)
        .map(({ key, version, value }) => ({ key, version, value })),
    commit: async (batch) => {
      if (batches.some(({ id }) => id === batch.id)) return "committed";
      const moved = (batch.expect ?? []).some(
        ({ key, version }) => (find(batch.space, key)?.version ?? 0) !== version,
      );
      if (moved) return "conflict";
      if ((batch.settle ?? []).some(({ claimed }) => held(claimed) === undefined)) return "lost";
      apply(batch);
      batches.push({ id: batch.id, at: clock() });
      return "committed";
    },
    claim: async (queue, { leaseSeconds, limit }) =>
      items
        .filter((item) => item.queue === queue && isHead(item) && item.due <= clock())
        .sort((left, right) => left.due - right.due || left.number - right.number)
        .slice(0, limit)
        .map((item) => {
          item.attempts++;
          item.held = true;
          item.due = clock() + leaseSeconds * 1000;
          const { space, group, payload, attempts, enqueuedAt, number } = item;
          return {
            queue,
            space,
            group,
            payload,
            attempts,
            enqueuedAt,
            item: String(number),
            lease: String(attempts),
          };
        }),
    release: async (claimed, delaySeconds) => {
      const item = held(claimed);
      if (item === undefined) return;
      item.held = false;
      item.due = clock() + delaySeconds * 1000;
    },
    readStream: async (space, stream, after, limit) =>
      (streams.find((one) => one.space === space && one.stream === stream)?.entries ?? [])
        .filter(({ sequence }) => sequence > after)
        .slice(0, limit),
    streams: async () =>
      streams
        .map(({ space, stream, base, last }) => ({ space, stream, base, last }))
        .sort((left, right) => bytewise(left.space, right.space) || bytewise(left.stream, right.stream)),
    trimStream: async (space, stream, before) => {
      const found = streams.find((one) => one.space === space && one.stream === stream);
      let count = 0;
      for (
        let first = found?.entries[0];
        found !== undefined && first !== undefined;
        first = found.entries[0]
      ) {
        if (first.at >= before) break;
        found.base = { sequence: first.sequence, hash: first.hash };
        found.entries.shift();
        count++;
      }
      return count;
    },
    queues: async () =>
      [...new Set([...items, ...dead].map(({ queue }) => queue))].sort(bytewise).map((queue) => {
        const mine = items.filter((item) => item.queue === queue);
        const claimed = mine.filter((item) => item.held && clock() < item.due).length;
        return {
          queue,
          claimed,
          waiting: mine.length - claimed,
          dead: dead.filter((letter) => letter.queue === queue).length,
          oldestAt: mine.length === 0 ? null : Math.min(...mine.map(({ enqueuedAt }) => enqueuedAt)),
        };
      }),
    deadLetters: async ({ queue, after, limit }) =>
      dead
        .filter((letter) => queue === undefined || letter.queue === queue)
        .filter(({ id }) => after === undefined || Number(id) > Number(after))
        .slice(0, limit),
    revive: async (id) => {
      const letter = dead.find((one) => one.id === id);
      if (letter === undefined) return false;
      dead = dead.filter((one) => one !== letter);
      enqueue(letter.space, letter.queue, letter.group, letter.payload);
      return true;
    },
    discard: async (id) => {
      const before = dead.length;
      dead = dead.filter((letter) => letter.id !== id);
      return dead.length < before;
    },
    sweep: async () => {
      const before = documents.length;
      documents = documents.filter(live);
      batches = batches.filter(({ at }) => clock() - at <= week);
      return before - documents.length;
    },
    erase: async () => {},
    texts: async (after, limit) => {
      const all = texts();
      const start = after === null ? 0 : all.findIndex(({ ref }) => ref === after) + 1;
      return all.slice(start, start + limit);
    },
    rewrite: async ({ kind, space, name, ref, text }, to) => {
      if (!texts().some((one) => one.ref === ref && one.text === text)) return false;
      if (kind === "document")
        documents = documents.map((one) =>
          one.space === space && one.key === name ? { ...one, value: to } : one,
        );
      else if (kind === "item")
        for (const item of items.filter(({ number }) => ref === `item ${number}`)) item.payload = to;
      else dead = dead.map((letter) => (ref === `dead ${letter.id}` ? { ...letter, payload: to } : letter));
      return true;
    },
    health: () => ({ state: "up", reason: null }),
    close: async () => {},
  };
}
