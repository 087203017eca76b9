import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  type AnswerableQuestion,
  answerableFigures,
  figuresMarkdown,
  type Half,
  judgeAnswerable,
  judgeUnanswerable,
  matches,
  type UnanswerableQuestion,
  unanswerableFigures,
} from "../../src/app/evaluation.ts";
import { assistant } from "../knowledge-base.ts";

const root = join(import.meta.dirname, "../..");
const read = <T>(file: string): T[] =>
  readFileSync(join(root, "tests/questions", file), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as T);

/** What docs/evaluation.md keeps between two marks. */
const reported = (mark: string): string | undefined =>
  new RegExp(`<!-- ${mark} -->\n([\\s\\S]*?)\n<!-- /${mark} -->`).exec(
    readFileSync(join(root, "docs/evaluation.md"), "utf8"),
  )?.[1];

const answerable = read<AnswerableQuestion>("answerable.jsonl");
const unanswerable = read<UnanswerableQuestion>("unanswerable.jsonl");

describe("the question set", () => {
  it("is large enough, and its halves are of one size in every stratum", () => {
    expect(answerable.length).toBeGreaterThanOrEqual(310);
    expect(unanswerable.length).toBeGreaterThanOrEqual(160);
    for (const set of [answerable, unanswerable]) {
      for (const group of Map.groupBy<string, { half: Half; stratum: string }>(
        set,
        ({ stratum }) => stratum,
      ).values())
        expect(group.filter(({ half }) => half === "test").length * 2).toBe(group.length);
      expect(new Set(set.map(({ id }) => id)).size).toBe(set.length);
      expect(new Set(set.map(({ text }) => text)).size).toBe(set.length);
    }
  });
});

const judged = (wanted: Half) => ({
  answers: answerable
    .filter(({ half }) => half === wanted)
    .map((question) => judgeAnswerable(assistant, question)),
  refusals: unanswerable
    .filter(({ half }) => half === wanted)
    .map((question) => judgeUnanswerable(assistant, question)),
});

describe("the test half", () => {
  const { answers, refusals } = judged("test");

  it("is answered and refused as well as promised", () => {
    const figures = answerableFigures(answers);
    expect(figures.answered).toBeGreaterThanOrEqual(0.92);
    expect(figures.documentAt1).toBeGreaterThanOrEqual(0.8);
    expect(figures.documentAt5).toBeGreaterThanOrEqual(0.95);
    expect(figures.falseRefusals).toBeLessThanOrEqual(0.06);
    expect(unanswerableFigures(refusals).refusalRecall).toBeGreaterThanOrEqual(0.95);
  });

  it("is reported in docs/evaluation.md as it is", () => {
    expect(reported("figures")).toBe(figuresMarkdown(answers, refusals));
  });
});

describe("the calibration half", () => {
  it("is reported beside it, so that the difference shows how far the tuning went", () => {
    const { answers, refusals } = judged("calibration");
    expect(reported("figures: calibration")).toBe(figuresMarkdown(answers, refusals));
  });
});

describe("a right document", () => {
  const question: AnswerableQuestion = {
    id: "a",
    half: "calibration",
    stratum: "article",
    text: "处分条例第十条",
    documents: ["《中国共产党纪律处分条例》"],
    passages: ["no-such-document#1"],
  };

  it("is told by its title where the id is another", () => {
    expect(judgeAnswerable(assistant, question)).toMatchObject({ documentRank: 1, passageRank: null });
  });

  it("is told by its id alone where the version is asked", () => {
    expect(judgeAnswerable(assistant, { ...question, stratum: "version" }).documentRank).toBeNull();
    expect(judgeAnswerable(assistant, { ...question, as_of: "2026-01-01" }).documentRank).toBeNull();
  });
});

describe("matching", () => {
  it.each([
    ["accountability-2019#17.1.2", "accountability-2019#17", true],
    ["accountability-2019#17", "accountability-2019#17.1.2", true],
    ["accountability-2019#17", "accountability-2019", true],
    ["accountability-2019#17", "accountability-2019#1", false],
    ["seed-1", "seed-10", false],
  ])("%s against %s is %s", (cited, labelled, expected) => {
    expect(matches(cited, labelled)).toBe(expected);
  });
});
