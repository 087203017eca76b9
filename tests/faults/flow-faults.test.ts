import { describe, expect, it } from "vitest";
import { createStage, people, poisonous, question, type Stage, type StageFault } from "./stage.ts";

const { anna, bert, carl } = people;
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
});
