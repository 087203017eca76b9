import { afterEach, describe, expect, it } from "vitest";
import type { LearningDialogue } from "../../../src/app/dialogue/learning.ts";
import { pushTurn } from "../../../src/app/flow/push.ts";
import { readAskedTurns } from "../../../src/app/listening/digest.ts";
import { digestOf } from "../../../src/core/listening/digest.ts";
import type { Digests } from "../../../src/ports/listening.ts";
import { listeningReplies } from "../../../src/text/gaps.ts";
import { quickAnswer } from "../flow/quick-assistant.ts";
import { address, type Running, running, transcript } from "../flow/running.ts";

const anna = address("web:anna");

/** A quiz that is asked and answered by one word. */
const quiz: Pick<LearningDialogue, "reply" | "stopDaily"> = {
  async reply(text) {
    if (text !== "做题") return null;
    return {
      blocks: quickAnswer("容错的条件").blocks,
      citations: [],
      choices: [],
      changes: [],
      gap: null,
      personal: true,
      again: false,
      ended: false,
    };
  },
  stopDaily: async () => [],
};

describe("what a digest counts", () => {
  let flow: Running;
  afterEach(() => flow.stop());

  const say = async (text: string): Promise<void> => {
    await flow.say(anna, text);
    await flow.settle();
  };

  it("is questions alone: no command, complaint, lesson, or message that nobody asked for", async () => {
    flow = await running({ learning: quiz });
    for (const text of ["帮助", "我的数据", "投诉建议 引文不完整", "做题"]) await say(text);
    const pushed = await pushTurn(
      flow.store,
      {
        to: anna,
        about: "每日一题",
        answer: quickAnswer("容错的条件"),
        key: "test/web/1",
        at: flow.clock(),
        expiresAt: flow.clock() + 86_400_000,
      },
      async () => ({ expect: [], put: [], remove: [], append: [] }),
    );
    expect(pushed).toBe("pushed");
    expect(await readAskedTurns(flow.store, 0)).toEqual([]);
    await say("容错的条件");
    await say("提问 容错的条件");
    await say("未收录的驻村补助怎么报");
    const asked = await readAskedTurns(flow.store, 0);
    expect(asked.map(({ person, end }) => [person, end])).toEqual([
      [anna.person, "answer"],
      [anna.person, "answer"],
      [anna.person, "no_evidence"],
    ]);
  });

  it("is what was asked since an instant, whatever was kept from before", async () => {
    flow = await running();
    await say("容错的条件");
    flow.clock.advance(60_000);
    const since = flow.clock();
    await say("容错的条件");
    expect(await readAskedTurns(flow.store, since)).toHaveLength(1);
  });
});

describe("the word of an editor for the digest", () => {
  let flow: Running;
  afterEach(() => flow.stop());
  const editor = address("web:editor");
  const counted: string[] = [];
  const digests: Digests = {
    async of(month) {
      counted.push(month);
      return digestOf(month, {
        turns: [],
        gaps: [],
        personOf: new Map(),
        entries: new Map(),
        nearestTopic: () => null,
      });
    },
  };

  it("shows the month before, or the one that is named, but none that has not begun", async () => {
    flow = await running({ digests, roleOf: () => "publicity-editor" });
    for (const text of ["月报", "月报 2026-09", "月报 2027-01"]) {
      await flow.say(editor, text);
      await flow.settle();
    }
    const answers = (await transcript(flow, editor)).map(({ answer }) => answer);
    expect(answers[0]).toMatch(/^2026年10月问答月报/);
    expect(answers[1]).toMatch(/^2026年9月问答月报/);
    expect(answers[2]).toBe(listeningReplies.monthAhead);
    expect(counted).toEqual(["2026-10", "2026-09"]);
  });

  it("is a question as any other of somebody else", async () => {
    flow = await running({ digests });
    await flow.say(anna, "月报");
    await flow.settle();
    expect((await transcript(flow, anna))[0]?.answer).toContain("月报");
    expect(await readAskedTurns(flow.store, 0)).toHaveLength(1);
  });
});
