import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { itemResult, itemStatus, mostMissed } from "../../../src/core/campaign/report.ts";
import {
  emptyTally,
  shownCount,
  shownVotes,
  sumTallies,
  withVote,
} from "../../../src/core/campaign/results.ts";

const item = (votes: Record<string, number>, rest = {}) => ({
  id: "quiz",
  heading: "题目",
  tally: { ...emptyTally, votes },
  options: ["甲", "乙"],
  right: [2],
  passages: ["accountability-2019#17"],
  ...rest,
});

describe("what is shown of counts", () => {
  it.each([
    [0, 0],
    [1, null],
    [9, null],
    [10, 10],
  ])("of %i persons is %j", (count, shown) => expect(shownCount(count)).toBe(shown));

  it("is nothing of an option where all together are few", () => {
    expect(shownVotes({ votes: { 1: 4, 2: 5 } }, 2)).toEqual([null, null]);
  });

  it("hides a second option where one alone could be told from the total", () => {
    expect(shownVotes({ votes: { 1: 3, 2: 20, 3: 30 } }, 3)).toEqual([null, null, 30]);
  });

  it("never shows a group of one to nine, nor lets a single hidden one be worked out from the total", () => {
    const counts = fc.array(fc.nat(40), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(counts, (given) => {
        const votes = Object.fromEntries(given.map((count, at) => [String(at + 1), count]));
        const shown = shownVotes({ votes }, given.length);
        expect(shown.every((count) => count === null || count === 0 || count >= 10)).toBe(true);
        expect(shown.filter((count) => count === null)).not.toHaveLength(1);
      }),
    );
  });
});

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
    expect(shownVotes(tallyOf(Array.from({ length: 9 }, () => [1, 2, 3])), 4)).toEqual([
      null,
      null,
      null,
      null,
    ]);
    expect(shownVotes(tallyOf(Array.from({ length: 10 }, () => [1, 2, 3])), 4)).toEqual([10, 10, 10, 0]);
  });

  it("add up whatever part of the store they were counted in", () => {
    fc.assert(
      fc.property(answers, answers, (one, other) => {
        expect(sumTallies([tallyOf(one), tallyOf(other)])).toEqual(tallyOf([...one, ...other]));
      }),
    );
  });

  it("tell how many were wrong only where neither they nor the others are few", () => {
    fc.assert(
      fc.property(answers, (given) => {
        const wrong = given.filter((chosen) => !isRight(chosen)).length;
        const right = given.length - wrong;
        const few = (count: number) => count > 0 && count < 10;
        const tally = tallyOf(given);
        const told = mostMissed([item({}, { tally, options: ["甲", "乙", "丙", "丁"], right: [1, 3] })]);
        expect(told.map(({ count }) => count)).toEqual(
          wrong === 0 || few(wrong) || few(right) ? [] : [wrong],
        );
      }),
    );
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
  it("tells an operator of every message of unknown fate, and of no few who stopped pushes", () => {
    const tally = { queued: 8, ends: { sent: 4, unknown: 1, opted_out: 2 }, votes: {} };
    expect(itemStatus(item({}, { tally }))).toEqual({
      id: "quiz",
      queued: 8,
      waiting: 1,
      ends: [
        { end: "sent", count: 4 },
        { end: "opted_out", count: null },
        { end: "unknown", count: 1 },
      ],
    });
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
        { label: "甲", count: 12, right: false },
        { label: "乙", count: 30, right: true },
      ],
    });
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
      ["题目", 12],
    ]);
  });
});
