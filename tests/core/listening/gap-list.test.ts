import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  findGap,
  gapIdOf,
  gapList,
  isOverdue,
  kindCounts,
  type Note,
  noteKinds,
  quizOf,
  reasonsOf,
  type Work,
  wordingsOf,
} from "../../../src/core/listening/gap-list.ts";
import { noteId, readGapId } from "../../../src/core/listening/note-id.ts";

/** Texts belong together by their first character. */
const cluster = (texts: readonly string[]) => [
  ...Map.groupBy([...new Set(texts)].sort(), (text) => text.slice(0, 1)).values(),
];

const note = (id: string, at: number, text: string, rest: Partial<Note> = {}): Note => ({
  id,
  at,
  kind: "unanswered",
  text,
  detail: "no_evidence",
  answered: false,
  ...rest,
});

const work = (id: string, notes: readonly string[], rest: Partial<Work> = {}): Work => ({
  id,
  begunAt: 0,
  notes,
  owner: null,
  due: null,
  drafted: false,
  topic: null,
  closing: null,
  ...rest,
});

const first = note("AAAA-0001", 1, "驻村补助怎么报");
const second = note("AAAA-0002", 2, "驻村补助报销");
const third = note("AAAA-0003", 3, "驻村补助报销", { kind: "feedback", detail: "not_answered" });
const other = note("BBBB-0001", 4, "无人机出错");

describe("a gap that was to be done until a day", () => {
  it("is overdue from the day after, until it is closed", () => {
    const due = work("G-1", [], { due: "2026-12-01" });
    expect(isOverdue({ state: "assigned", work: due }, "2026-12-01")).toBe(false);
    expect(isOverdue({ state: "assigned", work: due }, "2026-12-02")).toBe(true);
    expect(isOverdue({ state: "closed", work: due }, "2026-12-02")).toBe(false);
    expect(isOverdue({ state: "open", work: null }, "2026-12-02")).toBe(false);
  });
});

describe("the gap list", () => {
  it("puts what was not answered and what was found wrong together, the most asked first", () => {
    const [gap, single] = gapList([other, third, first, second], [], cluster);
    expect(gap).toMatchObject({ id: "G-AAAA0001", state: "open", text: "驻村补助报销", work: null });
    expect(gap?.notes).toEqual([first, second, third]);
    expect(single?.notes).toEqual([other]);
    expect(gap && kindCounts(gap)).toEqual({ unanswered: 2, feedback: 1 });
    expect(gap && wordingsOf(gap)).toEqual(["驻村补助报销", "驻村补助怎么报"]);
  });

  it("keeps complaints apart from questions, and quiz questions by their id", () => {
    const complaint = note("CCCC-0001", 5, "驻村补助怎么报", { kind: "complaint", detail: "" });
    const quizzes = [1, 2, 3].map((n) =>
      note(`QQQQ-000${n}`, n, `题目不对${n}`, { kind: "quiz", detail: n === 3 ? "quiz-b" : "quiz-a" }),
    );
    const gaps = gapList([first, complaint, ...quizzes], [], cluster);
    expect(gaps.map(({ notes }) => notes.length).sort()).toEqual([1, 1, 1, 2]);
  });

  it("tells of a quiz question which it is, and what people say is wrong, the commonest first", () => {
    const said = (n: number, reason?: string) =>
      note(`QQQQ-000${n}`, n, "题干", { kind: "quiz", detail: "quiz-a", reason });
    const [gap] = gapList([said(1, "看不懂"), said(2), said(3, "写反了"), said(4, "写反了")], [], cluster);
    expect(gap && quizOf(gap)).toBe("quiz-a");
    expect(gap && reasonsOf(gap)).toEqual(["写反了", "看不懂"]);
    const [question] = gapList([first], [], cluster);
    expect(question && quizOf(question)).toBeNull();
  });

  it("follows an assigned gap through draft and end", () => {
    const id = "G-AAAA0001";
    const states = [
      work(id, [first.id], { owner: "李编辑", due: "2026-12-01" }),
      work(id, [first.id], { owner: "李编辑", drafted: true }),
      work(id, [first.id], {
        owner: "李编辑",
        drafted: true,
        closing: { at: 3, entry: "village-allowance" },
      }),
    ].map((one) => gapList([first, second, third], [one], cluster)[0]?.state);
    expect(states).toEqual(["assigned", "drafted", "closed"]);
  });

  it("opens a closed gap again when it is met again, and leaves it with whoever saw to it", () => {
    const closed = work("G-AAAA0001", [first.id], { closing: { at: 2, reason: "不属本助手范围" } });
    expect(gapList([first, second], [closed], cluster)[0]?.state).toBe("closed");
    expect(gapList([first, second, third], [closed], cluster)[0]?.state).toBe("open");
    const owned = { ...closed, owner: "李编辑", drafted: true };
    expect(gapList([first, second, third], [owned], cluster)[0]?.state).toBe("assigned");
  });

  it("closes complaints by answering them all", () => {
    const complaints = [1, 2].map((n) => note(`CCCC-000${n}`, n, "引文有误", { kind: "complaint" }));
    const answered = complaints.map((one) => ({ ...one, answered: true }));
    expect(gapList([answered[0] as Note, complaints[1] as Note], [], cluster)[0]?.state).toBe("open");
    expect(gapList(answered, [], cluster)[0]?.state).toBe("closed");
  });

  it("keeps id, owner and day of a gap whose first note somebody has deleted", () => {
    const assigned = work("G-AAAA0001", [first.id, second.id], { owner: "李编辑", due: "2026-12-01" });
    const [gap] = gapList([second, third], [assigned], cluster);
    expect(gap).toMatchObject({ id: "G-AAAA0001", state: "assigned", work: { due: "2026-12-01" } });
  });

  it("lets work follow most of its notes where the first is gone and the rest has fallen apart, under one id", () => {
    const notes = ["甲一", "乙一", "乙二"].map((text, at) => note(`DDDD-000${at + 1}`, at + 1, text));
    const done = work("G-DDDD0000", ["DDDD-0000", ...notes.map(({ id }) => id)], { owner: "李编辑" });
    const gaps = gapList(notes, [done], cluster);
    expect(gaps.map(({ id, state }) => [id, state])).toEqual([
      ["G-DDDD0000", "assigned"],
      ["G-DDDD0001", "open"],
    ]);
    const anchored = work(
      "G-DDDD0001",
      notes.map(({ id }) => id),
      { owner: "李编辑" },
    );
    expect(gapList(notes, [anchored], cluster).map(({ id, state }) => [id, state])).toEqual([
      ["G-DDDD0002", "open"],
      ["G-DDDD0001", "assigned"],
    ]);
  });

  it("lets the work begun first stand where two gaps have grown together, and finds it by either id", () => {
    const works = [
      work("G-AAAA0002", [second.id], { begunAt: 9, owner: "后来的" }),
      work("G-AAAA0001", [first.id], { begunAt: 5, owner: "先来的" }),
    ];
    const gaps = gapList([first, second], works, cluster);
    expect(gaps).toHaveLength(1);
    expect(gaps[0]).toMatchObject({ id: "G-AAAA0001", work: { owner: "先来的" } });
    for (const id of ["G-AAAA0001", "G-AAAA0002", first.id, second.id])
      expect(findGap(gaps, works, id)?.id).toBe("G-AAAA0001");
    expect(findGap(gaps, works, "G-ZZZZ0000")).toBeUndefined();
  });
});

