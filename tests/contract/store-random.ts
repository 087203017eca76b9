/** Random histories: whatever is done in whatever order, a store answers as the model does. */
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Batch, Claimed, Store } from "../../src/ports/store.ts";
import type { OpenStore } from "./open-store.ts";
import { createModelStore } from "./store-model.ts";

const runs = process.env.LONG_TESTS === "true" ? 1_000 : 20;
const spaces = ["p00", "p01"];
const documentKeys = ["a", "b", "b/c", "容"];
const queueNames = ["inbox", "outbox"];
const groups = ["g", "g/1", "h"];

const at = fc.nat(20);
const space = fc.constantFrom(...spaces);
const key = fc.constantFrom(...documentKeys);
const queue = fc.constantFrom(...queueNames);
const group = fc.constantFrom(...groups);
const delay = fc.option(fc.integer({ min: -1_000, max: 5_000 }), { nil: null });

/** Something to do, in numbers that fit any state: `held` picks among the items claimed so far. */
type Step =
  | {
      readonly do: "commit";
      readonly id: number;
      readonly space: string;
      readonly expect: readonly { readonly key: string; readonly version: number | "current" }[];
      readonly put: readonly { readonly key: string; readonly delay: number | null }[];
      readonly remove: readonly string[];
      readonly append: readonly string[];
      readonly enqueue: readonly {
        readonly queue: string;
        readonly group: string;
        readonly delay: number | null;
      }[];
      readonly settle: readonly { readonly held: number; readonly dead: boolean }[];
      readonly purge: string | null;
    }
  | { readonly do: "claim"; readonly queue: string; readonly leaseSeconds: number; readonly limit: number }
  | { readonly do: "release"; readonly held: number; readonly seconds: number }
  | { readonly do: "advance"; readonly milliseconds: number }
  | { readonly do: "revive" | "discard"; readonly letter: number }
  | { readonly do: "trim"; readonly space: string; readonly milliseconds: number }
  | { readonly do: "rewrite"; readonly text: number }
  | { readonly do: "sweep" };

const commitStep = fc.record({
  do: fc.constant("commit" as const),
  // From a small range, so that ids come back.
  id: fc.nat(300),
  space,
  expect: fc.uniqueArray(
    fc.record({
      key,
      version: fc.oneof(
        { weight: 4, arbitrary: fc.constant("current" as const) },
        { weight: 1, arbitrary: fc.nat(2) },
      ),
    }),
    { maxLength: 2, selector: (one) => one.key },
  ),
  put: fc.uniqueArray(fc.record({ key, delay }), { maxLength: 2, selector: (one) => one.key }),
  remove: fc.uniqueArray(key, { maxLength: 1 }),
  append: fc.array(fc.constantFrom("audit", "case"), { maxLength: 2 }),
  enqueue: fc.array(fc.record({ queue, group, delay }), { maxLength: 3 }),
  settle: fc.array(fc.record({ held: at, dead: fc.boolean() }), { maxLength: 2 }),
  purge: fc.option(fc.constantFrom("g", "g/1"), { nil: null, freq: 8 }),
});

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: commitStep },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("claim" as const),
      queue,
      leaseSeconds: fc.integer({ min: 1, max: 4 }),
      limit: fc.integer({ min: 1, max: 3 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("release" as const), held: at, seconds: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("advance" as const), milliseconds: fc.nat(4_000) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom("revive" as const, "discard" as const), letter: at }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("trim" as const), space, milliseconds: fc.nat(10_000) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("rewrite" as const), text: at }) },
  { weight: 1, arbitrary: fc.constant({ do: "sweep" as const }) },
);

/** One store under test, with what was claimed from it; names of items and dead letters are its own. */
interface Side {
  readonly store: Store;
  readonly held: Claimed[];
}

const pick = <Value>(list: readonly Value[], index: number): Value | undefined =>
  list[index % (list.length || 1)];

const withoutNames = ({ item, lease, ...rest }: Claimed) => rest;

