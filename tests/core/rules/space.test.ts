import { describe, expect, it } from "vitest";
import { FormError, RuleSetError, UnknownNameError } from "../../../src/core/rules/errors.ts";
import {
  answerAt,
  createSpace,
  formOf,
  maskOf,
  mostValues,
  readForm,
} from "../../../src/core/rules/space.ts";
import { fact } from "./sample-rules.ts";

const valuesOf = (count: number) => Array.from({ length: count }, (_, at) => `v${at}`);
const space = createSpace([
  fact("loss", "consequence", ["none", "minor", "grave"]),
  fact("gain", "motive", ["none", "own"]),
  fact("error", "threshold", ["yes", "no"]),
  fact("urge", "motive", ["public", "careless"]),
]);

describe("a space of facts", () => {
  it("has its levels by look, as declared inside one", () => {
    expect(space.facts.map(({ id }) => id)).toEqual(["error", "gain", "urge", "loss"]);
    expect([...space.levelOf]).toEqual([
      ["error", 0],
      ["gain", 1],
      ["urge", 2],
      ["loss", 3],
    ]);
    expect(space.values[3]).toEqual(["none", "minor", "grave"]);
    expect([space.widths, space.full, space.open]).toEqual([
      [2, 2, 2, 3],
      [3, 3, 3, 7],
      [-1, -1, -1, -1],
    ]);
  });

  it("takes from one value to as many as the masks hold", () => {
    expect(createSpace([fact("one", "motive", valuesOf(1))]).full).toEqual([1]);
    expect(createSpace([fact("most", "motive", valuesOf(mostValues))]).full).toEqual([65_535]);
    const needs = 'fact "one" needs 1 to 16 different values, none of them "unsure"';
    for (const values of [[], valuesOf(mostValues + 1), ["yes", "yes"], ["yes", "unsure"]]) {
      expect(() => createSpace([fact("one", "motive", values)])).toThrow(RuleSetError);
      expect(() => createSpace([fact("one", "motive", values)])).toThrow(needs);
    }
    const twice = [fact("one", "motive", ["yes"]), fact("one", "nature", ["no"])];
    expect(() => createSpace(twice)).toThrow('fact "one" is declared twice');
  });

  it("knows its values by bits, and names what it does not know", () => {
    expect(maskOf(space, "loss", ["none", "grave"], "R1")).toBe(0b101);
    expect(maskOf(space, "loss", [], "R1")).toBe(0);
    expect(() => maskOf(space, "los", ["none"], "R1")).toThrow(
      'R1: unknown fact "los"; the nearest known one is "loss"',
    );
    expect(() => maskOf(space, "loss", ["mino"], "R1")).toThrow(
      'R1, fact "loss": unknown value "mino"; the nearest known one is "minor"',
    );
  });

  it("gives answers and complete forms back by name", () => {
    expect(answerAt(space, 3, 0b010)).toBe("minor");
    expect(answerAt(space, 3, 0b101)).toEqual(["none", "grave"]);
    expect(formOf(space, [1, 0, 1, 2])).toEqual({
      error: "no",
      gain: "none",
      urge: "careless",
      loss: "grave",
    });
  });
});

describe("a form as masks", () => {
  it("leaves open what was not asked, and marks what somebody is unsure of", () => {
    expect(readForm(space, {})).toEqual({
      possible: [3, 3, 3, 7],
      chosen: [-1, -1, -1, -1],
      unsure: new Set(),
      complete: false,
    });
    const { possible, chosen, unsure } = readForm(space, { loss: "unsure", gain: "unsure", urge: "public" });
    expect([possible, chosen]).toEqual([
      [3, 3, 1, 7],
      [-1, -1, 0, -1],
    ]);
    expect([...unsure].sort()).toEqual([1, 3]);
    expect(readForm(space, {}).unsure.size).toBe(0);
  });

  it("takes a set of one for that value, and a set of more for what it leaves", () => {
    expect(readForm(space, { loss: ["grave"] })).toMatchObject({
      possible: [3, 3, 3, 4],
      chosen: [-1, -1, -1, 2],
    });
    expect(readForm(space, { loss: ["minor", "grave"] })).toMatchObject({
      possible: [3, 3, 3, 6],
      chosen: [-1, -1, -1, -1],
    });
  });

  it("is complete where each fact has one value, said or left", () => {
    const all = { error: "yes", gain: "own", urge: "public", loss: ["minor"] };
    expect(readForm(space, all)).toMatchObject({ complete: true, chosen: [0, 1, 0, 1] });
    expect(readForm(space, { ...all, loss: ["minor", "none"] }).complete).toBe(false);
    expect(readForm(space, { ...all, loss: "unsure" }).complete).toBe(false);
  });

  it("does not share what it changes", () => {
    readForm(space, { error: "yes", gain: "unsure" });
    expect([space.full[0], space.open[0], readForm(space, {}).unsure.size]).toEqual([3, -1, 0]);
  });

  it("says which name is wrong, and which is nearest", () => {
    expect(() => readForm(space, { los: "none" })).toThrow(
      'form: unknown fact "los"; the nearest known one is "loss"',
    );
    expect(() => readForm(space, { loss: "non" })).toThrow(UnknownNameError);
    expect(() => readForm(space, { loss: "non" })).toThrow(
      'form, fact "loss": unknown value "non"; the nearest known one is "none"',
    );
    expect(() => readForm(space, { loss: [] })).toThrow(FormError);
    expect(() => readForm(space, { loss: [] })).toThrow(
      'fact "loss": no value is left; leave the fact out where nothing is known',
    );
  });
});
