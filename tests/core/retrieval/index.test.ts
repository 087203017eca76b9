import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadSimplifiedTable } from "../../../src/adapters/script/simplified.ts";
import type { Passage } from "../../../src/core/retrieval/index.ts";
import {
  buildIndex,
  buildPostings,
  DuplicatePassageError,
  queryTerms,
} from "../../../src/core/retrieval/index.ts";
import { normalise } from "../../../src/core/retrieval/normalise.ts";
import { impactOf } from "../../../src/core/retrieval/postings.ts";

const script = await loadSimplifiedTable();

const passage = (id: string, text: string, more: Partial<Passage> = {}): Passage => ({
  id,
  title: "",
  section: "",
  text,
  keywords: "",
  category: "law",
  ...more,
});

const shelf: readonly Passage[] = [
  passage("a#1", "对改革创新中的失误，符合条件的，可以免予问责。", {
    title: "容错纠错办法",
    section: "第二章 容错",
  }),
  passage("a#2", "受到问责的人员不服的，可以自收到决定之日起三十日内提出申诉。", { title: "容错纠错办法" }),
  passage("b#17", "第十七条　有下列情形之一的，可以不予问责或者免予问责。", { title: "问责条例" }),
  passage("c#1", "企业应当按照规定缴纳社会保险费。", { title: "社会保险规定", category: "local" }),
];
const ids = (hits: readonly { id: string }[]): string[] => hits.map(({ id }) => id);

