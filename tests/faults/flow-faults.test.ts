import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createStage, people, poisonous, question, type Stage, type StageFault } from "./stage.ts";

const { anna, annaElsewhere, bert, carl, dora } = people;
const long = process.env.LONG_TESTS === "true";

/** Three conversations: questions, one of them twice, one poisoned; a stop, feedback, and one who is forgotten. */
async function core(stage: Stage): Promise<void> {
  await Promise.all([
    stage.deliver(anna, question("甲一", true), "a1"),
    stage.deliver(bert, question("乙一"), "b1"),
    stage.deliver(carl, question("丙一"), "c1"),
    stage.deliver(bert, question("乙一"), "b1"),
  ]);
  await stage.deliver(anna, poisonous("甲二"), "a2");
  await stage.settle();
  await Promise.all([
    stage.deliver(anna, { type: "feedback", turn: 1 }, "a3"),
    stage.deliver(bert, { type: "stop" }, "b2"),
    stage.deliver(carl, { type: "forget" }, "c2"),
  ]);
  await stage.settle();
  await Promise.all([
    stage.deliver(anna, question("甲三"), "a4"),
    stage.deliver(bert, question("乙二"), "b3"),
    stage.deliver(carl, question("丙二"), "c3"),
  ]);
  await stage.settle();
}

/** A platform that delivers everything twice, out of order, and once more long after. */
async function disorder(stage: Stage): Promise<void> {
  const events = [
    ["a1", anna, question("甲一", true)],
    ["a2", anna, question("甲二")],
    ["a3", annaElsewhere, question("甲三")],
    ["b1", bert, question("乙一")],
    ["b2", bert, { type: "stop" }],
    ["b3", bert, question("乙二")],
    ["d1", dora, poisonous("丁一")],
    ["d2", dora, question("丁二")],
  ] as const;
  const deliver = ([eventId, from, said]: (typeof events)[number]): Promise<void> =>
    stage.deliver(from, said, eventId);
  await Promise.all([...events].reverse().map(deliver));
  await Promise.all(events.map(deliver));
  await stage.settle();
  await Promise.all(events.map(deliver));
  await stage.settle();
}

/** Plays the scenario with one fault; tells what did not hold, and whether the fault happened at all. */
async function play(scenario: (stage: Stage) => Promise<void>, fault: StageFault | null) {
  const stage = await createStage(fault);
  await scenario(stage);
  return { fired: stage.fired(), broken: await stage.end() };
}

type Kind = Omit<StageFault, "at">;

const kinds: readonly Kind[] = (["store", "send"] as const).flatMap((where) =>
  (["error", "death"] as const).flatMap((how) =>
    (["before", "after"] as const).map((when) => ({ where, how, when })),
  ),
);

/** One play for every call at which the fault can happen, until it happens no more. */
async function everywhere(
  scenario: (stage: Stage) => Promise<void>,
  kindAt: (at: number) => Kind,
): Promise<readonly object[]> {
  const wrong: object[] = [];
  for (let at = 1; ; at++) {
    const fault = { ...kindAt(at), at };
    const { fired, broken } = await play(scenario, fault);
    if (broken.length > 0) wrong.push({ fault, broken });
    if (!fired) return wrong;
  }
}

describe("one fault in the middle of everything", () => {
  it("is not needed for all to hold", async () => {
    expect(await play(core, null)).toEqual({ fired: true, broken: [] });
  });

  // The four kinds in turn; all of each with the long runs.
  it.each([0, 1, 2, 3].slice(0, long ? 4 : 1))(
    "breaks nothing at any call of the store, in turn from %i",
    async (from) => {
      const ofStore = kinds.filter(({ where }) => where === "store");
      expect(await everywhere(core, (at) => ofStore[(at + from) % ofStore.length] as Kind)).toEqual([]);
    },
    120_000,
  );

  it.each(kinds.filter(({ where }) => where === "send"))(
    "breaks nothing at any send: $how $when",
    async (kind) => {
      expect(await everywhere(core, () => kind)).toEqual([]);
    },
    60_000,
  );

  it.runIf(long).each([0, 1, 2, 3])(
    "breaks nothing where everything comes twice and out of order, in turn from %i",
    async (from) => {
      const ofStore = kinds.filter(({ where }) => where === "store");
      expect(await everywhere(disorder, (at) => ofStore[(at + from) % ofStore.length] as Kind)).toEqual([]);
    },
    300_000,
  );

  it("is not needed for all to hold where everything comes twice and out of order", async () => {
    expect(await play(disorder, null)).toEqual({ fired: true, broken: [] });
  });
});

const addresses = Object.values(people);

/** One thing that happens in a long history. */
const happening = fc.oneof(
  { weight: 10, arbitrary: fc.record({ type: fc.constant("question" as const), who: fc.nat(4) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("poison" as const), who: fc.nat(4) }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant("again" as const), who: fc.nat(50) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant("feedback" as const), who: fc.nat(4) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("stop" as const), who: fc.nat(4) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("forget" as const), who: fc.nat(4) }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant("settle" as const), who: fc.constant(0) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant("fault" as const),
      who: fc.integer({ min: 1, max: 40 }),
      kind: fc.constantFrom(...kinds),
    }),
  },
);

type Happening = typeof happening extends fc.Arbitrary<infer Value> ? Value : never;

/** Plays a random history; events between two quiet moments are delivered at the same time. */
async function live(happenings: readonly Happening[]): Promise<readonly string[]> {
  const stage = await createStage(null);
  let number = 0;
  const delivered: (() => Promise<void>)[] = [];
  let underWay: Promise<void>[] = [];
  const deliver = (...event: Parameters<Stage["deliver"]>): void => {
    const again = (): Promise<void> => stage.deliver(...event);
    delivered.push(again);
    underWay.push(again());
  };
  const settle = async (): Promise<void> => {
    await Promise.all(underWay);
    underWay = [];
    await stage.settle();
  };
  for (const happens of happenings) {
    const from = addresses[happens.who % addresses.length] ?? anna;
    const eventId = `e${++number}`;
    switch (happens.type) {
      case "question":
        deliver(from, question(`${from.person}/${number}`.replace(":", "的"), number % 3 === 0), eventId);
        break;
      case "poison":
        // Ends, so that none is found within another's: 1 within 10.
        deliver(from, poisonous(`${number}号`), eventId);
        break;
      case "again": {
        const again = delivered[happens.who % Math.max(1, delivered.length)];
        if (again !== undefined) underWay.push(again());
        break;
      }
      case "feedback":
        deliver(from, { type: "feedback", turn: 1 }, eventId);
        break;
      case "stop":
        deliver(from, { type: "stop" }, eventId);
        break;
      case "forget":
        // Nothing of this person is under way: what is, is deleted or not, as it happens.
        await settle();
        await stage.deliver(from, { type: "forget" }, eventId);
        await stage.settle();
        break;
      case "settle":
        await settle();
        break;
      case "fault":
        stage.fail({ ...happens.kind, at: happens.who });
    }
  }
  await settle();
  return stage.end();
}

describe.runIf(long)("long histories of several people with faults at random", () => {
  it("break nothing", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { minLength: 40, maxLength: 120 }), async (happenings) => {
        expect(await live(happenings)).toEqual([]);
      }),
      { numRuns: 60, interruptAfterTimeLimit: 240_000, markInterruptAsFailure: false },
    );
  }, 300_000);
});
