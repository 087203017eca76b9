import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Outbound } from "../../../../src/ports/channel.ts";
import { createBotApi } from "../../../telegram/server.ts";
import { answerOf, createMemory, messageOf, type Open, open, personOf, textsOf } from "./open.ts";

const options = ["三个区分开来", "四种形态", "五个必须"];
const question = "容错纠错的总原则是什么？";

const quizOf = (rest: Partial<Outbound> = {}): Outbound =>
  messageOf("第 1 题，共 3 题", {
    turn: 4,
    choices: [...options, "不做了"].map((label) => ({ label, text: label })),
    quiz: { question, options, right: 1 },
    ...rest,
  });

describe("a quiz", () => {
  let opened: Open;
  beforeEach(async () => {
    opened = await open();
    opened.api.person(1001).say("您好");
    await opened.settled();
  });
  afterEach(() => opened.close());
  const shown = () => opened.api.shown(1001);
  const votesOf = ({ events }: Open) => events.slice(1).map(({ from, content }) => ({ from, content }));

  it("is a native one below its text, whose votes have a name, with what is no option as buttons", async () => {
    expect(await opened.send(quizOf(), "k1")).toEqual({ status: "sent" });
    expect(shown()).toMatchObject([
      { text: "第 1 题，共 3 题", buttons: [] },
      { text: question, poll: { options, right: [0], anonymous: false } },
    ]);
    expect(shown()[1]?.buttons.map(({ text }) => text)).toEqual(["4. 不做了"]);
    opened.api.person(1001).press("不做了");
    await opened.settled();
    expect(votesOf(opened)).toMatchObject([{ content: { type: "choice", turn: 4, choice: 4 } }]);
  });

  it("stands alone where the text is its question", async () => {
    await opened.send(quizOf({ answer: messageOf(question).answer }), "k1");
    expect(textsOf(opened.api, 1001)).toEqual([question]);
  });

  it("is not asked twice: the text ends before a question it ends with", async () => {
    const blocks = [`答对了。`, `【单选】${question}`].map((text) => ({ type: "notice" as const, text }));
    await opened.send(quizOf({ answer: answerOf("", { blocks }) }), "k1");
    expect(textsOf(opened.api, 1001)).toEqual(["答对了。\n【单选】", question]);
  });

  it("is answered by a vote as by a press", async () => {
    await opened.send(quizOf(), "k1");
    opened.api.person(1001).vote("四种形态");
    await opened.settled();
    expect(votesOf(opened)).toEqual([
      { from: personOf(1001), content: { type: "choice", turn: 4, choice: 2 } },
    ]);
  });

  it("takes no votes of others, of unknown polls, or withdrawn ones; nothing is said to them", async () => {
    await opened.send(quizOf(), "k1");
    const poll = shown()[1]?.poll?.id;
    opened.api.person(1002).voteRaw({ poll_id: poll, option_ids: [0] });
    opened.api.person(1001).voteRaw({ poll_id: "p999", option_ids: [0] });
    opened.api.person(1001).voteRaw({ poll_id: "../../person", option_ids: [0] });
    opened.api.person(1001).voteRaw({ poll_id: poll, option_ids: [] });
    await opened.settled();
    expect(votesOf(opened)).toEqual([]);
    expect(textsOf(opened.api, 1002)).toEqual([]);
    expect(shown()).toHaveLength(2);
  });

  it.each([
    ["of no turn", { turn: null }],
    ["with an option too long for one", { quiz: { question, options: ["甲".repeat(101), "乙"], right: 1 } }],
    ["with a question too long for one", { quiz: { question: "问".repeat(301), options, right: 1 } }],
    ["whose right option there is not", { quiz: { question, options, right: 4 } }],
  ])("is a plain message where it is one %s", async (_, rest) => {
    expect(await opened.send(quizOf(rest), "k1")).toEqual({ status: "sent" });
    expect(opened.api.callsOf("sendPoll")).toEqual([]);
    expect(shown()).toMatchObject([{ poll: null }]);
  });

  it("is a plain message where the server refuses it, with every choice", async () => {
    opened.api.fault("sendPoll", { status: 400, description: "Bad Request: POLL_OPTION_INVALID" });
    expect(await opened.send(quizOf(), "k1")).toEqual({ status: "sent" });
    expect(
      shown()
        .at(-1)
        ?.buttons.map(({ text }) => text),
    ).toEqual([...options, "不做了"].map((label, at) => `${at + 1}. ${label}`));
  });

  it("is a native one too where the server knows no rich messages", async () => {
    opened.api.unknown("sendRichMessage");
    const blocks = Array.from({ length: 3 }, () => ({ type: "notice" as const, text: "长".repeat(3_000) }));
    await opened.send(messageOf("", { answer: answerOf("", { blocks }) }), "k0");
    await opened.send(quizOf(), "k1");
    expect(shown().at(-1)?.poll?.options).toEqual(options);
  });

  it("is a plain message in a group, where others would vote", async () => {
    opened.api.group(-100200);
    await opened.send(quizOf(), "k1", { person: "telegram:1001", conversation: "g100200" });
    expect(opened.api.callsOf("sendPoll")).toEqual([]);
  });
});

