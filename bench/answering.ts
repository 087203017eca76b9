/** Time of a whole answer without a model, over the shipped knowledge and over the same with generated articles beside it. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createFolderSource } from "../src/adapters/knowledge/folder.ts";
import { createPinyin } from "../src/adapters/script/pinyin.ts";
import { loadSimplifiedTable } from "../src/adapters/script/simplified.ts";
import { prepareKnowledge } from "../src/app/ask/knowledge.ts";
import { createAssistant } from "../src/app/assistant.ts";
import { chineseNumeral } from "../src/core/law/numerals.ts";
import type { KnowledgeBase, LegalDocument } from "../src/core/law/types.ts";
import { generateCorpus } from "./corpus.ts";

const root = join(import.meta.dirname, "..");
const large = 5_000;
const rounds = 3;

export interface AnsweringRow {
  readonly passages: number;
  readonly questions: number;
  readonly p50Milliseconds: number;
  readonly p95Milliseconds: number;
  readonly answersPerSecond: number;
}

/** A document of generated articles, so that the whole has `count` provisions more. */
function generatedDocument(count: number): LegalDocument {
  const { passages } = generateCorpus(count, 1);
  return {
    id: "generated-2026",
    title: "生成的测试条例",
    aliases: [],
    kind: "administrative-regulation",
    issuer: "测试",
    number: null,
    dates: { adopted: null, published: null, effective: "2020-01-01", repealed: null },
    replaces: null,
    jurisdiction: "national",
    source: { title: "测试", host: null, read: null },
    verification: "unverified",
    reviewed: null,
    note: null,
    provisions: passages.map(({ text }, at) => ({
      id: `generated-2026#${at + 1}`,
      documentId: "generated-2026",
      article: `第${chineseNumeral(at + 1)}条`,
      heading: null,
      path: [],
      gist: text,
      official: [],
      keywords: [],
      verification: "unverified",
      note: null,
      origin: "document",
    })),
  };
}

/** The project's own questions, those to be refused too. */
export const ownQuestions = (): string[] =>
  ["answerable", "unanswerable"].flatMap((file) =>
    readFileSync(join(root, `tests/questions/${file}.jsonl`), "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => (JSON.parse(line) as { text: string }).text),
  );

export async function measureAnswering(): Promise<AnsweringRow[]> {
  const base = await createFolderSource(join(root, "knowledge")).load();
  const script = await loadSimplifiedTable();
  const questions = ownQuestions();
  const measure = (knowledge: KnowledgeBase): AnsweringRow => {
    const prepared = prepareKnowledge(knowledge, { simplified: script, pronounce: createPinyin() });
    const assistant = createAssistant(prepared, { contact: "", today: () => "2026-11-23" });
    for (const question of questions) assistant.ask(question);
    const times = Array.from({ length: rounds }, () =>
      questions.map((question) => {
        const from = performance.now();
        assistant.ask(question);
        return performance.now() - from;
      }),
    ).flat();
    const total = times.reduce((sum, time) => sum + time, 0);
    times.sort((left, right) => left - right);
    const quantile = (share: number): number =>
      Number((times[Math.floor(times.length * share)] ?? 0).toFixed(2));
    return {
      passages: prepared.passages.length,
      questions: questions.length,
      p50Milliseconds: quantile(0.5),
      p95Milliseconds: quantile(0.95),
      answersPerSecond: Math.round((1000 * times.length) / total),
    };
  };
  const shipped = measure(base);
  const more = { ...base, documents: [...base.documents, generatedDocument(large - shipped.passages)] };
  return [shipped, measure(more)];
}
