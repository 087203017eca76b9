import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readKnowledgeFolder } from "../../../src/adapters/knowledge/folder.ts";
import { PROBLEM_CODES } from "../../../src/adapters/knowledge/problems.ts";

/** The whole small base; each folder of `tests/broken/knowledge` is laid over it and breaks it in one way. */
const MINI = join(import.meta.dirname, "../../broken/base");
const BROKEN = join(import.meta.dirname, "../../broken/knowledge");

/** [folder, code, file, line] */
const BREAKS: readonly (readonly [string, string, string, number])[] = [
  ["unknown-file", "file.unknown", "answers/notes.txt", 1],
  ["unknown-folder", "file.unknown", "drafts", 1],
  ["gbk-encoding", "file.encoding", "cases/sample-fraud.yaml", 1],
  ["control-character", "file.encoding", "misconceptions/sample-signed.md", 13],
  ["no-front-matter", "front-matter.missing", "misconceptions/sample-signed.md", 1],
  ["unclosed-front-matter", "front-matter.unclosed", "misconceptions/sample-signed.md", 1],
  ["yaml-unclosed-bracket", "yaml.syntax", "cases/sample-fraud.yaml", 16],
  ["yaml-repeated-key", "yaml.syntax", "misconceptions/sample-signed.md", 10],
  ["yaml-alias", "yaml.syntax", "cases/sample-fraud.yaml", 15],
  ["missing-key", "schema.missing", "cases/sample-fraud.yaml", 1],
  ["missing-nested-key", "schema.missing", "documents/sample-rules-2019.md", 8],
  ["unknown-key", "schema.unknown-key", "cases/sample-flood.yaml", 5],
  ["unknown-nested-key", "schema.unknown-key", "cases/sample-flood.yaml", 17],
  ["unknown-kind", "schema.value", "documents/sample-rules-2019.md", 5],
  ["impossible-day", "schema.value", "documents/sample-rules-2019.md", 8],
  ["number-for-text", "schema.value", "cases/sample-fraud.yaml", 3],
  ["empty-text", "schema.value", "cases/sample-fraud.yaml", 3],
  ["host-without-read", "schema.value", "documents/sample-rules-2019.md", 11],
  ["unknown-outcome", "schema.value", "cases/sample-fraud.yaml", 7],
  ["malformed-passage-id", "schema.value", "cases/sample-flood.yaml", 15],
  ["id-unlike-file-name", "id.file-name", "cases/sample-fraud.yaml", 1],
  ["synonym-without-words", "schema.value", "synonyms.yaml", 3],
  ["heading-without-anchor", "heading.unknown", "documents/sample-speech-2016.md", 19],
  ["malformed-anchor", "heading.article", "documents/sample-speech-2016.md", 19],
  ["first-level-heading", "heading.title", "documents/sample-rules-2019.md", 17],
  ["article-in-arabic", "heading.article", "documents/sample-rules-2019.md", 19],
  ["article-without-blank", "heading.article", "documents/sample-rules-2019.md", 19],
  ["two-articles-in-one-heading", "heading.article", "documents/sample-rules-2019.md", 19],
  ["text-outside-article", "text.outside-provision", "documents/sample-rules-2019.md", 25],
  ["markup", "text.markup", "documents/sample-rules-2019.md", 21],
  ["unknown-fence", "fence.unknown", "documents/sample-rules-2019.md", 54],
  ["paragraph-number-not-read", "fence.unknown", "documents/sample-rules-2019.md", 48],
  ["unclosed-fence", "fence.unclosed", "documents/sample-rules-2019.md", 54],
  ["fence-open-at-heading", "fence.unclosed", "documents/sample-rules-2019.md", 30],
  ["stray-fence", "fence.stray", "documents/sample-rules-2019.md", 23],
  ["empty-fence", "fence.empty", "documents/sample-rules-2019.md", 54],
  ["items-out-of-order", "official.item-order", "documents/sample-rules-2019.md", 35],
  ["items-first", "official.item-first", "documents/sample-rules-2019.md", 31],
  ["unknown-list-key", "list.unknown-key", "documents/sample-rules-2019.md", 41],
  ["unknown-grade", "list.value", "documents/sample-rules-2019.md", 41],
  ["origin-not-a-word-of-ours", "list.value", "documents/sample-speech-2016.md", 25],
  ["origin-in-note-alone", "provision.origin-in-note", "documents/sample-speech-2016.md", 19],
  ["repeated-keyword", "list.value", "documents/sample-rules-2019.md", 40],
  ["full-width-separator", "reference.malformed", "misconceptions/sample-signed.md", 13],
  ["two-passages-in-one-bracket", "reference.malformed", "misconceptions/sample-signed.md", 13],
  ["empty-quote", "reference.malformed", "misconceptions/sample-signed.md", 13],
  ["reference-first", "reference.without-statement", "misconceptions/sample-signed.md", 13],
  ["table-without-heading", "table.shape", "misconceptions/sample-signed.md", 15],
  ["table-with-short-row", "table.shape", "misconceptions/sample-signed.md", 20],
  ["duplicate-article", "id.duplicate", "documents/sample-rules-2019.md", 25],
  ["duplicate-item", "id.duplicate", "documents/sample-rules-2019.md", 48],
  ["duplicate-id", "id.duplicate", "misconceptions/sample-signed.md", 2],
  ["dead-provision", "reference.dead", "answers/sample-collective.md", 18],
  ["dead-document", "reference.dead", "answers/sample-collective.md", 18],
  ["dead-case-provision", "reference.dead", "cases/sample-flood.yaml", 15],
  ["dead-contrast", "reference.dead", "cases/sample-flood.yaml", 17],
  ["dead-related", "reference.dead", "procedures/sample-filing.md", 9],
  ["whole-document", "reference.whole-document", "procedures/sample-filing.md", 15],
  ["unit-not-held", "reference.unit-not-held", "procedures/sample-filing.md", 15],
  ["related-to-itself", "reference.self", "procedures/sample-filing.md", 9],
  ["quote-not-literal", "quote.not-literal", "misconceptions/sample-signed.md", 13],
  ["quote-from-another-item", "quote.not-literal", "misconceptions/sample-signed.md", 13],
  ["quote-of-gist", "quote.no-wording", "procedures/sample-filing.md", 15],
  ["statement-without-reference", "statement.without-reference", "procedures/sample-filing.md", 17],
  ["advice-after-its-section", "statement.without-reference", "procedures/sample-filing.md", 23],
  ["uncited-title", "mention.title", "misconceptions/sample-signed.md", 13],
  ["uncited-article", "mention.article", "misconceptions/sample-signed.md", 13],
  ["article-of-another-document", "mention.article", "misconceptions/sample-signed.md", 13],
  ["uncited-quotation", "mention.quote", "misconceptions/sample-signed.md", 13],
  ["too-few-questions", "curated.too-few-questions", "misconceptions/sample-signed.md", 4],
  ["too-long", "curated.too-long", "misconceptions/sample-signed.md", 2],
  ["nothing-stated", "curated.empty", "misconceptions/sample-signed.md", 2],
  ["promise", "curated.promise", "misconceptions/sample-signed.md", 13],
  ["repeated-question", "question.repeated", "procedures/sample-filing.md", 5],
  ["repealed-before-effective", "dates.repealed-before-effective", "documents/sample-rules-2016.md", 8],
  ["replaces-nothing", "version.dead", "documents/sample-rules-2019.md", 9],
  ["replaced-and-not-ended", "version.not-ended", "documents/sample-rules-2019.md", 9],
  ["gap-between-versions", "version.gap", "documents/sample-rules-2019.md", 9],
  ["replaces-in-a-circle", "version.cycle", "documents/sample-rules-2016.md", 9],
  ["two-versions-untied", "version.untied", "documents/sample-rules-2019.md", 3],
  ["verified-without-source", "verified.without-source", "documents/sample-speech-2016.md", 12],
  ["provision-verified-without-source", "verified.without-source", "documents/sample-speech-2016.md", 19],
  ["empty-article", "provision.empty", "documents/sample-rules-2019.md", 19],
  ["quotation-in-gist", "gist.quotation", "documents/sample-rules-2019.md", 21],
  ["whole-and-excerpt", "official.mixed", "documents/sample-rules-2019.md", 30],
  ["elided-wording", "official.elided", "documents/sample-rules-2019.md", 30],
  ["contrast-with-same-outcome", "contrast.same-outcome", "cases/sample-flood.yaml", 17],
  ["synonym-in-two-groups", "synonym.shared", "synonyms.yaml", 3],
  ["synonym-of-one-character", "synonym.short", "synonyms.yaml", 3],
  ["half-width-in-gist", "punctuation.half-width", "documents/sample-rules-2019.md", 21],
  ["half-width-in-case", "punctuation.half-width", "cases/sample-fraud.yaml", 6],
  ["half-width-in-answer", "punctuation.half-width", "misconceptions/sample-signed.md", 13],
  ["not-reviewed", "review.pending", ".", 1],
  ["quiz-asking-for-what-is-not", "quiz.negative-stem", "quizzes/sample.yaml", 4],
  ["quiz-basis-dead", "reference.dead", "quizzes/sample.yaml", 9],
  ["quiz-basis-not-cited", "quiz.basis-not-cited", "quizzes/sample.yaml", 9],
  ["quiz-basis-of-unknown-origin", "quiz.basis-of-unknown-origin", "quizzes/sample.yaml", 8],
  ["quiz-case-without-case", "schema.missing", "quizzes/sample.yaml", 1],
  ["quiz-cited-not-bound", "quiz.cited-not-bound", "quizzes/sample.yaml", 9],
  ["quiz-misconception-dead", "reference.dead", "quizzes/sample.yaml", 8],
  ["quiz-misconception-of-right", "quiz.misconception-of-right", "quizzes/sample.yaml", 6],
  ["quiz-number-from-nowhere", "quiz.number", "quizzes/sample.yaml", 6],
  ["quiz-option-repeated", "quiz.option-repeated", "quizzes/sample.yaml", 8],
  ["quiz-provision-changed", "quiz.changed", "quizzes/sample.yaml", 9],
  ["quiz-provision-repealed", "quiz.repealed", "quizzes/sample.yaml", 9],
  ["quiz-shall-for-may", "quiz.modality", "quizzes/sample.yaml", 6],
  ["quiz-true-or-false-otherwise", "quiz.true-false", "quizzes/sample.yaml", 5],
  ["quiz-turned-round", "quiz.polarity", "quizzes/sample.yaml", 6],
  ["quiz-with-two-right", "quiz.right-count", "quizzes/sample.yaml", 5],
  ["quiz-wording-called-wrong", "quiz.wrong-is-literal", "quizzes/sample.yaml", 4],
];

