import { describe, expect, it } from "vitest";
import {
  createRuleBook,
  NoRulesForDayError,
  UnknownJurisdictionError,
} from "../../../src/app/precheck/rule-book.ts";
import type { Overlay, RuleSet } from "../../../src/core/rules/types.ts";
import type { PublishedOverlay, PublishedRules, RuleLibrary } from "../../../src/ports/rule-source.ts";

const rules = (
  version: string,
  until: string | null,
  more: Partial<PublishedRules> = {},
): PublishedRules => ({
  ruleSet: {
    id: "six-looks",
    version,
    title: version,
    from: version.slice(0, 10),
    until,
    facts: [
      {
        id: "gain",
        look: "motive",
        checklist: true,
        label: "谋私",
        question: "谋私了吗？",
        help: "……",
        example: null,
        values: [
          { id: "no", label: "没有" },
          { id: "yes", label: "有" },
        ],
        order: ["no", "yes"],
        corrective: false,
        evidence: [],
      },
    ],
    conclusions: [],
    rules: [],
    exceptions: [],
    corrections: [],
    parameters: [{ id: "days", title: "期限", value: null, unit: "日", kinder: "higher", basis: [] }],
  } satisfies RuleSet,
  examples: [],
  hash: `sha256:${version}`,
  published: true,
  file: `rules/six-looks/${version}.yaml`,
  superseded: false,
  ...more,
});

const measure = (id: string, from: string | null, days: number): PublishedOverlay => ({
  overlay: {
    id,
    title: `${id} ${days}`,
    base: "six-looks",
    from,
    rules: [],
    exceptions: [],
    parameters: [{ id: "days", title: "期限", value: days, unit: "日", kinder: "higher", basis: [] }],
    unread: [],
  } satisfies Overlay,
  until: null,
  examples: [],
  hash: `sha256:${id}${days}`,
  published: true,
  file: `overlays/${id}.yaml`,
});

const library: RuleLibrary = {
  ruleSets: [
    rules("2018-10-01", "2020-01-01"),
    rules("2020-07-01", null, { superseded: true }),
    rules("2020-07-01.2", null),
  ],
  overlays: [
    measure("city", "2021-01-01", 20),
    measure("city", "2023-01-01", 30),
    measure("province", null, 40),
  ],
  signed: [],
  caseFacts: new Map(),
  caseSpans: new Map(),
};
const book = createRuleBook(library);
const daysOn = (day: string, ...jurisdictions: string[]) =>
  book.on(day, jurisdictions).compiled.ruleSet.parameters[0]?.value;

describe("the rules of a day", () => {
  it.each([
    ["2018-10-01", "2018-10-01"],
    ["2019-12-31", "2018-10-01"],
    ["2020-07-01", "2020-07-01.2"],
    ["2099-01-01", "2020-07-01.2"],
  ])("on %s are those of %s", (day, version) => {
    expect(book.on(day, []).pin).toEqual({ id: "six-looks", version, hash: `sha256:${version}` });
  });

  it("are never the nearest where none cover the day", () => {
    expect(() => book.on("2018-09-30", [])).toThrow(NoRulesForDayError);
    expect(() => book.on("2018-09-30", [])).toThrow("2018-10-01");
    expect(() => book.on("2020-01-01", [])).toThrow(NoRulesForDayError);
    expect(() => createRuleBook({ ...library, ruleSets: [] }).on("2020-01-01", [])).toThrow(
      NoRulesForDayError,
    );
  });

  it("are compiled once", () => {
    expect(book.on("2020-08-01", ["city"])).toBe(book.on("2020-09-01", ["city"]));
  });
});

describe("local measures", () => {
  it.each([
    ["2020-12-31", null],
    ["2021-01-01", 20],
    ["2022-12-31", 20],
    ["2023-01-01", 30],
  ])("on %s are those in force then", (day, days) => {
    expect(daysOn(day, "city")).toBe(days);
  });

  it("count from ever where their first day was not read", () => {
    expect(daysOn("2018-10-01", "province")).toBe(40);
  });

  it("stand together, the more specific one after the more general", () => {
    expect(daysOn("2024-01-01", "province", "city")).toBe(30);
    expect(daysOn("2024-01-01", "city", "province")).toBe(40);
    expect(daysOn("2024-01-01", "city", "city")).toBe(30);
    expect(book.on("2024-01-01", ["province", "city"]).overlays.map(({ id }) => id)).toEqual([
      "province",
      "city",
    ]);
  });

  it("are named by their latest version, and an unknown one by the nearest", () => {
    expect(book.jurisdictions).toEqual([
      { id: "city", title: "city 30" },
      { id: "province", title: "province 40" },
    ]);
    expect(() => book.on("2024-01-01", ["provence"])).toThrow(UnknownJurisdictionError);
    expect(() => book.on("2024-01-01", ["provence"])).toThrow(/; the nearest is [a-z]+$/);
    expect(() => book.on("2024-01-01", ["provence"])).toThrow("province");
  });
});

describe("the rules of a record", () => {
  const pins = book.on("2022-01-01", ["province", "city"]);

  it("are found by hash, whatever came later", () => {
    expect(book.pinned(pins.pin, pins.overlays, "2022-01-01")).toBe(pins);
    const old = library.ruleSets[1];
    const pin = { id: "six-looks", version: old?.ruleSet.version ?? "", hash: old?.hash ?? "" };
    expect(book.pinned(pin, [], "2022-01-01")?.pin).toEqual(pin);
  });

  it("are missing where any of them is not held as it was", () => {
    expect(book.pinned({ ...pins.pin, hash: "sha256:0" }, [], "2022-01-01")).toBeNull();
    expect(
      book.pinned(pins.pin, [{ id: "city", version: "2021-01-01", hash: "sha256:0" }], "2022-01-01"),
    ).toBeNull();
  });
});
