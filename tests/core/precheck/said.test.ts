import { describe, expect, it } from "vitest";
import { mayBeProposed } from "../../../src/core/precheck/extraction.ts";
import { canBeSaid, isSaid } from "../../../src/core/precheck/said.ts";
import { storyFacts } from "../../../src/core/precheck/story-facts.ts";
import { versions } from "../../rules/shipped.ts";
import { phrases } from "./story-phrases.ts";

/** What would end the pre-check at its threshold, or say that nothing was against the rules: asked of people alone. */
const askedOnly: Readonly<Record<string, readonly string[]>> = {
  report: ["no"],
  involved: ["no"],
  duty: ["private"],
  error: ["shortfall", "none"],
};

const says = (fact: string, value: string, words: string, story = words): boolean => {
  const start = story.indexOf(words);
  return isSaid(fact, value, story, { start, end: start + words.length });
};

describe("the table of cues", () => {
  it.each(versions.map(({ ruleSet }) => [ruleSet.from, storyFacts(ruleSet, [ruleSet])] as const))(
    "holds every fact and value that may be proposed by the rules of %s, and no other",
    (_, facts) => {
      for (const fact of facts) {
        for (const { id } of fact.values) {
          const left = fact.guarded ? fact.order?.at(-1) !== id : (askedOnly[fact.id] ?? []).includes(id);
          expect([fact.id, id, canBeSaid(fact.id, id)]).toEqual([fact.id, id, !left]);
          expect([fact.id, id, mayBeProposed(fact, id)]).toEqual([fact.id, id, !left]);
        }
        expect([fact.id, canBeSaid(fact.id, "unsure")]).toEqual([fact.id, true]);
      }
    },
  );

  it("has no cue of what is in a person's favour in a red line or a motive, however it were asked", () => {
    for (const { ruleSet } of versions)
      for (const { id, guarded, order } of storyFacts(ruleSet, [ruleSet]))
        if (guarded) for (const value of order?.slice(0, -1) ?? []) expect(canBeSaid(id, value)).toBe(false);
  });

  it("recognises nearly all of the ways in which people say each value", () => {
    const all = Object.entries(phrases).flatMap(([fact, values]) =>
      Object.entries(values).flatMap(([value, list]) => list.map((words) => ({ fact, value, words }))),
    );
    const missed = all.filter(({ fact, value, words }) => !says(fact, value, words));
    expect(missed.length / all.length, JSON.stringify(missed)).toBeLessThanOrEqual(0.02);
    // Whether something is a crime is asked of people alone, though the table knows the words.
    const spoken = new Set(all.map(({ fact, value }) => `${fact}=${value}`)).add("crime=yes");
    const known = versions.flatMap(({ ruleSet }) =>
      ruleSet.facts.flatMap((fact) =>
        fact.values.filter(({ id }) => canBeSaid(fact.id, id)).map(({ id }) => `${fact.id}=${id}`),
      ),
    );
    expect(spoken).toEqual(new Set(known));
  });

  it("takes none of them for another value of the same fact", () => {
    for (const [fact, values] of Object.entries(phrases))
      for (const [value, list] of Object.entries(values))
        for (const other of Object.keys(values).filter((one) => one !== value))
          for (const words of list)
            expect([words, other, says(fact, other, words)]).toEqual([words, other, false]);
  });
});

describe("what a story says", () => {
  it.each([
    "局务会集体研究决定先抢修。",
    "去年汛期，局务会集体研究决定先抢修，手续后补。",
    "我听了大家的意见，局务会集体研究决定先抢修。",
    "别的县还在等，我们局务会集体研究决定先抢修。",
    "局里的人说来不及，我们局务会集体研究决定先抢修。",
    "审计认定，局务会集体研究决定先抢修。",
  ])("is said where nothing takes it back: %s", (story) => {
    expect(says("decision", "collective", "局务会集体研究", story)).toBe(true);
  });

  it.each([
    "并没有经过局务会集体研究。",
    "那次抢修不是局务会集体研究的。",
    "我本来想先提交局务会集体研究。",
    "按规定要先局务会集体研究。",
    "局长让我们把这事拿到局务会集体研究。",
    "局务会集体研究没有开成。",
    "好像局务会集体研究过。",
    "是不是局务会集体研究过，我也说不上来。",
    "如果当时局务会集体研究一下，就不会这样。",
    "听说局务会集体研究过。",
    "施工队的人说局务会集体研究过。",
    "隔壁县是局务会集体研究定的。",
    "他们是局务会集体研究定的。",
    "局长提议局务会集体研究，我没有同意。",
    "先是说局务会集体研究过，后来翻本子才知道记错了。",
    "局务会集体研究过。前面说错了，那次没有开会。",
  ])("is not said where something takes it back: %s", (story) => {
    expect(says("decision", "collective", "局务会集体研究", story)).toBe(false);
  });

  it("is read by its clauses whatever the width of its marks", () => {
    const story = "听说邻县没有研究.我们花了1.5万,局务会集体研究决定先抢修,没有招标;手续后补.";
    expect(says("decision", "collective", "局务会集体研究", story)).toBe(true);
    expect(says("decision", "collective", "局务会集体研究", story.replace(".我们", ",他们"))).toBe(false);
  });

  it("is said of a person who did what was asked of them, and not of one who was only asked", () => {
    expect(says("forged", "yes", "代签", "村支书让我把名字代签，我签了。")).toBe(true);
    expect(says("forged", "yes", "代签", "村支书让我把名字代签，我没有答应。")).toBe(false);
    expect(says("forged", "yes", "代签", "村支书让我把名字代签。")).toBe(false);
  });

  it("reads leave that was not given as no denial of the deed", () => {
    expect(says("norm", "forbidden", "占用永久基本农田", "未经批准占用永久基本农田")).toBe(true);
    expect(says("norm", "forbidden", "占用永久基本农田", "复测过，没有占用永久基本农田")).toBe(false);
  });

  it("is unclear only where the fact itself is said to be", () => {
    expect(says("accident", "unsure", "算不算责任事故我不清楚")).toBe(true);
    expect(says("urgency", "unsure", "算不算责任事故我不清楚")).toBe(false);
    expect(says("accident", "unsure", "后来出了责任事故")).toBe(false);
  });

  it("reads no grade out of a sum of money: where a place draws its lines, the person says", () => {
    for (const sum of ["三千多元", "五万元", "八十来万", "2000万元", "一个亿"])
      for (const value of ["minor", "moderate", "major"])
        expect([sum, value, says("consequence", value, `损失了${sum}`)]).toEqual([sum, value, false]);
  });
});
