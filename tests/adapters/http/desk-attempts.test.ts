import { describe, expect, it } from "vitest";
import { createAttempts } from "../../../src/adapters/http/desk-attempts.ts";

describe("tries of a password", () => {
  it("wait no longer than a quarter of an hour, however many failed", () => {
    let now = 0;
    const attempts = createAttempts(() => now);
    let tries = 0;
    for (let minutes = 0; minutes < 24 * 60; minutes++) {
      now = minutes * 60_000;
      if (attempts.begin("10.0.0.1")) tries++;
    }
    // Some ten while the wait grows, then four an hour.
    expect(tries).toBeGreaterThan(90);
    expect(tries).toBeLessThan(120);
  });

  it("are forgotten after an hour without any", () => {
    let now = 0;
    const attempts = createAttempts(() => now);
    for (let count = 0; count < 3; count++) attempts.begin("10.0.0.1");
    expect(attempts.begin("10.0.0.1")).toBe(false);
    now = 3_600_000;
    for (let count = 0; count < 3; count++) expect(attempts.begin("10.0.0.1")).toBe(true);
  });

  it.each([
    ["2001:db8:1:2::1", "2001:db8:1:2:ffff::9", false],
    ["2001:db8::1", "2001:db8:0:0:5::", false],
    ["2001:db8:1:2::1", "2001:db8:1:3::1", true],
    ["::ffff:10.0.0.1", "::ffff:10.0.0.2", true],
    ["10.0.0.1", "10.0.0.2", true],
  ])("count %s and %s apart: a network of IPv6 is one address", (one, other, apart) => {
    const attempts = createAttempts(() => 0);
    for (let count = 0; count < 3; count++) attempts.begin(one);
    expect(attempts.begin(one)).toBe(false);
    expect(attempts.begin(other)).toBe(apart);
  });

  it("start afresh after a success", () => {
    const attempts = createAttempts(() => 0);
    for (let round = 0; round < 5; round++) {
      expect(attempts.begin("10.0.0.1")).toBe(true);
      attempts.succeed("10.0.0.1");
    }
  });
});
