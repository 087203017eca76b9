/** Pre-checks by people who type what they would say, and press nothing. */
import { describe, expect, it } from "vitest";
import type { Reply } from "../../../src/app/dialogue/dialogue.ts";
import { forgetConfirmation } from "../../../src/core/dialogue/commands.ts";
import { formOfMatter, type Matter } from "../../../src/core/precheck/interview.ts";
import { interviewWords as words } from "../../../src/text/interview.ts";
import { unclearWords } from "../../../src/text/interview-unclear.ts";
import { interviewer, storyInterviewer, today } from "../../precheck-interviewer.ts";
import { createScriptedModel, type ScriptedModel, storiesOf } from "../../scripted-model.ts";
import { createPlayer, type Player, textOf } from "./player.ts";

const story =
  "去年汛期水库闸门漏水，情况紧急，局务会集体研究后先行抢修，采购手续是事后如实补办的，当时确实知道不允许，也想着名次好看。";

/** A page of three that may be confirmed together. */
const decisions = [
  { fact: "decision", value: "collective", quote: "局务会集体研究" },
  { fact: "procedure", value: "later", quote: "采购手续是事后如实补办的" },
  { fact: "urgency", value: "yes", quote: "情况紧急" },
];
/** A page of two that may not. */
const motives = [
  { fact: "knowing", value: "wilful", quote: "当时确实知道不允许" },
  { fact: "purpose", value: "other", quote: "也想着名次好看" },
];

interface Told {
  readonly player: Player;
  readonly model: ScriptedModel;
}

async function typed(...texts: readonly string[]): Promise<Told> {
  const model = createScriptedModel();
  const player = createPlayer(storyInterviewer, storiesOf(model, storyInterviewer));
  for (const text of texts) await player.say(text);
  return { player, model };
}

const beforeStory = ["预审", "同意", "没有", "2026年3月1日", "还没有", "把经过说一说"];

/** The first page of what was read out of a story. */
async function proposed(facts: readonly object[]): Promise<Told> {
  const told = await typed(...beforeStory, "同意");
  told.model.answer({ facts });
  await told.player.say(story);
  return told;
}

const matterOf = ({ matters }: Player): Matter => {
  const [matter] = matters;
  if (matter === undefined) throw new Error("no matter");
  return matter;
};
const stageOf = (player: Player): string => storyInterviewer.stage(matterOf(player)).type;
const formOf = (player: Player) => formOfMatter(matterOf(player));
const labels = ({ choices }: Reply): string[] => choices.map(({ label }) => label);

describe("before the first question", () => {
  it.each(["同意", "开始", "好的，同意", "我已了解，开始", "1"])("%s begins", async (text) => {
    const { player } = await typed("预审", text);
    expect(matterOf(player).consentAt).not.toBeNull();
    expect(textOf(player.last as Reply)).toBe(words.jurisdictionText);
  });

  it.each(["不同意", "算了", "暂不开始", "2"])(
    "%s begins nothing, says so, and it can be begun later",
    async (text) => {
      const { player } = await typed("预审", text);
      expect(textOf(player.last as Reply)).toBe(words.notBegun(1));
      expect(matterOf(player).consentAt).toBeNull();
      await player.say("继续");
      expect(textOf(await player.say("同意"))).toBe(words.jurisdictionText);
    },
  );

  it("what is not understood is answered by what may be said, and the notice is not told again", async () => {
    const { player } = await typed("预审");
    const reply = await player.say("随便");
    expect(textOf(reply)).toBe(unclearWords.consent);
    expect(labels(reply)).toEqual([words.consent, words.notNow]);
    expect(textOf(await player.say("什么是三个区分开来"))).toContain(words.consentWaits);
    expect(textOf(player.last as Reply)).not.toContain("自证其错");
  });

  it("a story told too early is kept nowhere", async () => {
    const { player, model } = await typed("预审");
    const reply = await player.say(story);
    expect(reply).toMatchObject({ question: words.storyConcealed, concealed: true, gap: null });
    expect(textOf(reply)).toBe(unclearWords.toldBeforeConsent);
    expect(model.requests).toEqual([]);
  });

  it("takes 「没有」 for the national rules alone, and 「还没有」 for no decision", async () => {
    const { player } = await typed("预审", "同意", "没有", "2026年3月1日", "还没有");
    expect(matterOf(player)).toMatchObject({ jurisdictions: [], actDate: "2026-03-01", decisionDate: today });
  });

  it.each(["我想做个预审", "做一次预审", "开始预审", "我要做预审。"])("%s asks for one", async (text) => {
    const { player } = await typed(text);
    expect(textOf(player.last as Reply)).toContain("是否开始");
    await player.say("开始预审");
    expect(matterOf(player).consentAt).not.toBeNull();
  });

  it.each([
    ["算了", "预审", "同意"],
    ["不想填了", "预审", "同意", "没有"],
    ["改天再说", "预审", "同意", "没有", "2026年3月1日", "还没有"],
  ])("%s puts it aside, and everything is kept", async (text, ...before) => {
    const { player } = await typed(...before);
    expect(textOf(await player.say(text))).toBe(words.paused(1));
    expect(matterOf(player).paused).toBe(true);
  });

  it("a story is promised for later where it is asked for too early", async () => {
    const { player } = await typed("预审", "同意");
    expect(textOf(await player.say("把经过说一说"))).toBe(words.storyLater);
  });

  it("takes several places by their numbers, and finds the rules of a place that is named", async () => {
    const { player } = await typed("预审", "同意");
    const found = labels(player.last as Reply).flatMap((label, at) =>
      label.includes("湖北") ? [{ number: at + 1, title: label }] : [],
    );
    expect(found.length).toBeGreaterThan(1);
    expect(textOf(await player.say("我在湖北省工作"))).toBe(words.placesFound("湖北", found));
    await player.say(found.map(({ number }) => number).join("、"));
    expect(matterOf(player).jurisdictions).toHaveLength(found.length);
    expect(textOf(player.last as Reply)).toContain("哪一天发生");
  });

  it.each(["2026-03-01", "2026年3月1日", "2026.3.1"])(
    "shows every day as people write it, however it was typed: %s",
    async (day) => {
      const { player } = await typed("预审", "同意", "没有");
      expect(textOf(player.last as Reply)).toContain("2018年10月1日");
      const reply = await player.say(day);
      expect(textOf(reply)).toContain("行为发生在2026年3月1日");
      expect(textOf(reply)).not.toMatch(/\d{4}-\d{2}-\d{2}/u);
    },
  );
});