/** The batch for one side. Settles of one item twice, or of another space, are faults of a program and left out. */
async function batchFor({ store, held }: Side, step: Step & { do: "commit" }, now: number): Promise<Batch> {
  const versions = await store.read(
    step.space,
    step.expect.map((one) => one.key),
  );
  const settled = step.settle
    .map(({ held: index, dead }) => ({ claimed: pick(held, index), dead: dead ? "broken" : null }))
    .filter((one): one is { claimed: Claimed; dead: string | null } => one.claimed?.space === step.space);
  const puts = new Set(step.put.map((one) => one.key));
  return {
    id: `batch-${step.id}`,
    space: step.space,
    expect: step.expect.map(({ key, version }, index) => ({
      key,
      version: version === "current" ? (versions[index]?.version ?? 0) : version,
    })),
    put: step.put.map(({ key, delay }) => ({
      key,
      value: `${step.id} ${key}`,
      ...(delay === null ? {} : { expiresAt: now + delay }),
    })),
    remove: step.remove.filter((key) => !puts.has(key)),
    append: step.append.map((stream, index) => ({ stream, at: now, body: `${step.id} ${index}` })),
    enqueue: step.enqueue.map(({ queue, group, delay }, index) => ({
      queue,
      group,
      payload: `${step.id} ${index}`,
      ...(delay === null ? {} : { dueAt: now + delay }),
    })),
    settle: [...new Map(settled.map((one) => [`${one.claimed.queue} ${one.claimed.item}`, one])).values()],
    ...(step.purge === null ? {} : { purgeGroups: step.purge }),
  };
}

/** Does a step on one side; the result is the same on both. */
async function take(side: Side, step: Step, now: number): Promise<unknown> {
  const { store, held } = side;
  switch (step.do) {
    case "commit":
      return store.commit(await batchFor(side, step, now));
    case "claim": {
      const { leaseSeconds, limit } = step;
      const claimed = await store.claim(step.queue, { worker: "w", leaseSeconds, limit });
      held.push(...claimed);
      return claimed.map(withoutNames);
    }
    case "release": {
      const claimed = pick(held, step.held);
      return claimed && store.release(claimed, step.seconds);
    }
    case "revive":
    case "discard": {
      const letter = pick(await store.deadLetters({ limit: 100 }), step.letter);
      return letter && store[step.do](letter.id);
    }
    case "trim":
      return store.trimStream(step.space, "audit", now - step.milliseconds);
    case "rewrite": {
      const sorted = (await store.texts(null, 1_000)).toSorted((left, right) =>
        textName(left) < textName(right) ? -1 : 1,
      );
      const stored = pick(sorted, step.text);
      return stored && store.rewrite(stored, stored.text);
    }
    case "sweep":
      return store.sweep();
    case "advance":
      return undefined;
  }
}

const textName = ({ kind, space, name, text }: Awaited<ReturnType<Store["texts"]>>[number]): string =>
  `${kind} ${space} ${name} ${text}`;

/** All that can be seen of a store. */
async function observe(store: Store, readTexts: boolean): Promise<unknown> {
  return {
    documents: await Promise.all(spaces.map((space) => store.list(space, "", { limit: 100 }))),
    entries: await Promise.all(
      spaces.flatMap((space) => ["audit", "case"].map((stream) => store.readStream(space, stream, 0, 1_000))),
    ),
    streams: await store.streams(),
    queues: await store.queues(),
    letters: (await store.deadLetters({ limit: 100 })).map(({ id, ...rest }) => rest),
    texts: readTexts ? (await store.texts(null, 1_000)).map(textName).sort() : [],
  };
}

/** @param readTexts whether `texts` gives what was put; not so under encryption */
export function storeAgainstModel(open: OpenStore, readTexts: boolean): void {
  it(`answers as the model does, whatever is done (${runs} random histories)`, {
    timeout: 600_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
        let now = Date.UTC(2026, 0, 5);
        const clock = () => now;
        const opened = await open({ clock });
        try {
          const real: Side = { store: opened.store, held: [] };
          const model: Side = { store: createModelStore(clock), held: [] };
          for (const one of steps) {
            if (one.do === "advance") now += one.milliseconds;
            expect(await take(real, one, now)).toEqual(await take(model, one, now));
            expect(await observe(real.store, readTexts)).toEqual(await observe(model.store, readTexts));
          }
        } finally {
          await opened.close();
        }
      }),
      { numRuns: runs },
    );
  });
}
