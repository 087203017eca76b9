import { describe, expect, it } from "vitest";
import { firstDay, inForce } from "../../src/core/law/validity.ts";
import { either, never } from "../../src/core/rules/diagram.ts";
import { areaOf, buildModel, ends, favourableEnds } from "../../src/core/rules/model.ts";
import type { Rule } from "../../src/core/rules/types.ts";
import { counterexample, endsIn, pairPath } from "../../src/core/rules/walks.ts";
import { catalogue, measures, newest, versions } from "./shipped.ts";

/** Worst first; a gate stands outside. */
const worth: Readonly<Record<number, number>> = {
  [ends.not_tolerated]: 0,
  [ends.consult]: 1,
  [ends.default]: 1,
  [ends.lighter]: 2,
  [ends.exempt]: 3,
};
const situations = Array.from({ length: 18 }, (_, index) => `T${String(index + 1).padStart(2, "0")}`);

describe.each(versions)("rules of $ruleSet.version", ({ ruleSet, examples, compiled }) => {
  it("ask at most forty facts, each with help, the same as every other version", () => {
    expect(ruleSet.facts.length).toBeLessThanOrEqual(40);
    expect(
      ruleSet.facts.every(({ question, help, evidence }) => question && help && evidence.length > 0),
    ).toBe(true);
    expect(ruleSet.facts).toEqual(newest.ruleSet.facts);
    expect(ruleSet.parameters).toEqual(newest.ruleSet.parameters);
  });

  it("rest on passages that were in force on their first and on their last day", () => {
    const last = ruleSet.until ?? "2026-11-23";
    for (const { id, basis } of [...ruleSet.rules, ...ruleSet.exceptions, ...ruleSet.corrections]) {
      expect(basis.length, id).toBeGreaterThan(0);
      for (const { passage } of basis) {
        const document = catalogue.provision(passage)?.provision.documentId ?? "";
        const dated = catalogue.document(document);
        if (dated === undefined) throw new Error(`${id} rests on ${passage}, which is not held`);
        expect(inForce(dated, ruleSet.from), `${id}: ${passage}, from ${firstDay(dated)}`).toBe(true);
        expect(dated.dates.repealed === null || dated.dates.repealed >= last, `${id}: ${passage}`).toBe(true);
      }
    }
  });

  it.each(examples)("$name", ({ facts, expect: wanted }) => {
    const { status, outcome, fired } = compiled.evaluate(facts);
    expect({ status, outcome }).toEqual({ status: wanted.status, outcome: wanted.outcome });
    if (wanted.fired !== null) expect(fired.map(({ rule }) => rule).sort()).toEqual([...wanted.fired].sort());
  });

  it("have a hit among the examples for every rule", () => {
    const hit = new Set(
      examples.flatMap(({ facts }) => compiled.evaluate(facts).fired.map(({ rule }) => rule)),
    );
    expect(ruleSet.rules.map(({ id }) => id).filter((id) => !hit.has(id))).toEqual([]);
  });

  it("owe a correction wherever the outcome is favourable", () => {
    const { model } = compiled;
    const owed = ruleSet.corrections.reduce(
      (area, correction) => either(model.diagram, area, areaOf(model, correction)),
      never as number,
    );
    const kind = endsIn(model.diagram, model.verdict, favourableEnds);
    expect(counterexample(model.diagram, kind, owed)).toBeUndefined();
  });

  it("name all eighteen situations", () => {
    expect([...new Set(ruleSet.rules.flatMap((rule) => rule.situations))].sort()).toEqual(situations);
  });

  it("promise nothing: never 应当免责, and every favourable text says 可", () => {
    for (const { id, tier, text } of ruleSet.rules) {
      expect(text, id).not.toMatch(/应当(?:予以)?(?:免|容错)/u);
      if (tier === "favour") expect(text, id).toContain("可研究");
    }
  });

  it("keep the red lines of every other version", () => {
    const redlines = (rules: readonly Rule[]) =>
      rules.filter(({ tier }) => tier === "redline").map(({ id, when, unless }) => ({ id, when, unless }));
    expect(redlines(ruleSet.rules)).toEqual(redlines(newest.ruleSet.rules));
  });
});

it("covers acts from October 2018 on, each version until the next", () => {
  expect(versions.map(({ ruleSet }) => ruleSet.from)).toEqual([
    "2018-10-01",
    "2019-09-01",
    "2020-07-01",
    "2022-01-01",
    "2024-01-01",
    "2025-06-01",
  ]);
  expect(versions.map(({ ruleSet }) => ruleSet.until)).toEqual([
    ...versions.slice(1).map(({ ruleSet }) => ruleSet.from),
    null,
  ]);
});

describe.each(measures)("$overlay.title", ({ overlay, examples, laidOver }) => {
  it("says what could not be read, and gives no value without a source", () => {
    expect(overlay.unread.length).toBeGreaterThan(0);
    for (const { id, value, basis } of overlay.parameters)
      expect(value === null || basis.length > 0, id).toBe(true);
    for (const { id, basis } of overlay.rules)
      for (const { passage } of basis) expect(catalogue.provision(passage), `${id} ${passage}`).toBeDefined();
  });

  it("never betters a red line, a named referral or a lighter outcome of the nation's rules", () => {
    for (const { ruleSet, base, compiled } of laidOver) {
      const local = buildModel(compiled.ruleSet, { shared: base.model });
      const path = pairPath(local.diagram, base.model.verdict, local.verdict, (nation, here) =>
        worth[nation] === undefined || worth[here] === undefined
          ? nation !== here
          : nation !== ends.default && (worth[here] as number) > (worth[nation] as number),
      );
      expect(path, ruleSet.version).toBeUndefined();
    }
  });

  it.each(examples)("$name", ({ facts, expect: wanted }) => {
    const rules = laidOver.at(-1)?.compiled;
    const decision = rules?.evaluate(facts);
    expect(decision?.outcome).toBe(wanted.outcome);
    expect(decision?.fired.map(({ rule }) => rule).sort()).toEqual([...(wanted.fired ?? [])].sort());
  });
});
