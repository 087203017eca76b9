/** Patterns meet what people paste: a question of the greatest length, made to be as slow as it can be. */
import { describe, expect, it } from "vitest";
import { completionOf } from "../../../src/core/grounding/follow-up.ts";
import { guardOf } from "../../../src/core/grounding/guards.ts";
import {
  asksCatalogue,
  asksWording,
  documentFactOf,
  smallTalkOf,
  speaksOfStress,
} from "../../../src/core/grounding/kind.ts";
import { maskPersonalData } from "../../../src/core/grounding/personal-data.ts";
import {
  asksToleranceLimit,
  asksWorldFact,
  isEverydayTopic,
  isTechnicalHomonym,
} from "../../../src/core/grounding/scope.ts";
import { bearsInternalMark, bearsSecrecyMark } from "../../../src/core/grounding/secrecy.ts";
import { verdictIn } from "../../../src/core/grounding/verdict.ts";

const before = { document: "rules-2019", article: 17, branch: null, entry: null, passages: [] };

const readers: Readonly<Record<string, (text: string) => unknown>> = {
  guardOf,
  verdictIn,
  documentFactOf,
  smallTalkOf,
  asksCatalogue,
  asksWording,
  speaksOfStress,
  asksWorldFact,
  asksToleranceLimit,
  isTechnicalHomonym,
  isEverydayTopic,
  maskPersonalData,
  bearsSecrecyMark,
  bearsInternalMark,
  "completionOf the question": (text) => completionOf(text, { ...before, question: "容错怎么申请" }, false),
  "completionOf the context": (text) => completionOf("那呢", { ...before, question: text.repeat(4) }, false),
};

/** Beginnings of patterns, repeated so that each place is a beginning and none leads to an end. */
const beginnings =
  "，|a|1|1-|1 |a.|a@a.|第|的|法|条例|怎么|他|我是|{{|#|<|机密|密级|举报|记录删|说是|哈|不错|呢|容错|多少|替纪委|书记|请|(|《|ignore |让信|这|依据"
    .split("|")
    .concat(" ", "\n", "内部", "一", "\u0301", "举报人", "1、", "苏A ", "密 ", "1栋", "局长", "阿");
const ends = ["", "。x", "丙", "？"];

/** Milliseconds of the quickest of three runs, of the first where it is quick: a busy machine is no slow pattern. */
function leastTime(run: () => unknown): number {
  let least = Number.POSITIVE_INFINITY;
  for (let tries = 0; tries < 3 && least > 100; tries++) {
    const start = performance.now();
    run();
    least = Math.min(least, performance.now() - start);
  }
  return least;
}

describe("2 000 hostile characters", () => {
  it.each(Object.entries(readers))("do not hold up %s", (_name, read) => {
    for (const beginning of beginnings)
      for (const end of ends) {
        const text = beginning.repeat(2_000).slice(0, 2_000 - end.length) + end;
        expect(
          leastTime(() => read(text)),
          JSON.stringify(beginning + end),
        ).toBeLessThan(400);
      }
  });
});
