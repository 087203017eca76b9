import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chineseNumeral } from "../../../src/core/law/numerals.ts";
import {
  articleLabel,
  citationLabel,
  findArticleReferences,
  parseArticle,
  provisionId,
} from "../../../src/core/law/references.ts";

/** `17`, `133-1`, `17.1.3`, with `_` for what is not named and `?` where 第 is missing. */
const shorthand = (text: string): string[] =>
  findArticleReferences(text).map(({ article, branch, paragraph, item, explicit }) => {
    const parts = item !== null ? `.${paragraph ?? "_"}.${item}` : paragraph !== null ? `.${paragraph}` : "";
    return `${article}${branch === null ? "" : `-${branch}`}${parts}${explicit ? "" : "?"}`;
  });

describe("findArticleReferences", () => {
  it.each([
    ["第十七条", ["17"]],
    ["17条", ["17?"]],
    ["第17条", ["17"]],
    ["第 17 条", ["17"]],
    ["第１７条", ["17"]],
    ["第(17)条", ["17"]],
    ["十七条", ["17?"]],
    ["第一百三十三条", ["133"]],
    ["第一三三条", ["133"]],
    ["第一千二百六十条", ["1260"]],
    ["第廿三条", ["23"]],
    ["第一百三十三条之一", ["133-1"]],
    ["第133条之1", ["133-1"]],
    ["第133-1条", ["133-1"]],
    ["第一百三十三条之一第二款第（三）项", ["133-1.2.3"]],
    ["第十七条第一款", ["17.1"]],
    ["第17条1款", ["17.1"]],
    ["第十七条第(3)项", ["17._.3"]],
    ["第十七条（三）项", ["17._.3"]],
    ["第17条第1款第3项", ["17.1.3"]],
    ["第１７条第（３）项", ["17._.3"]],
    ["第十七条的第二款", ["17.2"]],
    ["第十七条，第二款", ["17.2"]],
    ["第十七條第三項", ["17._.3"]],
    ["第17、18条", ["17", "18"]],
    ["第十七条和第十八条", ["17", "18"]],
    ["第十七条、十八条", ["17", "18?"]],
    ["第十七、第十八条", ["17", "18"]],
    ["第十七至十九条", ["17", "18", "19"]],
    ["第十七条至第十九条", ["17", "18", "19"]],
    ["第17-19条", ["17", "18", "19"]],
    ["第17～19条", ["17", "18", "19"]],
    ["第一条到第五百条", ["1", "500"]],
    ["第十七条第一、二款", ["17.1", "17.2"]],
    ["第十七条第一款、第二款和第三款第（一）、（三）项", ["17.1", "17.2", "17.3.1", "17.3.3"]],
    ["第十七条规定了什么？第二款呢", ["17", "17.2"]],
    ["第十七条之规定", ["17"]],
    ["第十七条到底怎么说", ["17"]],
    ["第一百二十条之一、第一百三十三条之一", ["120-1", "133-1"]],
  ])("reads %s", (text, expected) => {
    expect(shorthand(text)).toEqual(expected);
  });

  it.each([
    "三条意见",
    "两条线",
    "第一款项",
    "一条街",
    "十条措施",
    "第一条件是合法",
    "二十条例",
    "17.1",
    "3.17条",
    "第二款",
    "第（三）项",
    "第十七章第三节",
    "第〇条",
    "第零条",
    "第一百三条",
    "第99999条",
    "第条",
    "之一",
    `第${"一".repeat(40)}条`,
  ])("finds nothing in %s", (text) => {
    expect(findArticleReferences(text)).toEqual([]);
  });

  it("gives 第二款 to the article carried from before", () => {
    expect(findArticleReferences("那第二款呢", { article: 17, branch: null })).toMatchObject([
      { article: 17, branch: null, paragraph: 2, item: null, start: 1, end: 4 },
    ]);
  });

  it("does not take 第一项工作 for an item of the article carried", () => {
    expect(findArticleReferences("第一项工作", { article: 17, branch: null })).toEqual([]);
  });

  it("points into the text it was given, blanks and invisible characters included", () => {
    const text = "见 第 十七\u200b条 第 一 款。";
    const [found] = findArticleReferences(text);
    expect(text.slice(found?.start, found?.end)).toBe("第 十七\u200b条 第 一 款");
  });

  it("reads every article in every form, at its place", () => {
    const forms = [
      (n: number) => `第${n}条`,
      (n: number) => `第${chineseNumeral(n)}条`,
      (n: number) => `第 ${n} 条`,
      (n: number) =>
        `第${String(n).replaceAll(/\d/g, (d) => String.fromCharCode(d.charCodeAt(0) + 0xfee0))}條`,
    ];
    const sample = fc.tuple(
      fc.constantFrom(...forms),
      fc.integer({ min: 1, max: 1260 }),
      fc.constantFrom("", "请看", "根据"),
    );
    fc.assert(
      fc.property(sample, ([form, article, before]) => {
        const text = `${before}${form(article)}怎么说`;
        const [found, ...rest] = findArticleReferences(text);
        expect(found).toMatchObject({ article, branch: null, start: before.length, end: text.length - 3 });
        expect(rest).toEqual([]);
      }),
    );
  });

  it("keeps its offsets inside any text, in order", () => {
    const unit = fc.constantFrom(..."第十七条款项之一至、和（）()1２ -的\u200b\ud800例");
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 60 }), (text) => {
        let last = 0;
        for (const { start, end, article } of findArticleReferences(text)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          expect(article).toBeGreaterThan(0);
          last = start;
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe("labels and ids", () => {
  const reference = { article: 17, branch: null, paragraph: 1, item: 2 };

  it("writes an article as statutes do", () => {
    expect(articleLabel(17)).toBe("第十七条");
    expect(articleLabel(133, 1)).toBe("第一百三十三条之一");
  });

  it("writes a citation down to the item", () => {
    expect(citationLabel(reference)).toBe("第十七条第一款第（二）项");
    expect(citationLabel({ ...reference, item: null })).toBe("第十七条第一款");
    expect(citationLabel({ ...reference, paragraph: null })).toBe("第十七条第（二）项");
  });

  it.each([
    [{ article: 17, branch: null }, "d#17"],
    [{ article: 133, branch: 1 }, "d#133-1"],
    [{ article: 17, branch: null, paragraph: 2, item: null }, "d#17.2"],
    [{ article: 17, branch: null, paragraph: 1, item: 3 }, "d#17.1.3"],
    [{ article: 17, branch: null, paragraph: null, item: 3 }, "d#17.1.3"],
  ])("gives %j the id %s", (named, id) => {
    expect(provisionId("d", named)).toBe(id);
  });

  it("reads back the label of every article", () => {
    const branches = fc.option(fc.integer({ min: 1, max: 20 }));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1300 }), branches, (article, branch) => {
        expect(parseArticle(articleLabel(article, branch))).toMatchObject({ article, branch });
      }),
    );
    expect(parseArticle("17")).toEqual({ article: 17, branch: null });
    expect(parseArticle("总则")).toBeNull();
    expect(parseArticle("第十七条第一款")).toBeNull();
  });
});
