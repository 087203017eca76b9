import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createAssistant } from "../../../src/app/assistant.ts";
import { askByMeaning, meaningCounts, withVectors } from "../../../src/app/vectors/ask.ts";
import { embeddedText } from "../../../src/app/vectors/passages.ts";
import { createQuestionVector } from "../../../src/app/vectors/questions.ts";
import type { Passage } from "../../../src/core/retrieval/index.ts";
import { buildVectorIndex } from "../../../src/core/retrieval/vectors.ts";
import { assistant, knowledge, today } from "../../knowledge-base.ts";
import { fakeEmbedder, vectorFor } from "./fake-embedder.ts";

const index = buildVectorIndex(
  knowledge.passages.map(({ id }) => id),
  knowledge.passages.map((passage) => vectorFor(embeddedText(passage) ?? "")),
);
const byMeaning = createAssistant(knowledge, { contact: "c", today: () => today, vectors: () => index });
const lexical = createAssistant(knowledge, { contact: "c", today: () => today });

/** One whose evidence card is put together from what was found. */
const extractive = "容错之后会不会影响考核";

const meaningBy = (vector: Float32Array, question = extractive) => ({ meaning: { question, vector } });

const questions = [
  extractive,
  "没走政府采购程序先施工，事后补办了手续，能容错吗？",
  "问责条例第十七条说了什么？",
  "深圳的容错清单有哪些",
  "今天天气怎么样",
  "怎么把补的手续做成事前的",
  "你好",
  "谁来认定容错",
  "高铁几点开",
  "zzz",
];

describe("an answer by meaning", () => {
  it("shows what lies near beside what words find", () => {
    const answer = lexical.ask(extractive);
    expect(meaningCounts(answer)).toBe(true);
    const changed = knowledge.passages.filter((passage) => {
      const { grounds } = byMeaning.ask(extractive, meaningBy(vectorFor(embeddedText(passage) ?? "")));
      return grounds?.includes(passage.id) === true && answer.grounds?.includes(passage.id) === false;
    });
    expect(changed.length).toBeGreaterThan(20);
  });

  it("is an answer only where words alone answer, and then the same kind, text of an editor and all", () => {
    const { length } = vectorFor("");
    const vectors = fc
      .array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: length, maxLength: length })
      .map((numbers) => Float32Array.from(numbers));
    fc.assert(
      fc.property(fc.constantFrom(...questions), vectors, (question, vector) => {
        const [with_, without] = [
          byMeaning.ask(question, meaningBy(vector, question)),
          lexical.ask(question),
        ];
        expect(with_.kind).toBe(without.kind);
        expect(with_.refusalReason).toBe(without.refusalReason);
        expect(with_.context?.entry).toBe(without.context?.entry);
        expect(with_.mode).toBe(without.mode);
      }),
      { numRuns: 60 },
    );
  });

  it("cites only what may be relied on for the day and the place", () => {
    for (const passage of knowledge.passages) {
      const vector = vectorFor(embeddedText(passage) ?? "");
      for (const { passage: cited } of byMeaning.ask(extractive, meaningBy(vector)).citations) {
        const document = knowledge.catalogue.provision(cited)?.provision.documentId;
        if (document === undefined) continue;
        expect(knowledge.catalogue.inForce(document, today)).toBe(true);
        expect(knowledge.catalogue.document(document)?.jurisdiction).toBe("national");
      }
    }
  });

  it("is the answer by words where the vectors are not there, or of another model", () => {
    const vector = vectorFor(extractive);
    expect(lexical.ask(extractive, meaningBy(vector))).toEqual(lexical.ask(extractive));
    expect(byMeaning.ask(extractive, meaningBy(vector.subarray(1)))).toEqual(lexical.ask(extractive));
  });
});

describe("asking by meaning", () => {
  it("asks for a vector only where it can change the answer", async () => {
    const embedder = fakeEmbedder();
    const vectorOf = createQuestionVector(embedder, 8);
    for (const question of questions) await askByMeaning(byMeaning, vectorOf, question);
    const sent = embedder.calls.flat();
    expect(sent).toContain(extractive);
    for (const question of ["你好", "今天天气怎么样", "问责条例第十七条说了什么？"])
      expect(sent).not.toContain(question);
  });

  it("looks for a follow-up as it was completed", async () => {
    const embedder = fakeEmbedder();
    const { context } = byMeaning.ask("问责条例里从轻减轻的情形");
    const remark = "从重的呢";
    const answer = await askByMeaning(byMeaning, createQuestionVector(embedder, 8), remark, { context });
    const completed = lexical.ask(remark, { context }).context?.question ?? "";
    expect(completed).toContain("问责条例");
    expect(completed).toContain("从重");
    expect(embedder.calls).toEqual([[completed]]);
    const meaning = { question: completed, vector: vectorFor(completed) };
    expect(answer).toEqual(byMeaning.ask(remark, { context, meaning }));
    expect(answer.grounds).not.toEqual(lexical.ask(remark, { context }).grounds);
  });

  it("leaves out the vector of another question than the one that is looked for", () => {
    const vector = vectorFor(embeddedText(knowledge.passages[0] as Passage) ?? "");
    expect(byMeaning.ask(extractive, meaningBy(vector, "别的问题"))).toEqual(lexical.ask(extractive));
  });

  it("is the same with vectors that were fetched before", async () => {
    const vectorOf = createQuestionVector(fakeEmbedder(), 8);
    const fetched = withVectors(byMeaning, new Map(questions.map((text) => [text, vectorFor(text)])));
    for (const question of questions)
      expect(fetched.ask(question)).toEqual(await askByMeaning(byMeaning, vectorOf, question));
  });

  it("answers with the vector as the assistant does", async () => {
    const vectorOf = createQuestionVector(fakeEmbedder(), 8);
    expect(await askByMeaning(byMeaning, vectorOf, extractive)).toEqual(
      byMeaning.ask(extractive, meaningBy(vectorFor(extractive))),
    );
  });

  it.each(["timeout", "unavailable", "malformed"] as const)(
    "answers by words, to the byte, where the service ends with %s, or there is none",
    async (failure) => {
      const vectorOf = createQuestionVector(
        fakeEmbedder(() => failure),
        8,
      );
      for (const question of questions) {
        expect(await askByMeaning(byMeaning, vectorOf, question)).toEqual(byMeaning.ask(question));
        expect(await askByMeaning(assistant, null, question)).toEqual(assistant.ask(question));
      }
    },
  );
});