describe("whatever was noted", () => {
  const notes = fc.uniqueArray(
    fc.record({
      id: fc.integer({ min: 0, max: 9_999 }).map((n) => `AAAA-${String(n).padStart(4, "0")}`),
      at: fc.integer({ min: 0, max: 50 }),
      kind: fc.constantFrom(...noteKinds),
      text: fc.string({ unit: fc.constantFrom(..."甲乙丙"), minLength: 1, maxLength: 3 }),
      detail: fc.constantFrom("", "quiz-a", "quiz-b"),
      answered: fc.boolean(),
    }),
    { selector: ({ id }) => id, maxLength: 20 },
  );

  it("each note stands in one gap, and the order of the notes changes nothing", () => {
    fc.assert(
      fc.property(notes, fc.infiniteStream(fc.nat()), (given, chance) => {
        const list = gapList(given, [], cluster);
        expect(list.flatMap((gap) => gap.notes.map(({ id }) => id)).sort()).toEqual(
          given.map(({ id }) => id).sort(),
        );
        const shuffled = given.map((one) => ({ one, at: chance.next().value })).sort((a, b) => a.at - b.at);
        expect(
          gapList(
            shuffled.map(({ one }) => one),
            [],
            cluster,
          ),
        ).toEqual(list);
      }),
    );
  });

  it("no two gaps have one id, whatever work was done", () => {
    const works = fc.array(
      fc.record({ first: fc.nat(), others: fc.array(fc.nat(), { maxLength: 8 }), begunAt: fc.nat(5) }),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(notes, works, (given, done) => {
        const idAt = (at: number): string => given[at % Math.max(1, given.length)]?.id ?? "ZZZZ-0000";
        const list = gapList(
          given,
          done.map(({ first, others, begunAt }) =>
            work(gapIdOf(idAt(first)), [idAt(first), ...others.map(idAt)], { begunAt }),
          ),
          cluster,
        );
        expect(new Set(list.map(({ id }) => id)).size).toBe(list.length);
      }),
    );
  });

  it("work done on a gap stays with it while any of its notes is left", () => {
    fc.assert(
      fc.property(notes, fc.nat(), fc.nat(), (given, which, kept) => {
        const list = gapList(given, [], cluster);
        const gap = list[which % Math.max(1, list.length)];
        if (gap === undefined) return;
        const ids = gap.notes.map(({ id }) => id);
        const assigned = work(gap.id, ids, { owner: "李编辑" });
        const left = ids[kept % ids.length] as string;
        const later = gapList(
          given.filter(({ id }) => id === left || !ids.includes(id)),
          [assigned],
          cluster,
        );
        expect(findGap(later, [assigned], left)).toMatchObject({ id: gap.id, work: { owner: "李编辑" } });
      }),
    );
  });
});

describe("the id of a note", () => {
  it("follows from the place of the note, and is read back however it is typed", () => {
    const id = noteId("00112233445566778899aabbccddeeff");
    expect(id).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(noteId("00112233445566778899aabbccddeeff")).toBe(id);
    expect(noteId("10112233445566778899aabbccddeeff")).not.toBe(id);
    expect(readGapId(` ${id.toLowerCase()} `)).toBe(id);
    expect(readGapId(gapIdOf(id).toLowerCase())).toBe(gapIdOf(id));
    expect(readGapId("g-12")).toBeNull();
    expect(readGapId("不是编号")).toBeNull();
  });
});
