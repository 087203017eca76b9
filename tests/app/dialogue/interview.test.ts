import { describe, expect, it } from "vitest";
import type { Reply } from "../../../src/app/dialogue/dialogue.ts";
import { createInterviewer } from "../../../src/app/precheck/interviewer.ts";
import type { PinnedRules } from "../../../src/app/precheck/rule-book.ts";
import { formOfMatter, type Matter } from "../../../src/core/precheck/interview.ts";
import { interviewWords as words } from "../../../src/text/interview.ts";
import { book, catalogue, evaluate, interviewer, reportOn, today } from "../../precheck-interviewer.ts";
import { sound } from "../../rules/shipped.ts";
import { createPlayer, type Player, textOf } from "./player.ts";

/** A player before the first question. */
async function opened(): Promise<Player> {
  const player = createPlayer(interviewer);
  for (const text of ["预审", words.consent, words.nationalOnly, "2026年3月1日", words.notDecided])
    await player.say(text);
  return player;
}

const numberOf = (label: string, { choices }: Reply): string =>
  String(choices.findIndex((choice) => choice.label === label) + 1);

/** Answers by number until there is a result, every question as `form` says. */
async function answerAll(player: Player, form = sound): Promise<Reply> {
  for (let turn = 0; turn < 60; turn++) {
    const [matter] = player.matters.slice(-1);
    if (matter === undefined) throw new Error("no matter");
    const { step } = interviewer.view(matter);
    if (step.type !== "questions") return player.last as Reply;
    const [question] = step.questions;
    if (step.page === "checklist" && step.questions.length > 1) {
      await player.say("都没有");
      continue;
    }
    const answer = form[question?.fact ?? ""] ?? "unsure";
    const at = question?.values.findIndex(({ id }) => id === answer) ?? -1;
    await player.say(String((at === -1 ? (question?.values.length ?? 0) : at) + 1));
  }
  throw new Error("no result");
}

