/** How well what asks for the same is put together, by pairs: the figures stand in docs/listening.md. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createClusterer } from "../../../src/app/listening/likeness.ts";
import { knowledge } from "../../knowledge-base.ts";
import { type GapTopic, gapTopics } from "../../questions/gap-questions.ts";

const cluster = createClusterer(knowledge);

/** Every unordered pair of different texts, `one\nother` in the order of the texts. */
const pairsOf = (texts: readonly string[]): string[] =>
  texts.flatMap((one, at) => texts.slice(at + 1).map((other) => [one, other].sort().join("\n")));

function measured(half: GapTopic["half"]) {
  const topics = gapTopics.filter((topic) => topic.half === half).map(({ wordings }) => wordings);
  const longest = Math.max(...topics.map(({ length }) => length));
  // As they come: of each topic one, then of each another.
  const texts = Array.from({ length: longest }, (_, at) =>
    topics.flatMap((wordings) => wordings[at] ?? []),
  ).flat();
  const right = new Set(topics.flatMap(pairsOf));
  const found = cluster(texts).flatMap(pairsOf);
  const hits = found.filter((pair) => right.has(pair)).length;
  return {
    texts: texts.length,
    topics: topics.filter(({ length }) => length > 1).length,
    precision: hits / found.length,
    recall: hits / right.size,
  };
}

const documented = readFileSync(join(import.meta.dirname, "../../../docs/listening.md"), "utf8");

const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;

describe("putting together what was asked", () => {
  it.each([
    ["calibration", "调参"],
    ["held-out", "留出"],
  ] as const)(
    "finds most pairs of the %s half and joins hardly anything else, as the documents say",
    (half, name) => {
      const { texts, topics, precision, recall } = measured(half);
      expect(precision).toBeGreaterThanOrEqual(0.95);
      expect(recall).toBeGreaterThanOrEqual(0.7);
      expect(documented).toContain(
        `| ${name} | ${texts} | ${topics} | ${percent(precision)} | ${percent(recall)} |`,
      );
    },
  );

  it("joins neighbours that differ by a word far too often, as the documents warn", () => {
    const entries = knowledge.catalogue.base.curated.filter(({ kind }) => kind !== "refusal");
    const phrasings = entries.map(({ questions }) => questions);
    const right = new Set(phrasings.flatMap(pairsOf));
    const found = cluster(phrasings.flat()).flatMap(pairsOf);
    const precision = found.filter((pair) => right.has(pair)).length / found.length;
    const count = phrasings.flat().length.toLocaleString("fr").replace(/\s/u, " ");
    expect(documented).toContain(
      `把知识库里${entries.length}篇的${count}种问法混在一起量，归到一起的只有三分之一`,
    );
    expect(precision).toBeGreaterThan(0.28);
    expect(precision).toBeLessThan(0.4);
  });
});
