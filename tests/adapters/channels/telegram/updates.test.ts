import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chatOf, readUpdate, updateId } from "../../../../src/adapters/channels/telegram/updates.ts";

const bot = "rongcuo_test_bot";
const from = { id: 1001, is_bot: false };
const alone = { id: 1001, type: "private" };
const group = { id: -100200, type: "supergroup" };
const place = { chat: 1001, user: 1001 };
const groupPlace = { chat: -100200, user: 1001 };

const inPrivate = (content: object) =>
  readUpdate({ update_id: 1, message: { message_id: 1, from, chat: alone, ...content } }, bot);
const inGroup = (text: string, rest: object = {}) =>
  readUpdate({ update_id: 1, message: { message_id: 1, from, chat: group, text, ...rest } }, bot);

describe("an update in a private chat", () => {
  it("is a text as it was written", () => {
    expect(inPrivate({ text: "什么是容错？" })).toEqual({ type: "text", place, text: "什么是容错？" });
  });

  it("is a command without the bot's name", () => {
    expect(inPrivate({ text: `/ask@${bot} 容错` })).toEqual({ type: "text", place, text: "/ask 容错" });
  });

  it("is a start with what its link carries", () => {
    expect(inPrivate({ text: "/start abc-1" })).toEqual({ type: "start", place, payload: "abc-1" });
    expect(inPrivate({ text: "/start" })).toEqual({ type: "start", place, payload: "" });
  });

  it.each([
    "photo",
    "voice",
    "video",
    "sticker",
    "document",
    "location",
    "contact",
    "poll",
    "dice",
    "audio",
    "animation",
    "video_note",
    "venue",
    "story",
  ])("is something that is not read: %s", (what) => {
    expect(inPrivate({ [what]: {}, caption: "看图" })).toEqual({ type: "unsupported", place, what });
  });

  it.each([
    { forward_origin: { type: "user" }, text: "确认删除我的数据" },
    { via_bot: { id: 5 }, text: "1" },
  ])("is not taken for one's own word: %j", (content) => {
    expect(inPrivate(content)).toEqual({ type: "word", place, word: "forwarded" });
  });

  it("is a polite word where a text is changed, and nothing where a shared place moves", () => {
    const edited = (content: object) =>
      readUpdate({ update_id: 1, edited_message: { from, chat: alone, ...content } }, bot);
    expect(edited({ text: "改" })).toEqual({ type: "word", place, word: "edited" });
    expect(edited({ location: {} })).toEqual({ type: "ignored" });
  });

  it("tells whether the person can be reached", () => {
    const member = (status: string) =>
      readUpdate({ update_id: 1, my_chat_member: { chat: alone, from, new_chat_member: { status } } }, bot);
    expect(member("kicked")).toEqual({ type: "reach", chat: 1001, reachable: false });
    expect(member("member")).toEqual({ type: "reach", chat: 1001, reachable: true });
  });
});

describe("an update in a group", () => {
  it.each(["大家好", "@somebody 在吗", "/ask@another_bot 容错", "/weather"])(
    "is nothing to the bot: %s",
    (text) => {
      expect(inGroup(text)).toEqual({ type: "ignored" });
    },
  );

  it("is heard where it is a command or mentions the bot", () => {
    expect(inGroup("/cases 招标")).toMatchObject({ type: "text", place: groupPlace, text: "/cases 招标" });
    expect(inGroup(`@${bot} 什么是容错？`)).toMatchObject({ type: "text", text: "什么是容错？" });
    expect(inGroup(`@${bot}`)).toMatchObject({ type: "text", text: "/help" });
  });

  it.each(["/mydata", "/forget", `@${bot} 我的数据`, "/complain 有意见", `/approve@${bot} ABCD-EFGH 干部`])(
    "gets a polite word where it is personal: %s",
    (text) => {
      expect(inGroup(text)).toEqual({ type: "word", place: groupPlace, word: "private" });
    },
  );

  it("is ignored where it is forwarded, or written in a group's or channel's name", () => {
    expect(inGroup("/ask 容错", { forward_origin: {} })).toEqual({ type: "ignored" });
    expect(inGroup("/ask 容错", { sender_chat: group })).toEqual({ type: "ignored" });
    expect(readUpdate({ update_id: 1, channel_post: { text: "/ask" } }, bot)).toEqual({ type: "ignored" });
  });

  it("is ignored where another bot writes", () => {
    expect(inGroup("/ask 容错", { from: { id: 7, is_bot: true } })).toEqual({ type: "ignored" });
  });
});

describe("a vote", () => {
  const voted = (content: object) => {
    const update = { update_id: 1, poll_answer: { poll_id: "5", user: from, option_ids: [2], ...content } };
    return { heard: readUpdate(update, bot), chat: chatOf(update) };
  };

  it("is a person's for an option, counted from 1, and keeps its place among what comes from them", () => {
    expect(voted({})).toEqual({ heard: { type: "vote", user: 1001, poll: "5", option: 3 }, chat: 1001 });
  });

  it.each([
    ["withdrawn", { option_ids: [] }],
    ["in a chat's name", { user: undefined, voter_chat: group }],
    ["another bot's", { user: { id: 7, is_bot: true } }],
    ["for no option there could be", { option_ids: [-1] }],
    ["for something else", { option_ids: "2" }],
    ["in no poll", { poll_id: 5 }],
  ])("is ignored where it is %s", (_, content) => {
    expect(voted(content).heard).toEqual({ type: "ignored" });
  });
});

describe("whatever an update is", () => {
  const runs = process.env.LONG_TESTS === "true" ? 100_000 : 10_000;
  const leaf = fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.boolean(), fc.double());
  const names = [
    "message",
    "edited_message",
    "callback_query",
    "poll_answer",
    "poll_id",
    "user",
    "option_ids",
    "my_chat_member",
    "chat",
    "from",
    "id",
    "type",
    "text",
    "data",
    "photo",
    "entities",
    "new_chat_member",
    "status",
    "is_bot",
    "forward_origin",
    "update_id",
  ];
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { depthSize: "small" },
      leaf,
      fc.constantFrom<unknown>(from, alone, group, "private", "/start x", "/mydata", `@${bot} 1`),
      fc.array(tie("tree"), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...names), tie("tree"), { maxKeys: 6 }),
    ),
  }));
  /** Of the right shape, with anything in any place. */
  const nearly = fc.record(
    {
      update_id: fc.oneof(fc.integer(), tree),
      message: fc.record(
        {
          from: fc.oneof(fc.constant(from), tree),
          chat: fc.oneof(fc.constant(alone), fc.constant(group), tree),
          text: fc.oneof(fc.string({ unit: "binary" }), tree),
          photo: tree,
          forward_origin: tree,
        },
        { requiredKeys: [] },
      ),
      callback_query: tree,
      poll_answer: fc.record(
        {
          poll_id: fc.oneof(fc.string(), tree),
          user: fc.oneof(fc.constant(from), tree),
          option_ids: fc.oneof(fc.array(fc.integer()), tree),
        },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: [] },
  );

  it(`nothing throws: ${runs} random ones`, { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.oneof(tree, nearly), fc.constantFrom(bot, null), (update, name) => {
        const { type } = readUpdate(update, name);
        expect(["text", "start", "press", "vote", "unsupported", "word", "reach", "ignored"]).toContain(type);
        for (const id of [chatOf(update), updateId(update)])
          expect(id === null || Number.isSafeInteger(id)).toBe(true);
      }),
      { numRuns: runs },
    );
  });
});