describe("at the notice of a story", () => {
  it.each(["同意", "同意，开始说", "好，开始吧", "1"])("%s opens it", async (text) => {
    const { player } = await typed(...beforeStory, text);
    expect(textOf(player.last as Reply)).toBe(words.storyText);
  });

  it.each(["不同意", "算了", "还是一题一题问", "2"])("%s goes on by questions", async (text) => {
    const { player, model } = await typed(...beforeStory, text);
    expect(textOf(player.last as Reply)).toContain("【门槛】第1题");
    expect([matterOf(player).storyConsentAt, model.requests]).toEqual([null, []]);
  });

  it("a story is neither sent nor kept, and asked for again after consent", async () => {
    const { player, model } = await typed(...beforeStory);
    const reply = await player.say(story);
    expect(textOf(reply)).toBe(unclearWords.toldBeforeNotice);
    expect(reply).toMatchObject({ question: words.storyConcealed, concealed: true });
    expect([stageOf(player), model.requests]).toEqual(["story-notice", []]);
    expect(textOf(await player.say("嗯哼"))).toBe(unclearWords.storyNotice);
  });
});

describe("while a story is awaited", () => {
  it.each(["不说了", "算了", "还是一题一题问", "那还是算了吧", "返回", "1"])(
    "%s goes on by questions",
    async (text) => {
      const { player, model } = await typed(...beforeStory, "同意", text);
      expect(textOf(player.last as Reply)).toContain("【门槛】第1题");
      expect(model.requests).toEqual([]);
    },
  );

  it("a cry for help is answered as one, and is no story", async () => {
    const { player, model } = await typed(...beforeStory, "同意");
    const reply = await player.say("我不想活了");
    expect(textOf(reply)).toContain("答复：我不想活了");
    expect([stageOf(player), model.requests]).toEqual(["story", []]);
  });

  it("everything can be deleted all the same", async () => {
    const { player } = await typed(...beforeStory, "同意", "删除我的数据");
    const gone = await player.say(forgetConfirmation);
    expect(gone.forget).toBe(true);
    expect(textOf(gone)).not.toContain(words.backTo);
  });
});

describe("while a story is read", () => {
  /** Says a text while the model still reads; what is read afterwards comes too late to be looked at. */
  const meanwhile = async (text: string) => {
    const { player, model } = await typed(...beforeStory, "同意");
    const release = model.hold();
    const told = player.say(story);
    await expect.poll(() => player.reading).not.toBeNull();
    const reply = await player.say(text);
    const seen = { reply, stage: stageOf(player) };
    release();
    await told;
    return seen;
  };

  it.each(["停", "不等了", "算了", "上一步", "按题目回答", "1"])(
    "%s ends it, says what became of the story, and goes on by questions",
    async (text) => {
      const { reply, stage } = await meanwhile(text);
      expect(textOf(reply)).toMatch(new RegExp(`^${words.readingStopped}\\n【门槛】第1题`, "u"));
      expect(stage).toBe("questions");
    },
  );

  it("more of the story is neither sent nor kept, and it is said so", async () => {
    const { reply, stage } = await meanwhile("补充一下，当时县长也在场");
    expect(textOf(reply)).toBe(unclearWords.storyReading);
    expect(reply).toMatchObject({ question: words.storyConcealed, concealed: true, gap: null });
    expect(stage).toBe("story-reading");
  });
});

