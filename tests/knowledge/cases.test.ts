import { describe, expect, it } from "vitest";
import { knowledge } from "../knowledge-base.ts";

const { catalogue } = knowledge;
const { cases } = catalogue.base;
const tolerated = ["tolerated_exempt", "tolerated_lighter", "tolerated_mitigated"];

describe("published cases", () => {
  it("begin with the four of the report", () => {
    expect(["seed-1", "seed-2", "seed-3", "seed-4"].map((id) => catalogue.case(id)?.outcome)).toEqual([
      "not_tolerated",
      "tolerated_exempt",
      "tolerated_exempt",
      "tolerated_exempt",
    ]);
  });

  it("name people by family name and 某 only", () => {
    for (const { title, facts, decision, id } of cases)
      expect(`${title}${facts}${decision}`, id).not.toMatch(/某[\p{Script=Han}]?某|某传/u);
  });

  it("say of a sanction that no application for tolerance is reported", () => {
    for (const { outcome, caution, id } of cases)
      if (outcome === "not_tolerated") expect(caution, id).toMatch(/没有说当事人申请过容错|没有写容错申请/);
  });

  it("say of a case from an unchecked source that it was not checked", () => {
    for (const { verification, caution, id } of cases)
      if (verification === "unverified") expect(caution, id).toContain("未经与发布机关页面核对");
  });

  it("never claim that the provisions listed were the ones applied", () => {
    for (const { caution, provisions, id } of cases) {
      expect(provisions.length, id).toBeGreaterThan(0);
      expect(caution, id).toContain("所列条文供对照，来源没有写明处理时适用的条款");
    }
  });
});

describe("contrasts", () => {
  const pairs = cases.flatMap((published) =>
    published.contrasts.map((contrast) => ({ published, contrast })),
  );

  it("stand beside nearly every case", () => {
    const without = cases.filter(({ contrasts }) => contrasts.length === 0).map(({ id }) => id);
    expect(without).toEqual(["cleared-01", "sanctioned-05"]);
  });

  it("tie cases of different outcome, what they share first and the fact that differs after", () => {
    for (const { published, contrast } of pairs) {
      const other = catalogue.case(contrast.case);
      expect(other?.outcome, published.id).not.toBe(published.outcome);
      expect(tolerated.includes(other?.outcome ?? "") && tolerated.includes(published.outcome)).toBe(false);
      expect(contrast.because, published.id).toMatch(/^同样.+，但?.+/u);
    }
  });

  it("go both ways", () => {
    for (const { published, contrast } of pairs)
      expect(
        catalogue.case(contrast.case)?.contrasts.map(({ case: back }) => back),
        `${contrast.case} back to ${published.id}`,
      ).toContain(published.id);
  });
});
