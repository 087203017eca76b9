import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chineseNumeral } from "../../../src/core/law/numerals.ts";
import {
  type ArticleEntry,
  buildResolver,
  type ResolveOptions,
  type TitleEntry,
} from "../../../src/core/law/resolver.ts";

const entry = (
  id: string,
  title: string,
  aliases: readonly string[] = [],
  from: string | null = null,
  until: string | null = null,
): TitleEntry => ({
  id,
  title,
  aliases,
  version: { year: Number(/\d{4}$/.exec(id)?.[0]) || null, from, until },
});

const accountability = ["党内问责条例"];
const discipline = ["党纪处分条例", "处分条例"];

const titles: readonly TitleEntry[] = [
  entry("accountability-2016", "中国共产党问责条例", accountability, "2016-07-08", "2019-09-01"),
  entry("accountability-2019", "中国共产党问责条例", accountability, "2019-09-01"),
  entry("discipline-2003", "中国共产党纪律处分条例", discipline, "2003-12-31", "2016-01-01"),
  entry("discipline-2015", "中国共产党纪律处分条例", discipline, "2016-01-01", "2018-10-01"),
  entry("discipline-2018", "中国共产党纪律处分条例", discipline, "2018-10-01", "2024-01-01"),
  entry("discipline-2023", "中国共产党纪律处分条例", discipline, "2024-01-01"),
  entry("gov-sanctions-2020", "中华人民共和国公职人员政务处分法", [], "2020-07-01"),
  entry("supervision-law-2018", "中华人民共和国监察法", [], "2018-03-20", "2025-06-01"),
  entry("supervision-law-2024", "中华人民共和国监察法", [], "2025-06-01"),
  entry("civil-servants-2018", "中华人民共和国公务员法", [], "2019-06-01"),
  entry("soe-sanctions-2024", "国有企业管理人员处分条例", [], "2024-09-01"),
  entry("business-environment-2019", "优化营商环境条例", ["营商环境条例"], "2020-01-01"),
  entry("henan-business-2020", "河南省优化营商环境条例", [], "2021-01-01"),
  entry("shanghai-business-2020", "上海市优化营商环境条例", [], "2020-04-10", "2024-11-01"),
  entry("shanghai-business-2024", "上海市优化营商环境条例", [], "2024-11-01"),
  entry("zhejiang-ftz", "中国（浙江）自由贸易试验区条例"),
  entry("political-life-2016", "关于新形势下党内政治生活的若干准则", [], "2016-10-27"),
  entry("up-and-down-2022", "推进领导干部能上能下规定", [], "2022-09-08"),
  entry("organisational-measures-2021", "中国共产党组织处理规定（试行）", [], "2021-03-19"),
  entry("member-rights-2020", "中国共产党党员权利保障条例", [], "2020-12-25"),
  entry("enforcement-rules-2018", "中国共产党纪律检查机关监督执纪工作规则", [], "2019-01-01"),
  entry("soe-investment-2025", "中央企业违规经营投资责任追究实施办法", ["国资委46号令"], "2026-01-01"),
  entry(
    "eight-rules-2012",
    "十八届中央政治局关于改进工作作风、密切联系群众的八项规定",
    ["中央八项规定"],
    "2012-12-04",
  ),
];

const articles: readonly ArticleEntry[] = titles.flatMap(({ id }) => [
  ...Array.from({ length: 99 }, (_, index) => ({
    passage: `${id}#${index + 1}`,
    entry: id,
    article: index + 1,
    branch: null,
  })),
  ...(id === "discipline-2018"
    ? [
        { passage: `${id}#133`, entry: id, article: 133, branch: null },
        { passage: `${id}#133-1`, entry: id, article: 133, branch: 1 },
      ]
    : []),
]);

const { resolve } = buildResolver(titles, articles);

/** Passages named, or the id of the document where no article is; `~` marks an ambiguous reading. */
const read = (query: string, options?: ResolveOptions): string[] =>
  resolve(query, options).map(
    ({ entry, reference, passages, ambiguous }) =>
      `${ambiguous ? "~" : ""}${reference === null ? entry.id : (passages[0] ?? `${entry.id}#?`)}`,
  );

