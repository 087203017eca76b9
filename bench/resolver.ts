/** How often and how fast a named article is found among generated titles. */

import { chineseNumeral } from "../src/core/law/numerals.ts";
import { buildResolver, registryFromPassages } from "../src/core/law/resolver.ts";
import { createRandom } from "./corpus.ts";

const fields =
  "安全生产 环境保护 政府采购 招标投标 土地管理 财政资金 公务接待 科技进步 营商环境 乡村振兴 食品安全 城市更新 数据资源 国有资产 审计监督 行政许可 信访工作 档案管理 会计核算 水利工程".split(
    " ",
  );
const middles = "监督管理 促进 保障 责任追究 风险防控 信息公开 绩效评价 专项资金 尽职免责 容错纠错".split(
  " ",
);
const kinds = "法 条例 办法 规定 实施细则 准则".split(" ");
const articlesPerTitle = 30;
const asked = 8_000;

export interface ResolverRow {
  readonly passages: number;
  readonly titles: number;
  readonly buildMilliseconds: number;
  /** Share of questions whose first passage is the article asked for: by full title, by shortened title. */
  readonly fullTitles: number;
  readonly shortTitles: number;
  readonly p50Milliseconds: number;
  readonly p95Milliseconds: number;
}

export function measureResolver(): ResolverRow {
  const random = createRandom(7);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const titles = fields.flatMap((field) =>
    middles.flatMap((middle) => kinds.map((kind) => `中华人民共和国${field}${middle}${kind}`)),
  );
  const passages = titles.flatMap((title, at) =>
    Array.from({ length: articlesPerTitle }, (_, article) => ({
      id: `p${at}-${article + 1}`,
      title,
      article: `第${chineseNumeral(article + 1)}条`,
      text: "条文。",
    })),
  );
  const started = performance.now();
  const registry = registryFromPassages(passages);
  const resolver = buildResolver(registry.titles, registry.articles);
  const buildMilliseconds = performance.now() - started;

  const times: number[] = [];
  const run = (short: boolean): number => {
    let right = 0;
    for (let count = 0; count < asked; count++) {
      const at = Math.floor(random() * titles.length);
      const article = 1 + Math.floor(random() * articlesPerTitle);
      const title = titles[at] ?? "";
      const named = short ? title.slice(7) : title;
      const number = pick([
        `第${article}条`,
        `${article}条`,
        `第${chineseNumeral(article)}条`,
        ` 第 ${article} 条`,
      ]);
      const question = pick([
        `${named}${number}说了什么`,
        `请问《${named}》的${number}`,
        `${named}里${number}是怎么规定的？`,
      ]);
      const from = performance.now();
      const [first] = resolver.resolve(question, {});
      times.push(performance.now() - from);
      if (first?.passages[0] === `p${at}-${article}`) right++;
    }
    return right / asked;
  };
  const fullTitles = run(false);
  const shortTitles = run(true);
  times.sort((left, right) => left - right);
  const quantile = (share: number): number =>
    Number((times[Math.floor(times.length * share)] ?? 0).toFixed(3));
  return {
    passages: passages.length,
    titles: titles.length,
    buildMilliseconds: Math.round(buildMilliseconds),
    fullTitles: Number(fullTitles.toFixed(4)),
    shortTitles: Number(shortTitles.toFixed(4)),
    p50Milliseconds: quantile(0.5),
    p95Milliseconds: quantile(0.95),
  };
}
