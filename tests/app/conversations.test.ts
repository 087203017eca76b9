import { afterEach, describe, expect, it } from "vitest";
import { assistant } from "../knowledge-base.ts";
import { address, type Running, running, transcript } from "./flow/running.ts";

const open: Running[] = [];
const start: typeof running = async (options) => {
  const made = await running(options);
  open.push(made);
  return made;
};
afterEach(async () => {
  for (const made of open.splice(0)) await made.stop();
});

const anna = address("web:anna");
const annaElsewhere = address("web:anna", "c2");
const bert = address("web:bert");

describe("conversations", () => {
  it("are listed with the beginning of their first question, the newest first", async () => {
    const made = await start();
    await made.give(anna, { type: "unsupported", what: "picture" });
    await made.settle();
    await made.say(anna, `𠮷${"长".repeat(60)}`);
    await made.settle();
    made.clock.advance(1_000);
    await made.say(annaElsewhere, "后来的问题");
    await made.settle();
    expect(await made.conversations.list("web:anna")).toMatchObject([
      { conversation: "c2", title: "后来的问题", turns: 1 },
      { conversation: "c1", title: `𠮷${"长".repeat(39)}`, turns: 2 },
    ]);
    expect(await made.conversations.list("web:bert")).toEqual([]);
  });

  it("are read turn by turn, after any of them", async () => {
    const made = await start();
    for (const text of ["一", "二", "三"]) await made.say(anna, text);
    await made.settle();
    const read = async (after: number, limit: number) =>
      (await made.conversations.turns(anna, after, limit)).map(({ turn }) => turn);
    expect([await read(0, 2), await read(2, 2), await read(3, 2)]).toEqual([[1, 2], [3], []]);
  });

  it("leave no record, and cost no erasure, where there was nothing to remove", async () => {
    const made = await start();
    const before = await made.store.streams();
    for (let count = 0; count < 3; count++) await made.conversations.remove(address("web:anna", `x${count}`));
    expect(await made.store.streams()).toEqual(before);
  });

  it("are told in the same numbers as the file that comes with them holds, before and after everything was deleted", async () => {
    const made = await start();
    const counts = async (): Promise<readonly number[]> => {
      const { text } = await made.conversations.file("web:anna", "my-data");
      const { conversations } = JSON.parse(text) as { conversations: { turns: unknown[] }[] };
      return [conversations.length, conversations.flatMap(({ turns }) => turns).length];
    };
    const told = async (of: typeof anna): Promise<readonly number[]> => {
      await made.say(of, "我的数据");
      await made.settle();
      const text = (await transcript(made, of)).at(-1)?.answer ?? "";
      return (/(\d+)段对话、(\d+)次问答/u.exec(text) ?? []).slice(1).map(Number);
    };
    await made.say(anna, "一个问题");
    await made.settle();
    for (const [of, expected] of [
      [anna, [1, 2]],
      [annaElsewhere, [2, 3]],
      [annaElsewhere, [2, 4]],
    ] as const)
      expect([await told(of), await counts()]).toEqual([expected, expected]);
    await made.say(anna, "确认删除我的数据");
    await made.settle();
    expect([await told(anna), await counts()]).toEqual([
      [1, 1],
      [1, 1],
    ]);
  });

  it("are none where they are another person's", async () => {
    const made = await start();
    await made.say(anna, "只有我能看");
    await made.settle();
    expect(await made.conversations.turns(address("web:bert", "c1"), 0, 9)).toEqual([]);
    expect(await made.conversations.turns(address("web:ann"), 0, 9)).toEqual([]);
    await made.conversations.remove(bert);
    expect(await transcript(made, anna)).toHaveLength(1);
  });

  it("end when their time has come", async () => {
    const made = await start();
    await made.say(anna, "问题");
    await made.settle();
    made.clock.advance(180 * 86_400_000 - 1);
    expect(await transcript(made, anna)).toHaveLength(1);
    made.clock.advance(1);
    expect([await transcript(made, anna), await made.conversations.list("web:anna")]).toEqual([[], []]);
    await made.say(anna, "再来");
    await made.settle();
    expect(await transcript(made, anna)).toHaveLength(1);
  });
});

describe("all data of a person", () => {
  it("holds everything of theirs, as it was typed, and nothing of anybody else", async () => {
    const made = await start({
      dialogue: (real) => ({
        ...real,
        async reply(said, situation) {
          if (said.type === "text" && said.text.startsWith("毒")) throw new Error("poison");
          return real.reply(said, situation);
        },
      }),
    });
    await made.say(anna, "我的电话13812345678，能容错吗");
    await made.say(annaElsewhere, "未收录的事");
    await made.say(anna, "投诉建议 慢了一点");
    await made.say(anna, "毒，电话13912345678");
    await made.say(bert, "别人的问题，电话13712345678");
    await made.settle();
    const { name, mediaType, text } = await made.conversations.file("web:anna", "my-data");
    expect([name, mediaType]).toEqual(["我的数据.json", "application/json; charset=utf-8"]);
    for (const held of ["13812345678", "未收录的事", "慢了一点", "答复：", "web:anna"])
      expect(text).toContain(held);
    for (const foreign of ["别人的问题", "13712345678", "bert"]) expect(text).not.toContain(foreign);
    expect(JSON.parse(text)).toMatchObject({
      person: "web:anna",
      firstSeen: "2026-11-23T02:00:00.000Z",
      conversations: [{}, {}],
      unhandled: [{ type: "text", text: "毒，电话13912345678" }],
      notes: [{}, {}],
    });
  });

  it("is sent as a file that is stored nowhere", async () => {
    const made = await start({ key: null });
    await made.say(anna, "问题");
    await made.say(anna, "我的数据");
    await made.settle();
    expect(made.channel.sends.map(({ file }) => file?.name ?? null)).toEqual([null, "我的数据.json"]);
    expect(made.bytes().includes("madeAt")).toBe(false);
  });

  it("is there and empty for somebody who never wrote", async () => {
    const made = await start();
    const { text } = await made.conversations.file("web:nobody", "my-data");
    expect(JSON.parse(text)).toMatchObject({ firstSeen: null, conversations: [], unhandled: [], notes: [] });
  });
});

describe("the real assistant in a conversation", () => {
  it("answers with its sources, follows up, and offers what a number chooses", async () => {
    const made = await start({ assistant });
    await made.say(anna, "《中国共产党问责条例》第十七条怎么规定？");
    await made.say(anna, "那第十八条呢");
    await made.settle();
    const [first, second] = await made.conversations.turns(anna, 0, 9);
    expect(first?.answer.citations.map(({ passage }) => passage).join()).toContain("accountability-2019#17");
    expect(second?.answer.citations.map(({ passage }) => passage).join()).toContain("accountability-2019#18");
    await made.say(anna, "1");
    await made.settle();
    const third = (await made.conversations.turns(anna, 2, 1))[0];
    expect(third?.question).toBe(second?.choices[0]?.label);
  });
});
