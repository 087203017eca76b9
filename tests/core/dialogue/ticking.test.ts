import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tickedBy } from "../../../src/core/dialogue/ticking.ts";

/** What each choice of a list would leave, as it is offered. */
const offered = (size: number, ticked: readonly number[]): number[][] =>
  Array.from({ length: size }, (_, at) =>
    ticked.includes(at) ? ticked.filter((one) => one !== at) : [...ticked, at],
  );

describe("a list that is ticked by several numbers", () => {
  it("has each of them changed, and the others as they were", () => {
    const list = fc
      .integer({ min: 3, max: 12 })
      .chain((size) =>
        fc.tuple(
          fc.constant(size),
          fc.subarray([...Array(size).keys()]),
          fc.subarray([...Array(size).keys()], { minLength: 1 }),
        ),
      );
    fc.assert(
      fc.property(list, ([size, ticked, pressed]) => {
        const after = tickedBy(
          offered(size, ticked),
          pressed.map((at) => at + 1),
        );
        const wanted = [...Array(size).keys()].filter((at) => ticked.includes(at) !== pressed.includes(at));
        expect(after).toEqual(wanted);
      }),
    );
  });

  it("is left alone where a number names none of it", () => {
    expect(tickedBy([...offered(3, []), null], [1, 4])).toBeNull();
    expect(tickedBy(offered(3, []), [1, 5])).toBeNull();
  });
});
