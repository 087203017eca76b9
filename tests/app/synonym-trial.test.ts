import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { including, trySynonyms, without } from "../../src/app/synonym-trial.ts";
import type { SynonymGroup } from "../../src/core/law/types.ts";
import type { Assistant } from "../../src/ports/assistant.ts";
import { assistant, knowledge } from "../knowledge-base.ts";

const groups: readonly SynonymGroup[] = [
  { term: "问责", words: ["背锅", "挨板子"] },
  { term: "诫勉", words: ["黄牌"] },
];

describe("one word more or less", () => {
  it("leaves the other words of its group, and no group without words", () => {
    expect(without(groups, { term: "问责", word: "背锅" })).toEqual([
      { term: "问责", words: ["挨板子"] },
      { term: "诫勉", words: ["黄牌"] },
    ]);
    expect(without(groups, { term: "诫勉", word: "黄牌" })).toEqual([groups[0]]);
  });

  it("joins the group of its term, or makes one", () => {
    expect(including(groups, { term: "诫勉", word: "诫免" })[1]?.words).toEqual(["黄牌", "诫免"]);
    expect(including(groups, { term: "回访", word: "跟踪" })[2]).toEqual({ term: "回访", words: ["跟踪"] });
  });

  it("undoes what it did", () => {
    const word = { term: "回访", word: "跟踪" };
    expect(without(including(groups, word), word)).toEqual(groups);
  });
});

describe("a trial", () => {
  /** Answers a question only where one of its synonyms is known. */
  const assistantWith = (known: readonly SynonymGroup[]): Assistant => ({
    ...assistant,
    ask: (question, options) =>
      assistant.ask(
        known.some(({ words }) => words.some((word) => question.includes(word)))
          ? "问责条例第十七条"
          : "今天天气怎么样",
        options,
      ),
  });
  const question = (id: string, text: string) => ({
    id,
    half: "calibration" as const,
    stratum: "paraphrase",
    text,
    documents: ["中国共产党问责条例"],
    passages: ["accountability-2019#17"],
  });

  it("tells which questions a word serves, and which it harms", () => {
    const questions = {
      answerable: [question("a1", "背锅"), question("a2", "跟踪")],
      unanswerable: [
        {
          id: "u1",
          half: "calibration" as const,
          stratum: "out_of_scope",
          text: "甩锅铲",
          kinds: ["refusal"],
          reasons: ["out_of_scope"],
        },
      ],
    };
    const trials = [
      ...trySynonyms(
        groups,
        [
          { term: "回访", word: "跟踪" },
          { term: "问责", word: "甩锅" },
          { term: "问责", word: "背锅" },
        ],
        assistantWith,
        questions,
      ),
    ];
    expect(trials).toEqual([
      { term: "问责", word: "背锅", held: true, better: ["a1"], worse: [] },
      { term: "问责", word: "挨板子", held: true, better: [], worse: [] },
      { term: "诫勉", word: "黄牌", held: true, better: [], worse: [] },
      { term: "回访", word: "跟踪", held: false, better: ["a2"], worse: [] },
      { term: "问责", word: "甩锅", held: false, better: [], worse: ["u1"] },
    ]);
  });
});

describe("the synonyms of the knowledge base", () => {
  const held = knowledge.catalogue.base.synonyms.flatMap(({ words }) => words);

  it("have no word of two meanings", () => {
    const ambiguous = [
      "警告",
      "撤职",
      "报备",
      "处分期",
      "签字",
      "圈阅",
      "倒签",
      "自首",
      "留置",
      "纠错",
      "期",
      "下",
    ];
    expect(held.filter((word) => ambiguous.includes(word))).toEqual([]);
  });

  it("mean one term each", () => {
    expect(held.filter((word, at) => held.indexOf(word) !== at)).toEqual([]);
  });

  it("have none of the candidates that were turned down", () => {
    const down = readFileSync(join(import.meta.dirname, "../questions/synonym-candidates.jsonl"), "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { term: string; word: string; reason: string });
    for (const { reason } of down) expect(reason).not.toBe("");
    const pairs = new Set(
      knowledge.catalogue.base.synonyms.flatMap(({ term, words }) => words.map((word) => `${term} ${word}`)),
    );
    expect(down.filter(({ term, word }) => pairs.has(`${term} ${word}`))).toEqual([]);
  });
});