describe("a pre-check in the chat", () => {
  it("tells purpose, secrecy and that nobody need incriminate themselves, before anything is asked", async () => {
    const player = createPlayer(interviewer);
    const text = textOf(await player.say("预审"));
    for (const told of ["自证其错", "涉嫌犯罪的细节", "国家秘密", "不是认定"]) expect(text).toContain(told);
    expect(player.matters[0]?.answers).toEqual([]);
    expect(player.last).toMatchObject({ personal: true, answer: { kind: "smalltalk" } });
  });

  it("goes from the first message to the report by numbers alone", async () => {
    const player = await opened();
    const reply = await answerAll(player);
    expect(textOf(reply)).toContain("倾向：可研究予以容错免责");
    expect(reply.interview?.result).toMatchObject({ result: "exempt", matter: player.matters[0]?.id });
    expect(player.matters[0]).toMatchObject({
      actDate: "2026-03-01",
      decisionDate: today,
      jurisdictions: [],
    });
  });

  it("takes a button, a number and the words of an answer alike, and tells them apart in the record", async () => {
    const player = await opened();
    await player.press("属实");
    await player.say("有关");
    await player.say("1");
    const sources = player.matters[0]?.answers.map(({ fact, value, source }) => [fact, value, source]);
    expect(sources).toEqual([
      ["report", "yes", "pressed"],
      ["involved", "yes", "typed"],
      ["duty", "duty", "pressed"],
    ]);
  });

  it("asks the two days one after the other, and says what is wrong with one", async () => {
    const player = createPlayer(interviewer);
    for (const text of ["预审", words.consent, words.nationalOnly]) await player.say(text);
    expect(textOf(await player.say("2018年1月1日"))).toContain("需人工研判");
    expect(textOf(await player.say("2027-01-01"))).toContain("不能晚于今天");
    for (const none of ["2024-13-01", "昨天", "2024年5月"])
      expect(textOf(await player.say(none))).toContain(words.noDay);
    await player.say("2020.5.1");
    expect(textOf(await player.say("2019-01-01"))).toContain("不能早于");
    await player.say("2024年1月2日");
    expect(player.matters[0]).toMatchObject({ actDate: "2020-05-01", decisionDate: "2024-01-02" });
  });

  it("ticks the checklist by numbers and buttons, each list in place of the one before", async () => {
    const player = await opened();
    for (const answer of ["属实", "有关", "是履行", "有不合"]) await player.press(answer);
    const [first, second, third] = (player.last as Reply).choices;
    const ticked = await player.say("1 3");
    expect(ticked.choices.map(({ label }) => label).slice(0, 3)).toEqual([
      first?.label.replace("☐", "☑"),
      second?.label,
      third?.label.replace("☐", "☑"),
    ]);
    expect(ticked.replaces).toBe((player.state?.turns ?? 0) - 1);
    await player.press(first?.label.replace("☐", "☑") ?? "");
    const one = await player.press("其余都没有");
    expect(textOf(one)).toContain("【红线清单】");
    expect(player.matters[0]?.asking).toHaveLength(1);
    await player.say("不清楚");
    expect(Object.values(formOfMatter(player.matters[0] as never))).toContain("unsure");
  });

  it("says why a question is asked, with the rule and what it rests on, and asks on", async () => {
    const player = await opened();
    const why = await player.say("为什么");
    expect(textOf(why)).toMatch(/关系到“.+”（《.+》/u);
    await player.say("1");
    expect(formOfMatter(player.matters[0] as never)).toEqual({ report: "yes" });
  });

  it("answers a free question in the middle and returns to its own", async () => {
    const player = await opened();
    await player.say("1");
    const reply = await player.say("问责条例第十七条说什么");
    expect(textOf(reply)).toMatch(/答复：问责条例第十七条说什么[\s\S]*回到预审[\s\S]*第2题/u);
    expect(reply.answer.suggestions).toEqual([]);
    await player.say("1");
    expect(formOfMatter(player.matters[0] as never)).toEqual({ report: "yes", involved: "yes" });
  });

  it("leaves the commands their meaning, and still returns", async () => {
    const player = await opened();
    expect(textOf(await player.say("帮助"))).toContain("回到预审");
    expect((await player.say("我的数据")).file).toBe("my-data");
  });

  it("goes back, and edits an answer by the number of its question", async () => {
    const player = await opened();
    await player.say("1");
    await player.say("1");
    expect(textOf(await player.say("上一步"))).toContain("第2题");
    await player.say("1");
    expect(textOf(await player.say("改第1题"))).toContain("第1题");
    await player.say("2");
    expect(player.matters[0]?.answers[0]).toMatchObject({ value: "no", earlier: [{ value: "yes" }] });
    expect(textOf(await player.say("改第9题"))).toContain("从1到2");
  });

  it("lists what was answered, and marks what no longer matters", async () => {
    const player = await opened();
    await player.say("1");
    await player.say("1");
    await player.say("改第1题");
    await player.say("2");
    const listed = textOf(await player.say("已答的题"));
    expect(listed).toContain("1. 反映是否属实：不属实");
    expect(listed).toContain("（不影响结论）");
  });

  it("pauses, and goes on days later where it was", async () => {
    const player = await opened();
    await player.say("1");
    const paused = await player.say("暂停");
    expect(paused.interview?.active).toBeNull();
    expect(player.matters[0]?.paused).toBe(true);
    expect(textOf(await player.say("问责条例第十七条说什么"))).not.toContain("回到预审");
    expect(textOf(await player.say("继续"))).toContain("第2题");
  });

  it("keeps a second matter beside the first, and asks which one goes on", async () => {
    const player = await opened();
    await player.say("另一件事");
    expect(player.matters.map(({ number }) => number)).toEqual([1, 2]);
    const which = await player.say("预审");
    expect(which.choices.map(({ text }) => text)).toEqual(["继续 事项1", "继续 事项2", "另一件事"]);
    await player.say("1");
    expect(player.state?.matter).toBe(player.matters[0]?.id);
    expect(textOf(await player.say("继续 事项7"))).toContain("哪一件");
  });

  it("asks which one before it says of several what their result or answers are", async () => {
    const player = await opened();
    await player.say("另一件事");
    const which = await player.say("预审");
    for (const typed of ["结果", "已答的题", "改第1题", "上一步"]) {
      const reply = await player.say(typed);
      expect(textOf(reply)).toBe(words.chooseMatterFirst);
      expect(reply.choices).toEqual(which.choices);
    }
    await player.say("1");
    expect(player.state?.matter).toBe(player.matters[0]?.id);
  });

  it("takes the word of a result for a question where no pre-check was offered", async () => {
    const player = createPlayer(interviewer);
    expect((await player.say("结果")).answer.kind).not.toBe("smalltalk");
  });

  it("shows the report so far on request, and asks on", async () => {
    const player = await opened();
    await player.say("1");
    const reply = await player.say("结果");
    expect(textOf(reply)).toMatch(/材料不足[\s\S]*回到预审[\s\S]*第2题/u);
    expect(reply.interview?.result).toBeNull();
    const early = createPlayer(interviewer);
    await early.say("预审");
    expect(textOf(await early.say("结果"))).toContain("还没有填到");
  });

  it("stops asking at a suspected crime and points to the organisation", async () => {
    const player = await opened();
    for (const answer of ["属实", "有关", "是履行", "有不合"]) await player.press(answer);
    await player.press("☐ 是否涉嫌犯罪");
    await player.press("其余都没有");
    const reply = await player.press("涉嫌犯罪");
    expect(textOf(reply)).toContain("请直接向组织说明");
    expect(reply.choices.map(({ label }) => label)).not.toContain(words.complete);
  });

  it("offers 补全六看 after the result, and goes on to the rest", async () => {
    const player = await opened();
    await answerAll(player);
    expect(numberOf(words.complete, player.last as Reply)).toBe("1");
    expect(textOf(await player.say("1"))).toMatch(/【.+】第\d+题/u);
  });

  it("asks no more after the result; a question is then only a question", async () => {
    const player = await opened();
    await answerAll(player);
    const reply = await player.say("问责条例第十七条说什么");
    expect(textOf(reply)).not.toContain("回到预审");
  });

  it("begins anew with 新对话, and keeps the matter", async () => {
    const player = await opened();
    await player.say("新对话");
    expect(player.state?.matter).toBeNull();
    expect(textOf(await player.say("继续"))).toContain("第1题");
  });
});

