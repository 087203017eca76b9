import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bodyOf, type Dialect, simpler, strictest } from "../../../src/adapters/llm/dialect.ts";

const request = {
  instructions: "作答。",
  input: "{}",
  schema: { name: "claims", json: { type: "object" } },
  maxTokens: 100,
  budgetOf: null,
};
const named = fc.constantFrom(
  null,
  "max_tokens",
  "max_completion_tokens",
  "temperature",
  "response_format",
  "x",
);

describe("how a service is asked", () => {
  it("is simpler each time, and at an end after four", () => {
    fc.assert(
      fc.property(fc.array(named, { minLength: 5, maxLength: 5 }), (parameters) => {
        const seen = new Set<string>();
        let dialect: Dialect | null = strictest;
        for (const parameter of parameters) {
          if (dialect === null) break;
          const body = JSON.stringify(bodyOf(dialect, "m", request));
          expect(seen).not.toContain(body);
          seen.add(body);
          dialect = simpler(dialect, parameter);
        }
        expect(dialect).toBeNull();
      }),
    );
  });

  it.each(["messages", "model"])("is no better otherwise where %s is what is turned down", (parameter) => {
    expect(simpler(strictest, parameter)).toBeNull();
  });

  it("always bounds the answer, and always shows the form", () => {
    const dialect = fc.record<Dialect>({
      format: fc.constantFrom("json_schema", "json_object", "none"),
      limit: fc.constantFrom("max_tokens", "max_completion_tokens"),
      temperature: fc.boolean(),
    });
    fc.assert(
      fc.property(dialect, (dialect) => {
        const body = bodyOf(dialect, "m", request);
        expect(body[dialect.limit]).toBe(100);
        expect(JSON.stringify(body)).toContain("object");
        expect(body.messages.map(({ role }) => role)).toEqual(["system", "user"]);
      }),
    );
  });
});
