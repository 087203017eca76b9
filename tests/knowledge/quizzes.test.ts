/** The shipped questions: every key, every binding, every reference; and how much of a wrong key the review rules see. */
import { describe, expect, it } from "vitest";
import { createCatalogue } from "../../src/core/law/catalogue.ts";
import { checkKnowledge } from "../../src/core/law/consistency.ts";
import type { KnowledgeBase, Quiz } from "../../src/core/law/types.ts";
import { quizKinds, quizTopics, rightOptions, standingOf } from "../../src/core/learning/quiz.ts";
import { knowledge, today } from "../knowledge-base.ts";

const { catalogue } = knowledge;
const { quizzes } = catalogue.base;

/** Codes found of one question alone, everything else as shipped. */
const codesOf = (quiz: Quiz): readonly string[] =>
  checkKnowledge({ ...catalogue.base, quizzes: [quiz] })
    .filter(({ subject }) => subject === quiz.id)
    .map(({ code }) => code);

const turned = (quiz: Quiz): Quiz => ({
  ...quiz,
  options: quiz.options.map(({ text, right }) => ({ text, right: !right, misconception: null })),
});

const keyRules = ["quiz.modality", "quiz.number", "quiz.polarity", "quiz.wrong-is-literal"];

describe("the shipped questions", () => {
  it("are at least 80, of every kind and topic, none thin", () => {
    expect(quizzes.length).toBeGreaterThanOrEqual(80);
    for (const kind of quizKinds)
      expect(quizzes.filter((quiz) => quiz.kind === kind).length, kind).toBeGreaterThanOrEqual(10);
    for (const topic of quizTopics)
      expect(quizzes.filter((quiz) => quiz.topic === topic).length, topic).toBeGreaterThanOrEqual(8);
  });

  it.each(quizzes)("$id may be asked, and is explained from what it is bound to", (quiz) => {
    expect(standingOf(quiz, catalogue, today)).toBe("good");
    expect(codesOf(quiz)).toEqual([]);
    expect(rightOptions(quiz).length).toBeGreaterThan(0);
  });

  it("tempt with the real misconceptions: nearly all of them are the distractor of some question", () => {
    const tempting = new Set(
      quizzes.flatMap(({ options }) => options.flatMap(({ misconception }) => misconception ?? [])),
    );
    const known = catalogue.base.curated.filter(({ kind }) => kind === "misconception");
    expect(known.map(({ id }) => id).filter((id) => !tempting.has(id))).toEqual([]);
  });

  it("tempt with one in at least nine of ten questions", () => {
    const tempting = quizzes.filter(({ options }) =>
      options.some(({ misconception }) => misconception !== null),
    );
    expect(tempting.length / quizzes.length).toBeGreaterThanOrEqual(0.9);
  });

  it("name no misconception that speaks of something else, where that was found before", () => {
    const tied = new Map(
      quizzes.flatMap(({ id, options }) =>
        options.map(({ text, misconception }) => [`${id}: ${text}`, misconception]),
      ),
    );
    expect(tied.get("quiz-clarification-determination: 被举报人本人")).toBeNull();
    for (const { options } of quizzes)
      for (const { text, misconception } of options) {
        // Signing that is no more than a form is not that somebody else signed, and not filing is not filing.
        if (misconception === "leader-signed") expect(text).toMatch(/领导|签字的人/u);
        if (misconception === "filing-is-exemption")
          expect(text).not.toMatch(/没有.{0,4}报备|事先报过备|必须先报备/u);
        if (misconception === "not-filed-so-excluded") expect(text).toMatch(/报备|报过备/u);
      }
  });

  it("name people as their case does, by surname and 某", () => {
    for (const { stem, case: id } of quizzes) {
      const { facts = "", title = "" } = catalogue.case(id ?? "") ?? {};
      for (const [name] of stem.matchAll(/[\u4e00-\u9fff]某(?![\u4e00-\u9fff]*(?:市|省|局|县|镇))/gu))
        expect(`${title}${facts}`).toContain(name);
    }
  });

  it("never count on the order of options, which is mixed", () => {
    for (const { explanation } of quizzes)
      for (const { text } of explanation)
        expect(text).not.toMatch(/[ABCD]项|第[一二三四]个?(?:选项|项对)|前[两二三四五][项种个]/u);
  });
});

