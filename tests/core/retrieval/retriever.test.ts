import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseArticle } from "../../../src/core/law/references.ts";
import { buildResolver } from "../../../src/core/law/resolver.ts";
import { buildIndex } from "../../../src/core/retrieval/index.ts";
import { knowledgePassages } from "../../../src/core/retrieval/knowledge-passages.ts";
import { createRetriever } from "../../../src/core/retrieval/retriever.ts";
import { base, curated } from "../sample-base.ts";

const index = buildIndex([...knowledgePassages(base)]);
const resolver = buildResolver(
  base.documents.map(({ id, title, aliases, dates }) => ({
    id,
    title,
    aliases,
    version: {
      year: Number(dates.effective?.slice(0, 4)) || null,
      from: dates.effective,
      until: dates.repealed,
    },
  })),
  base.documents.flatMap(({ id, provisions }) =>
    provisions.flatMap((provision) => {
      const number = parseArticle(provision.article ?? "");
      return number === null ? [] : [{ passage: provision.id, entry: id, ...number }];
    }),
  ),
);
const retriever = createRetriever(index, resolver);
const ids = (query: string, top = 10, day = "2026-11-23"): string[] =>
  retriever.search(query, { top, day }).map(({ id }) => id);

describe("a retriever", () => {
  it("puts an article that is named first, however its words rank", () => {
    expect(ids("示例规则第十八条 毁灭证据")[0]).toBe("rules-2019#18");
  });

  it("puts the version of the day before the other", () => {
    expect(ids("示例规则第十七条")[0]).toBe("rules-2019#17");
    expect(ids("示例规则第十七条", 10, "2018-01-01")[0]).toBe("rules-2016#17");
  });

  it("ranks alone where nothing is named", () => {
    expect(ids("毁灭证据")[0]).toBe("rules-2019#19");
    expect(retriever.search("毁灭证据", { top: 5 })).toEqual(index.search("毁灭证据", { top: 5 }));
  });

  it("fuses what lies near in meaning with the ranking, after an article that is named", () => {
    const near = () => [
      { id: "rules-2019#17", score: 0.9 },
      { id: "rules-2019#19", score: 0.5 },
    ];
    const byWords = ids("毁灭证据");
    expect(byWords.indexOf("rules-2019#17")).not.toBe(0);
    const fused = retriever.search("毁灭证据", { top: 10, near });
    expect(fused).toContainEqual({ id: "rules-2019#19", score: 1 / 61 + 1 / 62 });
    expect(
      fused
        .map(({ id }) => id)
        .slice(0, 2)
        .sort(),
    ).toEqual(["rules-2019#17", "rules-2019#19"]);
    const [first] = retriever.search("示例规则第十八条 毁灭证据", { top: 10, near });
    expect(first?.id).toBe("rules-2019#18");
  });

  it("finds by words alone where nothing lies near, to the last bit", () => {
    for (const top of [0, 1, 5])
      expect(retriever.search("毁灭证据", { top, near: () => [] })).toEqual(
        retriever.search("毁灭证据", { top }),
      );
  });

  it("reads both rankings deeper than is asked for", () => {
    const depths: number[] = [];
    retriever.search("毁灭证据", {
      top: 3,
      near(depth) {
        depths.push(depth);
        return [];
      },
    });
    expect(depths).toEqual([100]);
  });

  it("gives each passage once, at most as many as asked for, with finite scores that never rise", () => {
    const words = fc.constantFrom("示例规则", "第十七条", "第十八条", "第十九条", "反对意见", "抢险", "，");
    fc.assert(
      fc.property(fc.array(words, { maxLength: 8 }), fc.integer({ min: 0, max: 6 }), (parts, top) => {
        const hits = retriever.search(parts.join(""), { top });
        expect(hits.length).toBeLessThanOrEqual(top);
        expect(new Set(hits.map(({ id }) => id)).size).toBe(hits.length);
        for (const [at, { score }] of hits.entries()) {
          expect(Number.isFinite(score)).toBe(true);
          expect(score).toBeLessThanOrEqual(hits[at - 1]?.score ?? Number.POSITIVE_INFINITY);
        }
      }),
    );
  });
});

describe("passages of a knowledge base", () => {
  it("are its provisions, cases and editors' texts, each once; what is said in a refusal is not searched", () => {
    const refusal = { ...curated("refusal-forge", ["怎么补材料"]), kind: "refusal" as const };
    const held = [...knowledgePassages({ ...base, curated: [curated("appeal", ["怎么申诉"]), refusal] })];
    expect(held.map(({ id }) => id)).toEqual([
      ...base.documents.flatMap(({ provisions }) => provisions.map(({ id }) => id)),
      "flood",
      "appeal",
    ]);
  });

  it("hold wording and gist, so that both are found", () => {
    const passage = [...knowledgePassages(base)].find(({ id }) => id === "rules-2019#18");
    expect(passage?.text).toContain("不得歧视");
    expect(passage?.text).toContain("要点甲");
  });
});
