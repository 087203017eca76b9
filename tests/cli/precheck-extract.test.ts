import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createModelServer, type ModelServer } from "../llm/server.ts";
import { runCli } from "./run-cli.ts";

const story = "汛期水位上涨，王建国局长（电话13800138000）决定先抢修，手续事后如实补办了。没有拿过好处。";

const settings = { KNOWLEDGE_DIR: join(import.meta.dirname, "../rules/sample") };

let service: ModelServer;
beforeAll(async () => {
  service = await createModelServer();
});
afterAll(() => service.close());

const extract = (input: string, more: Readonly<Record<string, string>> = {}, ...options: string[]) =>
  runCli(
    ["precheck", "extract", "--json", ...options, "-"],
    { OPENAI_MODEL: "fake", OPENAI_BASE_URL: service.baseURL, ...settings, ...more },
    input,
  );
const answers = (...facts: readonly object[]): void => service.answer(() => JSON.stringify({ facts }));

describe("precheck extract", () => {
  it("prints each fact with the span it rests on, and what was dropped", async () => {
    answers(
      { fact: "process", value: "reported", quote: "手续事后如实补办了" },
      { fact: "urgency", value: "yes", quote: "〔姓名〕局长（电话〔电话〕）决定先抢修" },
      { fact: "urgency", value: "no", quote: "没有拿过好处" },
      { fact: "privateGain", value: "none", quote: "没有拿过好处" },
      { fact: "loss", value: "none", quote: "没有损失" },
    );
    const { status, stdout } = await extract(story);
    expect(status).toBe(0);
    const printed = JSON.parse(stdout) as {
      facts: { fact: string; value: string; span: { start: number; end: number; text: string } }[];
      dropped: object[];
    };
    expect(printed.facts.map(({ fact, value }) => [fact, value])).toEqual([["urgency", "yes"]]);
    for (const { span } of printed.facts) expect(story.slice(span.start, span.end)).toBe(span.text);
    expect(printed.facts[0]?.span.text).toBe("王建国局长（电话13800138000）决定先抢修");
    expect(printed.dropped).toEqual([
      // Of what the table of cues does not know, nothing is proposed.
      { fact: "process", value: "reported", quote: "手续事后如实补办了", reason: "must-be-asked" },
      { fact: "urgency", value: "no", quote: "没有拿过好处", reason: "not-said" },
      { fact: "privateGain", value: "none", quote: "没有拿过好处", reason: "must-be-asked" },
      { fact: "loss", value: "none", quote: "没有损失", reason: "not-in-text" },
    ]);
  });

  it("sends neither name nor number", async () => {
    answers();
    await extract(story);
    const sent = service.requests.at(-1)?.body ?? "";
    expect(sent).toContain("决定先抢修");
    expect(sent).not.toContain("王建国");
    expect(sent).not.toContain("13800138000");
    // Whether something is a crime is asked of people alone.
    expect(sent).not.toMatch(/\\?"crime\\?"/);
  });

  it("sends nothing of an empty text, and says so", async () => {
    const before = service.requests.length;
    const { status, stderr } = await extract(" \n");
    expect([status, service.requests.length]).toEqual([2, before]);
    expect(stderr).toContain("is empty");
  });

  it("sends nothing of a text with a secrecy mark, of a register, of what is too long, or that cannot be read", async () => {
    const before = service.requests.length;
    const marked = "机密★10年\n会议研究了有关事项，决定先行抢修。";
    const register = Array.from({ length: 21 }, (_, at) => `1380013${8000 + at}`).join("\n");
    for (const text of [marked, register, "长".repeat(6_001)])
      expect(await extract(text)).toMatchObject({ status: 2, stdout: "" });
    expect((await runCli(["precheck", "extract", "--json", "/nowhere/story.txt"], settings)).status).toBe(2);
    expect(service.requests.length).toBe(before);
  });

  it("needs a model that is there and answers", async () => {
    expect(await runCli(["precheck", "extract", "--json", "-"], settings, story)).toMatchObject({
      status: 3,
      stdout: "",
    });
    expect((await extract(story, { LLM_DISABLED: "true" })).status).toBe(3);
    service.fault({ type: "status", status: 500 }, 2);
    expect((await extract(story)).status).toBe(3);
  });

  it("takes the facts of the day of the act", async () => {
    answers();
    expect((await extract(story, {}, "--act-date", "1990-01-01")).status).toBe(2);
    expect((await extract(story, {}, "--act-date", "2019-05-01")).status).toBe(0);
  });
});
