import { describe, expect, it } from "vitest";
import { modelRemark } from "../../src/text/model.ts";

describe("what /about says of the model", () => {
  it("is that there is none", () => {
    expect(modelRemark({ writing: [], filing: null, embedding: null })).toMatch(/^没有使用语言模型/);
  });

  it("names it and its filing number, or that none was given", () => {
    const used = { writing: ["甲-1", "乙-2", "甲-1"], embedding: null };
    expect(modelRemark({ ...used, filing: "某省-001" })).toContain(
      "大模型“甲-1”、“乙-2”（备案号：某省-001）",
    );
    expect(modelRemark({ ...used, filing: null })).toContain("未填写备案号");
  });

  it("names what searches by meaning, even where nothing writes", () => {
    const said = modelRemark({ writing: [], filing: null, embedding: "向量-3" });
    expect(said).toMatch(/没有使用语言模型写答复.*向量-3.*遮盖/s);
  });
});
