import { describe, expect, it } from "vitest";
import { censusOf } from "../../src/core/campaign/census.ts";
import { censusLines } from "../../src/text/campaign-report.ts";

const linesOf = (channels: Readonly<Record<string, number>>, units: Readonly<Record<string, number>>) =>
  censusLines(
    censusOf({ channels: new Map(Object.entries(channels)), units: new Map(Object.entries(units)) }),
  );

describe("whom a campaign would go to, in lines", () => {
  it("is told by channel and by unit, small groups together", () => {
    expect(linesOf({ web: 41, telegram: 12 }, { 甲局: 20, "": 22, 乙局: 4, 丙局: 7 })).toEqual([
      "现在符合范围并已订阅的有53人。",
      "按渠道：Telegram12人，网页41人。",
      "按单位：没有写单位的22人，甲局20人，其余合计11人。",
    ]);
  });

  it("is a number alone where every group is small", () => {
    expect(linesOf({ web: 4 }, { 甲局: 4 })).toEqual(["现在符合范围并已订阅的有4人。"]);
    expect(linesOf({}, {})).toEqual(["现在符合范围并已订阅的有0人。"]);
  });
});
