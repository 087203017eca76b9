import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { answerObject } from "../../src/cli/ask.ts";
import type { Answer, Context } from "../../src/core/grounding/answer.ts";
import { statementsOf } from "../../src/core/grounding/blocks.ts";
import { textLimit } from "../../src/text/render.ts";
import { assistant, knowledge } from "../knowledge-base.ts";

interface Labelled {
  readonly id: string;
  readonly text: string;
  readonly context?: readonly string[];
  readonly as_of?: string;
}

const read = (file: string): Labelled[] =>
  readFileSync(join(import.meta.dirname, "..", "questions", file), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Labelled);

const answers = [...read("answerable.jsonl"), ...read("unanswerable.jsonl")].map(
  ({ id, text, context: before = [], as_of }): [string, Answer] => {
    const asOf = as_of === undefined ? {} : { asOf: as_of };
    let context: Context | null = null;
    for (const question of before) context = assistant.ask(question, { ...asOf, context }).context;
    return [id, assistant.ask(text, { ...asOf, context })];
  },
);

const fold = (text: string): string => text.normalize("NFKC").replace(/\s+/g, "");
const { catalogue } = knowledge;

describe("every answer of the question set", () => {
  it.each(answers)("%s keeps the contract", (_id, answer) => {
    const numbers = answer.citations.map(({ n }) => n);
    expect(numbers).toEqual(numbers.map((_, at) => at + 1));
    for (const { citations } of answer.blocks.flatMap(statementsOf)) {
      expect(citations.length).toBeGreaterThan(0);
      for (const n of citations) expect(numbers).toContain(n);
    }
    for (const { passage, document, article, wording, quote, verification } of answer.citations) {
      const provision = catalogue.provision(passage)?.provision;
      const source = catalogue.document(provision?.documentId ?? passage) ?? catalogue.case(passage);
      expect(source?.title).toBe(document);
      expect(article).toBe(provision?.article ?? null);
      expect(["verified", "secondary", "unverified"]).toContain(verification);
      if (wording === "gist") expect(quote).toBeNull();
      else expect(fold(catalogue.resolveText(passage)?.text ?? "")).toContain(fold(quote ?? "\u0000"));
    }
    const printed = answerObject("x", answer);
    expect(String(printed.text).length).toBeLessThanOrEqual(textLimit);
    expect(printed.refusal_reason === null).toBe(answer.kind !== "refusal");
    if (answer.kind === "answer") expect(numbers.length).toBeGreaterThan(0);
  });

  it.each(answers)("%s shows in its text a source for every mark", (_id, answer) => {
    const text = String(answerObject("x", answer).text);
    const marks = new Set([...text.matchAll(/〔(\d+)〕/g)].map((match) => match[1]));
    for (const mark of marks) expect(text).toMatch(new RegExp(`\\n〔${mark}〕(?:《|公开案例：)`));
  });

  it.each(answers)("%s quotes as 原文 nothing but official wording", (_id, answer) => {
    const wording = fold(
      answer.citations
        .filter((citation) => citation.wording === "official")
        .map(({ passage }) => catalogue.resolveText(passage)?.text ?? "")
        .join("\n"),
    );
    for (const block of answer.blocks)
      if (block.type === "sentence" && block.origin === "quote") expect(wording).toContain(fold(block.text));
  });
});
