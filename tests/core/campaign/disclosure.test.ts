import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { smallestGroup, toldActions, toldCount, toldSum } from "../../../src/core/campaign/disclosure.ts";
import { itemResult, itemStatus, mostMissed } from "../../../src/core/campaign/report.ts";
import { deliveryEnds, type Tally } from "../../../src/core/campaign/results.ts";

const tens = (count: number): number => count - (count % smallestGroup);

describe("a count of persons as it is told", () => {
  it.each([
    [0, null],
    [1, null],
    [9, null],
    [10, 10],
    [11, 10],
    [12, 10],
    [1_239, 1_230],
  ])("is of %i: %j", (count, told) => expect(toldCount(count)).toBe(told));

  it("shows nobody who comes or goes, but at the step to the next ten", () => {
    fc.assert(
      fc.property(fc.nat(500), (count) => {
        const isStep = (count + 1) % smallestGroup === 0;
        expect(toldCount(count) === toldCount(count + 1)).toBe(!isStep);
      }),
    );
  });

  it("is the sum of its parts as they are told, and none where none is", () => {
    expect(toldSum([10, null, 30])).toBe(40);
    expect(toldSum([null, null])).toBe(null);
    expect(toldSum([])).toBe(null);
  });

  it("of what they did is none while those who did it are few", () => {
    expect(toldActions(57, 9)).toBe(null);
    expect(toldActions(57, 10)).toBe(50);
    expect(toldActions(0, 0)).toBe(null);
  });
});

describe("all that is told of a campaign", () => {
  const options = ["甲", "乙", "丙", "丁"];
  const counts = (names: readonly string[]) =>
    fc.record(Object.fromEntries(names.map((name) => [name, fc.nat(45)])));
  /** Single choice, or several right ones with the persons counted. */
  const tallies = fc
    .tuple(
      counts(deliveryEnds),
      counts(["1", "2", "3", "4"]),
      fc.nat(45),
      fc.option(fc.tuple(fc.nat(45), fc.nat(45))),
    )
    .map(([ends, votes, waiting, persons]): Tally & { waiting: number } => ({
      waiting,
      ends,
      votes,
      queued: Object.values(ends).reduce((sum, count) => sum + count, waiting),
      several: persons === null ? undefined : { answered: persons[0] + persons[1], wrong: persons[1] },
    }));
  const narrowed = { audience: { units: ["甲局"], roles: [], channels: [] }, corrects: null };
  const told = (tally: Tally, right: readonly number[]) => {
    const figures = {
      id: "quiz",
      heading: "题目",
      passages: [],
      tally,
      options,
      right,
      order: options.map((_, at) => at + 1),
    };
    return {
      status: itemStatus(narrowed, figures),
      result: itemResult(figures),
      missed: mostMissed([figures]),
    };
  };
  const inTens = (record: Readonly<Record<string, number>>) =>
    Object.fromEntries(Object.entries(record).map(([name, count]) => [name, tens(count)]));

  it("would be the same were every group the tens it is told as, and every smaller one empty: no sum or difference tells of one to nine", () => {
    fc.assert(
      fc.property(tallies, ({ waiting, ...tally }) => {
        const ends = inTens(tally.ends);
        const { several } = tally;
        const plain: Tally = {
          ends,
          votes: inTens(tally.votes),
          queued: Object.values(ends).reduce((sum, count) => sum + count, tens(waiting)),
          several:
            several === undefined
              ? undefined
              : {
                  answered: tens(several.answered - several.wrong) + tens(several.wrong),
                  wrong: tens(several.wrong),
                },
        };
        const right = several === undefined ? [2] : [1, 3];
        expect(told(tally, right)).toEqual(told(plain, right));
      }),
    );
  });

  it("holds no number but multiples of ten", () => {
    fc.assert(
      fc.property(tallies, (tally) => {
        const numbers: unknown[] = [];
        JSON.stringify(told(tally, [2]), (_key, value) => {
          if (typeof value === "number") numbers.push(value);
          return value;
        });
        expect(numbers.every((number) => Number(number) % 10 === 0 && Number(number) > 0)).toBe(true);
      }),
    );
  });
});