describe("a search index", () => {
  const index = buildIndex(shelf, { script });

  it.each(["constructor", "__proto__", "toString"])("takes %s for a category like any other", (category) => {
    const plain = buildIndex([passage("a", "容错"), passage("b", "问责")]).search("容错", { top: 1 });
    const named = [passage("a", "容错", { category }), passage("b", "问责", { category })];
    expect(buildIndex(named, { authority: { law: 1 } }).search("容错", { top: 1 })).toEqual(plain);
  });

  it("puts the passage that speaks of the matter first", () => {
    expect(index.search("不服问责怎么申诉")[0]?.id).toBe("a#2");
  });

  it("finds traditional script, full width, Arabic numbers for Chinese ones, and articles", () => {
    expect(index.search("繳納社會保險")[0]?.id).toBe("c#1");
    expect(ids(index.search("３０"))).toEqual(["a#2"]);
    expect(ids(index.search("第17条"))[0]).toBe("b#17");
  });

  it("searches title, section and keywords too", () => {
    const fields = buildIndex([
      passage("t", "甲", { title: "营商环境" }),
      passage("s", "乙", { section: "附则" }),
      passage("k", "丙", { keywords: "尽职免责" }),
    ]);
    expect(ids(fields.search("营商环境"))).toEqual(["t"]);
    expect(ids(fields.search("附则"))).toEqual(["s"]);
    expect(ids(fields.search("免责"))).toEqual(["k"]);
  });

  it("finds nothing for an empty or unknown query", () => {
    expect(index.search("")).toEqual([]);
    expect(index.search(" ，。")).toEqual([]);
    expect(index.search("zzz")).toEqual([]);
    expect(buildIndex([]).search("容错")).toEqual([]);
  });

  it("gives at most as many hits as asked for, and only those let through", () => {
    expect(index.search("问责", { top: 2 })).toHaveLength(2);
    expect(index.search("问责", { top: 0 })).toEqual([]);
    expect(ids(index.search("问责", { filter: (at) => at === 1 }))).toEqual(["a#2"]);
  });

  it("orders equal scores by id in code units, whatever the order of building", () => {
    const twins = ["b", "B", "a10", "a9", "é"].map((id) => passage(id, "容错纠错"));
    const expected = ["B", "a10", "a9", "b", "é"];
    expect(ids(buildIndex(twins).search("容错"))).toEqual(expected);
    expect(ids(buildIndex(twins.toReversed()).search("容错"))).toEqual(expected);
    expect(ids(buildIndex(twins).search("容错", { top: 3 }))).toEqual(expected.slice(0, 3));
  });

  it("refuses two passages with one id", () => {
    expect(() => buildIndex([passage("x", "甲"), passage("x", "乙")])).toThrow(DuplicatePassageError);
  });

  it("refuses options outside their range", () => {
    expect(() => buildIndex([], { k1: -1 })).toThrow(RangeError);
    expect(() => buildIndex([], { b: 2 })).toThrow(RangeError);
    expect(() => buildIndex([], { weights: { title: Number.NaN } })).toThrow(RangeError);
    expect(() => buildIndex([], { authority: { law: 0 } })).toThrow(RangeError);
  });

  it("lifts a category by its authority, and not by default", () => {
    const pair = [
      passage("1", "容错机制", { category: "local" }),
      passage("2", "容错机制", { category: "law" }),
    ];
    expect(ids(buildIndex(pair).search("容错"))).toEqual(["1", "2"]);
    expect(ids(buildIndex(pair, { authority: { law: 1.5 } }).search("容错"))).toEqual(["2", "1"]);
  });

  it("lets the term join for a word and the words for the term, below what the query says itself", () => {
    const groups = [{ term: "容错", words: ["免责", "宽宥"] }];
    const passages = [passage("term", "依规容错"), passage("word", "尽职免责"), passage("other", "予以宽宥")];
    const expanding = buildIndex(passages, { synonyms: groups });
    expect(ids(expanding.search("谈谈免责"))).toEqual(["word", "term"]);
    expect(ids(expanding.search("容错"))).toEqual(["term", "other", "word"]);
    expect(ids(expanding.search("容错", { expand: false }))).toEqual(["term"]);
  });

  it("tells how much of a question a passage speaks about", () => {
    expect(index.coverage("请问怎么申诉呢", "a#2")).toBe(1);
    expect(index.coverage("今天天气", "a#2")).toBe(0);
    const half = index.coverage("申诉，天气", "a#2");
    expect(half).toBeGreaterThan(0);
    expect(half).toBeLessThan(1);
    expect(index.coverage("", "a#2")).toBe(0);
    expect(index.coverage("申诉", "unknown")).toBe(0);
  });

  it("tells how many passages have a pair of characters, in any field, each once", () => {
    expect(index.passagesWith("容错")).toBe(2);
    expect(index.passagesWith("问责")).toBe(3);
    expect(index.passagesWith("会保")).toBe(1);
    expect(index.knows("会保")).toBe(true);
    for (const none of ["天气", "容", "免予问责", "ab", ""]) {
      expect(index.passagesWith(none)).toBe(0);
      expect(index.knows(none)).toBe(false);
    }
  });

  it("tells it of pairs that nearly every passage has and of those that few have alike", () => {
    const words = fc.array(fc.constantFrom("容错", "纠错", "问责", "处分"), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(fc.array(words, { maxLength: 40 }), (texts) => {
        const built = buildIndex(texts.map((text, at) => passage(String(at), text.join("，"))));
        for (const pair of ["容错", "处分", "错容"])
          expect(built.passagesWith(pair)).toBe(
            texts.filter((text) => text.some((word) => word === pair)).length,
          );
      }),
    );
  });

  it("counts its memory", () => {
    expect(index.size).toBe(4);
    expect(index.bytes()).toBeGreaterThan(1000);
  });

  it("bounds a query as long as a document", () => {
    const all = Array.from({ length: 20_000 }, (_, at) => String.fromCharCode(0x4e00 + at)).join("");
    const { terms, postings } = buildPostings([passage("all", all)]);
    expect(queryTerms(all, [], terms, postings)).toHaveLength(128);
    expect(buildIndex([passage("all", all)]).search(all.repeat(2).slice(0, 30_000))).toHaveLength(1);
  });

  it("never fails, whatever it is asked and holds; scores are finite, positive and never rise", () => {
    const anything = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string({ unit: fc.constantFrom(..."容错免责第一十七条3。\ud83d\u202e\u0000😀") }),
    );
    fc.assert(
      fc.property(fc.uniqueArray(anything, { maxLength: 12 }), anything, (texts, query) => {
        const hostile = buildIndex(
          texts.map((text) => passage(text, text, { title: query })),
          { script },
        );
        const hits = hostile.search(query);
        hits.forEach(({ score }, at) => {
          expect(Number.isFinite(score) && score > 0).toBe(true);
          expect(score).toBeLessThanOrEqual(hits[at - 1]?.score ?? Number.POSITIVE_INFINITY);
        });
        expect(hostile.search(query)).toEqual(hits);
        const share = hostile.coverage(query, texts[0] ?? "");
        expect(share >= 0 && share <= 1).toBe(true);
      }),
    );
  });

  it("comes close to BM25F in full precision: a step of an impact is 1/255 of its range", () => {
    const { terms, postings, scale } = buildPostings(shelf, { script });
    const [term] = queryTerms(normalise("申诉", script), [], terms, postings).filter(
      ({ term }) => term === terms.findPair("申".charCodeAt(0), "诉".charCodeAt(0)),
    );
    const shard = postings.shards[0];
    if (term === undefined || shard === undefined) throw new Error("申诉 is not in the index");
    const mean = shelf.reduce((total, { text }) => total + text.length, 0) / shelf.length;
    const frequency = 1 / (0.25 + (0.75 * (shelf[1]?.text.length ?? 0)) / mean);
    const expected = Math.log(1 + 3.5 / 1.5) * ((frequency * 2.2) / (frequency + 1.2));
    expect((term.weight * impactOf(shard, term.term, 1)) / scale).toBeCloseTo(expected, 1);
  });
});
