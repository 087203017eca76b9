/** The space of facts, the reading of forms, and the words of what is wrong with a form or a rule set. */
import { describe, expect, it } from "vitest";
import {
  FormError,
  RuleConflictError,
  RuleCycleError,
  RuleSetError,
  UnknownNameError,
} from "../../../src/core/rules/errors.ts";
import {
  answerAt,
  createSpace,
  formOf,
  maskOf,
  mostValues,
  readForm,
} from "../../../src/core/rules/space.ts";
import { fact } from "./sample-rules.ts";

const space = createSpace([
  fact("paid", "correction", ["full", "part", "none"]),
  fact("error", "threshold", ["yes", "no"]),
  fact("gain", "motive", ["none", "own"]),
  fact("aim", "motive", ["public", "private"]),
]);

const thrown = (act: () => unknown): unknown => {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
};

describe("the space of facts", () => {
  it("has the facts by look, as declared inside one", () => {
    expect(space.facts.map(({ id }) => id)).toEqual(["error", "gain", "aim", "paid"]);
    expect([...space.levelOf]).toEqual([
      ["error", 0],
      ["gain", 1],
      ["aim", 2],
      ["paid", 3],
    ]);
    expect(space.widths).toEqual([2, 2, 2, 3]);
    expect(space.full).toEqual([3, 3, 3, 7]);
    expect(space.open).toEqual([-1, -1, -1, -1]);
    expect(space.values[3]).toEqual(["full", "part", "none"]);
  });

  it("takes one value to sixteen of a fact, and says what it needs", () => {
    const of =
      (...values: string[]) =>
      () =>
        createSpace([fact("loss", "consequence", values)]);
    const many = Array.from({ length: mostValues }, (_, index) => `v${index}`);
    expect(mostValues).toBe(16);
    expect(of(...many)().full).toEqual([0xffff]);
    expect(of("only")().widths).toEqual([1]);
    const told = 'fact "loss" needs 1 to 16 different values, none of them "unsure"';
    for (const wrong of [of(), of(...many, "more"), of("a", "a"), of("a", "unsure")])
      expect(thrown(wrong)).toMatchObject({ name: "RuleSetError", code: "rules.malformed", message: told });
    const twice = () => createSpace([fact("loss", "motive", ["a"]), fact("loss", "nature", ["b"])]);
    expect(thrown(twice)).toMatchObject({ message: 'fact "loss" is declared twice' });
  });

  it("has a mask for values, and values for a mask", () => {
    expect(maskOf(space, "paid", [], "R1")).toBe(0);
    expect(maskOf(space, "paid", ["none", "full"], "R1")).toBe(5);
    expect(answerAt(space, 3, 5)).toEqual(["full", "none"]);
    expect(answerAt(space, 3, 2)).toBe("part");
    expect(answerAt(space, 3, 0)).toEqual([]);
    expect(answerAt(space, 9, 1)).toEqual([]);
    expect(formOf(space, [1, 0, 1, 2])).toEqual({ error: "no", gain: "none", aim: "private", paid: "none" });
    expect(formOf(space, [0, 9])).toEqual({ error: "yes", gain: "", aim: "public", paid: "full" });
  });
});

describe("a form", () => {
  it("leaves open what is left out, unsure or undefined", () => {
    expect(readForm(space, {})).toEqual({
      possible: [3, 3, 3, 7],
      chosen: [-1, -1, -1, -1],
      unsure: new Set(),
      complete: false,
    });
    const { possible, unsure } = readForm(space, { gain: "unsure", paid: "unsure" });
    expect([possible, [...unsure]]).toEqual([
      [3, 3, 3, 7],
      [1, 3],
    ]);
    expect(readForm(space, { gain: undefined } as never).possible).toEqual([3, 3, 3, 7]);
    // What one form marks is not marked in the next.
    expect(readForm(space, {}).unsure.size).toBe(0);
    expect(space.full).toEqual([3, 3, 3, 7]);
  });

  it("is complete where each fact has one value, however it is written", () => {
    const form = { error: "yes", gain: ["own"], aim: "public", paid: ["part", "part"] };
    expect(readForm(space, form)).toEqual({
      possible: [1, 2, 1, 2],
      chosen: [0, 1, 0, 1],
      unsure: new Set(),
      complete: true,
    });
    expect(readForm(space, { ...form, paid: ["part", "none"] })).toMatchObject({
      possible: [1, 2, 1, 6],
      chosen: [0, 1, 0, -1],
      complete: false,
    });
    expect(readForm(space, { ...form, paid: "unsure" }).complete).toBe(false);
  });

  it("names what nobody declared, with what is near", () => {
    expect(thrown(() => readForm(space, { gian: "own" }))).toMatchObject({
      message: 'form: unknown fact "gian"; the nearest known one is "gain"',
      kind: "fact",
      given: "gian",
      nearest: "gain",
    });
    expect(thrown(() => readForm(space, { paid: "parts" }))).toMatchObject({
      message: 'form, fact "paid": unknown value "parts"; the nearest known one is "part"',
      kind: "value",
    });
    expect(thrown(() => readForm(space, { paid: ["full", "partly"] }))).toMatchObject({ nearest: "part" });
    expect(thrown(() => maskOf(space, "gian", [], "R1"))).toMatchObject({
      message: 'R1: unknown fact "gian"; the nearest known one is "gain"',
    });
    expect(thrown(() => readForm(space, { paid: [] }))).toMatchObject({
      name: "FormError",
      message: 'fact "paid": no value is left; leave the fact out where nothing is known',
    });
  });
});

describe("errors", () => {
  it.each([
    [
      new UnknownNameError("fact", "氣候", ["gain", "loss"], "R1"),
      { name: "UnknownNameError", code: "rules.unknown-name", nearest: null },
      'R1: unknown fact "氣候"; known are gain, loss',
    ],
    [
      new UnknownNameError("exception", "X1", [], "R1"),
      { name: "UnknownNameError", kind: "exception", given: "X1", nearest: null },
      'R1: unknown exception "X1"; known are none',
    ],
    [
      new RuleConflictError(["F1", "F2"]),
      { name: "RuleConflictError", code: "rules.conflict", rules: ["F1", "F2"] },
      "rules F1 and F2 apply with equal rank and disagree; give one of them another rank",
    ],
    [
      new RuleCycleError(["a", "b"]),
      { name: "RuleCycleError", code: "rules.cycle", cycle: ["a", "b"] },
      "a → b → a is a circle; take one of these references out",
    ],
    [new RuleSetError("坏了"), { name: "RuleSetError", code: "rules.malformed" }, "坏了"],
    [
      new FormError("gain", "坏了"),
      { name: "FormError", code: "rules.form", fact: "gain" },
      'fact "gain": 坏了',
    ],
  ])("say in which rule, what is wrong and what would help: $code", (error, fields, message) => {
    expect(error).toMatchObject(fields);
    expect(error.message).toBe(message);
  });
});