/** The base as if a provision said a little more. */
const amended = (id: string, words: string): KnowledgeBase => ({
  ...catalogue.base,
  documents: catalogue.base.documents.map((document) => ({
    ...document,
    provisions: document.provisions.map((provision) =>
      provision.id !== id
        ? provision
        : {
            ...provision,
            gist: `${provision.gist ?? ""}${words}`,
            official: provision.official.map((stretch) => ({
              ...stretch,
              paragraphs: stretch.paragraphs.map((paragraph, at) =>
                at === 0 ? { ...paragraph, text: `${paragraph.text}${words}` } : paragraph,
              ),
            })),
          },
    ),
  })),
});

describe("a provision that changes", () => {
  it.each([
    ["quiz-leniency-slight", "gov-sanctions-2020#11", "或者第一次违法的"],
    ["quiz-leniency-instead", "gov-sanctions-2020#7", "谈话提醒"],
    ["quiz-procedure-annul", "gov-sanctions-2020#58", "被处分人不服的"],
    ["quiz-procedure-amend", "gov-sanctions-2020#57", "被处分人以前表现好的"],
    ["quiz-local-longwan", "longwan-2018#situations", "紧急处置除外。"],
    ["quiz-tolerable-three", "accountability-2019#18", "挽回损失的，可以免予问责。"],
    ["quiz-leniency-penalised", "gov-sanctions-2020#13", "受过行政处罚的"],
  ])("takes %s out of use, though only its wrong options rest on %s", (id, provision, words) => {
    const quiz = quizzes.find((one) => one.id === id);
    if (quiz === undefined) throw new Error(`${id} is gone`);
    expect(standingOf(quiz, createCatalogue(amended(provision, words)), today)).toBe("changed");
  });

  it("is seen wherever an explanation cites it: a binding left out is reported", () => {
    for (const quiz of quizzes)
      for (const left of quiz.basis) {
        const basis = quiz.basis.filter((one) => one !== left);
        expect([quiz.id, left.passage, codesOf({ ...quiz, basis })]).toEqual([
          quiz.id,
          left.passage,
          expect.arrayContaining(["quiz.cited-not-bound"]),
        ]);
      }
  });
});

describe("a passage whose origin nobody found", () => {
  const unknown = catalogue.base.documents.flatMap(({ provisions }) =>
    provisions.filter(({ origin }) => origin === "unknown"),
  );

  it("is there, and no question rests on it", () => {
    expect(unknown.map(({ id }) => id)).toEqual([
      "appraisal-2019#year-end",
      "organisational-measures-2021#admonition",
    ]);
    const ids = new Set(unknown.map(({ id }) => id));
    for (const { id, basis } of quizzes)
      expect([id, basis.filter(({ passage }) => ids.has(passage))]).toEqual([id, []]);
  });
});

describe("a wrong key among them", () => {
  it("is found where 对 and 错 of an official wording were exchanged", () => {
    const literal = quizzes.filter(
      ({ kind, options, stem, basis }) =>
        kind === "true-false" &&
        options[0]?.right === true &&
        basis.some(({ passage }) =>
          (catalogue.resolveText(passage)?.text ?? "").includes(stem.replace(/。$/u, "")),
        ),
    );
    expect(literal.length).toBeGreaterThan(3);
    for (const quiz of literal) expect(codesOf(turned(quiz))).toContain("quiz.wrong-is-literal");
  });

  it("is found where 应当 was put for the 可以 of the provision", () => {
    const may = quizzes.filter(
      ({ kind, options }) =>
        kind === "single" && options.some(({ right, text }) => right && text.startsWith("可以")),
    );
    expect(may.length).toBeGreaterThan(4);
    for (const quiz of may) {
      const options = quiz.options.map((option) =>
        option.right ? { ...option, text: option.text.replace("可以", "应当") } : option,
      );
      expect([quiz.id, codesOf({ ...quiz, options })]).toEqual([
        quiz.id,
        expect.arrayContaining(["quiz.modality"]),
      ]);
    }
  });

  it("is found where the key names a period that the provision does not have", () => {
    const quiz = quizzes.find(({ id }) => id === "quiz-procedure-comment");
    if (quiz === undefined) throw new Error("quiz-procedure-comment is gone");
    const options = quiz.options.map((option, at) => ({ ...option, right: at === 1 }));
    expect(codesOf({ ...quiz, options })).toContain("quiz.number");
  });

  it("is not always found: keys turned round in gists and cases need a person", () => {
    const found = quizzes
      .filter(({ kind }) => kind === "true-false" || kind === "multiple")
      .filter((quiz) => codesOf(turned(quiz)).some((code) => keyRules.includes(code)));
    expect(found.length).toBeGreaterThan(15);
  });
});
