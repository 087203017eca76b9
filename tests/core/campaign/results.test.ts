import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { itemResult, itemStatus, mostMissed } from "../../../src/core/campaign/report.ts";
import {
  emptyTally,
  sumTallies,
  type Tally,
  toldVotes,
  withVote,
} from "../../../src/core/campaign/results.ts";

const item = (votes: Record<string, number>, rest = {}) => ({
  id: "quiz",
  heading: "题目",
  tally: { ...emptyTally, votes },
  options: ["甲", "乙"],
  right: [2],
  order: [1, 2],
  passages: [{ passage: "accountability-2019#17", name: "《中国共产党问责条例》第十七条" }],
  ...rest,
});

const everybody = { audience: { units: [], roles: [], channels: [] }, corrects: null };

describe("votes of which a person may give several", () => {
  const answers = fc.array(fc.subarray([1, 2, 3, 4], { minLength: 1 }), { maxLength: 60 });
  const isRight = (chosen: readonly number[]): boolean => chosen.join() === "1,3";
  const tallyOf = (given: readonly (readonly number[])[]) =>
    given.reduce((tally, chosen) => withVote(tally, chosen, { right: isRight(chosen) }), emptyTally);

  it("are counted by option, and by person", () => {
    expect(tallyOf([[1, 3], [1], [2, 4]])).toEqual({
      ...emptyTally,
      votes: { 1: 2, 2: 1, 3: 1, 4: 1 },
      several: { answered: 3, wrong: 2 },
    });
  });

  it("are hidden while few persons have answered, however many options they chose", () => {
    const chosenBy = (persons: number) => tallyOf(Array.from({ length: persons }, () => [1, 2, 3]));
    expect(toldVotes(chosenBy(9), 4)).toEqual([null, null, null, null]);
    expect(toldVotes(chosenBy(12), 4)).toEqual([10, 10, 10, null]);
  });

  it("add up whatever part of the store they were counted in", () => {
    fc.assert(
      fc.property(answers, answers, (one, other) => {
        expect(sumTallies([tallyOf(one), tallyOf(other)])).toEqual(tallyOf([...one, ...other]));
      }),
    );
  });

  it("tell how many were wrong, by what was left out as well, where no wrong option is hidden and the others are not few", () => {
    const several = { answered: 60, wrong: 45 };
    const told = (votes: Record<string, number>, counts = several) =>
      mostMissed([
        item(
          {},
          { tally: { ...emptyTally, votes, several: counts }, options: ["甲", "乙", "丙"], right: [1, 3] },
        ),
      ]).map(({ count }) => count);
    expect(told({ 1: 40, 2: 12, 3: 30 })).toEqual([40]);
    expect(told({ 1: 40, 2: 12, 3: 30 }, { answered: 50, wrong: 45 })).toEqual([10]);
    expect(told({ 1: 40, 2: 9, 3: 30 })).toEqual([]);
  });
});

describe("counts of several parts", () => {
  it("add up in any order", () => {
    const parts = [
      { queued: 3, ends: { sent: 2, unknown: 1 }, votes: { 1: 1 } },
      { queued: 1, ends: { sent: 1 }, votes: { 1: 1, 2: 4 } },
    ];
    const sum = { queued: 4, ends: { sent: 3, unknown: 1 }, votes: { 1: 2, 2: 4 } };
    expect(sumTallies(parts)).toEqual(sum);
    expect(sumTallies([...parts].reverse())).toEqual(sum);
  });
});

describe("the status of an item", () => {
  const tally = { queued: 48, ends: { sent: 31, unknown: 1, opted_out: 2, capped: 11 }, votes: {} };
  const told = (campaign: Parameters<typeof itemStatus>[0], counted: Tally = tally) => {
    const { ends, ...rest } = itemStatus(campaign, item({}, { tally: counted }));
    return { ...rest, ...Object.fromEntries(ends.map(({ end, count }) => [end, count])) };
  };

  it("tells an operator to the one of messages that failed or are of unknown fate, where all are many and of no unit or role", () => {
    expect(told(everybody)).toEqual({
      id: "quiz",
      queued: 40,
      waiting: null,
      sent: 30,
      blocked: null,
      opted_out: null,
      capped: 10,
      missed: null,
      failed: 0,
      unknown: 1,
    });
  });

  it.each([
    ["a unit", { audience: { units: ["甲局"], roles: [], channels: [] }, corrects: null }],
    ["a role", { audience: { units: [], roles: ["cadre" as const], channels: [] }, corrects: null }],
    ["those whom an earlier one reached", { ...everybody, corrects: "autumn.quiz" }],
  ])("tells of messages to %s in tens alone", (_name, campaign) => {
    expect(told(campaign)).toMatchObject({ failed: null, unknown: null, sent: 30 });
  });

  it("tells nothing of few", () => {
    const few = { ...tally, queued: 9, ends: { sent: 1, unknown: 8 } };
    expect(told(everybody, few)).toMatchObject({ queued: null, waiting: null, sent: null, unknown: null });
  });
});

describe("the result of an item", () => {
  it("marks the right option and hides small counts", () => {
    const result = itemResult(
      item({ 1: 12, 2: 30 }, { tally: { queued: 50, ends: { sent: 9 }, votes: { 1: 12, 2: 30 } } }),
    );
    expect(result).toEqual({
      id: "quiz",
      heading: "题目",
      reached: null,
      options: [
        { label: "甲", count: 10, right: false },
        { label: "乙", count: 30, right: true },
      ],
    });
  });

  it("has the options in the order in which they were shown", () => {
    const { options } = itemResult(item({ 1: 12, 2: 30 }, { order: [2, 1] }));
    expect(options.map(({ label, count, right }) => [label, count, right])).toEqual([
      ["乙", 30, true],
      ["甲", 10, false],
    ]);
  });
});

describe("what was missed most", () => {
  it("is told by absolute counts of what may be shown, the most first", () => {
    const figures = [
      item({ 1: 12, 2: 30 }),
      item({ 1: 40, 2: 30 }, { heading: "更难" }),
      item({ 1: 5, 2: 30 }),
      item({ 1: 50 }, { right: [] }),
    ];
    expect(mostMissed(figures).map(({ heading, count }) => [heading, count])).toEqual([
      ["更难", 40],
      ["题目", 10],
    ]);
  });
});
