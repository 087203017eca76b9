import { Readable, Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import { inert, runTerminalChat } from "../../../src/adapters/channels/terminal.ts";
import type { Answer } from "../../../src/core/grounding/answer.ts";
import type { Assistant } from "../../../src/ports/assistant.ts";

const answerTo = (question: string): Answer => ({
  kind: question.includes("绝密★") ? "refusal" : "answer",
  mode: "curated",
  blocks: [{ type: "notice", text: question.includes("绝密★") ? "没有保存" : question }],
  citations: [],
  refusalReason: question.includes("绝密★") ? "classified" : null,
  suggestions: ["建议一", "建议二"],
  knowledgeVersion: "sha256:0",
  asOf: "2026-11-23",
  understoodAs: null,
  context: { document: null, article: null, branch: null, entry: null, question, passages: [] },
});

async function converse(lines: string, interactive = false) {
  const asked: { question: string; before: string | undefined }[] = [];
  const assistant: Assistant = {
    ask(question, options) {
      asked.push({ question, before: options?.context?.question });
      return answerTo(question);
    },
    source: () => undefined,
    firstQuestions: () => ["第一个问题"],
    knowledgeVersion: "sha256:0",
  };
  let output = "";
  await runTerminalChat(
    assistant,
    {
      prompt: "问：",
      greeting: "您好",
      suggestions: "还可以问",
      render: ({ blocks }) => `答：${blocks.map((block) => ("text" in block ? block.text : "")).join("")}`,
      noSuchNumber: (count) => `1到${count}`,
    },
    {
      input: Readable.from([lines]),
      output: new Writable({
        write(chunk, _encoding, done) {
          output += String(chunk);
          done();
        },
      }),
      interactive,
    },
  );
  return { asked, output };
}

describe("the terminal", () => {
  it("answers each line of a pipe, carries the context and ends at the end of input", async () => {
    const { asked, output } = await converse("问责条例第十七条\n\n那第十八条呢");
    expect(asked).toEqual([
      { question: "问责条例第十七条", before: undefined },
      { question: "那第十八条呢", before: "问责条例第十七条" },
    ]);
    expect(output).toContain("问：那第十八条呢");
  });

  it("takes a number for a suggestion and says so where there is none", async () => {
    const { asked, output } = await converse("1\n2\n9\n");
    expect(asked.map(({ question }) => question)).toEqual(["第一个问题", "建议二"]);
    expect(output).toContain("1到2");
  });

  it("repeats nothing of a line that bears a secrecy mark", async () => {
    const { output } = await converse("绝密★长期 某行动方案\n");
    expect(output).toContain("没有保存");
    expect(output).not.toContain("某行动方案");
  });

  it("lets no text move the cursor", async () => {
    const { output } = await converse("\u001b[2J\u001b]0;x\u0007你好\u202e\n");
    expect(output).not.toMatch(/[\u001b\u0007\u202e]/);
    expect(inert("a\u0000b\nc\r\u009b1m")).toBe("ab\nc1m");
  });
});
