import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type AskedTurn,
  type Digest,
  type DigestSources,
  digestOf,
  listLimit,
  monthBefore,
  monthSpan,
} from "../../../src/core/listening/digest.ts";
import { fewest } from "../../../src/core/listening/division.ts";
import type { Gap, Note, Work } from "../../../src/core/listening/gap-list.ts";

const month = "2026-11";
const { from, until } = monthSpan(month);

const article = { id: "accountability-2019#17", title: "《中国共产党问责条例》第十七条" };
const turn = (person: number, rest: Partial<AskedTurn> = {}): AskedTurn => ({
  person: `p${person}`,
  at: from,
  end: "answer",
  documents: ["中国共产党问责条例"],
  provisions: [article],
  entry: null,
  ...rest,
});
const by = (persons: number, rest: Partial<AskedTurn> = {}): AskedTurn[] =>
  Array.from({ length: persons }, (_, person) => turn(person, rest));
const digest = (turns: readonly AskedTurn[], sources: Partial<DigestSources> = {}): Digest =>
  digestOf(month, {
    turns,
    gaps: [],
    personOf: new Map(),
    entries: new Map(),
    nearestTopic: () => null,
    ...sources,
  });

const entries: DigestSources["entries"] = new Map([
  ["leader-signed", { title: "领导签了字就没事", corrects: [article.title] }],
  ["who-decides", { title: "容错由谁决定", corrects: null }],
  ["periods", { title: "影响期多长", corrects: null }],
]);

describe("the month", () => {
  it("is that of Beijing, and the one before it may be of the year before", () => {
    expect(new Date(from).toISOString()).toBe("2026-10-31T16:00:00.000Z");
    expect(new Date(until).toISOString()).toBe("2026-11-30T16:00:00.000Z");
    expect(monthBefore("2026-01")).toBe("2025-12");
    expect(digest([...by(9), turn(9, { at: until }), turn(10, { at: from - 1 })]).questions).toBeNull();
    expect(digest([...by(9), turn(9, { at: until - 1 })]).questions).toBe(10);
  });

  it("is empty where nothing was asked or noted in it", () => {
    expect(digest([turn(1, { at: until })]).isEmpty).toBe(true);
    expect(digest([turn(1)]).isEmpty).toBe(false);
  });
});

describe("what was asked", () => {
  it("is told by topic: the entry that was shown, else the provision, the most asked first, equal ones by id", () => {
    const { topics } = digest(
      [
        ...by(10, { entry: "who-decides" }),
        ...by(10, { entry: "periods" }),
        ...by(12),
        ...by(11, { at: from - 1 }),
      ],
      { entries },
    );
    expect(topics.rows).toEqual([
      { ...article, count: 12, before: 11 },
      { id: "periods", title: "影响期多长", count: 10, before: null },
      { id: "who-decides", title: "容错由谁决定", count: 10, before: null },
    ]);
    expect(topics.rest).toBeNull();
  });

  it("says that there is more where a topic is of too few persons, with its count where it is no secret", () => {
    const few = by(4, { entry: "periods" });
    expect(
      digest([...by(30), ...by(12, { entry: "who-decides" }), ...few], { entries }).topics,
    ).toMatchObject({
      rows: [{ count: 30 }],
      rest: { count: 16 },
    });
    expect(digest(by(3)).topics).toEqual({ rows: [], rest: { count: null } });
  });

  it("is not told by topic where the number of answers is left out to keep another one secret", () => {
    const { ends, topics } = digest([...by(12), turn(20, { end: "evasion" })]);
    expect(ends.rows).toEqual([]);
    expect(topics.rows).toEqual([]);
  });

  it("does not name answers that cite nothing, and tells no more topics than are read", () => {
    const { topics } = digest([...by(10, { provisions: [] }), ...by(20, { entry: "periods" })], { entries });
    expect(topics).toMatchObject({ rows: [{ id: "periods" }], rest: { count: 10 } });
    const many = Array.from({ length: listLimit + 3 }, (_, at) =>
      by(10, { provisions: [{ id: `a#${at}`, title: `第${at}条` }] }),
    );
    expect(digest(many.flat()).topics.rows).toHaveLength(listLimit);
    expect(digest(many.flat()).topics.rest).toEqual({ count: 30 });
  });
});

