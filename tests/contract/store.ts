/** What every store adapter must hold to. */
import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type Batch,
  type Claimed,
  type Entry,
  entryHashInput,
  type Store,
  StoreUnavailableError,
} from "../../src/ports/store.ts";
import type { Opened, OpenStore } from "./open-store.ts";
import { storeAgainstModel } from "./store-random.ts";

const second = 1_000;
const day = 24 * 3_600_000;
/** Some Monday in 2026. */
const start = Date.UTC(2026, 0, 5, 1);

/**
 * Runs the whole contract.
 *
 * @param open gives an empty store each time
 * @param readableTexts whether `texts` gives what was put; not so under encryption
 */
export function storeContract(name: string, open: OpenStore, readableTexts = true): void {
  describe(`${name}: the contract of a store`, () => {
    let now = start;
    let opened: Opened;
    let store: Store;
    let batches = 0;

    beforeEach(async () => {
      now = start;
      opened = await open({ clock: () => now });
      store = opened.store;
    });
    afterEach(() => opened.close());

    /** Commits under an id of its own. */
    const commit = (batch: Partial<Batch>) =>
      store.commit({ id: `batch-${++batches}`, space: "p00", ...batch });
    const put = (key: string, value: string, expiresAt?: number) =>
      commit({ put: [expiresAt === undefined ? { key, value } : { key, value, expiresAt }] });
    const read = async (key: string, space = "p00") => (await store.read(space, [key]))[0];
    const keys = async (prefix: string, options: { after?: string; limit: number }) =>
      (await store.list("p00", prefix, options)).map(({ key }) => key);
    const enqueue = (group: string, payload: string, dueAt?: number) =>
      commit({ enqueue: [{ queue: "inbox", group, payload, ...(dueAt === undefined ? {} : { dueAt }) }] });
    const claim = (limit = 10, leaseSeconds = 30, worker = "w1") =>
      store.claim("inbox", { worker, leaseSeconds, limit });
    const payloads = (items: readonly { payload: string }[]) => items.map(({ payload }) => payload);
    const settle = (claimed: Claimed, dead: string | null = null) => commit({ settle: [{ claimed, dead }] });
    const only = async (): Promise<Claimed> => {
      const [item] = await claim(1);
      if (item === undefined) throw new Error("there is nothing to claim");
      return item;
    };
    const letters = () => store.deadLetters({ limit: 100 });

    describe("documents", () => {
      it("reads what was never put as version 0 without a value, in the order asked for", async () => {
        await put("b", "two");
        expect(await store.read("p00", ["c", "b", "a"])).toEqual([
          { key: "c", version: 0, value: null },
          { key: "b", version: 1, value: "two" },
          { key: "a", version: 0, value: null },
        ]);
      });

      it("raises the version by one at each put", async () => {
        for (const value of ["one", "two", "three"]) await put("a", value);
        expect(await read("a")).toEqual({ key: "a", version: 3, value: "three" });
      });

      it("gives back any text to the letter", async () => {
        const text = '容错\u0000\n"\\ 😀 \u2028 e\u0301 ';
        await put("a", text);
        await put("b", "");
        expect((await store.read("p00", ["a", "b"])).map(({ value }) => value)).toEqual([text, ""]);
      });

      it("keeps the same key of two spaces apart", async () => {
        await put("a", "here");
        await commit({ space: "p01", put: [{ key: "a", value: "there" }] });
        expect([(await read("a"))?.value, (await read("a", "p01"))?.value]).toEqual(["here", "there"]);
      });

      it("starts again at version 1 after a removal", async () => {
        await put("a", "old");
        await put("a", "older");
        await commit({ remove: ["a", "never there"] });
        expect(await read("a")).toEqual({ key: "a", version: 0, value: null });
        await put("a", "new");
        expect(await read("a")).toEqual({ key: "a", version: 1, value: "new" });
      });

      it("lets a document go at its instant of expiry, not before", async () => {
        await put("a", "short", now + second);
        now += second - 1;
        expect(await read("a")).toEqual({ key: "a", version: 1, value: "short" });
        now += 1;
        expect(await read("a")).toEqual({ key: "a", version: 0, value: null });
        expect(await keys("", { limit: 10 })).toEqual([]);
      });

      it("takes an expired document as version 0 when a batch rests on it, and when it is put again", async () => {
        await put("a", "short", now + second);
        now += second;
        expect(await commit({ expect: [{ key: "a", version: 1 }], put: [{ key: "a", value: "x" }] })).toBe(
          "conflict",
        );
        expect(await commit({ expect: [{ key: "a", version: 0 }], put: [{ key: "a", value: "new" }] })).toBe(
          "committed",
        );
        expect(await read("a")).toEqual({ key: "a", version: 1, value: "new" });
      });

      it("gives a document the expiry of its last put, none included", async () => {
        await put("a", "short", now + second);
        await put("a", "lasting");
        now += day;
        expect((await read("a"))?.value).toBe("lasting");
      });

      it("lists by the beginning of the key, in UTF-8 order, page by page", async () => {
        // By UTF-16 units 😀 would come before ｚ.
        for (const key of ["turn/b", "turn/a", "turn/😀", "turn/ｚ", "turn", "turnip", "state/a"])
          await put(key, key);
        expect(await keys("turn/", { limit: 10 })).toEqual(["turn/a", "turn/b", "turn/ｚ", "turn/😀"]);
        expect(await keys("turn/", { limit: 2 })).toEqual(["turn/a", "turn/b"]);
        expect(await keys("turn/", { after: "turn/b", limit: 2 })).toEqual(["turn/ｚ", "turn/😀"]);
        expect(await keys("turn/", { after: "turn/😀", limit: 2 })).toEqual([]);
        expect(await keys("", { limit: 10 })).toHaveLength(7);
        expect(await keys("无", { limit: 10 })).toEqual([]);
      });

      it("lists keys that hold what other languages take for wildcards", async () => {
        for (const key of ["a%b", "a_b", "a*b", "axb"]) await put(key, key);
        for (const prefix of ["a%", "a_", "a*"])
          expect(await keys(prefix, { limit: 9 })).toEqual([`${prefix}b`]);
      });

      it("lists with version and value", async () => {
        await put("a", "one");
        await put("a", "two");
        expect(await store.list("p00", "a", { limit: 1 })).toEqual([{ key: "a", version: 2, value: "two" }]);
      });
    });

    describe("commits", () => {
      const everything: Partial<Batch> = {
        put: [{ key: "new", value: "x" }],
        remove: ["old"],
        append: [{ stream: "audit", at: start, body: "x" }],
        enqueue: [{ queue: "outbox", group: "g", payload: "x" }],
      };
      const observed = async () => ({
        documents: await store.list("p00", "", { limit: 100 }),
        entries: await store.readStream("p00", "audit", 0, 100),
        streams: await store.streams(),
        queues: await store.queues(),
      });

      it("changes everything in a batch", async () => {
        await put("old", "x");
        expect(await commit(everything)).toBe("committed");
        expect(await observed()).toMatchObject({
          documents: [{ key: "new" }],
          entries: [{ sequence: 1 }],
          queues: [{ queue: "outbox", waiting: 1 }],
        });
      });

      it("changes nothing where one version is not the one expected", async () => {
        await put("old", "x");
        await put("other", "x");
        const before = await observed();
        const expected = [
          { key: "old", version: 1 },
          { key: "other", version: 2 },
        ];
        expect(await commit({ ...everything, expect: expected })).toBe("conflict");
        expect(await observed()).toEqual(before);
      });

      it("changes nothing where one lease is lost", async () => {
        await put("old", "x");
        await enqueue("g1", "a");
        await enqueue("g2", "b");
        const claimed = await claim();
        await Promise.all(claimed.slice(1).map((item) => settle(item)));
        const before = await observed();
        expect(
          await commit({ ...everything, settle: claimed.map((one) => ({ claimed: one, dead: null })) }),
        ).toBe("lost");
        expect(await observed()).toEqual(before);
      });

      it("applies a batch of one id once, and says committed each time", async () => {
        const batch: Partial<Batch> = {
          id: "once",
          ...everything,
          expect: [{ key: "new", version: 0 }],
        };
        expect(await commit(batch)).toBe("committed");
        const before = await observed();
        expect(await commit(batch)).toBe("committed");
        expect(await commit({ ...batch, space: "p09" })).toBe("committed");
        expect(await observed()).toEqual(before);
      });

      it("does not remember the id of a batch that changed nothing", async () => {
        const batch: Partial<Batch> = { id: "again", put: [{ key: "a", value: "x" }] };
        expect(await commit({ ...batch, expect: [{ key: "a", version: 7 }] })).toBe("conflict");
        expect(await commit(batch)).toBe("committed");
        expect((await read("a"))?.version).toBe(1);
      });

      it("remembers an id for seven days, sweeps or not", async () => {
        await commit({ id: "week", put: [{ key: "a", value: "x" }] });
        now += 7 * day;
        await store.sweep();
        expect(await commit({ id: "week", put: [{ key: "a", value: "y" }] })).toBe("committed");
        expect((await read("a"))?.value).toBe("x");
      });

      it("lets one of many win that rest on the same version at the same time", async () => {
        const results = await Promise.all(
          Array.from({ length: 20 }, (_, at) =>
            commit({ expect: [{ key: "a", version: 0 }], put: [{ key: "a", value: String(at) }] }),
          ),
        );
        expect(results.filter((result) => result === "committed")).toHaveLength(1);
        expect(results.filter((result) => result === "conflict")).toHaveLength(19);
        expect((await read("a"))?.version).toBe(1);
      });

      it("takes many at once without losing one", async () => {
        await Promise.all(Array.from({ length: 300 }, (_, at) => put(`k${at}`, "x")));
        expect(await store.list("p00", "k", { limit: 1000 })).toHaveLength(300);
      });

      it("takes a batch that expects only, and an empty one", async () => {
        expect(await commit({ expect: [{ key: "a", version: 0 }] })).toBe("committed");
        expect(await commit({})).toBe("committed");
      });
    });

    describe("queues", () => {
      it("hands out an item with all it carries", async () => {
        await enqueue("g", "hello");
        now += 5;
        expect(await only()).toMatchObject({
          queue: "inbox",
          space: "p00",
          group: "g",
          payload: "hello",
          attempts: 1,
          enqueuedAt: start,
        });
      });

      it("hands out one item of a group at a time, in the order they came", async () => {
        for (const payload of ["a", "b", "c"]) await enqueue("g", payload);
        const seen: string[] = [];
        for (let item = (await claim())[0]; item !== undefined; item = (await claim())[0]) {
          expect(await claim()).toEqual([]);
          seen.push(item.payload);
          expect(await settle(item)).toBe("committed");
        }
        expect(seen).toEqual(["a", "b", "c"]);
      });

      it("hands out several groups at once, those due the longest first", async () => {
        for (const group of ["g3", "g1", "g2"]) {
          await enqueue(group, `${group}-first`);
          await enqueue(group, `${group}-second`);
          now += 1;
        }
        expect(payloads(await claim(2))).toEqual(["g3-first", "g1-first"]);
        expect(payloads(await claim(2))).toEqual(["g2-first"]);
      });

      it("hands out what is due the longest first, where it lies in turn in one space and another", async () => {
        for (const [space, group] of [
          ["p01", "a"],
          ["p00", "b"],
          ["p01", "c"],
          ["p00", "d"],
        ] as const) {
          await commit({ space, enqueue: [{ queue: "inbox", group, payload: group }] });
          now += 1;
        }
        expect(payloads(await claim(4))).toEqual(["a", "b", "c", "d"]);
      });

      it("keeps groups of one name in two spaces and queues apart", async () => {
        await enqueue("g", "a");
        await commit({ space: "p01", enqueue: [{ queue: "inbox", group: "g", payload: "b" }] });
        await commit({ enqueue: [{ queue: "outbox", group: "g", payload: "c" }] });
        expect(payloads(await claim())).toEqual(["a", "b"]);
        expect(payloads(await store.claim("outbox", { worker: "w", leaseSeconds: 1, limit: 9 }))).toEqual([
          "c",
        ]);
      });

      it("holds an item, and those behind it, until it is due", async () => {
        await enqueue("g", "later", now + second);
        await enqueue("g", "behind");
        await enqueue("other", "at once");
        expect(payloads(await claim())).toEqual(["at once"]);
        now += second;
        expect(payloads(await claim())).toEqual(["later"]);
      });

      it("hands an item to another when its lease has ended, and counts the attempt", async () => {
        await enqueue("g", "a");
        await claim(1, 30, "dead worker");
        now += 30 * second - 1;
        expect(await claim()).toEqual([]);
        now += 1;
        expect(await claim()).toMatchObject([{ payload: "a", attempts: 2 }]);
      });

      it("lets a worker end its item after the lease as long as nobody has taken it", async () => {
        await enqueue("g", "a");
        const item = await only();
        now += day;
        expect(await settle(item)).toBe("committed");
        expect(await claim()).toEqual([]);
      });

      it("tells a worker whose item has passed to another that it is lost", async () => {
        await enqueue("g", "a");
        const late = await only();
        now += 30 * second;
        const taken = await only();
        expect(await settle(late)).toBe("lost");
        expect(await settle(late, "broken")).toBe("lost");
        await store.release(late, 0);
        expect(await claim()).toEqual([]);
        expect(await settle(taken)).toBe("committed");
        expect(await settle(taken)).toBe("lost");
      });

      it("gives a released item out again after the delay, ahead of those behind it", async () => {
        await enqueue("g", "a");
        await enqueue("g", "b");
        const item = await only();
        await store.release(item, 5);
        now += 5 * second - 1;
        expect(await claim()).toEqual([]);
        now += 1;
        expect(await claim()).toMatchObject([{ payload: "a", attempts: 2 }]);
      });

      it("gives a released item out at once without a delay, and takes no ending from who gave it back", async () => {
        await enqueue("g", "a");
        const item = await only();
        await store.release(item, 0);
        expect(await settle(item)).toBe("lost");
        expect(await claim()).toMatchObject([{ attempts: 2 }]);
      });

      it("settles and enqueues in one batch, the new item behind what waits", async () => {
        await enqueue("g", "a");
        await enqueue("g", "b");
        const item = await only();
        await commit({
          settle: [{ claimed: item, dead: null }],
          enqueue: [{ queue: "inbox", group: "g", payload: "c" }],
        });
        expect(payloads([await only()])).toEqual(["b"]);
      });

      it("never hands one item to two that claim at the same time", async () => {
        await Promise.all(Array.from({ length: 40 }, (_, at) => enqueue(`g${at}`, `${at}`)));
        const claimed = await Promise.all(Array.from({ length: 10 }, (_, at) => claim(8, 30, `w${at}`)));
        const items = claimed.flat().map(({ item }) => item);
        expect(items).toHaveLength(40);
        expect(new Set(items).size).toBe(40);
      });

      it("counts what waits, what is worked on and what is dead, and since when", async () => {
        expect(await store.queues()).toEqual([]);
        await enqueue("g1", "a");
        now += 1;
        await enqueue("g1", "b");
        await enqueue("g2", "c");
        await enqueue("g3", "d");
        const [first, second] = await claim(2);
        if (first === undefined || second === undefined) throw new Error("two items were due");
        await settle(first, "broken");
        expect(await store.queues()).toEqual([
          { queue: "inbox", waiting: 2, claimed: 1, dead: 1, oldestAt: start + 1 },
        ]);
        now += day;
        expect(await store.queues()).toMatchObject([{ waiting: 3, claimed: 0 }]);
      });

      it("purges a group and those below it, claimed items and dead letters included, and no others", async () => {
        await enqueue("web:1/a", "dead");
        await settle(await only(), "broken");
        for (const group of ["web:1/a", "web:1/b/c", "web:1", "web:10/a", "web:1-", "web:10"])
          await enqueue(group, group);
        await commit({ enqueue: [{ queue: "outbox", group: "web:1/a", payload: "out" }] });
        const held = await only();
        await commit({ space: "p01", enqueue: [{ queue: "inbox", group: "web:1/a", payload: "elsewhere" }] });
        await commit({ purgeGroups: "web:1" });
        expect(await letters()).toEqual([]);
        expect(await settle(held)).toBe("lost");
        expect(payloads(await claim()).sort()).toEqual(["elsewhere", "web:1-", "web:10", "web:10/a"]);
        expect(await store.claim("outbox", { worker: "w", leaseSeconds: 1, limit: 9 })).toEqual([]);
      });

      it("spares what a purging batch settles and enqueues itself", async () => {
        await enqueue("g/1", "a");
        await enqueue("g/1", "b");
        const item = await only();
        const last = { queue: "inbox", group: "g/1", payload: "last word" };
        expect(
          await commit({ purgeGroups: "g", settle: [{ claimed: item, dead: "kept" }], enqueue: [last] }),
        ).toBe("committed");
        expect(await letters()).toMatchObject([{ payload: "a", reason: "kept" }]);
        expect(payloads(await claim())).toEqual(["last word"]);
      });
    });

    describe("dead letters", () => {
      it("keeps a dead item with its reason, and goes on with the group", async () => {
        await enqueue("g", "poison");
        await enqueue("g", "next");
        const item = await only();
        now += 7;
        expect(await settle(item, "too-often")).toBe("committed");
        expect(await letters()).toMatchObject([
          {
            queue: "inbox",
            space: "p00",
            group: "g",
            payload: "poison",
            attempts: 1,
            enqueuedAt: start,
            diedAt: start + 7,
            reason: "too-often",
          },
        ]);
        expect(payloads(await claim())).toEqual(["next"]);
      });

      it("lists them in the order of their deaths, by queue and page by page", async () => {
        await commit({ enqueue: [{ queue: "outbox", group: "g", payload: "out" }] });
        for (const payload of ["a", "b", "c"]) await enqueue(payload, payload);
        const items = await claim();
        for (const item of items.toReversed()) await settle(item, "broken");
        const [out] = await store.claim("outbox", { worker: "w", leaseSeconds: 1, limit: 1 });
        if (out !== undefined) await settle(out, "broken");
        expect(payloads(await letters())).toEqual(["c", "b", "a", "out"]);
        expect(payloads(await store.deadLetters({ queue: "inbox", limit: 2 }))).toEqual(["c", "b"]);
        const after = (await letters())[1]?.id ?? "";
        expect(payloads(await store.deadLetters({ after, limit: 9 }))).toEqual(["a", "out"]);
      });

      it("revives one at the end of its group, as if it were new", async () => {
        await enqueue("g", "a");
        await settle(await only(), "broken");
        await enqueue("g", "b");
        now += second;
        const [letter] = await letters();
        expect(await store.revive(letter?.id ?? "")).toBe(true);
        expect(await letters()).toEqual([]);
        const next = await only();
        expect(next.payload).toBe("b");
        await settle(next);
        expect(await only()).toMatchObject({ payload: "a", attempts: 1, enqueuedAt: now });
        expect(await store.revive(letter?.id ?? "")).toBe(false);
      });

      it("discards one for good", async () => {
        await enqueue("g", "a");
        await settle(await only(), "broken");
        const [letter] = await letters();
        expect(await store.discard(letter?.id ?? "")).toBe(true);
        expect(await store.discard(letter?.id ?? "")).toBe(false);
        expect(await letters()).toEqual([]);
        expect(await claim()).toEqual([]);
      });

      it.each(["", "0", "none", "-1", "1e3", "1; DROP", "99999999999999999999"])(
        "knows no dead letter %j",
        async (id) => {
          expect([await store.revive(id), await store.discard(id)]).toEqual([false, false]);
        },
      );
    });

    describe("streams", () => {
      const append = (body: string, at = now, stream = "audit") => commit({ append: [{ stream, at, body }] });
      const entries = (after = 0, limit = 100) => store.readStream("p00", "audit", after, limit);
      /** Sequences that do not follow, and hashes that do not hold, from where the kept entries begin. */
      const breaks = (list: readonly Entry[], base: { sequence: number; hash: string }): number[] =>
        list.flatMap((entry, at) => {
          const before = list[at - 1] ?? base;
          const hash = createHash("sha256").update(entryHashInput(before.hash, entry)).digest("hex");
          return entry.sequence === before.sequence + 1 && entry.hash === hash ? [] : [entry.sequence];
        });

      it("counts entries from 1 and gives them back in order, page by page", async () => {
        for (const body of ["a", "b", "c"]) await append(body, now++);
        expect(await entries()).toMatchObject([
          { sequence: 1, at: start, body: "a" },
          { sequence: 2, body: "b" },
          { sequence: 3, body: "c" },
        ]);
        expect((await entries(1, 1)).map(({ body }) => body)).toEqual(["b"]);
        expect(await entries(3)).toEqual([]);
        expect(await store.readStream("p00", "none", 0, 10)).toEqual([]);
      });

      it("chains each entry to the one before, across batches and within one", async () => {
        await append("甲");
        await commit({ append: ["b", "c"].map((body) => ({ stream: "audit", at: now, body })) });
        const list = await entries();
        expect(breaks(list, { sequence: 0, hash: "" })).toEqual([]);
        expect((await store.streams())[0]).toEqual({
          space: "p00",
          stream: "audit",
          base: { sequence: 0, hash: "" },
          last: { sequence: 3, hash: list[2]?.hash },
        });
      });

      it("keeps the chain whole when many append at the same time", async () => {
        await Promise.all(Array.from({ length: 50 }, (_, at) => append(String(at))));
        const list = await entries();
        expect(list).toHaveLength(50);
        expect(breaks(list, { sequence: 0, hash: "" })).toEqual([]);
      });

      it("keeps streams of different names and spaces apart", async () => {
        await append("a");
        await append("b", now, "other");
        await commit({ space: "p01", append: [{ stream: "audit", at: now, body: "c" }] });
        expect(
          (await store.streams()).map(({ space, stream, last }) => [space, stream, last.sequence]),
        ).toEqual([
          ["p00", "audit", 1],
          ["p00", "other", 1],
          ["p01", "audit", 1],
        ]);
      });

      it("trims from the start, and remembers where the kept entries begin", async () => {
        for (let at = 0; at < 5; at++) await append(String(at), start + at);
        const before = await entries();
        expect(await store.trimStream("p00", "audit", start + 2)).toBe(2);
        expect(await entries()).toEqual(before.slice(2));
        const [head] = await store.streams();
        expect(head?.base).toEqual({ sequence: 2, hash: before[1]?.hash });
        expect(breaks(await entries(), head?.base ?? { sequence: 0, hash: "" })).toEqual([]);
        expect(await store.trimStream("p00", "audit", start + 2)).toBe(0);
      });

      it("goes on counting and chaining after everything was trimmed", async () => {
        await append("a");
        const [first] = await entries();
        expect(await store.trimStream("p00", "audit", now + 1)).toBe(1);
        await append("b");
        const [head] = await store.streams();
        expect(head).toMatchObject({ base: { sequence: 1, hash: first?.hash }, last: { sequence: 2 } });
        expect(breaks(await entries(), head?.base ?? { sequence: 0, hash: "" })).toEqual([]);
      });

      it("leaves an older entry that stands behind a newer one, for it trims from the start only", async () => {
        await append("new", start + 10);
        await append("clock was set back", start);
        expect(await store.trimStream("p00", "audit", start + 5)).toBe(0);
        expect(await entries()).toHaveLength(2);
        expect(await store.trimStream("p00", "none", now)).toBe(0);
      });
    });

    describe("texts that may be encrypted", () => {
      const all = async (limit: number) => {
        const found = [];
        for (let page = await store.texts(null, limit); page.length > 0; ) {
          found.push(...page);
          page = await store.texts(page.at(-1)?.ref ?? null, limit);
        }
        return found;
      };
      const fill = async () => {
        await put("a", "va");
        await put("b", "vb");
        await put("gone", "expired", now + 1);
        await enqueue("dead", "pd");
        await settle(await only(), "broken");
        await enqueue("g", "pg");
        now += 1;
      };

      it("are documents, items and dead letters, each once, whatever the size of the page", async () => {
        await fill();
        for (const limit of [1, 2, 100]) {
          const found = (await all(limit)).map(({ kind, space, name }) => `${kind} ${space} ${name}`);
          expect(found.sort()).toEqual(["dead p00 dead", "document p00 a", "document p00 b", "item p00 g"]);
        }
      });

      it("can be replaced without touching versions, leases or places", async () => {
        await fill();
        const item = await only();
        for (const stored of await store.texts(null, 100)) {
          const again = { ...stored, text: stored.text };
          expect(await store.rewrite(again, stored.text)).toBe(true);
        }
        expect(await read("a")).toMatchObject({ version: 1, value: "va" });
        expect(payloads(await letters())).toEqual(["pd"]);
        expect(await settle(item)).toBe("committed");
      });

      it("are not replaced where they have changed meanwhile, or are gone", async () => {
        await fill();
        const stored = await store.texts(null, 100);
        await put("a", "newer");
        await commit({ remove: ["b"] });
        await settle(await only());
        await store.discard((await letters())[0]?.id ?? "");
        for (const text of stored) expect(await store.rewrite(text, text.text)).toBe(false);
        expect(await read("a")).toMatchObject({ version: 2, value: "newer" });
      });
    });

    describe("sweeping, health and the end", () => {
      it("deletes what has expired and counts it, and leaves the rest", async () => {
        await Promise.all(Array.from({ length: 700 }, (_, at) => put(`short${at}`, "x", now + second)));
        await put("lasting", "x");
        expect(await store.sweep()).toBe(0);
        now += second;
        expect(await store.sweep()).toBe(700);
        expect(await store.sweep()).toBe(0);
        expect(await keys("", { limit: 10 })).toEqual(["lasting"]);
      });

      it("erases without losing what is kept", async () => {
        await put("a", "x");
        await put("b", "x");
        await commit({ remove: ["a"] });
        await store.erase();
        expect(await keys("", { limit: 10 })).toEqual(["b"]);
      });

      it("is up", () => {
        expect(store.health()).toEqual({ state: "up", reason: null });
      });

      it("keeps everything over a restart, leases and commit ids included", async () => {
        if (opened.reopen === null) return;
        await put("a", "x");
        await commit({ id: "before", append: [{ stream: "audit", at: now, body: "x" }] });
        for (const payload of ["a", "b"]) await enqueue("g", payload);
        await enqueue("dead", "pd");
        const [item, dead] = await claim();
        if (dead !== undefined) await settle(dead, "broken");
        const state = async () => [
          await store.list("p00", "", { limit: 9 }),
          await store.readStream("p00", "audit", 0, 9),
          await store.streams(),
          await store.queues(),
          await letters(),
        ];
        const before = await state();
        store = await opened.reopen();
        expect(await state()).toEqual(before);
        expect(await claim()).toEqual([]);
        expect(item && (await settle(item))).toBe("committed");
        expect(await commit({ id: "before", put: [{ key: "a", value: "twice" }] })).toBe("committed");
        expect((await read("a"))?.value).toBe("x");
      });

      it("resolves what was asked before it closed, and refuses what is asked after", async () => {
        const asked = put("a", "x");
        await store.close();
        expect(await asked).toBe("committed");
        await expect(put("b", "x")).rejects.toThrow(StoreUnavailableError);
        await expect(store.read("p00", ["a"])).rejects.toThrow(StoreUnavailableError);
        expect(store.health().state).toBe("down");
        await store.close();
      });
    });

    describe("what only a fault of the program asks for is a TypeError", () => {
      const document = { key: "a", value: "x" };
      it.each<[string, Partial<Batch>]>([
        ["a space in capitals", { space: "P00" }],
        ["an empty space", { space: "" }],
        ["an empty id", { id: "" }],
        ["an empty key", { put: [{ key: "", value: "x" }] }],
        ["a key with a control character", { put: [{ key: "a\nb", value: "x" }] }],
        ["a key longer than 512", { put: [{ key: "k".repeat(513), value: "x" }] }],
        ["a value with half a character", { put: [{ key: "a", value: "\ud83d" }] }],
        ["a key put twice", { put: [document, document] }],
        ["a key put and removed", { put: [document], remove: ["a"] }],
        ["a queue with a blank", { enqueue: [{ queue: "in box", group: "g", payload: "x" }] }],
        ["an empty group", { enqueue: [{ queue: "inbox", group: "", payload: "x" }] }],
        ["an expiry that is no instant", { put: [{ ...document, expiresAt: Number.NaN }] }],
        ["a purge of every group", { purgeGroups: "" }],
      ])("%s", async (_, batch) => {
        await expect(commit(batch)).rejects.toThrow(TypeError);
        expect(await keys("", { limit: 10 })).toEqual([]);
      });

      it("settling an item of another space", async () => {
        await enqueue("g", "a");
        const claimed = await only();
        await expect(commit({ space: "p01", settle: [{ claimed, dead: null }] })).rejects.toThrow(TypeError);
      });

      it("claiming none, or for no time", async () => {
        await expect(claim(0)).rejects.toThrow(TypeError);
        await expect(claim(1, 0)).rejects.toThrow(TypeError);
      });
    });

    storeAgainstModel(open, readableTexts);
  });
}
