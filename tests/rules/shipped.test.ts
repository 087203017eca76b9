import { describe, expect, it } from "vitest";
import { firstDay } from "../../src/core/law/validity.ts";
import { either, never } from "../../src/core/rules/diagram.ts";
import { lintRules } from "../../src/core/rules/lints/all.ts";
import type { InForce } from "../../src/core/rules/lints/bases-resolve.ts";
import { areaOf, favourableEnds } from "../../src/core/rules/model.ts";
import { counterexample, endsIn } from "../../src/core/rules/walks.ts";
import { catalogue, measures, newest, versions } from "./shipped.ts";

function daysOf(passage: string): InForce | null {
  const document = catalogue.document(catalogue.provision(passage)?.provision.documentId ?? "");
  return document === undefined ? null : { from: firstDay(document), until: document.dates.repealed };
}

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

  it("are proven by every lint, alone and under each local measure", () => {
    const overlays = measures.filter(({ laidOver }) => laidOver.some((other) => other.ruleSet === ruleSet));
    const lints = lintRules({
      ruleSet,
      overlays: overlays.map(({ overlay }) => [overlay]),
      examples: [
        ...examples,
        ...overlays.flatMap((measure) =>
          measure.examples.map((example) => ({ ...example, jurisdiction: measure.overlay.id })),
        ),
      ],
      previous: versions[versions.findIndex((other) => other.ruleSet === ruleSet) - 1]?.ruleSet ?? null,
      versions: versions.map(({ ruleSet: { version, from, until } }) => ({
        ...{ version, from, until },
        ...{ hash: version, registered: version },
      })),
      firstDay: "2018-10-01",
      passage: daysOf,
    });
    expect(lints).toHaveLength(17);
    expect(lints.filter(({ status }) => status !== "proven")).toEqual([]);
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

describe.each(measures)("$overlay.title", ({ overlay }) => {
  it("says what could not be read, and gives no value without a source", () => {
    expect(overlay.unread.length).toBeGreaterThan(0);
    for (const { id, value, basis } of overlay.parameters)
      expect(value === null || basis.length > 0, id).toBe(true);
  });

  it("rests on its own passages alone", () => {
    const sources = [...overlay.rules, ...overlay.exceptions, ...overlay.parameters].flatMap(({ basis }) =>
      basis.map(({ passage }) => catalogue.document(passage.split("#")[0] ?? "")),
    );
    expect(sources.filter((source) => source?.jurisdiction === undefined)).toEqual([]);
    expect(new Set(sources.map((source) => source?.id)).size).toBe(1);
  });

  it("sends nobody beyond 可以从轻、减轻", () => {
    expect(overlay.rules.filter(({ outcome }) => outcome === "exempt")).toEqual([]);
  });
});
