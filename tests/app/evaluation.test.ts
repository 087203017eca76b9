import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  type AnswerableQuestion,
  answerableFigures,
  figuresMarkdown,
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

const answerable = read<AnswerableQuestion>("answerable.jsonl");
const unanswerable = read<UnanswerableQuestion>("unanswerable.jsonl");

describe("the question set", () => {
  it("is large enough, and its halves are of one size", () => {
    expect(answerable.length).toBeGreaterThanOrEqual(150);
    expect(unanswerable.length).toBeGreaterThanOrEqual(80);
    for (const set of [answerable, unanswerable]) {
      const test = set.filter(({ half }) => half === "test").length;
      expect(Math.abs(set.length - 2 * test)).toBeLessThanOrEqual(2);
      expect(new Set(set.map(({ id }) => id)).size).toBe(set.length);
    }
  });
});

describe("the test half", () => {
  const answers = answerable
    .filter(({ half }) => half === "test")
    .map((question) => judgeAnswerable(assistant, question));
  const refusals = unanswerable
    .filter(({ half }) => half === "test")
    .map((question) => judgeUnanswerable(assistant, question));

  it("is answered and refused as well as promised", () => {
    const figures = answerableFigures(answers);
    expect(figures.answered).toBeGreaterThanOrEqual(0.9);
    expect(figures.documentAt5).toBeGreaterThanOrEqual(0.92);
    expect(figures.falseRefusals).toBeLessThanOrEqual(0.08);
    expect(unanswerableFigures(refusals).refusalRecall).toBeGreaterThanOrEqual(0.9);
  });

  it("is reported in docs/evaluation.md as it is", () => {
    const kept = /<!-- figures -->\n([\s\S]*?)\n<!-- \/figures -->/.exec(
      readFileSync(join(root, "docs/evaluation.md"), "utf8"),
    );
    expect(kept?.[1]).toBe(figuresMarkdown(answers, refusals));
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
