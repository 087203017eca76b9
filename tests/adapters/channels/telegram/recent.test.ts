import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { recentMap } from "../../../../src/adapters/channels/telegram/recent.ts";

describe("what is remembered of chats", () => {
  it("is the newest so many and no more, whatever is set, set again and deleted", () => {
    const keys = fc.integer({ min: 0, max: 9 });
    const acts = fc.array(fc.tuple(fc.constantFrom("set" as const, "delete" as const), keys), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), acts, (limit, given) => {
        const map = recentMap<number, number>(limit);
        /** Keys from the oldest to the newest. */
        let newest: number[] = [];
        for (const [at, [act, key]] of given.entries()) {
          newest = newest.filter((other) => other !== key);
          if (act === "delete") map.delete(key);
          else {
            map.set(key, at);
            newest = [...newest, key].slice(-limit);
          }
          for (let other = 0; other <= 9; other++)
            expect(map.get(other) !== undefined).toBe(newest.includes(other));
        }
      }),
    );
  });
});