describe("resolve", () => {
  it.each([
    // Full titles, with and without marks and issuer.
    ["《中国共产党问责条例》第十七条", ["accountability-2019#17"]],
    ["中国共产党问责条例第十七条", ["accountability-2019#17"]],
    ["问责条例第十七条", ["accountability-2019#17"]],
    ["《问责条例》第17条怎么规定的？", ["accountability-2019#17"]],
    ["<<问责条例>>第17条", ["accountability-2019#17"]],
    ["〈问责条例〉第17条", ["accountability-2019#17"]],
    ["《问责条例第十七条》", ["accountability-2019#17"]],
    ["“问责条例”第十七条", ["accountability-2019#17"]],
    ["中华人民共和国公职人员政务处分法第十二条", ["gov-sanctions-2020#12"]],
    ["公职人员政务处分法第１２条", ["gov-sanctions-2020#12"]],
    ["中国共产党推进领导干部能上能下规定第五条", ["up-and-down-2022#5"]],
    ["中共中央办公厅《推进领导干部能上能下规定》第五条", ["up-and-down-2022#5"]],
    ["中国（浙江）自由贸易试验区条例第三条", ["zhejiang-ftz#3"]],
    ["中国(浙江)自由贸易试验区条例第三条", ["zhejiang-ftz#3"]],
    ["组织处理规定第三条", ["organisational-measures-2021#3"]],
    ["《中国共产党组织处理规定(试行)》第三条", ["organisational-measures-2021#3"]],
    // Aliases.
    ["党内问责条例第十七条", ["accountability-2019#17"]],
    ["处分条例第十七条", ["discipline-2023#17"]],
    ["国资委46号令第36条", ["soe-investment-2025#36"]],
    ["中央八项规定第三条", ["eight-rules-2012#3"]],
    // Abbreviations.
    ["政务处分法第十二条", ["gov-sanctions-2020#12"]],
    ["《政务处分法》第十二条", ["gov-sanctions-2020#12"]],
    ["国企管理人员处分条例第十一条", ["soe-sanctions-2024#11"]],
    ["国企处分条例第11条", ["soe-sanctions-2024#11"]],
    ["《国企管理人员处分条例》第十一条", ["soe-sanctions-2024#11"]],
    ["河南优化营商环境条例第五条", ["henan-business-2020#5"]],
    ["河南省营商环境条例第五条", ["henan-business-2020#5"]],
    ["上海的营商环境条例第五条", ["shanghai-business-2024#5"]],
    ["优化营商环境条例第五条", ["business-environment-2019#5"]],
    ["浙江自贸区条例第三条", ["zhejiang-ftz#3"]],
    ["中国（浙江）自贸试验区条例第三条", ["zhejiang-ftz#3"]],
    ["党内政治生活若干准则第三条", ["political-life-2016#3"]],
    ["监督执纪工作规则第21条", ["enforcement-rules-2018#21"]],
    ["监督执纪规则第21条", ["enforcement-rules-2018#21"]],
    ["党的纪律处分条例第三十九条", ["discipline-2023#39"]],
    // Words between, before and behind; forms of the article.
    ["问责条例的第十七条是什么", ["accountability-2019#17"]],
    ["问责条例里第17条", ["accountability-2019#17"]],
    ["问责条例中关于容错的第十七条", ["accountability-2019#17"]],
    ["问责条例规定的第十七条", ["accountability-2019#17"]],
    ["请问 问责条例 第 17 条 ？", ["accountability-2019#17"]],
    ["问责条例17条", ["accountability-2019#17"]],
    ["问责条例的十七条", ["accountability-2019#17"]],
    ["问责条例第十七条第一款第（二）项", ["accountability-2019#17"]],
    ["公务员法第六十条规定", ["civil-servants-2018#60"]],
    ["公务员法规定第六十条", ["civil-servants-2018#60"]],
    ["第十七条（问责条例）", ["accountability-2019#17"]],
    ["第十七条在《问责条例》里怎么说", ["accountability-2019#17"]],
    // Several at once.
    ["问责条例第十七条和第十八条", ["accountability-2019#17", "accountability-2019#18"]],
    ["问责条例第17、18条", ["accountability-2019#17", "accountability-2019#18"]],
    ["问责条例17条、18条", ["accountability-2019#17", "accountability-2019#18"]],
    ["问责条例第十七至十八条", ["accountability-2019#17", "accountability-2019#18"]],
    ["问责条例第十七条和政务处分法第十二条有什么区别", ["accountability-2019#17", "gov-sanctions-2020#12"]],
    ["监察法和公务员法第十条", ["supervision-law-2024", "civil-servants-2018#10"]],
    // Titles alone.
    ["问责条例什么时候施行", ["accountability-2019"]],
    ["政务处分法管哪些人", ["gov-sanctions-2020"]],
    ["《国企管理人员处分条例》", ["soe-sanctions-2024"]],
    ["关于改进工作作风密切联系群众的八项规定", ["eight-rules-2012"]],
    ["问责条例有三条意见", ["accountability-2019"]],
    // Versions.
    ["2018年纪律处分条例第一百三十三条", ["discipline-2018#133"]],
    ["纪律处分条例（2018）第133条", ["discipline-2018#133"]],
    ["纪律处分条例2018版第一百三十三条之一", ["discipline-2018#133-1"]],
    ["二〇一八年纪律处分条例第133条", ["discipline-2018#133"]],
    ["《中国共产党纪律处分条例》（2018年修订）第一百三十三条", ["discipline-2018#133"]],
    ["《中国共产党纪律处分条例（2018年修订）》第一百三十三条", ["discipline-2018#133"]],
    ["2018年修订的《纪律处分条例》第133条", ["discipline-2018#133"]],
    ["《纪律处分条例》第一百三十三条（2018年版）", ["discipline-2018#133"]],
    ["2016年纪律处分条例第十条", ["discipline-2015#10"]],
    ["2020年的纪律处分条例第十条", ["discipline-2018#10"]],
    ["2024年纪律处分条例第十条", ["discipline-2023#10"]],
    ["旧版纪律处分条例第十七条", ["discipline-2018#17"]],
    ["纪律处分条例旧版第十七条", ["discipline-2018#17"]],
    ["修订前的监察法第四十五条", ["supervision-law-2018#45"]],
    ["现行监察法第五十二条", ["supervision-law-2024#52"]],
    ["新修订的问责条例第17条", ["accountability-2019#17"]],
    ["2018年我违反了纪律处分条例第十条", ["discipline-2023#10"]],
    ["问责条例2016版和2019版第十七条有什么区别", ["accountability-2016#17", "accountability-2019#17"]],
    ["2016年和2019年问责条例第十七条", ["accountability-2016#17", "accountability-2019#17"]],
    ["新旧问责条例第十七条有什么不同", ["accountability-2016#17", "accountability-2019#17"]],
    ["纪律处分条例第一百三十三条", ["discipline-2023#?"]],
  ])("reads %s", (query, expected) => {
    expect(read(query)).toEqual(expected);
  });

  it.each([
    "我该怎么办",
    "违反规定发钱怎么处理",
    "有什么规定",
    "领导提了三条意见",
    "我们市的营商条例",
    "有没有处理的规定",
    "条例第十七条",
    "《条例》第十七条",
    "第十七条",
    "管理办法第三条",
    "民法典第五百条",
    "《民法典》第500条",
    "《行政机关公务员处分条例》第十条",
    "行政机关公务员处分条例第十条",
    "《河北省优化营商环境条例》第五条",
    "河北省优化营商环境条例第五条",
    "",
    "　\u200b",
    "\ud800第十七条",
  ])("names nothing held in %j", (query) => {
    expect(read(query)).toEqual([]);
  });

  it.each([
    ["那第十八条呢", ["accountability-2019#18"]],
    ["条例第十八条", ["accountability-2019#18"]],
    ["该条例第十八条", ["accountability-2019#18"]],
    ["《条例》第十八条", ["accountability-2019#18"]],
    ["这个条例什么时候施行", ["accountability-2019"]],
    ["老条例第十七条呢", ["accountability-2016#17"]],
    ["2016版第十七条呢", ["accountability-2016#17"]],
    ["那第二款呢", ["accountability-2019#17"]],
    ["本办法第三条", ["~accountability-2019#3"]],
    ["政务处分法第十二条呢", ["gov-sanctions-2020#12"]],
    ["民法典第五百条呢", []],
    ["《民法典》第五百条呢", []],
    ["党政机关公务接待管理规定第三条", []],
    ["监察法实施条例第三条", ["~supervision-law-2024"]],
    ["三条意见", []],
    ["谢谢", []],
  ])("after 问责条例第十七条 reads %s", (query, expected) => {
    const carried = { carried: "accountability-2019", carriedArticle: { article: 17, branch: null } };
    expect(read(query, carried)).toEqual(expected);
  });

  it("takes the year a title states itself for its version", () => {
    const report = {
      id: "report",
      title: "政府工作报告（2016）",
      aliases: [],
      version: { year: null, from: null, until: null },
    };
    const [found] = buildResolver([report], []).resolve("政府工作报告（2016）讲了什么");
    expect(found).toMatchObject({ entry: { id: "report" }, ambiguous: false, yearStated: 2016 });
  });

  it("keeps to the version spoken of before", () => {
    expect(read("那第十八条呢", { carried: "accountability-2016" })).toEqual(["accountability-2016#18"]);
  });

  it("says how a mention was read", () => {
    const how = (query: string) => resolve(query)[0]?.how;
    expect(how("问责条例第十七条")).toBe("title");
    expect(how("党内问责条例第十七条")).toBe("alias");
    expect(how("政务处分法第十二条")).toBe("suffix");
    expect(how("国企处分条例第十一条")).toBe("subsequence");
    expect(resolve("第一条", { carried: "discipline-2023" })[0]?.how).toBe("carried");
  });

  it.each([
    ["2020-05-01", "discipline-2018"],
    ["2017-05-01", "discipline-2015"],
    ["2024-01-01", "discipline-2023"],
    ["1999-01-01", "discipline-2003"],
  ])("means the version in force on %s", (day, id) => {
    const [found] = resolve("纪律处分条例第十条", { day });
    expect(found?.entry.id).toBe(id);
    expect(found?.candidates).toHaveLength(3);
    expect(found?.ambiguous).toBe(false);
  });

  it("takes 旧版 from the day asked about", () => {
    expect(read("旧版纪律处分条例第十条", { day: "2020-05-01" })).toEqual(["discipline-2015#10"]);
  });

  it("says so where the version asked for is not held", () => {
    const [found] = resolve("1990年纪律处分条例第三条");
    expect(found).toMatchObject({ ambiguous: true, yearStated: 1990 });
    expect(resolve("旧版公务员法第三条")[0]?.ambiguous).toBe(true);
  });

  it("leaves open which of two titles is meant where both match equally well", () => {
    const bare = titles.map((title) => ({ ...title, aliases: [] }));
    const [found, ...rest] = buildResolver(bare, articles).resolve("处分条例第十条");
    expect(found).toMatchObject({ ambiguous: true, how: "suffix", entry: { id: "discipline-2023" } });
    expect(found?.candidates.map(({ id }) => id)).toContain("soe-sanctions-2024");
    expect(rest).toEqual([]);
  });

  it("prefers, of titles that match equally well, the one that holds the article", () => {
    const bare = titles.map((title) => ({ ...title, aliases: [] }));
    const held = [{ passage: "soe-sanctions-2024#7", entry: "soe-sanctions-2024", article: 7, branch: null }];
    const [found] = buildResolver(bare, held).resolve("处分条例第七条");
    expect(found).toMatchObject({ entry: { id: "soe-sanctions-2024" }, ambiguous: true });
  });

  it("does not let one character decide between titles: 我省营商条例", () => {
    expect(read("我省营商条例第五条")[0]).toMatch(/^~/);
  });

  it("calls an alias doubtful behind words that belong to titles: 党员处分条例", () => {
    expect(read("党员处分条例第十条")).toEqual(["~discipline-2023#10"]);
  });

  it("gives the title and article their places in the question", () => {
    const query = "请问，《问责条例》 第 十七 条和第18条";
    expect(resolve(query).map(({ start, end }) => query.slice(start, end))).toEqual([
      "《问责条例》 第 十七 条",
      "第18条",
    ]);
  });
});

