/** A pushed question with several right options: ticked, then given, and counted without a name. */
import { afterEach, describe, expect, it } from "vitest";
import { partitions } from "../../../src/app/flow/keys.ts";
import type { Content, PersonId } from "../../../src/ports/channel.ts";
import { createTestClock } from "../flow/running.ts";
import { createScriptedChannel, textOf } from "../flow/scripted-channel.ts";
import { begin, campaignOf, createStage, type Stage } from "./stage.ts";

const stages: Stage[] = [];
afterEach(async () => {
  for (const stage of stages.splice(0)) await stage.stop();
});

// Its first three options are right, the other two are not; they are counted as the file has them, and shown mixed.
const quiz = campaignOf({
  items: [
    {
      id: "quiz",
      day: "2026-11-23",
      time: null,
      content: { type: "quiz", quiz: "quiz-excluded-heavier" },
    },
  ],
});

async function asked(...persons: readonly PersonId[]) {
  const clock = createTestClock();
  const channel = createScriptedChannel("web", clock);
  const stage = await createStage({ channels: [channel], clock });
  stages.push(stage);
  let events = 0;
  const give = async (person: PersonId, content: Content): Promise<void> => {
    const from = { person, conversation: "c1" };
    await channel.sink({ channel: "web", eventId: `e${++events}`, at: clock(), from, content });
    await stage.settled();
  };
  const say = (person: PersonId, text: string) => give(person, { type: "text", text, asOf: null });
  for (const person of persons) await say(person, "订阅推送");
  await begin(stage, quiz);
  await stage.engine.tick();
  await stage.settled();
  const last = (person: PersonId) => {
    const sent = channel.sends.findLast(({ to }) => to.person === person);
    if (sent === undefined) throw new Error("nothing was sent");
    return { text: textOf(sent), ...sent.message };
  };
  return {
    stage,
    say,
    last,
    press: (person: PersonId, label: string) => {
      const { turn, choices } = last(person);
      const choice = choices.findIndex((one) => one.label.includes(label)) + 1;
      return give(person, { type: "choice", turn: turn ?? 0, choice });
    },
    labels: (person: PersonId) => last(person).choices.map(({ label }) => label),
    counts: async () => {
      const found: unknown[] = [];
      for (const space of partitions)
        for (const { value } of await stage.store.list(space, "tally/", { limit: 10 })) {
          const { votes, several } = JSON.parse(value ?? "");
          if (Object.keys(votes).length > 0) found.push({ votes, several });
        }
      return found;
    },
  };
}

