import { describe, expect, it } from "vitest";
import {
  createDialogue,
  type DialogueSettings,
  type Reply,
  type Situation,
} from "../../../src/app/dialogue/dialogue.ts";
import type { ConversationState } from "../../../src/app/flow/events.ts";
import { roles } from "../../../src/core/access/roles.ts";
import { parseCommand } from "../../../src/core/dialogue/commands.ts";
import type { Answer, Citation } from "../../../src/core/grounding/answer.ts";
import type { AccessResult, Grant, Role, Terms } from "../../../src/ports/access.ts";
import { replies } from "../../../src/text/dialogue.ts";
import { quickAnswer, quickAssistant } from "../flow/quick-assistant.ts";
import { noInterview } from "../flow/running.ts";

const person = "web:anna";
const approvals: { readonly by: string; readonly code: string; readonly terms: Terms }[] = [];
let approval: AccessResult<Grant> = { ok: false, problem: "unknown-code" };

let role: Role = "admin";
const grantOf = async (): Promise<Grant> => ({
  person,
  role,
  unit: "",
  until: null,
  grantedAt: 0,
  grantedBy: "configuration",
});

const settings: DialogueSettings = {
  assistant: quickAssistant,
  interview: noInterview,
  access: {
    grantOf,
    approve: async (by, code, terms) => {
      approvals.push({ by, code, terms });
      return approval;
    },
  },
  organisation: null,
  contact: "办公室",
  retentionDays: 180,
  today: () => "2026-11-23",
};
const dialogue = createDialogue(settings);

const context = quickAnswer("问责条例").context;
const state: ConversationState = {
  form: 1,
  turns: 1,
  title: "问责条例",
  startedAt: 0,
  lastAt: 0,
  context,
  choices: [
    { label: "招标", text: "案例 招标" },
    { label: "问责条例的期限", text: "问责条例的期限" },
  ],
};

const situation = (rest: Partial<Situation> = {}): Situation => ({
  person,
  conversation: "c1",
  state,
  note: "7K3M-Q9TD",
  matters: async () => [],
  noted: async () => null,
  reported: async () => null,
  stored: async () => ({ conversations: 2, turns: 7 }),
  ...rest,
});

const say = (text: string, rest: Partial<Situation> = {}): Promise<Reply> =>
  dialogue.reply({ type: "text", text, masked: false, asOf: null, pressed: null }, situation(rest));

/** What is found, beside a quick answer. */
const citing = (kind: Citation["kind"]): Partial<Answer> => ({
  citations: [{ n: 1, passage: "a#1", kind } as Citation],
});
const asking = (found: Partial<Answer>, text: string): Promise<Reply> =>
  createDialogue({
    ...settings,
    assistant: { ...quickAssistant, ask: (question) => ({ ...quickAnswer(question), ...found }) },
  }).reply({ type: "text", text, masked: false, asOf: null, pressed: null }, situation());

const textOf = ({ answer }: Reply): string =>
  answer.blocks.map((block) => ("text" in block ? block.text : "")).join("");

