import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readServiceError } from "../../../src/adapters/llm/service-error.ts";

const nothing = {
  status: null,
  cause: null,
  turnedDown: false,
  filtered: false,
  parameter: null,
  restMilliseconds: null,
};

describe("what an error of the library tells", () => {
  it("is nothing where it is none", () => {
    for (const error of [undefined, null, "failed", new Error("failed"), { status: "400", headers: {} }])
      expect(readServiceError(error)).toEqual(nothing);
  });

  it("is never its words", () => {
    fc.assert(
      fc.property(fc.anything(), fc.stringMatching(/^seeded[a-z]{8}$/), (error, seed) => {
        const given = { error, message: seed, stack: seed, code: seed, cause: { message: seed, code: seed } };
        expect(JSON.stringify(readServiceError(given))).not.toContain(seed);
      }),
    );
  });

  it.each([
    ["7", 7_000],
    ["0.5", 500],
    ["99999", 300_000],
    ["0", null],
    ["-1", null],
    ["Thu, 26 Nov 2026 14:00:00 GMT", null],
  ])("takes retry-after %s as %s milliseconds", (header, restMilliseconds) => {
    const headers = new Headers({ "retry-after": header });
    expect(readServiceError({ status: 429, headers })).toEqual({ ...nothing, status: 429, restMilliseconds });
  });

  it.each(["ECONNREFUSED", "ENOTFOUND", "CERT_HAS_EXPIRED", "UND_ERR_SOCKET"])(
    "names why the service was not reached: %s",
    (code) => {
      const error = new Error("connection error", {
        cause: new TypeError("fetch failed", { cause: { code } }),
      });
      expect(readServiceError(error)).toEqual({ ...nothing, cause: code });
    },
  );
});
