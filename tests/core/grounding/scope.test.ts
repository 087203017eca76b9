import { describe, expect, it } from "vitest";
import {
  asksFamilyVetting,
  asksToleranceLimit,
  asksUnsetDetail,
  asksWorldFact,
  createVocabulary,
  isEverydayTopic,
  isNeighbouringTopic,
  isTechnicalHomonym,
} from "../../../src/core/grounding/scope.ts";
import { base, curated } from "../sample-base.ts";

describe("容错 and 纠错", () => {
  it.each(["RAID5的容错能力怎么样", "二维码的容错率", "分布式系统怎么做容错", "纠错编码的原理"])(
    "%s is of another trade",
    (question) => {
      expect(isTechnicalHomonym(question)).toBe(true);
    },
  );

  it.each(["容错纠错机制是什么", "干部用软件办公出错能容错吗", "服务器采购违规能容错吗", "服务器坏了"])(
    "%s is not",
    (question) => {
      expect(isTechnicalHomonym(question)).toBe(false);
    },
  );
});

describe("everyday life", () => {
  it.each(["今天天气怎么样", "帮我写首诗", "公积金怎么提取"])("%s is outside", (question) => {
    expect(isEverydayTopic(question)).toBe(true);
  });

  it.each(["防汛没看天气预报会被问责吗", "醉驾受什么处分", "容错怎么申请"])(
    "%s is inside: a word of the field counts more",
    (question) => {
      expect(isEverydayTopic(question)).toBe(false);
    },
  );
});

describe("a neighbouring field", () => {
  it.each(["入党申请书怎么写", "年休假怎么补", "受贿罪判几年", "村委会换届选举多少票当选", "借调最长多久"])(
    "%s is one",
    (question) => {
      expect(isNeighbouringTopic(question)).toBe(true);
    },
  );

  it.each(["记过影响涨工资吗", "借调期间被问责怎么办", "村支书受处分补贴扣不扣", "免职几年能再任职"])(
    "%s is not",
    (question) => {
      expect(isNeighbouringTopic(question)).toBe(false);
    },
  );
});

describe("a detail that no text sets", () => {
  it.each([
    "六看各占多少分",
    "容错会商会要几个人参加",
    "容错的人绩效奖金扣多少",
    "容错的追溯期是几年",
    "容错审批由谁签字盖章生效",
    "容错了工资奖金扣不扣",
    "容错备案的电子系统网址是多少",
  ])("%s is one", (question) => {
    expect(asksUnsetDetail(question)).toBe(true);
  });

  it.each(["六看是哪六看", "记大过多少个月", "容错要几个条件", "容错以后工资会不会受影响", "容错由谁认定"])(
    "%s is none",
    (question) => {
      expect(asksUnsetDetail(question)).toBe(false);
    },
  );

  it("is what a sanction means for the family's careers, but not an integrity review", () => {
    expect(asksFamilyVetting("我受了警告，孩子考军校受影响吗")).toBe(true);
    expect(asksFamilyVetting("廉政审查会不会受影响")).toBe(false);
  });
});

describe("a fact of the world", () => {
  it.each(["县纪委的举报电话是多少", "全省去年容错了多少人", "组织部部长是谁", "容错案例最多的是哪个省排名"])(
    "%s is asked for",
    (question) => {
      expect(asksWorldFact(question)).toBe(true);
    },
  );

  it.each(["向谁申请容错", "问责有几种方式", "处分影响期多久", "三个区分开来有几种提法"])(
    "%s asks for a rule",
    (question) => {
      expect(asksWorldFact(question)).toBe(false);
    },
  );
});

describe("limits of time for tolerance", () => {
  it.each(["容错申请几个工作日受理", "容错认定要多久", "申请容错后多长时间答复"])("%s is one", (question) => {
    expect(asksToleranceLimit(question)).toBe(true);
  });

  it.each(["容错报备多久答复", "申诉多久答复", "容错的条件是什么"])("%s is none", (question) => {
    expect(asksToleranceLimit(question)).toBe(false);
  });
});

describe("the vocabulary of a knowledge base", () => {
  const { termsIn } = createVocabulary(
    {
      ...base,
      synonyms: [{ term: "容错", words: ["容错纠错", "免"] }],
      curated: [{ ...curated("appeal", ["怎么申诉"]), keywords: ["申诉", "材料"] }],
    },
    (text) => text,
  );

  it("knows titles, terms, how people say them, and editors' keywords; the longest at each place", () => {
    expect(termsIn("按示例规则，容错纠错和申诉怎么办")).toEqual(["示例规则", "容错纠错", "申诉"]);
  });

  it("counts no term twice, none of one character, and none that says too little by itself", () => {
    expect(termsIn("容错，容错，免，材料")).toEqual(["容错"]);
    expect(termsIn("")).toEqual([]);
  });
});
