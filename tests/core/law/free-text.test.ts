import { describe, expect, it } from "vitest";
import { createFreeTextCheck } from "../../../src/core/law/free-text.ts";
import { knowledge, today } from "../../knowledge-base.ts";

const check = createFreeTextCheck(knowledge.catalogue, knowledge.retriever.resolver);

/** What is wrong with a text that cites what it names. */
const own = (text: string) => check.problems(text, check.named(text, today));

describe("what a text names by itself", () => {
  it.each([
    ["依据《中国共产党问责条例》第十七条处理。", ["accountability-2019#17"]],
    ["依据问责条例第十七条处理。", ["accountability-2019#17"]],
    ["请看《中国共产党问责条例》。", ["accountability-2019"]],
    [
      "《中国共产党问责条例》第十七条和《中华人民共和国公务员法》第九十五条。",
      ["accountability-2019#17", "civil-servants-2018#95"],
    ],
  ])("is found: %s", (text, ids) => {
    expect(check.named(text, today)).toEqual(ids);
  });

  it.each(["引文已经更正，谢谢指出。", "请看《没有的办法》第三条。", "按条例办理。"])(
    "is nothing the knowledge base does not hold: %s",
    (text) => {
      expect(check.named(text, today)).toEqual([]);
    },
  );
});

describe("what a text says", () => {
  it.each([
    "引文已经更正，谢谢指出。",
    "依据《中国共产党问责条例》第十七条，「可以不予问责或者免予问责」。",
    "《问责条例》第十七条说的是可以，不是必须。",
    "公务员法第九十五条写明，可以自知道该人事处理之日起“三十日内”向原处理机关申请复核。",
    "“有错就要容”是误解，“八项规定”精神不能违反，“三个区分开来”要全面看。",
  ])("holds: %s", (text) => {
    expect(own(text)).toEqual([]);
  });

  it.each([
    ["依据《容错纠错暂行办法》处理。", [{ type: "title", words: "容错纠错暂行办法" }]],
    ["《中国共产党问责条例》第九十九条另有规定。", [{ type: "article", words: "第九十九条" }]],
    ["请看第十七条。", [{ type: "article", words: "第十七条" }]],
    ["《中国共产党问责条例》第十七条规定「应当免予问责」。", [{ type: "quotation", words: "应当免予问责" }]],
    ["公务员法第九十五条写明，要在“六十日内”申请复核。", [{ type: "quotation", words: "六十日内" }]],
    ["期限是“30个工作日”。", [{ type: "quotation", words: "30个工作日" }]],
  ])("is refused where no source carries it: %s", (text, problems) => {
    expect(own(text)).toEqual(problems);
  });

  it("must be among its own sources, not merely somewhere in the knowledge base", () => {
    const text = "《中华人民共和国公务员法》第九十五条写明期限。";
    expect(check.problems(text, ["civil-servants-2018#95"])).toEqual([]);
    expect(check.problems(text, ["accountability-2019#17"])).toEqual([
      { type: "title", words: "中华人民共和国公务员法" },
      { type: "article", words: "第九十五条" },
    ]);
  });

  it("may quote what it is about", () => {
    const text = "昨天写的“六十日内”不对。";
    expect(check.problems(text, [])).toHaveLength(1);
    expect(check.problems(text, [], ["申请复核要在六十日内提出。"])).toEqual([]);
  });
});