describe("a knowledge folder broken in one way", () => {
  it.each(BREAKS)("%s gives %s at %s:%i", (name, code, file, line) => {
    const overlay = join(BROKEN, name);
    const { problems } = readKnowledgeFolder(MINI, overlay);
    const places = problems.map((problem) => ({
      code: problem.code,
      file: problem.file.replace(`${overlay}/`, ""),
      line: problem.line,
    }));
    expect(places).toContainEqual({ code, file, line });
  });

  it("is one of those listed here", () => {
    expect(readdirSync(BROKEN).sort()).toEqual(BREAKS.map(([name]) => name).sort());
  });

  it("shows every code there is, but for those that no folder kept here can show, and those of rules", () => {
    // The last one cannot come from Markdown, where advice is told from statements by its section.
    const elsewhere = [
      "folder.missing",
      "folder.empty",
      "file.not-regular",
      "file.too-large",
      "advice.outside-section",
    ];
    expect([...new Set([...BREAKS.map(([, code]) => code), ...elsewhere])].sort()).toEqual(
      PROBLEM_CODES.filter((code) => !/^(?:rules|cases)\./.test(code)).sort(),
    );
  });

  it("keeps its base exactly where every problem is a warning", () => {
    for (const [name] of BREAKS) {
      const { base, problems } = readKnowledgeFolder(MINI, join(BROKEN, name));
      expect([name, base !== null]).toEqual([name, problems.every(({ severity }) => severity === "warning")]);
    }
  });
});
