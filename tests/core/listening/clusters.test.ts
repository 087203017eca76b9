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

  it("puts a text that lies between two topics to the nearer, and leaves the two apart", () => {
    const [one, other] = ["驻村补助报销", "差旅住宿标准"];
    expect(cluster([one, other, `${one}${other}`])).toHaveLength(2);
    expect(cluster([one, other, `${one}的住宿标准`])).toEqual([[one, `${one}的住宿标准`], [other]]);
  });

  it("takes texts without a topic of their own as they stand", () => {
    expect(cluster(["请问", "您好", "请问"])).toEqual([["请问"], ["您好"]]);
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

  it("puts each text into exactly one cluster", () => {
    fc.assert(
      fc.property(texts, (given) => {
        expect(cluster(given).flat().sort()).toEqual([...new Set(given)].sort());
      }),
    );
  });

  it("does not change what belongs together when more is asked, or something once more", () => {
    fc.assert(
      fc.property(texts, texts, (given, later) => {
        const known = new Set(given);
        const after = cluster([...given, ...later, ...given]).map((of) => of.filter((one) => known.has(one)));
        expect(after.filter((of) => of.length > 0)).toEqual(cluster(given));
      }),
    );
  });

  const cosine = (one: string, other: string): number => {
    const [left, right] = [tokensOf(one), tokensOf(other)];
    const sum = (tokens: Iterable<string>) =>
      [...tokens].reduce((total, token) => total + weigh(token) ** 2, 0);
    const shared = sum([...left].filter((token) => right.has(token)));
    return shared === 0 ? 0 : shared / Math.sqrt(sum(left) * sum(right));
  };
  // Rounding may fall to either side of the threshold itself.
  const hair = 1e-9;

  it("keeps each text within reach of the text that leads it, and no leader within reach of another", () => {
    fc.assert(
      fc.property(texts, (given) => {
        const clusters = cluster(given);
        for (const [leader = "", ...others] of clusters)
          for (const one of others) expect(cosine(leader, one)).toBeGreaterThan(nearness - hair);
        const leaders = clusters.map(([leader = ""]) => leader);
        for (const [at, leader] of leaders.entries())
          for (const other of leaders.slice(0, at))
            expect(cosine(leader, other)).toBeLessThan(nearness + hair);
      }),
    );
  });

  it("joins the nearest leader of those that were there", () => {
    fc.assert(
      fc.property(texts, (given) => {
        const order = [...new Set(given)];
        const clusters = cluster(given);
        for (const [leader = "", ...others] of clusters)
          for (const one of others)
            for (const [other = ""] of clusters)
              if (order.indexOf(other) < order.indexOf(one))
                expect(cosine(one, other)).toBeLessThanOrEqual(cosine(one, leader) + hair);
      }),
    );
  });
});