describe("a question", () => {
  it("leans on the conversation, and offers what may be asked next", async () => {
    const reply = await say("那期限呢");
    expect(reply).toMatchObject({ question: "那期限呢", file: null, gap: null, forget: false });
    expect(reply.answer.understoodAs).toBe("问责条例");
    expect(reply.choices.map(({ text }) => text)).toEqual(["那期限呢的依据", "那期限呢的期限"]);
    expect(reply.context?.question).toBe("那期限呢");
  });

  it("about one's own matter offers a pre-check after what may be asked next", async () => {
    const asking = createDialogue({
      ...settings,
      assistant: { ...quickAssistant, ask: (question) => ({ ...quickAnswer(question), precheck: true }) },
    });
    const said = { type: "text", text: "我这事能容错吗", masked: false, asOf: null, pressed: null } as const;
    const { choices } = await asking.reply(said, situation());
    expect(choices).toHaveLength(3);
    expect(choices.at(-1)).toEqual({ label: replies.precheckOffer, text: "预审" });
    expect(parseCommand("预审")?.name).toBe("precheck");
  });

  it("is answered by the law of the day that was chosen", async () => {
    const reply = await dialogue.reply(
      { type: "text", text: "问题", masked: false, asOf: "2020-01-01", pressed: null },
      situation(),
    );
    expect(reply.answer.asOf).toBe("2020-01-01");
  });

  it("is answered by meaning, too, where an answer was put together from what was found", async () => {
    const given: (Float32Array | null)[] = [];
    const vector = Float32Array.of(1);
    const asked: string[] = [];
    const byMeaning = createDialogue({
      ...settings,
      assistant: {
        ...quickAssistant,
        ask(question, options) {
          given.push(options?.meaning?.vector ?? null);
          return { ...quickAnswer(question), ...(question === "摘录" ? { grounds: ["a#1"] } : {}) };
        },
      },
      vectorOf: async (question) => {
        asked.push(question);
        return vector;
      },
    });
    for (const text of ["编者", "摘录"])
      await byMeaning.reply({ type: "text", text, masked: false, asOf: null, pressed: null }, situation());
    expect(asked).toEqual(["摘录"]);
    expect(given).toEqual([null, null, vector]);
  });

  it("goes on the gap list where there is no evidence", async () => {
    expect((await say("未收录的事")).gap).toEqual({
      kind: "unanswered",
      text: "未收录的事",
      detail: "no_evidence",
    });
  });

  it("says that something was masked", async () => {
    const reply = await dialogue.reply(
      { type: "text", text: "〔电话〕", masked: true, asOf: null, pressed: null },
      situation(),
    );
    expect(textOf(reply)).not.toBe("答复：〔电话〕");
    expect(textOf(reply)).toContain("答复：〔电话〕");
  });

  it("after its word is shown as it was typed", async () => {
    const reply = await say("提问 什么是容错");
    expect([reply.question, textOf(reply)]).toEqual(["提问 什么是容错", "答复：什么是容错"]);
  });
});

describe("a number", () => {
  it.each(["1", "１", "①", "1."])("%s chooses what was offered, and is shown as that", async (text) => {
    const reply = await say(text);
    expect([reply.question, textOf(reply)]).toEqual(["招标", replies.noCases("招标", ["招标", "拆迁"])]);
  });

  it("chooses one of the first questions at the beginning", async () => {
    expect((await say("2", { state: null })).question).toBe("什么是纠错");
  });

  it("that chooses nothing leaves everything as it was", async () => {
    const reply = await say("9");
    expect(textOf(reply)).toBe(replies.noSuchNumber(2));
    expect([reply.choices, reply.context]).toEqual([state.choices, context]);
  });

  it("is a question where nothing is offered", async () => {
    expect(textOf(await say("5", { state: { ...state, choices: [] } }))).toBe("答复：5");
  });
});

