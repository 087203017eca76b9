import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { judgeCases } from "../../src/app/precheck/case-table.ts";
import type { Answer } from "../../src/core/rules/types.ts";
import { isFavourable, newest, publishedCases, seeds, verdictOf, versions } from "./shipped.ts";

const { compiled, ruleSet } = newest;
const factIds = ruleSet.facts.map(({ id }) => id);
const figures = judgeCases(compiled, publishedCases);

describe("published cases", () => {
  it("are all mapped, the four of the seed report first", () => {
    expect(seeds.map(({ id }) => id)).toEqual(["seed-1", "seed-2", "seed-3", "seed-4"]);
    expect(publishedCases).toHaveLength(37);
  });

  it.each(publishedCases)("$id as its source states it", ({ stated, expect: { stated: wanted } }) => {
    const { status, outcome, range } = compiled.evaluate(stated);
    if (wanted.status === "insufficient")
      expect({ status, worst: range?.worst, best: range?.best }).toEqual(wanted);
    else expect({ status, ...(outcome === null ? {} : { outcome }) }).toEqual(wanted);
  });

  it.each(publishedCases)("$id completed", ({ completed, expect: { completed: wanted } }) => {
    const { status, outcome, fired } = compiled.evaluate(completed);
    expect({
      status,
      ...(outcome === null ? {} : { outcome }),
      fired: fired.map(({ rule }) => rule),
    }).toEqual(wanted);
  });

  it("name every assumption, and assume nothing against the source", () => {
    for (const { id, stated, completed, words, class: wanted } of publishedCases) {
      if (wanted !== "clarification") expect(Object.keys(completed).sort(), id).toEqual([...factIds].sort());
      for (const [fact, answer] of Object.entries(stated))
        expect(typeof answer === "string" ? [answer] : answer, `${id} ${fact}`).toContain(completed[fact]);
      expect(
        words.every((text) => text.length > 1),
        id,
      ).toBe(true);
    }
  });

  it("are found by similar facts under the same facts as here", () => {
    const shipped: Record<string, Record<string, { readonly value: Answer }>> = parse(
      readFileSync("knowledge/case-facts.yaml", "utf8"),
    );
    const stated = Object.fromEntries(publishedCases.map((entry) => [entry.id, entry.stated]));
    for (const [id, facts] of Object.entries(shipped)) {
      const values = Object.entries(facts).map(([fact, { value }]) => [fact, value]);
      expect({ id, facts: Object.fromEntries(values) }).toEqual({ id, facts: stated[id] });
    }
  });

  it("that were sanctioned are never favourable, stated or completed, under any version", () => {
    for (const version of versions)
      expect(judgeCases(version.compiled, publishedCases).kindToSanctioned, version.ruleSet.version).toEqual(
        [],
      );
  });

  it("come out as decided in at least four of five, each other one with its reason", () => {
    expect(figures.right / figures.counted).toBeGreaterThanOrEqual(0.8);
    expect(figures.holds).toBe(true);
    expect(figures.cases.filter(({ right }) => right === false).map(({ id }) => id)).toEqual(
      publishedCases.filter(({ known }) => known !== undefined).map(({ id }) => id),
    );
  });

  it("may go before people only where borderline, or sanctioned on a named reason alone", () => {
    for (const { id, consultCounts, borderline, completed } of publishedCases) {
      if (!consultCounts || borderline) continue;
      const { fired } = compiled.evaluate(completed);
      expect(
        fired.every(({ tier }) => tier === "refer"),
        id,
      ).toBe(true);
    }
  });
});

describe("the seed report", () => {
  const [seed1, ...others] = seeds;

  it("has an allowance case that is not tolerated, whatever else is known", () => {
    expect(seed1 && verdictOf(compiled, seed1.stated)).toBe("not_tolerated");
    expect(seed1 && verdictOf(compiled, seed1.completed)).toBe("not_tolerated");
  });

  it.each(others)("leaves $id open for a favourable end where it is silent", ({ stated }) => {
    const { status, range } = compiled.evaluate(stated);
    expect(status).toBe("insufficient");
    expect(isFavourable(range?.best)).toBe(true);
  });

  it.each(others)("has $id end favourable once every assumption is made", ({ completed }) => {
    expect(isFavourable(verdictOf(compiled, completed))).toBe(true);
  });
});
