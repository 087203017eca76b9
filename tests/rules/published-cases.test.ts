import { describe, expect, it } from "vitest";
import { favourable, newest, publishedCases, seeds, verdictOf, versions } from "./shipped.ts";

const { compiled, ruleSet } = newest;
const factIds = ruleSet.facts.map(({ id }) => id);
const counted = publishedCases.filter((entry) => entry.class !== "none");
const right = ({ class: wanted, consultCounts, completed }: (typeof publishedCases)[number]) => {
  const verdict = verdictOf(compiled, completed);
  if (consultCounts && verdict === "consult") return true;
  return wanted === "favourable" ? favourable.includes(verdict) : verdict === wanted;
};

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
    for (const { id, stated, completed, says, because, class: wanted } of publishedCases) {
      if (wanted !== "clarification") expect(Object.keys(completed).sort(), id).toEqual([...factIds].sort());
      for (const [fact, answer] of Object.entries(stated))
        expect(typeof answer === "string" ? [answer] : answer, `${id} ${fact}`).toContain(completed[fact]);
      expect(
        [...says, ...because].every((words) => words.length > 1),
        id,
      ).toBe(true);
    }
  });

  it("that were sanctioned are never favourable, stated or completed, under any version", () => {
    for (const { id, official, stated, completed } of publishedCases) {
      if (official !== "not_tolerated") continue;
      for (const version of versions)
        for (const form of [stated, completed])
          expect(favourable, `${id} ${version.ruleSet.version}`).not.toContain(
            verdictOf(version.compiled, form),
          );
    }
  });

  it("come out as decided in at least four of five, each other one with its reason", () => {
    const wrong = counted.filter((entry) => !right(entry));
    expect(1 - wrong.length / counted.length).toBeGreaterThanOrEqual(0.8);
    expect(wrong.map(({ id }) => id)).toEqual(
      counted.filter(({ known }) => known !== null).map(({ id }) => id),
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
    expect(favourable).toContain(range?.best);
  });

  it.each(others)("has $id end favourable once every assumption is made", ({ completed }) => {
    expect(favourable).toContain(verdictOf(compiled, completed));
  });
});