describe("a command", () => {
  it.each([
    ["/about", "容错纠错政策助手"],
    ["关于", "sha256:0000000000000000".slice(0, 19)],
    ["/help", "停止回答"],
    ["帮助", "帮助"],
    ["/ask", replies.askWhat],
    ["提问", replies.askWhat],
    ["/cases", "4个公开案例"],
    ["案例", "4个公开案例"],
    ["/mydata", "2段对话、7次问答"],
    ["我的数据", "180天"],
    ["/forget", "确认删除我的数据"],
    ["删除我的数据", "确认删除我的数据"],
    ["/complain", "投诉建议"],
    ["投诉建议", "办公室"],
    ["/stop", replies.stopDone],
    ["停止回答", replies.stopDone],
    ["/new", replies.fresh],
    ["新对话", replies.fresh],
    ["/approve", replies.approveHow],
    ["批准", replies.approveHow],
  ])("%s is answered", async (text, expected) => {
    expect(textOf(await say(text))).toContain(expected);
  });

  it("leaves the context alone, but for a new conversation", async () => {
    for (const text of ["关于", "帮助", "我的数据", "删除我的数据", "投诉建议 慢", "案例", "提问", "批准"])
      expect([text, (await say(text)).context]).toEqual([text, context]);
    expect((await say("新对话")).context).toBeNull();
  });

  it("案例 offers fields, and each of them leads to cases", async () => {
    const { choices } = await say("案例");
    expect(choices).toEqual([
      { label: "招标", text: "案例 招标" },
      { label: "拆迁", text: "案例 拆迁" },
    ]);
    expect(textOf(await asking(citing("case"), "案例 拆迁"))).toBe(`答复：${replies.casesOf("拆迁")}`);
  });

  it.each([
    ["what is out of scope", { kind: "refusal", refusalReason: "out_of_scope" }],
    ["what there is no evidence of", { kind: "refusal", refusalReason: "no_evidence" }],
    ["what only provisions tell of", citing("provision")],
  ] as const)(
    "案例 says of %s that there is no case, and in which fields there are",
    async (_what, found) => {
      const reply = await asking(found, "案例 火星");
      expect(textOf(reply)).toBe(replies.noCases("火星", ["招标", "拆迁"]));
      expect(textOf(reply)).toContain("招标、拆迁");
      expect(reply.choices.map(({ text }) => text)).toEqual(["案例 招标", "案例 拆迁"]);
    },
  );

  it("案例 does not turn a refusal for its own sake into no case", async () => {
    const reply = await asking({ kind: "refusal", refusalReason: "evasion" }, "案例 怎么串供");
    expect(reply.answer.refusalReason).toBe("evasion");
  });

  it.each([
    ["/abc", null],
    ["/abc 招标", null],
    ["/casses", "/cases"],
    ["／hepl", "/help"],
    ["/MyDate", "/mydata"],
  ])("that nobody knows is told so, with the nearest: %s", async (text, near) => {
    const reply = await say(text);
    const [word = ""] = text.replace("／", "/").split(" ");
    expect(textOf(reply)).toBe(replies.unknownCommand(word, near));
    expect([reply.choices, reply.context]).toEqual([state.choices, context]);
  });

  it.each(["/case", "／CASE", "我的卷宗", "/我的卷宗"])(
    "for one's own case files is told that there are none, and where one's own things are: %s",
    async (text) => {
      const reply = await say(text);
      for (const there of ["没有“我的卷宗”", "“继续”", "“我的数据”", "“案例”"])
        expect(textOf(reply)).toContain(there);
      expect([reply.choices, reply.context, reply.gap]).toEqual([state.choices, context, null]);
    },
  );

  it("is not a question that begins with a slash", async () => {
    for (const text of ["/容错的期限", "/etc/passwd", "/ 什么是容错"])
      expect(textOf(await say(text))).toBe(`答复：${text}`);
  });

  it("我的数据 comes as a file that is stored nowhere", async () => {
    expect(await say("我的数据")).toMatchObject({ file: "my-data", forget: false });
  });

  it("投诉建议 with a text is kept for the editors", async () => {
    const reply = await say("投诉建议：引文不完整");
    expect(textOf(reply)).toBe(replies.complained("办公室", "7K3M-Q9TD"));
    expect(reply.gap).toEqual({ kind: "complaint", text: "引文不完整", detail: "" });
  });

  it.each(["关于容错的规定", "案例里的干部", "帮助同事隐瞒", "关于 容错"])(
    "is not what merely begins alike: %s",
    async (text) => {
      expect(textOf(await say(text))).toBe(`答复：${text}`);
    },
  );
});

describe("deleting everything", () => {
  it("takes two words, the second one whole", async () => {
    const asked = await say("删除我的数据");
    expect([asked.forget, asked.choices.map(({ text }) => text)]).toEqual([
      false,
      ["确认删除我的数据", "不删除"],
    ]);
    const following = situation({ state: { ...state, choices: [...asked.choices] } });
    const confirmed = await dialogue.reply(
      { type: "text", text: "1", masked: false, asOf: null, pressed: null },
      following,
    );
    expect([confirmed.forget, confirmed.question]).toEqual([true, null]);
    const kept = await dialogue.reply(
      { type: "text", text: "2", masked: false, asOf: null, pressed: null },
      following,
    );
    expect([kept.forget, textOf(kept)]).toEqual([false, replies.kept]);
    for (const text of ["确认删除", "确认删除我的数据吗", "好的"])
      expect((await say(text)).forget).toBe(false);
  });
});