describe("at a page of proposals", () => {
  it.each(["对", "都对", "没错", "是的", "三条都对", "4"])("%s confirms the page", async (text) => {
    const { player } = await proposed(decisions);
    const reply = await player.say(text);
    expect(formOf(player)).toEqual({ decision: "collective", procedure: "later", urgency: "yes" });
    expect(textOf(reply)).toContain("手续——当时没有办，事后已如实补办");
    expect(textOf(reply)).toContain(words.confirmedAll);
    expect(matterOf(player).answers.map(({ source }) => source)).toEqual([
      "confirmed",
      "confirmed",
      "confirmed",
    ]);
  });

  it.each(["1和2", "1、2对", "第一条和第二条对"])(
    "%s confirms two, and the third still waits",
    async (text) => {
      const { player } = await proposed(decisions);
      const reply = await player.say(text);
      expect(Object.keys(formOf(player)).sort()).toEqual(["decision", "procedure"]);
      expect(textOf(reply)).toContain("1. 是否紧急：紧急，来不及走正常程序\n　依据您的话：“情况紧急”");
      expect(labels(reply)[0]).toBe("确认：是否紧急——紧急，来不及走正常程序");
    },
  );

  it("第一条不对 rejects that one, and the others still wait", async () => {
    const { player } = await proposed(decisions);
    const reply = await player.say("第一条不对");
    expect(formOf(player)).toEqual({});
    expect(textOf(reply)).toMatch(/^没有采用：怎样决定、本人态度[\s\S]*整理出下面2项/u);
  });

  it("both are done at once, and what was said of the others is said back", async () => {
    const { player } = await proposed(decisions);
    const reply = await player.say("1对，2不对，3对");
    expect(formOf(player)).toEqual({ decision: "collective", urgency: "yes" });
    expect(textOf(reply)).toContain("没有采用：手续");
    expect(textOf(reply)).toContain("【门槛】");
  });

  it.each(["都不对", "不对", "一个都不对"])("%s answers nothing, and the questions go on", async (text) => {
    const { player } = await proposed(decisions);
    expect(textOf(await player.say(text))).toContain("【门槛】第1题");
    expect(formOf(player)).toEqual({});
  });

  it("confirms what speaks against a person only by its number", async () => {
    const { player } = await proposed(motives);
    for (const text of ["都对", "对", "除了第1条都对"]) {
      const reply = await player.say(text);
      expect(textOf(reply)).toBe(unclearWords.oneByOne);
      expect(formOf(player)).toEqual({});
    }
    await player.say("1对，2不对");
    expect(Object.keys(formOf(player))).toHaveLength(1);
  });

  it.each([
    ["好的", unclearWords.proposals(3)],
    ["第二条不对，是领导让我先干的", unclearWords.proposals(3)],
    ["1和7", unclearWords.beyond(3)],
  ])("loses nothing where it does not understand, and says what may be said: %s", async (text, said) => {
    const { player } = await proposed(decisions);
    const before = [matterOf(player), labels(player.last as Reply)];
    const reply = await player.say(text);
    expect(textOf(reply)).toBe(said);
    expect([matterOf(player), labels(reply)]).toEqual(before);
    expect(reply.gap).toBeNull();
  });

  it("keeps nothing of what is told there instead of a verdict", async () => {
    const { player } = await proposed(decisions);
    const reply = await player.say("第二条不对，是领导让我先干的");
    expect(reply).toMatchObject({ question: words.storyConcealed, concealed: true });
    expect((await player.say("好的")).concealed).toBeUndefined();
  });

  it("still answers a question, and waits", async () => {
    const { player } = await proposed(decisions);
    const reply = await player.say("问责条例第十七条说什么");
    expect(textOf(reply)).toContain("答复：问责条例第十七条说什么");
    expect(textOf(reply)).toContain(words.proposalsWait);
    await player.say("都对");
    expect(Object.keys(formOf(player))).toHaveLength(3);
  });

  it("says of an answer to be changed that it comes after this step", async () => {
    const { player, model } = await typed(...beforeStory.slice(0, -1), "属实", "把经过说一说", "同意");
    model.answer({ facts: decisions });
    await player.say(story);
    expect(textOf(await player.say("改第1题"))).toContain(words.editLater(1));
    expect(textOf(await player.say("都对"))).toContain("【门槛】第1题");
  });
});

