/** Ranking on the project's own labelled questions over the shipped knowledge, beside what libraries reach on the same. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createFolderSource } from "../src/adapters/knowledge/folder.ts";
import { loadSimplifiedTable } from "../src/adapters/script/simplified.ts";
import { passageWeights } from "../src/app/ask/knowledge.ts";
import { type AnswerableQuestion, matches } from "../src/app/evaluation.ts";
import { createCatalogue } from "../src/core/law/catalogue.ts";
import { knowledgePassages } from "../src/core/retrieval/knowledge-passages.ts";
import { measureQuality, type Quality } from "./quality.ts";

const root = join(import.meta.dirname, "..");

/**
 * Questions of the test half that stand by themselves and for the day of today. A passage is relevant where it is a labelled
 * provision or case, or a curated text that cites one.
 */
export async function measureOwnQuality(): Promise<Quality[]> {
  const base = await createFolderSource(join(root, "knowledge")).load();
  const catalogue = createCatalogue(base);
  const passages = [...knowledgePassages(base)];
  const cited = new Map(
    passages.map(({ id }) => [
      id,
      catalogue
        .curated(id)
        ?.blocks.flatMap((block) =>
          block.type === "statement" ? block.references.map(({ passage }) => passage) : [],
        ) ?? [id],
    ]),
  );
  const questions = readFileSync(join(root, "tests/questions/answerable.jsonl"), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as AnswerableQuestion)
    .filter(({ half, context, as_of }) => half === "test" && context === undefined && as_of === undefined)
    .map((question) => ({
      text: question.text,
      passages: passages
        .map(({ id }) => id)
        .filter((id) =>
          cited.get(id)?.some((passage) => question.passages.some((labelled) => matches(passage, labelled))),
        ),
    }))
    .filter(({ passages: relevant }) => relevant.length > 0);
  return measureQuality(passages, questions, {
    script: await loadSimplifiedTable(),
    synonyms: base.synonyms,
    weights: passageWeights,
  }).map((row) => ({
    ...row,
    ndcg10: Number(row.ndcg10.toFixed(3)),
    recall10: Number(row.recall10.toFixed(3)),
  }));
}
