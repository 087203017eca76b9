import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createCiter, placeOf, quotes } from "../../../src/core/grounding/cite.ts";
import { catalogue } from "../sample-base.ts";

const day = "2026-11-23";
const citer = () => createCiter(catalogue, day);
const cited = (passage: string, quote?: string) => {
  const one = citer();
  one.cite(passage, quote);
  return one.citations[0];
};

/** Every id that names something. */
const ids = [
  "rules-2019#17",
  "rules-2019#17.1",
  "rules-2019#17.1.2",
  "rules-2019#18",
  "rules-2019#18.1",
  "rules-2019#19.2.4",
  "rules-2016#17",
  "speech-2016#core",
  "flood",
  "rules-2019",
];

describe("a citer", () => {
  it("numbers sources from 1 in the order of first use, and a source used again keeps its number", () => {
    const { cite, citations } = citer();
    expect(["flood", "rules-2019#17", "flood", "rules-2019#17"].map((id) => cite(id))).toEqual([1, 2, 1, 2]);
    expect(citations.map(({ n, passage }) => [n, passage])).toEqual([
      [1, "flood"],
      [2, "rules-2019#17"],
    ]);
  });

  it("gives the same passage with another quote a number of its own", () => {
    const { cite } = citer();
    expect(cite("rules-2019#17", "无意过失")).toBe(1);
    expect(cite("rules-2019#17", "明确反对意见")).toBe(2);
  });

  it.each(["", "rules-2019#99", "rules-2019#17.1.9", "__proto__", "constructor", "toString"])(
    "gives no number to %j, which names nothing",
    (id) => {
      const { cite, citations } = citer();
      expect(cite(id)).toBeNull();
      expect(citations).toEqual([]);
    },
  );

  it("numbers without a gap whatever is cited in whatever order", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...ids, "unknown")), (passages) => {
        const { cite, citations } = citer();
        for (const passage of passages) cite(passage);
        expect(citations.map(({ n }) => n)).toEqual(citations.map((_, at) => at + 1));
        expect(new Set(citations.map(({ passage }) => passage)).size).toBe(citations.length);
      }),
    );
  });
});

describe("a quote", () => {
  it("is the words singled out where they stand in the wording", () => {
    expect(cited("rules-2019#17", "无意过失")).toMatchObject({ wording: "official", quote: "无意过失" });
  });

  it("falls back to the wording where the words asked for do not stand in it", () => {
    expect(cited("rules-2019#17.1.1", "一律免责")?.quote).toBe("（一）无意过失的；");
  });

  it("is the gist of an article held in excerpts alone, unless words are singled out", () => {
    expect(cited("rules-2019#18")).toMatchObject({ wording: "gist", quote: null });
    expect(cited("rules-2019#18", "应当检讨")).toMatchObject({ wording: "official", quote: "应当检讨" });
  });

  it("never runs two excerpts of a paragraph together", () => {
    expect(cited("rules-2019#18.1")?.quote).toBe("受到问责的，应当检讨。");
  });

  it("is null for a gist, whatever is asked for", () => {
    expect(cited("rules-2016#17", "旧要点")).toMatchObject({ wording: "gist", quote: null });
  });

  it("stands in the words of its passage, whatever is asked for", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ids),
        fc.string({ unit: fc.constantFrom(..."无意过失的；检讨 ") }),
        (id, words) => {
          const citation = cited(id, words);
          if (citation?.wording === "official")
            expect(quotes(catalogue.passageText(id) ?? "", citation.quote ?? "")).toBe(true);
          else expect(citation?.quote).toBeNull();
        },
      ),
    );
  });

  it("is compared after NFKC and without white space, and empty words are no quote", () => {
    expect(quotes("可以　不予\n问责（一）", "不予问责(一)")).toBe(true);
    expect(quotes("可以不予问责", "应当")).toBe(false);
    expect(quotes("可以不予问责", "")).toBe(false);
  });
});

describe("a citation", () => {
  it("tells of a repealed version that it is repealed, with its days", () => {
    expect(cited("rules-2016#17")).toMatchObject({
      validity: "repealed",
      from: "2016-07-08",
      until: "2019-09-01",
    });
  });

  it("is judged by the day asked, not by today", () => {
    const then = createCiter(catalogue, "2018-01-01");
    then.cite("rules-2016#17");
    then.cite("rules-2019#17");
    expect(then.citations.map(({ validity }) => validity)).toEqual(["in_force", "not_yet"]);
  });

  it("of a case or a speech binds nobody", () => {
    expect(cited("flood")).toMatchObject({
      kind: "case",
      validity: "not_binding",
      from: null,
      article: null,
    });
    expect(cited("speech-2016#core")).toMatchObject({ kind: "provision", validity: "not_binding" });
  });

  it("carries the provision's caution, else the document's", () => {
    expect(cited("speech-2016#core")?.note).toBe("以原文为准。");
    expect(cited("rules-2019#17")?.note).toBe("文件提示。");
  });

  it.each([
    ["rules-2019#17", "第十七条"],
    ["rules-2019#17.1", "第十七条第一款"],
    ["rules-2019#17.1.2", "第十七条第一款第（二）项"],
    ["speech-2016#core", "核心"],
    ["rules-2019#99", null],
  ])("of %s names the place %s", (id, place) => {
    expect(placeOf(catalogue, id)).toBe(place);
  });
});
