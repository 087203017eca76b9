import { describe, expect, it } from "vitest";
import type { Context } from "../../../src/core/grounding/answer.ts";
import { completionOf, neighbourOf } from "../../../src/core/grounding/follow-up.ts";

const context: Context = {
  document: "accountability-2019",
  article: 17,
  branch: null,
  entry: null,
  question: "问责条例第十七条说了什么？",
  passages: ["accountability-2019#17"],
};

describe("a question that leans on the one before", () => {
  it.each(["依据是什么", "那依据是什么？", "哪里规定的", "有什么依据吗"])(
    "%s asks for the sources",
    (question) => {
      expect(completionOf(question, context, false)).toEqual({ type: "basis" });
    },
  );

  it.each(["那第二款呢", "第（三）项是什么意思", "它什么时候施行", "这个条例是谁发布的", "下一条呢"])(
    "%s means the last document",
    (question) => {
      expect(completionOf(question, context, false)).toEqual({ type: "document" });
    },
  );

  it("joins a short continuation to the question before, and shows both", () => {
    expect(completionOf("那村里的呢？", context, false)).toEqual({
      type: "topic",
      question: "问责条例第十七条说了什么，村里的",
    });
  });

  it.each(["国企的也一样吗", "要不要先执行", "公务员呢，几天内提", "哪些事能报"])(
    "%s is a remark on the question before",
    (question) => {
      expect(completionOf(question, context, false).type).toBe("topic");
    },
  );

  it.each(["没走政府采购程序先施工，能容错吗", "三个区分开来是什么意思"])(
    "%s stands by itself",
    (question) => {
      expect(completionOf(question, context, true)).toEqual({ type: "none" });
    },
  );

  it.each([
    "０",
    "？",
    "\u202e\u200b",
    "取消",
    "停止",
    "结果",
    "昨天",
    "2024-13-01",
    "我的卷宗",
    "开始预审吧",
    "好的",
  ])("%j goes on with no question", (text) => {
    expect(completionOf(text, context, false)).toEqual({ type: "none" });
  });

  it("leans on nothing where nothing went before", () => {
    expect(completionOf("那第十八条呢", null, false)).toEqual({ type: "none" });
  });

  it("tells the next article from the one before", () => {
    expect([neighbourOf("下一条呢"), neighbourOf("上一条"), neighbourOf("第十八条")]).toEqual([1, -1, 0]);
  });
});