describe("resolve, for any title, article, numeral and phrasing", () => {
  const wide = (text: string) =>
    text.replaceAll(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
  const numerals = [String, chineseNumeral, (n: number) => wide(String(n)), (n: number) => ` ${n} `];
  const names = [
    (title: string) => title,
    (title: string) => `《${title}》`,
    (title: string) => `《${title.replace(/^(?:中国共产党|中华人民共和国)/, "")}》`,
    (title: string) => title.replace(/^(?:中国共产党|中华人民共和国)/, ""),
    (title: string) => title.replaceAll(/[（）、]/g, ""),
  ];
  const phrasings = [
    (name: string, article: string) => `${name}第${article}条`,
    (name: string, article: string) => `${name}的第${article}条是什么意思？`,
    (name: string, article: string) => `请问${name}里第${article}条怎么规定`,
    (name: string, article: string) => `根据${name}第${article}条，能不能免责`,
    (name: string, article: string) => `我想了解一下，${name}中关于容错的第${article}条`,
    (name: string, article: string) => `${name}${article}条`,
    (name: string, article: string) => `领导说按${name}规定的第${article}條办`,
    (name: string, article: string) => `${name} 第${article}条第一款第（二）项`,
  ];
  const newest = new Map(titles.map((title) => [title.title, title.id]));

  it("finds the passage of the newest version", () => {
    const sample = fc.record({
      title: fc.constantFrom(...newest.keys()),
      article: fc.integer({ min: 1, max: 99 }),
      numeral: fc.constantFrom(...numerals),
      name: fc.constantFrom(...names),
      phrasing: fc.constantFrom(...phrasings),
    });
    fc.assert(
      fc.property(sample, ({ title, article, numeral, name, phrasing }) => {
        const query = phrasing(name(title), numeral(article));
        const found = resolve(query);
        expect(found.map(({ passages }) => passages)).toEqual([[`${newest.get(title)}#${article}`]]);
        expect(found[0]?.ambiguous).toBe(false);
      }),
      { numRuns: 3000 },
    );
  });

  const noise = fc.string({
    unit: fc.constantFrom(..."问责处分条例法规定《》（）第十七款项的旧2018 年版、。\ud800"),
    maxLength: 80,
  });

  it("keeps offsets inside the question, in order", () => {
    fc.assert(
      fc.property(noise, (query) => {
        let last = 0;
        for (const { start, end, reference } of resolve(query, { carried: "accountability-2019" })) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(query.length);
          if (reference !== null) expect(reference.end).toBeLessThanOrEqual(query.length);
          last = start;
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("does not depend on the order of the registry", () => {
    const shuffledTitles = fc.shuffledSubarray([...titles], { minLength: titles.length });
    const shuffledArticles = fc.shuffledSubarray([...articles], { minLength: articles.length });
    fc.assert(
      fc.property(shuffledTitles, shuffledArticles, noise, (someTitles, someArticles, query) => {
        const other = buildResolver(someTitles, someArticles);
        for (const asked of [query, "营商环境条例第五条", "处分条例第十条", "旧版问责条例第三条"]) {
          expect(other.resolve(asked)).toEqual(resolve(asked));
        }
      }),
      { numRuns: 20 },
    );
  });

  it.each([
    "法",
    "管理办法",
    "《",
    "《》",
    "第",
    "一",
    "第1、",
    "处分条例第1条",
    "\ud800",
    "1 ",
    "(2018",
    "第1-9999条",
    "本条例",
  ])("stays within a second for 30 000 characters of %j", (piece) => {
    const started = performance.now();
    resolve(piece.repeat(30_000 / piece.length), { carried: "accountability-2019" });
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