describe("what was cited", () => {
  it("is told in full tens, so that nothing is found by subtracting what overlaps", () => {
    expect(digest(by(fewest - 1)).documents).toEqual([]);
    expect(digest(Array.from({ length: 50 }, () => turn(1))).provisions).toEqual([]);
    const { documents, provisions } = digest([...by(fewest), turn(1), ...by(9, { provisions: [] })]);
    expect(documents).toEqual([{ id: "中国共产党问责条例", title: "中国共产党问责条例", atLeast: 20 }]);
    expect(provisions).toEqual([{ ...article, atLeast: 10 }]);
  });

  it("counts a provision once a question, however often it is cited", () => {
    const twice = by(fewest).map((one) => ({ ...one, provisions: [...one.provisions, ...one.provisions] }));
    expect(digest(twice).provisions).toMatchObject([{ atLeast: fewest }]);
  });
});

describe("misconceptions that recur", () => {
  const entry = { entry: "leader-signed" };

  it("are told with the provisions that correct them, and the month before where it was told then", () => {
    const turns = [...by(12, entry), ...by(10, { ...entry, at: from - 1 }), ...by(30, { entry: "periods" })];
    const { misconceptions } = digest(turns, { entries });
    expect(misconceptions).toEqual({
      rows: [
        { id: "leader-signed", title: "领导签了字就没事", count: 12, before: 10, corrects: [article.title] },
      ],
      more: false,
    });
    const fewBefore = [...by(12, entry), ...by(9, { ...entry, at: from - 1 })];
    expect(digest(fewBefore, { entries }).misconceptions.rows).toMatchObject([{ before: null }]);
  });

  it("are said to be there where too few persons asked", () => {
    const { misconceptions } = digest([...by(30), ...by(12, { entry: "periods" }), ...by(2, entry)], {
      entries,
    });
    expect(misconceptions).toEqual({ rows: [], more: true });
  });
});

