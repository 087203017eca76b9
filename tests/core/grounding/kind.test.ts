import { describe, expect, it } from "vitest";
import {
  asksCase,
  asksCatalogue,
  asksRenumbering,
  asksWording,
  documentFactOf,
  smallTalkOf,
  speaksOfStress,
} from "../../../src/core/grounding/kind.ts";

describe("small talk", () => {
  it.each([
    ["你好", "hello"],
    ["你好！在吗？", "hello"],
    ["早上好，你能做什么", "help"],
    ["谢谢，讲得很清楚", "thanks"],
    ["谢谢，再见", "bye"],
    ["你是谁", "who"],
    ["不错不错👍", "thanks"],
    ["ＨＥＬＬＯ", "hello"],
  ])("%s is %s", (question, topic) => {
    expect(smallTalkOf(question)).toBe(topic);
  });

  it.each([
    "你好，容错怎么申请",
    "谢谢，那第十八条呢",
    "问责条例第十七条",
    "",
    "，。？",
    "你好，".repeat(6),
    `${"好".repeat(61)}`,
  ])("%j is none: one clause with a topic makes it a question", (question) => {
    expect(smallTalkOf(question)).toBeNull();
  });
});

describe("a fact about a document", () => {
  it.each([
    ["处分条例什么时候施行", "dates"],
    ["问责条例还有效吗", "dates"],
    ["问责条例是谁发布的", "issuer"],
    ["问责条例的文号", "issuer"],
    ["处分条例有几个版本", "versions"],
    ["政务处分法是什么", "overview"],
    ["《问责条例》的主要内容有哪些？", "overview"],
    ["问责条例第十七条说了什么", null],
    ["处分期多久", null],
    ["这是什么说法", null],
  ])("%s asks for %s", (question, fact) => {
    expect(documentFactOf(question)).toBe(fact);
  });
});

describe("what is asked for", () => {
  it("is the catalogue where holdings are asked, not where a rule is", () => {
    expect(asksCatalogue("你收录了哪些文件")).toBe(true);
    expect(asksCatalogue("有哪些情形可以容错")).toBe(false);
  });

  it("is a case, or the wording itself", () => {
    expect(asksCase("有没有容错的案例")).toBe(true);
    expect(asksCase("容错的条件")).toBe(false);
    expect(asksWording("三个区分开来原文")).toBe(true);
    expect(asksWording("三个区分开来什么意思")).toBe(false);
  });

  it.each([
    "中冶那个并购的案子是怎么回事",
    "带村民养鸡亏了的第一书记后来怎么处理的",
    "有没有拆分项目被容错过",
    "开公车接孩子上学的那个局长",
  ])("%s is a case", (question) => {
    expect(asksCase(question)).toBe(true);
  });

  it.each(["指定管辖的案子谁作处分", "乱发补贴怎么处理", "那么村支书归谁管"])("%s is none", (question) => {
    expect(asksCase(question)).toBe(false);
  });

  it.each(["领导责任以前是三十七条，现在是第几条", "监察法第四十九条还是这条吗", "处置那条变成第几条了"])(
    "%s asks where an article went",
    (question) => {
      expect(asksRenumbering(question)).toBe(true);
    },
  );

  it.each(["问责条例第十七条", "第十七条有几款"])("%s does not", (question) => {
    expect(asksRenumbering(question)).toBe(false);
  });

  it("is a listener where strain is told", () => {
    expect(speaksOfStress("被举报以后整宿睡不着")).toBe(true);
    expect(speaksOfStress("被举报以后怎么办")).toBe(false);
  });
});
