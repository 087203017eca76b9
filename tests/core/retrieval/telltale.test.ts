import { expect, it } from "vitest";
import { createTelltale } from "../../../src/core/retrieval/telltale.ts";

const told = createTelltale(
  [
    { id: "case-1", title: "中冶集团收购案", text: "与唐山的企业合作，造成损失" },
    { id: "case-2", title: "水库抢修", text: "闸门漏水，造成损失" },
    { id: "case-3", title: "补贴", text: "造成损失" },
  ],
  (text) => text,
);

it("counts the words that hardly any other passage has", () => {
  expect([...told("中冶在唐山的案子")]).toEqual([["case-1", 2]]);
});

it("takes a longer word for one, and common words for none", () => {
  expect([...told("中冶集团造成损失")]).toEqual([["case-1", 2]]);
  expect([...told("造成损失")]).toEqual([]);
});

it("finds nothing where nothing is shared", () => {
  expect([...told("天气")]).toEqual([]);
  expect([...told("")]).toEqual([]);
});