describe("what had no answer", () => {
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
  const work: Work = {
    id: "G-1",
    begunAt: from,
    notes: [],
    owner: "李编辑",
    due: "2026-12-01",
    drafted: false,
    topic: null,
    closing: null,
  };
  /** Notes of so many persons, each its own. */
  const notes = (persons: number, text: (at: number) => string, rest: Partial<Note> = {}): Note[] =>
    Array.from({ length: persons }, (_, at) => note(`${rest.kind ?? "n"}${at}`, { text: text(at), ...rest }));
  const told = (gaps: readonly Gap[], nearestTopic: DigestSources["nearestTopic"] = () => null): Digest =>
    digest([], {
      gaps,
      entries,
      nearestTopic,
      personOf: new Map(gaps.flatMap((one) => one.notes.map(({ id }) => [id, `p${id}`] as const))),
    });

  it("is told in tens with who sees to it, and said to be there where too few persons asked", () => {
    const gaps = [
      gap(
        "G-1",
        notes(14, () => "驻村补助"),
        { state: "assigned", work },
      ),
      gap("G-2", [note("x")]),
    ];
    expect(told(gaps).unanswered).toEqual({
      rows: [
        {
          id: "G-1",
          state: "assigned",
          owner: "李编辑",
          due: "2026-12-01",
          wording: { from: "asked", text: "驻村补助" },
          atLeast: 10,
        },
      ],
      more: true,
    });
  });

  it("counts persons, not notes, and only those of the month", () => {
    const many = notes(12, () => "驻村补助");
    const one = digest([], { gaps: [gap("G-1", many)], personOf: new Map(many.map(({ id }) => [id, "p"])) });
    expect(one.unanswered).toEqual({ rows: [], more: true });
    expect(
      told([
        gap(
          "G-1",
          notes(12, () => "驻村补助", { at: until }),
        ),
      ]).unanswered,
    ).toEqual({
      rows: [],
      more: false,
    });
  });

  it("shows nobody's own words: an editor's, else the title of the entry that answers it, else what is nearest", () => {
    const own = notes(12, (at) => `第${at}个人自己的话`);
    const wordings = (rest: Partial<Work> | null, near: string | null = null) =>
      told([gap("G-1", own, { work: rest === null ? null : { ...work, ...rest } })], () => near).unanswered
        .rows[0]?.wording;
    expect(wordings({ topic: "驻村补助标准" }, "别的")).toEqual({ from: "editor", text: "驻村补助标准" });
    expect(wordings({ closing: { at: from, entry: "who-decides" } })).toEqual({
      from: "entry",
      text: "容错由谁决定",
    });
    expect(wordings({ closing: { at: from, reason: "不补充" } }, "影响期多长")).toEqual({
      from: "nearest",
      text: "影响期多长",
    });
    expect(wordings(null)).toBeNull();
  });

  it("keeps what was found wrong apart, and complaints as numbers alone", () => {
    const made = told([
      gap("G-1", [
        ...notes(11, () => "驻村补助", { kind: "feedback" }),
        ...notes(10, () => "驻村补助", { kind: "unanswered" }),
      ]),
      gap(
        "G-2",
        notes(10, () => "哪一项不属于六看", { kind: "quiz" }),
      ),
      gap("G-3", [
        note("5", { kind: "complaint", text: "不该看见的" }),
        note("6", { kind: "complaint", at: from - 1, answered: true }),
        note("7", { kind: "complaint", at: from - 1 }),
      ]),
    ]);
    expect(made.unanswered.rows.map(({ id }) => id)).toEqual(["G-1"]);
    expect(made.reported.rows.map(({ id, wording }) => [id, wording?.from])).toEqual([
      ["G-1", "asked"],
      ["G-2", "quiz"],
    ]);
    expect(made.complaints).toEqual({ received: 1, waiting: 2 });
    expect(JSON.stringify(made)).not.toContain("不该看见的");
  });
});

describe("whatever was asked", () => {
  const ends = ["answer", "clarify", "no_evidence", "evasion"] as const;
  const turns = fc.array(
    fc.record({
      person: fc.integer({ min: 0, max: 40 }),
      end: fc.constantFrom(...ends),
      entry: fc.constantFrom(...entries.keys(), null),
    }),
    { maxLength: 120 },
  );
  const persons = (of: readonly AskedTurn[]): number => new Set(of.map(({ person }) => person)).size;

  it("no part of fewer than ten persons is told, nor found by subtracting the told ones from a whole", () => {
    fc.assert(
      fc.property(turns, (given) => {
        const all = given.map(({ person, ...rest }) => turn(person, rest));
        const made = digest(all, { entries });
        const ended = new Set<string>(made.ends.rows.map(({ id }) => id));
        const topics = new Set(made.topics.rows.map(({ id }) => id));
        const topicOf = ({ entry }: AskedTurn): string => entry ?? article.id;
        for (const { id, count } of made.ends.rows) {
          expect(count).toBe(all.filter(({ end }) => end === id).length);
          expect(persons(all.filter(({ end }) => end === id))).toBeGreaterThanOrEqual(fewest);
        }
        for (const { id } of made.topics.rows)
          expect(
            persons(all.filter((one) => one.end === "answer" && topicOf(one) === id)),
          ).toBeGreaterThanOrEqual(fewest);
        const isSafe = (of: readonly AskedTurn[]): boolean => of.length === 0 || persons(of) >= fewest;
        const otherEnds = all.filter(({ end }) => !ended.has(end));
        const otherTopics = all.filter((one) => one.end === "answer" && !topics.has(topicOf(one)));
        expect(ended.size === 0 || isSafe(otherEnds)).toBe(true);
        expect(topics.size === 0 || (ended.has("answer") && isSafe(otherTopics))).toBe(true);
      }),
    );
  });
});
