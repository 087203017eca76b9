import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildResolver, registryFromPassages } from "../../../src/core/law/resolver.ts";

const first = (passages: Parameters<typeof registryFromPassages>[0], query: string) => {
  const { titles, articles } = registryFromPassages(passages);
  return buildResolver(titles, articles).resolve(query)[0]?.passages ?? null;
};

describe("registryFromPassages", () => {
  it.each([
    ["a title and an article", { title: "中华人民共和国公司法", article: "第十七条", text: "公司……" }],
    ["an article in figures", { title: "中华人民共和国公司法", article: "17", text: "公司……" }],
    ["both in the title", { title: "中华人民共和国公司法第十七条", text: "公司……" }],
    ["both in the article", { article: "《中华人民共和国公司法》第十七条", text: "公司……" }],
    [
      "a title, the article in the text",
      { title: "中华人民共和国公司法", text: "第十七条　公司……第十八条……" },
    ],
    ["a marked title in the text", { text: "《中华人民共和国公司法》第十七条 公司……" }],
    ["a plain title in the text", { text: "中华人民共和国公司法第十七条 公司……" }],
    ["a line with the title", { text: "# 中华人民共和国公司法\n第二章 设立\n第十七条 公司……" }],
    ["a line with the version", { text: "中华人民共和国公司法（2018修正）\n\n第十七条 公司……" }],
  ])("reads %s", (_, passage) => {
    expect(first([{ id: "a1", ...passage }], "公司法第十七条")).toEqual(["a1"]);
  });

  it("gives every passage of an article that was split", () => {
    const passage = { title: "公务员法", article: "第六十条", text: "……" };
    expect(
      first(
        [
          { id: "b", ...passage },
          { id: "a", ...passage },
        ],
        "公务员法第60条",
      ),
    ).toEqual(["a", "b"]);
  });

  it("tells versions apart by the year in brackets, whatever the brackets", () => {
    const passages = [
      { id: "old", title: "中华人民共和国公司法（2013修正）", article: "第一条", text: "……" },
      { id: "new", title: "中华人民共和国公司法(2018年修订)", article: "第一条", text: "……" },
    ];
    expect(first(passages, "公司法第一条")).toEqual(["new"]);
    expect(first(passages, "2013年公司法第一条")).toEqual(["old"]);
    expect(first(passages, "公司法（2013）第一条")).toEqual(["old"]);
    expect(first(passages, "旧公司法第一条")).toEqual(["old"]);
  });

  it("keeps the numbers of parts, which are no versions", () => {
    const passages = [
      { id: "one", title: "关于适用公司法若干问题的规定（一）", article: "第一条", text: "……" },
      { id: "two", title: "关于适用公司法若干问题的规定（二）", article: "第一条", text: "……" },
    ];
    expect(first(passages, "《关于适用公司法若干问题的规定（二）》第一条")).toEqual(["two"]);
  });

  it("leaves out a passage that tells no title", () => {
    const { titles, articles } = registryFromPassages([
      { id: "a", text: "第十七条 有下列情形之一的……" },
      { id: "b", text: "经研究，按照规定第三条办理。" },
    ]);
    expect(titles).toEqual([]);
    expect(articles).toEqual([]);
  });

  it("does not depend on the order of the passages", () => {
    const passages = [
      { id: "a", title: "《公务员法》", article: "第一条", text: "" },
      { id: "b", title: "公务员法", article: "第二条", text: "" },
      { id: "c", title: "公务员法（2018年修订）", article: "第一条", text: "" },
      { id: "d", text: "《监察法》第三条 ……" },
      { id: "e", title: "监察法", text: "第三条 ……" },
    ];
    const expected = registryFromPassages(passages);
    const order = (articles: typeof expected.articles) =>
      articles.map((entry) => JSON.stringify(entry)).sort();
    fc.assert(
      fc.property(fc.shuffledSubarray(passages, { minLength: passages.length }), (shuffled) => {
        const registry = registryFromPassages(shuffled);
        expect(registry.titles).toEqual(expected.titles);
        expect(order(registry.articles)).toEqual(order(expected.articles));
      }),
    );
  });

  it("takes any text", () => {
    const passage = fc.record({
      id: fc.string(),
      title: fc.string({ unit: "binary" }),
      text: fc.string({ unit: "binary" }),
    });
    fc.assert(
      fc.property(fc.array(passage, { maxLength: 5 }), (passages) => void registryFromPassages(passages)),
    );
  });
});