describe("after a restart", () => {
  const restarted = async (
    memory: ReturnType<typeof createMemory> | null,
    before: (first: Open) => Promise<void>,
  ) => {
    const api = await createBotApi();
    const first = await open({ api, memory });
    api.person(1001).say("您好");
    await first.settled();
    await before(first);
    await first.close();
    const second = await open({ api, memory });
    return {
      api,
      second,
      async close() {
        await second.close();
        await api.close();
      },
    };
  };

  it("a vote still is the choice of its turn, and waits where that cannot be told", async () => {
    const memory = createMemory();
    const { api, second, close } = await restarted(memory, async (first) => {
      await first.send(quizOf(), "k1");
    });
    memory.away = true;
    api.person(1001).vote("五个必须");
    await api.until(() => second.log.some((line) => line.includes("cannot be told now")));
    memory.away = false;
    await second.settled();
    expect(second.events.map(({ content }) => content)).toEqual([{ type: "choice", turn: 4, choice: 3 }]);
    await close();
  });

  it("a message still takes the place of an older one, not of the newest", async () => {
    const { api, second, close } = await restarted(createMemory(), async (first) => {
      await first.send(messageOf("清单", { turn: 1 }), "k1");
      await first.send(messageOf("答", { turn: 2 }), "k2");
    });
    await second.send(messageOf("清单 ☑", { turn: 3, replaces: 1 }), "k3");
    await second.send(messageOf("答，成文", { turn: 2, replaces: 2 }), "k4");
    expect(api.shown(1001)).toMatchObject([
      { text: "清单 ☑", edits: 1 },
      { text: "答，成文", edits: 1 },
    ]);
    await close();
  });

  it("a turn that is several messages is sent anew, though it was one before", async () => {
    const { api, second, close } = await restarted(createMemory(), async (first) => {
      first.api.unknown("sendRichMessage");
      await first.send(messageOf("短", { turn: 1 }), "k1");
      await first.send(messageOf("长。".repeat(3_000), { turn: 1 }), "k2");
    });
    await second.send(messageOf("成文", { turn: 1, replaces: 1 }), "k3");
    expect(api.shown(1001).map(({ edits }) => edits)).toEqual([0, 0, 0, 0]);
    expect(textsOf(api, 1001).at(-1)).toBe("成文");
    await close();
  });

  it("a message of long ago is sent anew: of a chat so many are kept and no more", async () => {
    const memory = createMemory();
    const { api, second, close } = await restarted(memory, async (first) => {
      for (let turn = 1; turn <= 40; turn++) await first.send(messageOf(`第${turn}条`, { turn }), `k${turn}`);
    });
    expect(memory.names(personOf(1001))).toHaveLength(16);
    await second.send(messageOf("改第二十五条", { turn: 41, replaces: 25 }), "k41");
    await second.send(messageOf("改第二十四条", { turn: 42, replaces: 24 }), "k42");
    expect(api.shown(1001).map(({ edits }) => edits)).toEqual(
      Array.from({ length: 41 }, (_, at) => (at === 24 ? 1 : 0)),
    );
    await close();
  });

  it("without a memory, it is sent anew", async () => {
    const { api, second, close } = await restarted(null, async (first) => {
      await first.send(messageOf("一", { turn: 1 }), "k1");
    });
    await second.send(messageOf("二", { turn: 2, replaces: 1 }), "k2");
    expect(textsOf(api, 1001)).toEqual(["一", "二"]);
    await close();
  });

  it("nobody who blocked the bot is pushed anything, until an answer reaches them again", async () => {
    const { api, second, close } = await restarted(createMemory(), async (first) => {
      first.api.person(1001).block();
      await first.settled();
    });
    const push = (text: string) => second.send(messageOf(text, { push: true }), text);
    expect(await push("一")).toEqual({ status: "failed", reason: "gone" });
    expect(api.callsOf("sendMessage")).toEqual([]);
    api.person(1001).unblock();
    expect(await second.send(messageOf("答", { turn: 1 }), "k1")).toEqual({ status: "sent" });
    expect(await push("二")).toEqual({ status: "sent" });
    await close();
  });
});
