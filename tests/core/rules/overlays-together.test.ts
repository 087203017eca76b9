/** That overlays hold together, any number of them: the lint about pairs, and the argument that pairs are enough. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CompiledRules, compile } from "../../../src/core/rules/compile.ts";
import { standardBudget } from "../../../src/core/rules/diagram.ts";
import { lintRules } from "../../../src/core/rules/lints/all.ts";
import { checkConflicts } from "../../../src/core/rules/lints/conflicts.ts";
import { checkMonotone } from "../../../src/core/rules/lints/monotone.ts";
import { checkOverlayBound } from "../../../src/core/rules/lints/overlay-bound.ts";
import { checkOverlaysTogether } from "../../../src/core/rules/lints/overlays-together.ts";
import type { Overlay, Rule, RuleSet } from "../../../src/core/rules/types.ts";
import { chanceFrom, completeForm, randomRuleSet } from "./random-rules.ts";
import { all, is, localMeasure, named, rule, sample } from "./sample-rules.ts";

const measure = (id: string, ...rules: Rule[]): Overlay => ({
  ...localMeasure,
  id,
  title: id,
  parameters: [],
  rules,
});

/** Orders in the sample that its rules do not bear out are dropped. */
const base: RuleSet = {
  ...sample,
  facts: sample.facts.map((one) => (["urgent", "objected"].includes(one.id) ? { ...one, order: null } : one)),
};

const lint = (...overlays: Overlay[]) => {
  const results = lintRules({
    ruleSet: base,
    overlays: overlays.map((overlay) => [overlay]),
    examples: [],
    previous: null,
    versions: [],
    firstDay: sample.from,
    passage: () => null,
  });
  return (id: string) => results.find((one) => one.id === id);
};

/** A decision made alone that the base leaves to people. */
const alone = all(
  is("collective", "alone"),
  is("urgent", "yes"),
  is("objected", "no"),
  is("motive", "public"),
  named("harmless"),
);
const granting = measure("granting", rule("g-F1", "favour", alone, { rank: 4, outcome: "lighter" }));

describe("overlays laid together", () => {
  it("are proven where nothing comes of both that neither gives", () => {
    const strict = measure("strict", rule("s-R1", "redline", is("collective", "alone")));
    expect(lint(granting, strict, localMeasure)("17")).toMatchObject({ status: "proven", findings: [] });
  });

  it("may not disagree with equal rank", () => {
    const free = measure("free", rule("f-F1", "favour", alone, { rank: 4, outcome: "exempt" }));
    const found = lint(granting, free);
    expect([found("4")?.status, found("8")?.status]).toEqual(["proven", "proven"]);
    expect(found("17")).toMatchObject({
      status: "finding",
      findings: [{ rules: ["f-F1", "g-F1"], overlays: ["granting", "free"] }],
    });
    expect(found("17")?.findings[0]?.examples?.[0]).toMatchObject({
      jurisdiction: "granting,free",
      facts: { collective: "alone", urgent: "yes" },
    });
  });

  it("may not make a worse fact better, though neither does alone", () => {
    const referring = measure("referring", rule("r-H1", "refer", all(alone, is("rule", "none"))));
    const found = lint(granting, referring);
    expect(["4", "5", "8"].map((id) => found(id)?.status)).toEqual(["proven", "proven", "proven"]);
    expect(found("17")).toMatchObject({
      status: "finding",
      findings: [
        {
          facts: ["rule"],
          overlays: ["granting", "referring"],
          examples: [
            {
              jurisdiction: "granting,referring",
              facts: { rule: "procedural" },
              expect: { outcome: "lighter" },
            },
            { jurisdiction: "granting,referring", facts: { rule: "none" }, expect: { outcome: "consult" } },
          ],
        },
      ],
    });
  });

  it("are not proven where they take one id", () => {
    const twin = measure("twin", rule("g-F1", "redline", is("collective", "alone")));
    const found = lint(granting, twin)("17");
    expect(found?.status).toBe("not_proven");
    expect(found?.findings[0]?.message).toContain('"g-F1" is taken by "granting"');
  });

  it("are never two versions of one measure", () => {
    const later = { ...granting, from: "2021-01-01" as const };
    expect(lint(granting, later)("17")?.status).toBe("proven");
  });
});

/** A random rule set whose further rules are shared out among overlays. */
function sharedOut(seed: number): { readonly base: RuleSet; readonly overlays: readonly Overlay[] } {
  const { rules, facts, ...rest } = randomRuleSet(seed, { facts: 5, rules: 20 });
  const chance = chanceFrom(seed + 1);
  const own = rules.filter((_, index) => index < 8);
  const further = rules.slice(8).filter(({ tier }) => tier !== "gate");
  const overlays = ["one", "two", "three", "four"].map((id, place) =>
    measure(
      id,
      // Ranks of their own would never disagree.
      ...further
        .filter((_, index) => index % 4 === place)
        .map((one) => ({ ...one, rank: 20 + chance(2), unless: [] })),
    ),
  );
  return {
    // Random rules bear out hardly any order.
    base: {
      ...rest,
      facts: facts.map((fact, index) => (index === 0 ? fact : { ...fact, order: null })),
      rules: own,
    },
    overlays: overlays.map((overlay) => ({ ...overlay, base: rest.id })),
  };
}

const faults = (base: CompiledRules, { model }: CompiledRules): number =>
  [checkConflicts(model), checkOverlayBound(base.model, model, []), checkMonotone(model)].flatMap(
    ({ findings }) => findings,
  ).length;

describe("two at a time", () => {
  const laid = (seed: number) => {
    const { base: ruleSet, overlays } = sharedOut(seed);
    const base = compile(ruleSet);
    const under = (...some: Overlay[]) => compile(ruleSet, some, standardBudget, base.model);
    return { base, overlays, under };
  };

  it("show every fault of more overlays that none shows alone", () => {
    let [sound, faulty] = [0, 0];
    fc.assert(
      fc.property(fc.nat({ max: 2 ** 31 }), (seed) => {
        const { base, overlays, under } = laid(seed);
        const each = overlays.map((overlay) => ({ overlay, model: under(overlay).model }));
        const fine = overlays.filter((overlay) => faults(base, under(overlay)) === 0);
        const { findings } = checkOverlaysTogether(
          base.model,
          each.filter(({ overlay }) => fine.includes(overlay)),
        );
        if (findings.length > 0) faulty += 1;
        else {
          sound += fine.length > 2 ? 1 : 0;
          expect(faults(base, under(...fine))).toBe(fine.length === 0 ? faults(base, base) : 0);
        }
      }),
      { numRuns: 300, seed: 3 },
    );

    expect([sound > 0, faulty > 0]).toEqual([true, true]);
  });

  it("give in every case what one of them gives alone, or disagree", () => {
    fc.assert(
      fc.property(fc.nat({ max: 2 ** 31 }), (seed) => {
        const { base, overlays, under } = laid(seed);
        const [together, ...each] = [under(...overlays), ...overlays.map((overlay) => under(overlay))];
        const { diagram, space } = base.model;
        const chance = chanceFrom(seed);
        for (let turn = 0; turn < 50; turn++) {
          const form = completeForm(chance, space.facts);
          const chosen = space.facts.map(({ id, values }) =>
            values.findIndex((value) => value.id === form[id]),
          );
          const ends = each.map(({ model }) => diagram.follow(model.verdict, chosen));
          const end = diagram.follow(together?.model.verdict ?? 0, chosen);
          if (!ends.includes(end)) expect(checkConflicts(together.model).findings).not.toEqual([]);
        }
      }),
    );
  });
});
