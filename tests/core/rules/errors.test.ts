import { describe, expect, it } from "vitest";
import {
  FormError,
  RuleConflictError,
  RuleCycleError,
  RuleSetError,
  UnknownNameError,
} from "../../../src/core/rules/errors.ts";

describe("errors", () => {
  it.each([
    [
      () => new UnknownNameError("fact", "氣候", ["gain", "loss"], "R1"),
      { name: "UnknownNameError", code: "rules.unknown-name", nearest: null },
      'R1: unknown fact "氣候"; known are gain, loss',
    ],
    [
      () => new UnknownNameError("exception", "X1", [], "R1"),
      { name: "UnknownNameError", kind: "exception", given: "X1", nearest: null },
      'R1: unknown exception "X1"; known are none',
    ],
    [
      () => new RuleConflictError(["F1", "F2"]),
      { name: "RuleConflictError", code: "rules.conflict", rules: ["F1", "F2"] },
      "rules F1 and F2 apply with equal rank and disagree; give one of them another rank",
    ],
    [
      () => new RuleCycleError(["a", "b"]),
      { name: "RuleCycleError", code: "rules.cycle", cycle: ["a", "b"] },
      "a → b → a is a circle; take one of these references out",
    ],
    [() => new RuleSetError("坏了"), { name: "RuleSetError", code: "rules.malformed" }, "坏了"],
    [
      () => new FormError("gain", "坏了"),
      { name: "FormError", code: "rules.form", fact: "gain" },
      'fact "gain": 坏了',
    ],
  ])("say in which rule, what is wrong and what would help: $1.name $1.code", (make, fields, message) => {
    const error = make();
    expect(error).toMatchObject(fields);
    expect(error.message).toBe(message);
  });
});
