/** Over the shipped rules and what the sources of published cases state: claims about what is open, held against whole forms. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { endsAt, openEnds } from "../../../src/core/rules/open-ends.ts";
import { formOf, maskOf, readForm, type States } from "../../../src/core/rules/space.ts";
import { turnedOver } from "../../../src/core/rules/turned.ts";
import { type Form, type Outcome, outcomes } from "../../../src/core/rules/types.ts";
import { newest, publishedCases } from "../../rules/shipped.ts";

const { compiled } = newest;
const { model } = compiled;
const { space } = model;

const cases = publishedCases.filter(({ class: wanted }) => wanted !== "clarification");
const statesOf = (form: Form): States => readForm(space, form);
const stated = (id: string): Form => {
  const found = cases.find((entry) => entry.id === id);
  if (found === undefined) throw new Error(`no case ${id}`);
  return found.stated;
};

/** A whole form inside the masks. */
const completion = (possible: readonly number[]): fc.Arbitrary<Form> =>
  fc
    .tuple(
      ...possible.map((mask, level) =>
        fc.constantFrom(
          ...(space.values[level] ?? []).flatMap((_, value) => (mask & (1 << value) ? [value] : [])),
        ),
      ),
    )
    .map((indexes) => formOf(space, indexes));

/** Null where a gate stands: then nothing is claimed. */
const outcomeOf = (form: Form): Outcome | null => compiled.evaluate(form).outcome;
const isBetween = (outcome: Outcome | null, worst: Outcome, best: Outcome): boolean =>
  outcome === null || outcomes.slice(outcomes.indexOf(worst), outcomes.indexOf(best) + 1).includes(outcome);
const withValues = (possible: readonly number[], fact: string, values: readonly string[]): number[] =>
  possible.with(space.levelOf.get(fact) ?? -1, maskOf(space, fact, values, "test"));

describe("openEnds", () => {
  it("names of the reservoir what is a red line, what people decide, and what is missing for a tolerance", () => {
    const { rounds, ways } = openEnds(model, statesOf(stated("seed-2")));
    expect(rounds.map(({ settling }) => settling.map(({ outcome }) => outcome))).toEqual([
      ["not_tolerated"],
      ["consult"],
    ]);
    expect(rounds[0]?.settling[0]?.rules.map(({ id }) => id)).toContain("R13");
    expect(rounds[1]?.settling[0]?.rules.map(({ id }) => id)).toContain("R22");
    expect(rounds[1]?.settling[0]?.unruled).toEqual([{ fact: "candour", values: ["evasive"] }]);
    expect(ways.map(({ rule }) => [rule.id, rule.outcome])).toEqual([
      ["F01", "exempt"],
      ["F02", "lighter"],
    ]);
    expect(ways[0]?.rests).toContain("urgency");
    expect(ways[0]?.needs).toContainEqual({ fact: "norm", values: ["open"] });
  });

  it("ends with people where a named reason for them holds and no red line turns up", () => {
    const { rounds, ways } = openEnds(model, statesOf(stated("sanctioned-04")));
    expect(rounds).toMatchObject([{ rest: { worst: "consult", best: "consult" } }]);
    expect(ways).toEqual([]);
  });

  it("says nothing where the result is settled", () => {
    expect(openEnds(model, statesOf(stated("seed-1")))).toEqual({ rounds: [], ways: [] });
  });

  it.each(cases)(
    "$id: each answer that it says settles the result does, whatever the others are",
    ({ stated }) => {
      const { rounds } = openEnds(model, statesOf(stated));
      let { possible } = statesOf(stated);
      for (const { settling, rest } of rounds) {
        const next = [...possible];
        for (const { outcome, facts } of settling)
          for (const { fact, values } of facts) {
            fc.assert(
              fc.property(completion(withValues(possible, fact, values)), (form) => {
                expect([outcome, null]).toContain(outcomeOf(form));
              }),
              { numRuns: 5 },
            );
            const level = space.levelOf.get(fact) ?? -1;
            next[level] = (next[level] ?? 0) & ~maskOf(space, fact, values, "test");
          }
        if (rest === null) return;
        possible = next;
        expect(endsAt(model, possible)).toEqual(rest);
        fc.assert(
          fc.property(completion(possible), (form) => {
            expect(isBetween(outcomeOf(form), rest.worst, rest.best)).toBe(true);
          }),
          { numRuns: 20 },
        );
      }
    },
  );

  it.each(cases)(
    "$id: each way gives its outcome or a better one, and needs all that it names",
    ({ stated }) => {
      for (const { rule, needs, possible } of openEnds(model, statesOf(stated)).ways) {
        fc.assert(
          fc.property(completion(possible), (form) => {
            expect(isBetween(outcomeOf(form), rule.outcome ?? "exempt", "exempt")).toBe(true);
          }),
          { numRuns: 20 },
        );
        for (const { fact } of needs) expect(statesOf(stated).chosen[space.levelOf.get(fact) ?? -1]).toBe(-1);
      }
    },
  );
});

describe("turnedOver", () => {
  const turnedOf = (id: string) => turnedOver(model, statesOf(stated(id)), null);

  it("names the one fact that alone keeps a case from tolerance", () => {
    expect(turnedOf("seed-1")).toEqual([
      { facts: [{ fact: "eightRules", values: ["no"] }], to: { worst: "not_tolerated", best: "exempt" } },
    ]);
  });

  it("names all red lines of a case together where no single one makes a difference", () => {
    expect(turnedOf("sanctioned-05")).toEqual([
      {
        facts: ["crime", "forged", "privateGain"].map((fact) => ({
          fact,
          values: [fact === "privateGain" ? "none" : "no"],
        })),
        to: { worst: "not_tolerated", best: "exempt" },
      },
    ]);
  });

  it("once a way is found out, says what is sure then", () => {
    const states = statesOf(stated("seed-2"));
    const [way] = openEnds(model, states).ways;
    expect(turnedOver(model, states, way ?? null)).toContainEqual({
      facts: [{ fact: "procedure", values: ["missing"] }],
      to: { worst: "lighter", best: "lighter" },
    });
  });

  it.each(cases)("$id: every change is one, and no more is claimed than the rules give", ({ stated }) => {
    const states = statesOf(stated);
    const now = endsAt(model, states.possible);
    for (const { facts, to } of turnedOver(model, states, null)) {
      let { possible } = states;
      for (const { fact, values } of facts) possible = withValues(possible, fact, values);
      expect(to).not.toEqual(now);
      fc.assert(
        fc.property(completion(possible), (form) => {
          expect(isBetween(outcomeOf(form), to.worst, to.best)).toBe(true);
        }),
        { numRuns: 10 },
      );
    }
  });
});