describe("a pushed question with several right options", () => {
  it("is ticked one by one, each list in the place of the one before, and answered once", async () => {
    const { press, labels, last, counts } = await asked("web:anna");
    expect(labels("web:anna").map((label) => label[0])).toEqual(["☐", "☐", "☐", "☐", "☐", "停"]);
    await press("web:anna", "串供");
    // A push is never replaced: the first tick begins a list of its own below it.
    expect(last("web:anna").replaces).toBeUndefined();
    const shown = labels("web:anna");
    expect(shown.filter((label) => label.startsWith("☑"))).toEqual([expect.stringContaining("串供")]);
    expect(shown.at(-1)).toBe("选好了");
    const { turn } = last("web:anna");
    await press("web:anna", "申辩");
    expect(last("web:anna").replaces).toBe(turn);
    await press("web:anna", "申辩");
    await press("web:anna", "阻止");
    await press("web:anna", "拒不");
    expect(await counts()).toEqual([]);
    await press("web:anna", "选好了");
    expect(last("web:anna").text).toContain("答对了");
    expect(last("web:anna").answer.citations.map(({ passage }) => passage)).toContain(
      "gov-sanctions-2020#13.1",
    );
    expect(await counts()).toEqual([{ votes: { 1: 1, 2: 1, 3: 1 }, several: { answered: 1, wrong: 0 } }]);
    // Whoever finds the question wrong can say so.
    expect(labels("web:anna")).toEqual(["此题有误"]);
    await press("web:anna", "此题有误");
    expect(last("web:anna").text).toContain("会由知识库的编辑复核");
  });

  it("is ticked by several numbers at once, and given by the word that is offered", async () => {
    const { stage, say, labels, last, counts } = await asked("web:anna");
    const [item] = quiz.items;
    const order = item === undefined ? [] : stage.content.asked(quiz, item).order;
    const placeOf = (shown: number): number => order[shown] ?? 0;
    await say("web:anna", "1 4");
    expect(labels("web:anna").map((label) => label[0])).toEqual(["☑", "☐", "☐", "☑", "☐", "选"]);
    await say("web:anna", "4、2");
    expect(labels("web:anna").map((label) => label[0])).toEqual(["☑", "☑", "☐", "☐", "☐", "选"]);
    await say("web:anna", "选好了");
    expect(last("web:anna").text).toContain("这一项不对");
    const votes = Object.fromEntries([placeOf(0), placeOf(1)].sort().map((place) => [place, 1]));
    expect(await counts()).toEqual([{ votes, several: { answered: 1, wrong: 1 } }]);
    await say("web:anna", "活动 autumn.quiz 选3");
    expect(last("web:anna").text).toContain("已经选过了");
    expect(await counts()).toEqual([{ votes, several: { answered: 1, wrong: 1 } }]);
    await say("web:anna", "活动 autumn.quiz 勾3");
    expect(last("web:anna").text).toContain("已经选过了");
  });

  it("shows its person what they pressed in words, on any page and in the copy of their data", async () => {
    const { stage, say, press, last } = await asked("web:anna");
    const ways = last("web:anna").choices.slice(0, 5);
    const [first = "", second = "", third = ""] = ways.map(({ label }) => label.slice(2));
    const placeOf = (shown: number): string => /勾(\d)$/.exec(ways[shown]?.text ?? "")?.[1] ?? "";
    await say("web:anna", ways[0]?.text ?? "");
    await press("web:anna", first);
    await say("web:anna", `活动 autumn.quiz 选${placeOf(2)},${placeOf(1)}`);
    await say("web:anna", "活动 autumn.gone 选1");
    const turns = await stage.conversations.turns({ person: "web:anna", conversation: "c1" }, 0, 9);
    expect(turns.slice(2).map(({ question }) => question)).toEqual([
      `勾选：${first}`,
      "取消了全部勾选",
      `选：${second}；${third}`,
      "作答",
    ]);
    const { text } = await stage.conversations.file("web:anna", "my-data");
    expect(text).toContain(`勾选：${first}`);
    expect(text).not.toMatch(/"question": "活动 /);
    const data = JSON.parse(text);
    expect(data.conversations[0].turns.map(({ kind }: { kind: string }) => kind)).toEqual([
      "question",
      "push",
      ...Array.from({ length: 4 }, () => "question"),
    ]);
    expect(data.conversations[0].turns[1]).toMatchObject({ about: "学习推送：容错纠错政策学习" });
    expect(data.conversations[0].turns[1]).not.toHaveProperty("question");
  });

  it("takes nothing from whom it was not sent to, and no option it does not have", async () => {
    const { say, last, counts } = await asked("web:anna");
    await say("web:bert", "活动 autumn.quiz 勾1");
    expect(last("web:bert").text).toContain("没有可以作答的这一项");
    await say("web:anna", "活动 autumn.quiz 选1,6");
    expect(last("web:anna").text).toContain("没有可以作答的这一项");
    expect(await counts()).toEqual([]);
  });

  it("keeps of a person that they answered, never what", async () => {
    const { stage, say } = await asked("web:anna");
    await say("web:anna", "1 4");
    await say("web:anna", "选好了");
    const rows: unknown[] = [];
    for (const space of partitions)
      for (const { value } of await stage.store.list(space, "push/", { limit: 10 }))
        rows.push(JSON.parse(value ?? ""));
    expect(rows).toEqual([{ form: 1, state: "sent", at: stage.clock(), turn: 2, tries: 1, voted: true }]);
  });
});

describe("a pushed question with one right option", () => {
  it("takes no two options at once", async () => {
    const stage = await asked("web:anna");
    const one = { ...quiz, id: "one", items: quiz.items.map((item) => ({ ...item })) };
    await begin(stage.stage, {
      ...one,
      items: [
        {
          id: "quiz",
          day: "2026-11-23",
          time: null,
          content: { type: "quiz", quiz: "quiz-accountability-silence" },
        },
      ],
    });
    await stage.stage.engine.tick();
    await stage.stage.settled();
    await stage.say("web:anna", "活动 one.quiz 选1,2");
    expect(stage.last("web:anna").text).toContain("没有可以作答的这一项");
    expect(await stage.counts()).toEqual([]);
  });
});