describe("a press that comes late", () => {
  it("is refused politely, changes nothing, and shows where the interview is", async () => {
    const player = await opened();
    const first = player.last as Reply;
    await player.press("属实");
    const before = player.matters[0];
    const stale = await player.press("不属实", first);
    expect(textOf(stale)).toContain("没有作任何改动");
    expect(textOf(stale)).toContain("第2题");
    expect(player.matters[0]).toEqual(before);
  });

  it("is refused after a pause, and twice is once", async () => {
    const player = await opened();
    const first = player.last as Reply;
    await player.press("属实", first);
    await player.press("属实", first);
    expect(player.matters[0]?.answers).toHaveLength(1);
    await player.say("暂停");
    const before = player.matters[0];
    expect(textOf(await player.press("属实", first))).toContain("没有作任何改动");
    expect(player.matters[0]).toEqual(before);
  });

  it("is refused for another matter", async () => {
    const player = await opened();
    const first = player.last as Reply;
    await player.say("另一件事");
    await player.press("属实", first);
    expect(player.matters.map(({ answers }) => answers.length)).toEqual([0, 0]);
  });
});

describe("a pre-check whose rules are not held any more", () => {
  /** Rules of a version that can be taken away. */
  function withdrawable() {
    let gone = false;
    const shipped = book.on(today, []);
    const old: PinnedRules = { ...shipped, pin: { ...shipped.pin, version: "2020-02-02" } };
    const withdrawn = createInterviewer({
      book: {
        ...book,
        on: (day, places) => (gone ? book.on(day, places) : old),
        pinned: (pin, overlays, day) => {
          if (pin.version !== old.pin.version) return book.pinned(pin, overlays, day);
          return gone ? null : old;
        },
      },
      catalogue,
      evaluate,
      report: reportOn,
      today: () => today,
    });
    return {
      interviewer: withdrawn,
      withdraw: () => {
        gone = true;
      },
    };
  }

  it("is told so in the chat, keeps its answers, and goes on under the rules of now", async () => {
    const { interviewer: held, withdraw } = withdrawable();
    const player = createPlayer(held);
    for (const text of ["预审", words.consent, words.nationalOnly, "2026年3月1日", words.notDecided, "1"])
      await player.say(text);
    withdraw();
    const told = await player.say("上一步");
    expect(textOf(told)).toContain(words.unheld("2020-02-02"));
    expect(textOf(await player.say(words.answers))).toContain("1. ");
    const question = await player.say("什么是容错");
    expect(textOf(question)).not.toContain(words.backTo);
    const again = await player.say(words.recompute);
    expect(formOfMatter(player.matters[0] as Matter)).toEqual({ report: "yes" });
    expect(textOf(again)).toContain("第2题");
  });

  it("is listed, and can be set beside another matter", async () => {
    const { interviewer: held, withdraw } = withdrawable();
    const player = createPlayer(held);
    for (const text of ["预审", words.consent, words.nationalOnly, "2026年3月1日", words.notDecided, "1"])
      await player.say(text);
    withdraw();
    expect(textOf(await player.say("预审"))).toBe(words.whichMatter);
    expect(textOf(await player.say(words.resume(1)))).toContain(words.unheld("2020-02-02"));
    await player.say(words.another);
    expect(player.matters).toHaveLength(2);
  });
});
