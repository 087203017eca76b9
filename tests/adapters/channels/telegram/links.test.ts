import { afterEach, describe, expect, it } from "vitest";
import type { LinkTarget } from "../../../../src/core/dialogue/links.ts";
import { answerOf, messageOf, type Open, open } from "./open.ts";

let opened: Open;
afterEach(() => opened.close());

const messageTo = (target: LinkTarget, label = "打开原文") =>
  messageOf("", {
    answer: answerOf("", {
      blocks: [
        { type: "notice", text: "看看原文怎么说。" },
        { type: "link", label, target, path: "/sources/x", words: "《问责条例》第十七条说了什么？" },
      ],
    }),
  });

describe("a link of a message", () => {
  it.each<[LinkTarget, string]>([
    [{ type: "source", id: "accountability-2019#17" }, "问：accountability-2019#17"],
    [{ type: "entry", id: "five-difficulties" }, "问：five-difficulties"],
    [{ type: "precheck" }, "预审"],
    [{ type: "learn", quiz: null }, "学习"],
    [{ type: "learn", quiz: "quiz-accountability-silence" }, "学习"],
  ])("is a button with a signed deep link, which asks for what it leads to: %j", async (target, asked) => {
    opened = await open();
    opened.api.person(1001).say("您好");
    await opened.settled();
    expect(await opened.send(messageTo(target), "k1")).toEqual({ status: "sent" });
    const [shown] = opened.api.shown(1001);
    expect(shown?.text).toBe("看看原文怎么说。");
    expect(shown?.buttons).toMatchObject([
      { text: "打开原文", url: expect.stringMatching(/^https:\/\/t\.me\/\w+\?start=[\w-]{1,64}$/) },
    ]);
    const [button] = shown?.buttons ?? [];
    const { url } = button as unknown as { url: string };
    opened.api.person(1001).say(`/start ${new URL(url).searchParams.get("start")}`);
    await opened.settled();
    expect(opened.events.at(-1)?.content).toMatchObject({ type: "text", text: asked });
  });

  it("is said in words where its target is too long for a deep link", async () => {
    opened = await open();
    opened.api.person(1001).say("您好");
    await opened.settled();
    await opened.send(messageTo({ type: "source", id: "x".repeat(60) }), "k1");
    const [shown] = opened.api.shown(1001);
    expect(shown?.text).toContain("打开原文，请发送“《问责条例》第十七条说了什么？”");
    expect(shown?.buttons).toEqual([]);
  });
});
