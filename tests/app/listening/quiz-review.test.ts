import { describe, expect, it } from "vitest";
import { draftOf } from "../../../src/app/listening/drafting.ts";
import { quizReview } from "../../../src/app/listening/quiz-review.ts";
import { createCatalogue } from "../../../src/core/law/catalogue.ts";
import { boundText } from "../../../src/core/learning/quiz.ts";
import type { Note } from "../../../src/core/listening/gap-list.ts";
import { knowledge, today } from "../../knowledge-base.ts";

const { catalogue } = knowledge;

const note = (id: string, quiz: string, reason?: string): Note => ({
  id,
  at: 0,
  kind: "quiz",
  text: "题干",
  detail: quiz,
  answered: false,
  ...(reason === undefined ? {} : { reason }),
});
const gapOf = (quiz: string, ...reasons: readonly (string | undefined)[]) => ({
  id: "G-7K3MQ9TD",
  work: null,
  notes: reasons.map((reason, at) => note(`AAAA-000${at}`, quiz, reason)),
});

describe("a review of a question", () => {
  it.each(catalogue.base.quizzes.map(({ id }) => id))("of %s shows key, bound passages and reasons", (id) => {
    const quiz = catalogue.base.quizzes.find((one) => one.id === id);
    const { file, text = "" } = draftOf(knowledge, gapOf(id, "写反了", "写反了", undefined), today) ?? {};
    expect(file).toBe(`review-${id}.md`);
    for (const option of quiz?.options ?? [])
      expect(text).toContain(`${option.right ? "对" : "错"}：${option.text}`);
    for (const { passage } of quiz?.basis ?? []) {
      expect(text).toContain(`### ${passage}`);
      for (const line of boundText(catalogue, passage)?.split("\n") ?? [])
        expect(text).toContain(`> ${line}`);
    }
    expect(text).toContain("“写反了”（2次）");
    expect(text).toContain("没有说理由（1次）");
    expect(text).not.toMatch(/undefined|\bnull\b|出题以后变了/u);
  });

  it("says which passage changed since, and which is gone", () => {
    const documents = catalogue.base.documents.flatMap((document) =>
      document.id === "major-decisions-2019"
        ? []
        : [
            {
              ...document,
              provisions: document.provisions.map((provision) => ({
                ...provision,
                gist: "改过的要点",
                official: [],
              })),
            },
          ],
    );
    const changed = createCatalogue({ ...catalogue.base, documents });
    const silence = quizReview(changed, "quiz-accountability-silence", gapOf("quiz-accountability-silence"));
    expect(silence?.text).toContain("没有找到这一处");
    const objects = quizReview(changed, "quiz-accountability-objects", gapOf("quiz-accountability-objects"));
    expect(objects?.text).toContain("出题以后变了，这道题已经停用");
  });

  it("keeps what a reader wrote in its line", () => {
    const { text = "" } =
      quizReview(catalogue, "quiz-looks-six", gapOf("quiz-looks-six", "不对\n# 另一个标题")) ?? {};
    expect(text).toContain("“不对 # 另一个标题”");
  });

  it("is none where the question is gone", () => {
    expect(draftOf(knowledge, gapOf("quiz-nobody", "写反了"), today)).toBeNull();
  });
});
