import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Day } from "../../../src/core/law/types.ts";
import { firstDay, inForce, inForceVersion } from "../../../src/core/law/validity.ts";

interface Dates {
  readonly adopted: Day | null;
  readonly published: Day | null;
  readonly effective: Day | null;
  readonly repealed: Day | null;
}

const none: Dates = { adopted: null, published: null, effective: null, repealed: null };
const dated = (id: string, dates: Partial<Dates>) => ({ id, dates: { ...none, ...dates } });

const discipline = [
  dated("discipline-2015", { effective: "2016-01-01", repealed: "2018-10-01" }),
  dated("discipline-2018", { effective: "2018-10-01", repealed: "2024-01-01" }),
  dated("discipline-2023", { published: "2023-12-19", effective: "2024-01-01" }),
];

const day = fc
  .record({
    year: fc.integer({ min: 1990, max: 2030 }),
    month: fc.integer({ min: 1, max: 12 }),
    date: fc.integer({ min: 1, max: 28 }),
  })
  .map(
    ({ year, month, date }) => `${year}-${String(month).padStart(2, "0")}-${String(date).padStart(2, "0")}`,
  );

describe("firstDay", () => {
  it("is the day of effect, else of publication, else of adoption", () => {
    expect(
      firstDay(dated("a", { adopted: "2019-01-01", published: "2019-02-01", effective: "2019-03-01" })),
    ).toBe("2019-03-01");
    expect(firstDay(dated("a", { adopted: "2019-01-01", published: "2019-02-01" }))).toBe("2019-02-01");
    expect(firstDay(dated("a", { adopted: "2019-01-01" }))).toBe("2019-01-01");
    expect(firstDay(dated("a", {}))).toBeNull();
  });
});

describe("inForce", () => {
  const law = dated("accountability-2016", { effective: "2016-07-08", repealed: "2019-09-01" });

  it.each([
    ["2016-07-07", false],
    ["2016-07-08", true],
    ["2019-08-31", true],
    ["2019-09-01", false],
  ])("counts the first day and not the day of repeal: %s is %s", (on, expected) => {
    expect(inForce(law, on)).toBe(expected);
  });

  it("counts a document whose beginning was not read until it is repealed", () => {
    expect(inForce(dated("a", {}), "2024-01-01")).toBe(true);
    expect(inForce(dated("a", { repealed: "2023-01-01" }), "2024-01-01")).toBe(false);
  });

  it("holds on exactly one stretch of days", () => {
    fc.assert(
      fc.property(day, day, day, (effective, repealed, on) => {
        const document = dated("a", { effective, repealed });
        expect(inForce(document, on)).toBe(effective <= on && on < repealed);
      }),
    );
  });
});

describe("inForceVersion", () => {
  it.each([
    ["2015-12-31", undefined],
    ["2016-01-01", "discipline-2015"],
    ["2018-09-30", "discipline-2015"],
    ["2018-10-01", "discipline-2018"],
    ["2023-12-31", "discipline-2018"],
    ["2024-01-01", "discipline-2023"],
  ])("finds the 纪律处分条例 in force on %s", (on, id) => {
    expect(inForceVersion(discipline, on)?.id).toBe(id);
  });

  it("lets the later version supersede one without a day of repeal", () => {
    const versions = [dated("old", { effective: "2016-01-01" }), dated("new", { effective: "2019-01-01" })];
    expect(inForceVersion(versions, "2020-01-01")?.id).toBe("new");
    expect(inForceVersion(versions, "2018-01-01")?.id).toBe("old");
  });

  it("does not depend on the order, and gives only what is in force", () => {
    const version = fc.tuple(fc.option(day), fc.option(day));
    fc.assert(
      fc.property(fc.array(version, { maxLength: 6 }), day, (pairs, on) => {
        const versions = pairs.map(([effective, repealed], index) =>
          dated(`v${index}`, { effective, repealed }),
        );
        const found = inForceVersion(versions, on);
        expect(inForceVersion(versions.toReversed(), on)).toBe(found);
        expect(found === null).toBe(!versions.some((one) => inForce(one, on)));
        if (found !== null) expect(inForce(found, on)).toBe(true);
      }),
    );
  });
});
