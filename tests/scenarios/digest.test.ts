/**
 * A month as people ask, through the real dialogue and the shipped knowledge, and the digest (月报) an editor reads of it. It
 * stands in docs/digest-example.md; after a change that is meant, `npx vitest run tests/scenarios/digest.test.ts -u` writes it
 * anew.
 */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDigests } from "../../src/app/listening/digest.ts";
import { createGapDesk } from "../../src/app/listening/gap-desk.ts";
import { createClusterer } from "../../src/app/listening/likeness.ts";
import { type Digest, monthBefore, monthSpan } from "../../src/core/listening/digest.ts";
import { digestMarkdown } from "../../src/text/digest.ts";
import { address, createTestClock, type Running, running } from "../app/flow/running.ts";
import { assistant, knowledge, today } from "../knowledge-base.ts";

const month = "2026-10";

/** What so many persons ask in the month, each once, and in the month before; counted from the first of them. */
const asked: readonly (readonly [question: string, persons: number, before: number, first?: number])[] = [
  ["哪些情形可以容错", 22, 15],
  ["《中国共产党问责条例》第十七条是什么", 16, 13],
  ["集体决策出了问题是不是就没人负责了", 14, 11],
  ["容错申请找哪个部门", 13, 2],
  ["没装进自己腰包就不算违纪吧", 12, 0],
  ["我这个事肯定能免责吗，给个准话", 12, 0],
  ["容错能跨省吗", 11, 0],
  ["党纪处分影响期多长", 11, 0],
  ["认错了是不是就不处分了", 6, 10],
  ["容错听证会几个人参加", 7, 0],
  ["容错的听证会要几个人参加", 6, 0, 7],
  ["容错材料要一式几份", 3, 0],
  ["明天天气怎么样", 3, 0],
  ["怎么把聊天记录删干净", 1, 0],
];

describe("the digest of a month", () => {
  let flow: Running;
  let digest: Digest;

  beforeAll(async () => {
    const clock = createTestClock(monthSpan(monthBefore(month)).from + 86_400_000);
    flow = await running({ assistant, clock });
    const say = async (person: number, text: string): Promise<void> => {
      await flow.say(address(`web:p${person}`), text);
      await flow.settle();
    };
    for (const [text, , before] of asked)
      for (let person = 0; person < before; person++) await say(person, text);
    clock.advance(monthSpan(month).from + 86_400_000 - clock());
    for (const [text, persons, , first = 0] of asked)
      for (let person = 0; person < persons; person++) await say(first + person, text);
    // None of these is a question.
    for (const text of ["关于", "帮助", "我的数据", "谢谢"])
      for (let person = 0; person < 10; person++) await say(person, text);
    await say(3, "投诉建议 第十七条的引文不完整");
    const desk = createGapDesk({
      store: flow.store,
      pseudonyms: flow.pseudonyms,
      cluster: createClusterer(knowledge),
      clock,
      newId: () => crypto.randomUUID(),
    });
    const [commonest] = await desk.list();
    await desk.act(
      commonest?.id ?? "",
      { type: "assign", owner: "李编辑", due: "2026-11-20" },
      "command-line",
    );
    digest = await createDigests({
      store: flow.store,
      pseudonyms: flow.pseudonyms,
      knowledge,
      gaps: desk,
      today: () => today,
    }).of(month);
  }, 300_000);
  afterAll(() => flow.stop());

  it("counts every question once, and nothing that is none", () => {
    expect(digest.questions).toBe(asked.reduce((sum, [, persons]) => sum + persons, 0));
  });

  it("names what was asked most, by topic, and the misconceptions with what corrects them", () => {
    expect(digest.topics.rows.map(({ id, count, before }) => [id, count, before])).toEqual([
      ["tolerable-situations", 22, 15],
      ["accountability-2019#17", 16, 13],
      ["collective-is-enough", 14, 11],
      ["who-decides", 13, null],
      ["no-pocket-no-fault", 12, null],
    ]);
    expect(digest.misconceptions.rows.map(({ id }) => id)).toEqual([
      "collective-is-enough",
      "no-pocket-no-fault",
    ]);
    for (const { corrects } of digest.misconceptions.rows) expect(corrects).not.toEqual([]);
  });

  it("says what had no answer, with who sees to it, and hides what few persons asked", () => {
    expect(digest.unanswered.rows).toMatchObject([
      { owner: "李编辑", due: "2026-11-20", atLeast: 10, wording: { from: "nearest" } },
      { owner: null, atLeast: 10, wording: { from: "asked", text: "容错能跨省吗" } },
    ]);
    expect(digest.unanswered.more).toBe(true);
    expect(JSON.stringify(digest)).not.toContain("一式几份");
  });

  it("stands in the documents as an editor reads it", async () => {
    await expect(digestMarkdown(digest)).toMatchFileSnapshot(
      join(import.meta.dirname, "..", "..", "docs", "digest-example.md"),
    );
  });
});