describe("the way back from proposals", () => {
  it.each(["上一步", "算了", "重新说", "把经过说一说", "一题一题问"])(
    "%s asks first, naming how many would go, and takes nothing away",
    async (text) => {
      const { player } = await proposed([...decisions, ...motives]);
      const before = matterOf(player);
      const reply = await player.say(text);
      expect(textOf(reply)).toBe(words.leaveProposals(5, true));
      expect(labels(reply)).toEqual([words.look, words.retell, words.drop]);
      expect(matterOf(player)).toEqual(before);
    },
  );

  it.each(["接着核对", "1", "继续"])("%s shows the page again", async (text) => {
    const { player } = await proposed(decisions);
    await player.say("上一步");
    expect(textOf(await player.say(text))).toContain("依据您的话：“情况紧急”");
    await player.say("都对");
    expect(Object.keys(formOf(player))).toHaveLength(3);
  });

  it.each(["重新说一遍经过", "2", "重新说"])(
    "%s leads to telling it anew, without another consent",
    async (text) => {
      const { player } = await proposed(decisions);
      await player.say("上一步");
      const reply = await player.say(text);
      expect(textOf(reply)).toBe(`${words.dropped(3)}\n${words.storyText}`);
      await player.say(story);
      expect(stageOf(player)).toBe("proposals");
    },
  );

  it.each(["不要了，按题目回答", "3", "不要了", "算了"])("%s leads to the questions", async (text) => {
    const { player } = await proposed(decisions);
    await player.say("上一步");
    expect(textOf(await player.say(text))).toMatch(/已经放下[\s\S]*【门槛】第1题/u);
    expect(formOf(player)).toEqual({});
  });

  it.each(["对", "好", "随便"])(
    "%s is no answer to that: nothing is confirmed and nothing goes",
    async (text) => {
      const { player } = await proposed(decisions);
      await player.say("上一步");
      const before = matterOf(player);
      const reply = await player.say(text);
      expect(textOf(reply)).toBe(unclearWords.leaving);
      expect(labels(reply)).toEqual([words.look, words.retell, words.drop]);
      expect(matterOf(player)).toEqual(before);
    },
  );

  it("keeps what was confirmed before", async () => {
    const { player } = await proposed(decisions);
    await player.say("1");
    await player.say("上一步");
    await player.say("不要了");
    expect(formOf(player)).toEqual({ decision: "collective" });
  });

  it("takes the words of a choice of the page all the same", async () => {
    const { player } = await proposed(decisions);
    await player.say("上一步");
    await player.say(words.confirmAll);
    expect(Object.keys(formOf(player))).toHaveLength(3);
  });

  it("takes a verdict by numbers all the same", async () => {
    const { player } = await proposed(decisions);
    await player.say("上一步");
    await player.say("1和2对");
    expect(Object.keys(formOf(player))).toHaveLength(2);
  });
});

describe("at a question", () => {
  const opened = async (): Promise<Player> => {
    const player = createPlayer(interviewer);
    for (const text of ["预审", "同意", "没有", "2026年3月1日", "还没有"]) await player.say(text);
    return player;
  };

  it("the first words of an option are that option, and which one is said", async () => {
    const player = await opened();
    const reply = await player.say("属实");
    expect(matterOf(player).answers).toMatchObject([{ fact: "report", value: "yes", source: "typed" }]);
    expect(textOf(reply)).toContain("记下了：属实或者部分属实");
  });

  it("「说不清」 is unsure", async () => {
    const player = await opened();
    await player.say("说不清");
    expect(formOf(player)).toEqual({ report: "unsure" });
  });

  it.each(["对", "有", "嗯"])("a bare word that no option is, is no answer: %s", async (text) => {
    const player = await opened();
    const reply = await player.say(text);
    expect(textOf(reply)).toBe(unclearWords.answer);
    expect(formOf(player)).toEqual({});
  });

  it.each(["第二个", "选2", "第2项"])("a number in words chooses as a number does: %s", async (text) => {
    const player = await opened();
    await player.say(text);
    expect(formOf(player)).toEqual({ report: "no" });
  });

  it("what was told instead of an answer is not kept, where nothing was found for it", async () => {
    const player = await opened();
    const reply = await player.say("今天食堂人多，排了很久的队");
    expect(textOf(reply)).toBe(unclearWords.answer);
    expect(reply).toMatchObject({ question: words.storyConcealed, concealed: true, gap: null });
    expect(formOf(player)).toEqual({});
  });

  it("a few words without a question mark are still searched for", async () => {
    const player = await opened();
    expect(textOf(await player.say("容错的期限"))).toContain("答复：容错的期限");
  });
});
