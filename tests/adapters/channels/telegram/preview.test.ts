import { describe, expect, it } from "vitest";
import { previewOf } from "../../../../src/adapters/channels/telegram/preview.ts";
import type { Answer } from "../../../../src/core/grounding/answer.ts";
import { assistant, today } from "../../../knowledge-base.ts";

const answer = assistant.ask("问责条例第十七条说了什么", { asOf: today });
const choices = ["甲", "乙", "停止推送"].map((label) => ({ label, text: label }));
const picture = {
  hash: "a".repeat(64),
  type: "png",
  width: 1,
  height: 1,
  bytes: 1,
  alt: "一张图",
} as const;

describe("the preview of a push in Telegram", () => {
  it("is what the bot would send: the text with its sources, the buttons numbered and in their rows", async () => {
    const [message = "", ...more] = await previewOf({ answer, choices });
    expect(more).toEqual([]);
    expect(message).toContain("第十七条");
    expect(message).toContain("[ 1. 甲 ] [ 2. 乙 ] [ 3. 停止推送 ]");
  });

  it("is cut into messages where it is too long for one, the buttons below the last", async () => {
    const notice = { type: "notice", text: "长".repeat(3_000) } as const;
    const long: Answer = { ...answer, blocks: [notice, notice, ...answer.blocks] };
    const messages = await previewOf({ answer: long, choices });
    expect(messages.length).toBeGreaterThan(1);
    expect(messages.map((message) => message.includes("[ 1. 甲 ]"))).toEqual(
      messages.map((_, at) => at === messages.length - 1),
    );
  });

  it("lists what a button cannot say whole, and shows a picture with a short text as one message", async () => {
    const wordy = [{ label: "字".repeat(80), text: "1" }];
    const short: Answer = { ...answer, blocks: [{ type: "notice", text: "看图" }], citations: [] };
    const [message = "", ...more] = await previewOf({ answer: short, choices: wordy, picture });
    expect(more).toEqual([]);
    expect(message).toContain("一张图");
    expect(message).toContain(`1. ${"字".repeat(80)}`);
  });
});