describe("approving a person", () => {
  it("passes on code, role and unit", async () => {
    approval = {
      ok: true,
      value: { person, role: "official", unit: "某局 办公室", until: null, grantedAt: 0, grantedBy: person },
    };
    const reply = await say("批准 ABCD-EFGH 问责决定机关人员 某局 办公室");
    expect(approvals.at(-1)).toEqual({
      by: person,
      code: "ABCD-EFGH",
      terms: { role: "official", unit: "某局 办公室", until: null },
    });
    expect(textOf(reply)).toBe(replies.approved("问责决定机关人员", "某局 办公室"));
  });

  it.each([
    ["forbidden", replies.notAdministrator],
    ["unknown-code", replies.unknownCode],
    ["invalid", replies.approveHow],
  ] as const)("says why it did not happen: %s", async (problem, expected) => {
    approval = { ok: false, problem };
    expect(textOf(await say("批准 ABCD-EFGH 干部"))).toBe(expected);
  });

  it.each(roles.filter((other) => other !== "admin"))(
    "is not for a person in the role %s, who hears no usage of it",
    async (other) => {
      role = other;
      for (const text of ["/approve", "批准", "批准 ABCD-EFGH", "批准 ABCD-EFGH 书记"])
        expect(textOf(await say(text))).toBe(replies.notAdministrator);
      role = "admin";
    },
  );

  it("asks for the role where it names none", async () => {
    const before = approvals.length;
    expect(textOf(await say("批准 ABCD-EFGH 书记"))).toBe(replies.approveHow);
    expect(approvals).toHaveLength(before);
  });
});

describe("what is no text, or was not kept", () => {
  it.each([
    [{ type: "unsupported" }, "smalltalk", null],
    [{ type: "withheld", reason: "classified" }, "refusal", "classified"],
    [{ type: "withheld", reason: "too_long" }, "clarify", null],
  ] as const)("%o has a fixed reply and leaves the context alone", async (said, kind, refusalReason) => {
    const reply = await dialogue.reply(said, situation());
    expect(reply.answer).toMatchObject({ kind, refusalReason });
    expect([reply.question, reply.context]).toEqual([null, context]);
  });

  it("says what is said instead of an answer, and the conversation goes on from where it was", () => {
    for (const why of ["stopped", "failed"] as const) {
      const reply = dialogue.instead(
        { type: "text", text: "问题", masked: false, asOf: null, pressed: null },
        why,
        state,
      );
      expect([textOf(reply), reply.question]).toEqual([replies[why], "问题"]);
      expect([reply.context, reply.choices]).toEqual([context, state.choices]);
    }
  });
});

describe("the one word that ends pushes", () => {
  it("ends those of campaigns and the question of the day in one commit", async () => {
    const change = (key: string) => ({ key, version: 1, value: null, expires: false });
    const ending = createDialogue({
      assistant: quickAssistant,
      interview: noInterview,
      campaigns: {
        reply: async () => ({
          answer: { kind: "smalltalk", blocks: [], citations: [] },
          choices: [],
          changes: [change("subscription")],
          ticking: null,
        }),
      },
      learning: { reply: async () => null, stopDaily: async () => [change("learning")] },
      access: { grantOf, approve: async () => approval },
      organisation: null,
      contact: "办公室",
      retentionDays: 180,
      today: () => "2026-11-23",
    });
    const keysAfter = async (text: string) =>
      (
        await ending.reply({ type: "text", text, masked: false, asOf: null, pressed: null }, situation())
      ).changes?.map(({ key }) => key);
    expect(await keysAfter("停止推送")).toEqual(["subscription", "learning"]);
    expect(await keysAfter("订阅推送")).toEqual(["subscription"]);
  });
});
