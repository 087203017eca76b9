import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Case } from "../../../src/core/law/types.ts";
import { createSimilarCases } from "../../../src/core/retrieval/similar-cases.ts";
import { knowledge } from "../../knowledge-base.ts";

const { cases, synonyms } = knowledge.catalogue.base;
const similar = createSimilarCases(cases, synonyms, null);
const ids = (text: string, top = 5): string[] =>
  similar.rank(text, top).map(({ case: published }) => published.id);

describe("similar cases", () => {
  it.each([
    ["水库闸门漏水，汛期快到了，没走政府采购就让施工队进场，后来补了手续", "seed-2"],
    ["区里用抽签的办法定小项目的施工单位，会上研究过", "seed-3"],
    ["企业没有施工许可证贷不了款，指挥部开会研究后先给办了证", "seed-4"],
    ["按上级文件发了加班费和值班费，算违规发放津补贴吗", "seed-1"],
    ["把监控项目拆成两个绕开交易平台，是为了赶紧整改安全隐患", "tolerated-04"],
    ["第一书记带着合作社养鸡，发鸡瘟亏了钱", "tolerated-08"],
    ["村里把危房改造补助平均分给没有指标的人", "sanctioned-12"],
    ["国企董事长没经过表决就批准收购，尽职调查早提示过风险", "sanctioned-18"],
    ["被人举报套取项目资金，查下来是按程序调整的面积", "cleared-02"],
    ["我只是挂名，那时候借调走了，也要处分我", "cleared-04"],
  ])("finds the case for 「%s」", (text, id) => {
    expect(ids(text, 3)).toContain(id);
  });

  it("shows the counter-example beside its look-alike", () => {
    expect(ids("拆分项目规避招标")).toEqual(expect.arrayContaining(["sanctioned-06", "tolerated-04"]));
  });

  it("does not look at how a case ended or why", () => {
    const told = (published: Case, ending: string): Case => ({
      ...published,
      decision: ending,
      reason: ending,
      correction: ending,
      caution: ending,
    });
    const otherwise = createSimilarCases(
      cases.map((published) => told(published, "水库闸门抽签确定施工单位")),
      synonyms,
      null,
    );
    expect(otherwise.rank("水库闸门抽签确定施工单位", 10)).toEqual(
      similar
        .rank("水库闸门抽签确定施工单位", 10)
        .map(({ case: published, score }) => ({ case: told(published, "水库闸门抽签确定施工单位"), score })),
    );
  });

  it("finds nothing for a text that shares no word with any case", () => {
    expect(similar.rank("", 5)).toEqual([]);
    expect(similar.rank("qqqq", 5)).toEqual([]);
  });

  it("names each case once, scores finite, positive and never rising, the same in any order of the cases", () => {
    const turned = createSimilarCases(cases.toReversed(), synonyms, null);
    const words = cases.flatMap(({ keywords }) => keywords);
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 6 }), fc.nat(40), (chosen, top) => {
        const text = chosen.join("，");
        const found = similar.rank(text, top);
        expect(found.length).toBeLessThanOrEqual(top);
        expect(new Set(found.map(({ case: published }) => published.id)).size).toBe(found.length);
        for (const [at, { score }] of found.entries()) {
          expect(Number.isFinite(score) && score > 0).toBe(true);
          expect(score).toBeLessThanOrEqual(found[at - 1]?.score ?? Number.POSITIVE_INFINITY);
        }
        expect(turned.rank(text, top)).toEqual(found);
      }),
      { numRuns: 60 },
    );
  });
});
