import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type AskedTurn,
  digestOf,
  fewest,
  monthBefore,
  monthSpan,
  partsTold,
} from "../../../src/core/listening/digest.ts";
import type { Gap, Note } from "../../../src/core/listening/gap-list.ts";

const month = "2026-11";
const { from, until } = monthSpan(month);

const turn = (person: number, rest: Partial<AskedTurn> = {}): AskedTurn => ({
  person: `p${person}`,
  at: from,
  end: "answer",
  documents: ["中国共产党问责条例"],
  provisions: [{ id: "accountability-2019#17", title: "《中国共产党问责条例》第十七条" }],
  entry: null,
  ...rest,
});
const by = (persons: number, rest: Partial<AskedTurn> = {}): AskedTurn[] =>
  Array.from({ length: persons }, (_, person) => turn(person, rest));
const digest = (
  turns: readonly AskedTurn[],
  gaps: readonly Gap[] = [],
  misconceptions: ReadonlyMap<string, string> = new Map(),
) => digestOf(month, turns, gaps, misconceptions);

describe("the month", () => {
  it("is that of Beijing, and the one before it may be of the year before", () => {
    expect(new Date(from).toISOString()).toBe("2026-10-31T16:00:00.000Z");
    expect(new Date(until).toISOString()).toBe("2026-11-30T16:00:00.000Z");
    expect(monthBefore("2026-01")).toBe("2025-12");
    expect(digest([...by(9), turn(9, { at: until }), turn(10, { at: from - 1 })]).questions).toBeNull();
    expect(digest([...by(9), turn(9, { at: until - 1 })]).questions).toBe(10);
  });
});

describe("what is told of a month", () => {
  it("is what ten persons asked, not what one asked ten times", () => {
    expect(digest(by(fewest - 1)).documents).toEqual([]);
    expect(digest(Array.from({ length: 50 }, () => turn(1))).provisions).toEqual([]);
    const { documents, provisions, questions } = digest([...by(fewest), turn(1)]);
    expect(questions).toBe(11);
    expect(documents).toEqual([
      { id: "中国共产党问责条例", title: "中国共产党问责条例", count: 11, before: null },
    ]);
    expect(provisions).toMatchObject([{ id: "accountability-2019#17", count: 11 }]);
  });

  it("names the misconceptions that recur, with the month before where ten persons had them then too", () => {
    const titles = new Map([["leader-signed", "领导签了字就没事"]]);
    const entry = { entry: "leader-signed" };
    const turns = [
      ...by(12, entry),
      ...by(10, { ...entry, at: from - 1 }),
      ...by(30, { entry: "accidents" }),
    ];
    expect(digest(turns, [], titles).misconceptions).toEqual([
      { id: "leader-signed", title: "领导签了字就没事", count: 12, before: 10 },
    ]);
    expect(digest(turns.slice(1, -1), [], titles).misconceptions).toMatchObject([{ count: 11, before: 10 }]);
    expect(
      digest([...by(12, entry), ...by(9, { ...entry, at: from - 1 })], [], titles).misconceptions,
    ).toMatchObject([{ before: null }]);
  });

  it("counts a provision once a question, however often it is cited", () => {
    const twice = by(fewest).map((one) => ({ ...one, provisions: [...one.provisions, ...one.provisions] }));
    expect(digest(twice).provisions).toMatchObject([{ count: fewest }]);
  });

  it("lists what was noted in the month as it is, and complaints as numbers alone", () => {
    const note = (id: string, rest: Partial<Note> = {}): Note => ({
      id,
      at: from,
      kind: "unanswered",
      text: "驻村补助",
      detail: "no_evidence",
      answered: false,
      ...rest,
    });
    const gap = (id: string, notes: readonly Note[], rest: Partial<Gap> = {}): Gap => ({
      id,
      state: "open",
      text: notes[0]?.text ?? "",
      notes,
      work: null,
      ...rest,
    });
    const made = digest(
      [],
      [
        gap("G-1", [note("1", { at: from - 1 }), note("2"), note("3", { kind: "feedback" })]),
        gap("G-2", [note("4", { at: until })]),
        gap("G-3", [
          note("5", { kind: "complaint", text: "不该看见的" }),
          note("6", { kind: "complaint", at: from - 1, answered: true }),
          note("7", { kind: "complaint", at: from - 1 }),
        ]),
      ],
    );
    expect(made.gaps).toEqual([
      { id: "G-1", state: "open", text: "驻村补助", count: 2, kinds: { unanswered: 1, feedback: 1 } },
    ]);
    expect(made.complaints).toEqual({ received: 1, waiting: 2 });
    expect(JSON.stringify(made)).not.toContain("不该看见的");
  });
});

describe("whatever was asked", () => {
  const turns = fc.array(
    fc.record({
      person: fc.integer({ min: 0, max: 40 }),
      end: fc.constantFrom("answer" as const, "clarify" as const, "no_evidence" as const, "evasion" as const),
    }),
    { maxLength: 120 },
  );

  it("no part of fewer than ten persons is told, nor found by subtracting the told ones from the whole", () => {
    fc.assert(
      fc.property(turns, (given) => {
        const all = given.map(({ person, end }) => turn(person, { end }));
        const { ends } = digest(all);
        const told = new Set<string>(ends.map(({ id }) => id));
        for (const { id, count } of ends) {
          const of = all.filter(({ end }) => end === id);
          expect(count).toBe(of.length);
          expect(new Set(of.map(({ person }) => person)).size).toBeGreaterThanOrEqual(fewest);
        }
        const rest = new Set(all.filter(({ end }) => !told.has(end)).map(({ person }) => person)).size;
        expect(told.size === 0 || rest === 0 || rest >= fewest).toBe(true);
      }),
    );
  });

  it("leaves the smallest told part out with a single small one", () => {
    const part = (id: string, persons: number, first: number) => ({
      id,
      title: id,
      turns: Array.from({ length: persons }, (_, at) => turn(first + at)),
    });
    const parts = [part("a", 30, 0), part("b", 12, 100), part("c", 3, 200)];
    expect(partsTold(parts).map(({ id }) => id)).toEqual(["a"]);
    expect(partsTold(parts.slice(0, 2)).map(({ id }) => id)).toEqual(["a", "b"]);
  });
});
