import { describe, expect, it } from "vitest";
import { createCatalogue, enclosing, knowledgeStats } from "../../../src/core/law/catalogue.ts";
import type {
  Case,
  CuratedText,
  KnowledgeBase,
  LegalDocument,
  Provision,
} from "../../../src/core/law/types.ts";
import {
  flood as sampleCase,
  document as sampleDocument,
  provision as sampleProvision,
} from "../sample-base.ts";

const provision = (documentId: string, key: string, more: Partial<Provision> = {}): Provision =>
  sampleProvision(`${documentId}#${key}`, { gist: "要点", ...more });

const document = (id: string, more: Partial<LegalDocument> = {}): LegalDocument =>
  sampleDocument(id, { title: "示例办法", ...more });

const dates = (effective: string, repealed: string | null) => ({
  adopted: null,
  published: null,
  effective,
  repealed,
});

const whole = provision("rules-2019", "17", {
  official: [
    {
      complete: true,
      paragraphs: [
        {
          id: "rules-2019#17.1",
          number: 1,
          text: "有下列情形的：",
          items: [
            { id: "rules-2019#17.1.1", number: 1, text: "（一）甲；" },
            { id: "rules-2019#17.1.2", number: 2, text: "（二）乙。" },
          ],
        },
        { id: "rules-2019#17.2", number: 2, text: "另有规定的除外。", items: [] },
      ],
    },
  ],
});
const excerpt = (text: string) => ({
  complete: false,
  paragraphs: [{ id: "rules-2019#18.1", number: 1, text, items: [] }],
});

const flood: Case = { ...sampleCase, provisions: ["rules-2019#17.1.2"] };

const answer: CuratedText = {
  id: "answer",
  kind: "answer",
  title: "题",
  questions: [],
  keywords: [],
  blocks: [
    {
      type: "statement",
      text: "句",
      references: [
        { passage: "rules-2019#17.1", quote: null },
        { passage: "rules-2019#17", quote: null },
        { passage: "flood", quote: null },
      ],
      bullet: false,
      continues: false,
    },
  ],
  related: [],
  reviewed: null,
};

const base: KnowledgeBase = {
  version: "sha256:0",
  documents: [
    document("rules-2019", {
      dates: dates("2019-09-01", null),
      replaces: "trial-2016",
      provisions: [
        whole,
        provision("rules-2019", "18", { gist: null, official: [excerpt("前半。"), excerpt("后半。")] }),
        provision("rules-2019", "19", { verification: "unverified" }),
      ],
    }),
    document("trial-2016", { title: "示例办法（试行）", dates: dates("2016-07-08", "2019-09-01") }),
  ],
  cases: [flood],
  curated: [
    answer,
    { ...answer, id: "mistake", kind: "misconception", blocks: [] },
    { ...answer, id: "steps", kind: "procedure", blocks: [] },
    { ...answer, id: "no", kind: "refusal", blocks: [] },
  ],
  synonyms: [],
  quizzes: [],
};
const catalogue = createCatalogue(base);

describe("createCatalogue", () => {
  it("finds documents, cases, curated texts and the articles of a document", () => {
    expect(catalogue.document("trial-2016")?.title).toBe("示例办法（试行）");
    expect(catalogue.case("flood")).toBe(flood);
    expect(catalogue.curated("answer")).toBe(answer);
    expect(catalogue.articles("rules-2019").map(({ id }) => id)).toEqual([
      "rules-2019#17",
      "rules-2019#18",
      "rules-2019#19",
    ]);
  });

  it("gives nothing for an unknown id", () => {
    expect(catalogue.document("none")).toBeUndefined();
    expect(catalogue.provision("rules-2019#17.9")).toBeUndefined();
    expect(catalogue.resolveText("none#1")).toBeUndefined();
    expect(catalogue.articles("none")).toEqual([]);
    expect(catalogue.inForce("none", "2020-01-01")).toBe(false);
    expect(catalogue.citedBy("none#1")).toEqual({ curated: [], cases: [] });
    expect(catalogue.versions("没有")).toEqual([]);
  });

  it("resolves an article, a paragraph (款) and an item (项)", () => {
    expect(catalogue.provision("rules-2019#17")).toEqual({ provision: whole });
    expect(catalogue.provision("rules-2019#17.2")?.paragraph?.number).toBe(2);
    expect(catalogue.provision("rules-2019#17.1.2")).toMatchObject({
      provision: whole,
      paragraph: { number: 1 },
      item: { number: 2 },
    });
  });

  it.each([
    ["rules-2019#17", true, "有下列情形的：\n（一）甲；\n（二）乙。\n另有规定的除外。"],
    ["rules-2019#17.1", true, "有下列情形的：\n（一）甲；\n（二）乙。"],
    ["rules-2019#17.1.2", true, "（二）乙。"],
    ["rules-2019#18.1", true, "前半。\n后半。"],
    ["rules-2019#19", false, "要点"],
    ["flood", false, "先行抢修。\n可予以容错"],
  ])("gives the words of %s", (id, official, text) => {
    expect(catalogue.resolveText(id)).toEqual({ official, text });
    expect(catalogue.passageText(id)).toBe(text);
  });

  it("follows versions through replaces, even under another title, earliest first", () => {
    const versions = ["trial-2016", "rules-2019"];
    expect(catalogue.versions("《示例办法》").map(({ id }) => id)).toEqual(versions);
    expect(catalogue.versions("示例办法(试行)").map(({ id }) => id)).toEqual(versions);
  });

  it("tells what is in force on a day", () => {
    expect(catalogue.inForce("trial-2016", "2019-08-31")).toBe(true);
    expect(catalogue.inForce("trial-2016", "2019-09-01")).toBe(false);
    expect(catalogue.inForce("rules-2019", "2019-09-01")).toBe(true);
  });

  it("lists what rests on a passage or on a unit inside it, each once", () => {
    expect(catalogue.citedBy("rules-2019#17")).toEqual({ curated: ["answer"], cases: ["flood"] });
    expect(catalogue.citedBy("rules-2019#17.1")).toEqual({ curated: ["answer"], cases: ["flood"] });
    expect(catalogue.citedBy("rules-2019#17.1.2")).toEqual({ curated: [], cases: ["flood"] });
    expect(catalogue.citedBy("flood")).toEqual({ curated: ["answer"], cases: [] });
  });
});

describe("enclosing", () => {
  it("names a passage and every unit above it", () => {
    expect(enclosing("rules-2019#17.1.2")).toEqual(["rules-2019#17.1.2", "rules-2019#17.1", "rules-2019#17"]);
    expect(enclosing("flood")).toEqual(["flood"]);
  });
});

describe("knowledgeStats", () => {
  it("counts provisions by wording and grade, and answers without misconceptions, procedures and refusals", () => {
    expect(knowledgeStats(base)).toEqual({
      documents: 2,
      provisions: 3,
      official: 2,
      gist: 1,
      by_grade: { verified: 0, secondary: 2, unverified: 1 },
      cases: 1,
      answers: 1,
      misconceptions: 1,
      quizzes: 0,
      overlays: 0,
    });
  });
});
