import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  clusterTexts,
  likenessTokens,
  nearness,
  weighByPhrasings,
} from "../../../src/core/listening/clusters.ts";
import { normalise } from "../../../src/core/retrieval/normalise.ts";

const tokensOf = (text: string) => likenessTokens(normalise(text, null));
const phrasings = [
  "容错的条件有哪些",
  "容错怎么申请",
  "容错以后还能提拔吗",
  "集体研究过的是不是就没事",
  "基金投资亏损能不能容错",
].map(tokensOf);
const weigh = weighByPhrasings(phrasings);
const cluster = (texts: readonly string[]) => clusterTexts(texts, { tokensOf, weigh });

describe("putting together what was asked", () => {
  it("joins one question in several wordings, whatever courtesy stands around it", () => {
    const [one, ...others] = cluster([
      "请问驻村补助能不能报销",
      "驻村补助怎么报销",
      "我想问一下驻村补助报销的问题",
    ]);
    expect(one).toHaveLength(3);
    expect(others).toEqual([]);
  });

  it("keeps questions apart that share only what every question is about", () => {
    expect(cluster(["无人机测绘出错能容错吗", "借调期间的失误能容错吗"])).toHaveLength(2);
  });

  it("joins two texts that a third one leads from one to the other", () => {
    const [ends, middle] = [["驻村补助报销", "差旅住宿标准"], "驻村补助报销差旅住宿标准"];
    expect(cluster(ends)).toHaveLength(2);
    expect(cluster([...ends, middle])).toHaveLength(1);
  });

  it("takes texts without a topic of their own as they stand", () => {
    expect(cluster(["请问", "您好", "请问"])).toEqual([["您好"], ["请问"]]);
  });

  it("gives nothing for nothing, and weighs every token alike where no phrasings are known", () => {
    expect(cluster([])).toEqual([]);
    const level = weighByPhrasings([]);
    expect(level("容错")).toBe(level("驻村"));
    expect(level("容错")).toBeGreaterThan(0);
  });
});

describe("whatever was asked", () => {
  // A small alphabet, so that texts overlap in every measure.
  const text = fc.string({
    unit: fc.constantFrom(..."容错驻村补助报销差旅标准期限"),
    minLength: 1,
    maxLength: 9,
  });
  const texts = fc.array(text, { maxLength: 25 });
  const togetherIn = (clusters: readonly (readonly string[])[], one: string, other: string) =>
    clusters.some((of) => of.includes(one) && of.includes(other));

  it("puts each text into exactly one cluster", () => {
    fc.assert(
      fc.property(texts, (given) => {
        expect(cluster(given).flat().sort()).toEqual([...new Set(given)].sort());
      }),
    );
  });

  it("does not depend on the order, nor on how often something was asked", () => {
    fc.assert(
      fc.property(
        texts.chain((given) =>
          fc.tuple(
            fc.constant(given),
            fc.shuffledSubarray(given, { minLength: given.length, maxLength: given.length }),
          ),
        ),
        ([given, shuffled]) => {
          expect(cluster([...shuffled, ...given.slice(0, 3)])).toEqual(cluster(given));
        },
      ),
    );
  });

  it("never parts a cluster when another text comes", () => {
    fc.assert(
      fc.property(texts, text, (given, later) => {
        const after = cluster([...given, later]);
        for (const before of cluster(given))
          for (const member of before) expect(togetherIn(after, before[0] as string, member)).toBe(true);
      }),
    );
  });

  it("finds every pair that comparing all with all finds", () => {
    const cosine = (one: string, other: string): number => {
      const [left, right] = [tokensOf(one), tokensOf(other)];
      const sum = (tokens: Iterable<string>) =>
        [...tokens].reduce((total, token) => total + weigh(token) ** 2, 0);
      const shared = sum([...left].filter((token) => right.has(token)));
      return shared === 0 ? 0 : shared / Math.sqrt(sum(left) * sum(right));
    };
    fc.assert(
      fc.property(texts, (given) => {
        const clusters = cluster(given);
        // Rounding may fall to either side of the threshold itself.
        for (const one of given)
          for (const other of given)
            if (cosine(one, other) > nearness + 1e-9) expect(togetherIn(clusters, one, other)).toBe(true);
      }),
    );
  });
});
