import { describe, expect, it } from "vitest";
import {
  asksToleranceLimit,
  asksWorldFact,
  createVocabulary,
  isEverydayTopic,
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
