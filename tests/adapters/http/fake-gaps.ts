/** A gap list written by hand: one question asked twice, one complaint that waits, one quiz question found wrong. */
import type { Gap, GapEditing, Note } from "../../../src/ports/listening.ts";

export interface FakeGaps extends GapEditing {
  /** Acts in order: `assign G-7K3MQ9TD 李编辑 2026-12-01 web:admin`. */
  readonly acts: string[];
}

const at = Date.UTC(2026, 10, 22, 3, 0);
const note = (id: string, rest: Partial<Note>): Note => ({
  id,
  at,
  kind: "unanswered",
  text: "驻村补助怎么报销",
  detail: "no_evidence",
  answered: false,
  ...rest,
});

export function createFakeGaps(): FakeGaps {
  const acts: string[] = [];
  const question: Gap = {
    id: "G-7K3MQ9TD",
    state: "open",
    text: "驻村补助怎么报销",
    notes: [note("7K3M-Q9TD", {}), note("7K3M-Q9TE", { text: "驻村补助<b>标准</b>" })],
    work: null,
  };
  const complaint: Gap = {
    id: "G-4QXD52WA",
    state: "assigned",
    text: "第十七条引文不完整",
    notes: [note("4QXD-52WA", { kind: "complaint", text: "第十七条引文不完整", detail: "" })],
    work: {
      id: "G-4QXD52WA",
      begunAt: at,
      notes: ["4QXD-52WA"],
      owner: "李编辑",
      due: "2026-12-01",
      drafted: false,
      topic: null,
      closing: null,
    },
  };
  const ended: Gap = { ...question, id: "G-00000000", state: "closed", text: "早就答了的" };
  const quiz: Gap = {
    id: "G-2HPM6RTA",
    state: "open",
    text: "期限一般不少于多少日？",
    notes: [
      note("2HPM-6RTA", {
        kind: "quiz",
        text: "期限一般不少于多少日？",
        detail: "quiz-a",
        reason: "<i>写反了",
      }),
    ],
    work: null,
  };
  const gaps = [question, complaint, quiz, { ...ended, notes: [note("0000-0000", { text: "早就答了的" })] }];
  const find = (id: string): Gap | undefined => gaps.find((gap) => gap.id === id);
  return {
    acts,
    list: async () => gaps,
    find: async (id) => find(id),
    async act(id, act, by) {
      const what =
        act.type === "assign"
          ? `${act.owner} ${act.due}`
          : act.type === "close"
            ? Object.entries(act.by).join("")
            : act.type === "name"
              ? act.topic
              : "";
      acts.push(`${act.type} ${id} ${what} ${by}`);
      return find(id);
    },
    async answer(id, text, by) {
      acts.push(`answer ${id} ${text} ${by}`);
      return id === "4QXD-52WA" ? "told" : "unknown";
    },
    draftOf: ({ id }) =>
      id === "G-7K3MQ9TD" ? { file: "draft-g-7k3mq9td.md", text: "---\ntitle: 驻村补助\n---\n" } : null,
    hasEntry: (entry) => entry === "village-allowance",
  };
}
