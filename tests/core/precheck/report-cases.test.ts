import { describe, expect, it } from "vitest";
import type { Case } from "../../../src/core/law/types.ts";
import { answerLabels } from "../../../src/core/precheck/answer-words.ts";
import { reportCases } from "../../../src/core/precheck/report-cases.ts";
import type { PrecheckResult } from "../../../src/core/precheck/result.ts";
import type { SimilarPublished } from "../../../src/core/precheck/similar-facts.ts";
import { sample } from "../rules/sample-rules.ts";

const published = (id: string, outcome: Case["outcome"], more: Partial<Case> = {}): Case => ({
  id,
  title: `案例${id}`,
  level: "",
  field: "",
  year: 2020,
  facts: "",
  outcome,
  decision: "处理",
  decidedBy: "机关",
  reason: null,
  correction: null,
  caution: null,
  provisions: [],
  contrasts: [],
  keywords: [],
  source: { title: "", publisher: "", url: "", date: null } as unknown as Case["source"],
  verification: "secondary",
  reviewed: null,
  ...more,
});
const similar = (
  of: Case,
  shared: SimilarPublished["shared"] = { loss: "none" },
  differing: SimilarPublished["differing"] = {},
): SimilarPublished => ({ id: of.id, score: 1, shared, differing, case: of });

type Told = Pick<PrecheckResult, "status" | "range" | "fired">;
const decided = (tier: "favour" | "redline" | "refer", facts: Record<string, string>): Told => ({
  status: "decided",
  range: { best: "consult", worst: "consult" },
  fired: [{ rule: "R", title: "", tier, outcome: "consult", basis: [], facts }],
});
const gate = (facts: Record<string, string>): Told => ({
  status: "clarification",
  range: null,
  fired: [{ rule: "G", title: "", tier: "gate", outcome: null, basis: [], facts }],
});
const show = (ranked: readonly SimilarPublished[], result: Told, known: readonly Case[] = []) => {
  const { cases, contrast } = reportCases(
    ranked,
    result as PrecheckResult,
    answerLabels(sample.facts),
    (id) => known.find((one) => one.id === id),
    (id) => id.length,
  );
  return {
    ids: cases.map(({ id }) => id),
    contrast: contrast?.id ?? null,
    because: contrast?.because,
    cases,
  };
};

const favoured = decided("favour", { loss: "none" });
const [a, b, c, d] = ["a", "b", "c", "d"].map((id) => published(id, "tolerated_exempt")) as [
  Case,
  Case,
  Case,
  Case,
];
const pursued = published("p", "not_tolerated");

describe("cases beside a form", () => {
  it("are the three nearest, with one that came out otherwise apart", () => {
    const ranked = [a, b, pursued, c, d].map((one) => similar(one));
    expect(show(ranked, favoured)).toMatchObject({ ids: ["a", "b", "c"], contrast: "p", because: null });
    expect(
      show(
        [a, b].map((one) => similar(one)),
        favoured,
      ),
    ).toMatchObject({ ids: ["a", "b"], contrast: null });
  });

  it("tell what is shared and what differs, in the words of the facts", () => {
    const differing = { gain: { here: "none", case: "own" } };
    const [entry] = show([similar(a, { loss: "none", error: "yes" }, differing)], favoured).cases;
    expect(entry).toMatchObject({ id: "a", n: 1, title: "案例a", year: 2020, because: null });
    // That there was an error tells nothing of a case.
    expect(entry?.shared.map(({ fact }) => fact)).toEqual(["loss"]);
    expect(entry?.differing).toMatchObject([{ here: { values: ["none"] }, there: { values: ["own"] } }]);
  });

  it("are none where only the threshold is shared, except at a gate, where it tells", () => {
    const ranked = [similar(a, { error: "no" })];
    expect(show(ranked, favoured)).toMatchObject({ ids: [], contrast: null });
    expect(show(ranked, gate({ error: "no" })).ids).toEqual(["a"]);
    expect(show(ranked, { ...gate({ error: "no" }), status: "not_applicable" }).ids).toEqual(["a"]);
    expect(show([], favoured)).toMatchObject({ ids: [], contrast: null });
  });

  it("share some of what decides, and all of it at a gate", () => {
    const ranked = [similar(a, { loss: "none" }), similar(b, { gain: "own", loss: "none" })];
    for (const tier of ["redline", "refer"] as const)
      expect(show(ranked, decided(tier, { gain: "own", forged: "yes" })).ids).toEqual(["b"]);
    expect(show(ranked, gate({ gain: "own", forged: "yes" })).ids).toEqual([]);
    expect(show(ranked, gate({ gain: "own", loss: "none" })).ids).toEqual(["b"]);
    expect(show(ranked, decided("redline", {})).ids).toEqual(["a", "b"]);
    expect(show(ranked, { ...favoured, fired: [] }).ids).toEqual(["a", "b"]);
  });

  it("contrast as an editor wrote, where that case came out otherwise", () => {
    const told = published("e", "tolerated_lighter", {
      contrasts: [
        { case: "nowhere", because: "没有收录" },
        { case: "a", because: "同样结果" },
        { case: "q", because: "谋取私利" },
      ],
    });
    const other = published("q", "not_tolerated");
    const known = [a, other];
    expect(show([similar(told), similar(pursued)], favoured, known)).toMatchObject({
      ids: ["e", "p"],
      contrast: "q",
      because: "谋取私利",
    });
    const ranked = [similar(told), similar(pursued), similar(other, { loss: "none", gain: "own" })];
    const { contrast } = reportCases(
      ranked,
      favoured as PrecheckResult,
      answerLabels(sample.facts),
      (id) => known.find((one) => one.id === id),
      () => 7,
    );
    expect([contrast?.id, contrast?.n, contrast?.shared.length]).toEqual(["q", 7, 2]);
  });

  it("contrast rather with one that differs in a stated fact", () => {
    const further = published("further", "not_tolerated");
    const ranked = [
      similar(a),
      similar(pursued),
      similar(further, undefined, { gain: { here: "none", case: "own" } }),
    ];
    expect(show(ranked, favoured).contrast).toBe("further");
    expect(show(ranked.slice(0, 2), favoured).contrast).toBe("p");
  });

  it("count every kind of tolerance as one way, and clarified and other cases as further ones", () => {
    const contrastWith = (outcome: Case["outcome"]) =>
      show([similar(a), similar(published("x", outcome))], favoured).contrast;
    expect(contrastWith("tolerated_lighter")).toBeNull();
    expect(contrastWith("tolerated_mitigated")).toBeNull();
    expect(
      ["not_tolerated", "clarified", "other"].map((outcome) => contrastWith(outcome as "other")),
    ).toEqual(["x", "x", "x"]);
    const both = [similar(published("c1", "clarified")), similar(published("o1", "other"))];
    expect(show(both, favoured).contrast).toBe("o1");
  });
});
