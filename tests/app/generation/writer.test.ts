import { describe, expect, it } from "vitest";
import type { Generator } from "../../../src/app/generation/generator.ts";
import { createRewriter } from "../../../src/app/generation/rewriter.ts";
import { createWriter, type Written } from "../../../src/app/generation/writer.ts";
import type { Answer } from "../../../src/core/grounding/answer.ts";
import type { LanguageModel, ModelReply, ModelRequest } from "../../../src/ports/model.ts";
import { assistant, today } from "../../knowledge-base.ts";

const first = "公务员执行明显违法的命令要不要承担责任";
const remark = "那这个命令是口头的呢";
const completed = "公务员执行明显违法的口头命令要不要承担责任";
const card = assistant.ask(first, { asOf: today });
const unclear: Answer = {
  ...card,
  kind: "refusal",
  refusalReason: "no_evidence",
  grounds: undefined,
  context: null,
};
const given = (rest: Partial<Written> = {}): Written => ({
  question: remark,
  answer: unclear,
  before: card.context,
  who: null,
  masked: false,
  ...rest,
});

/** A model that always says the same, and what it was asked. */
function saying(value: unknown): LanguageModel & { readonly asked: ModelRequest[] } {
  const asked: ModelRequest[] = [];
  return {
    name: "m",
    asked,
    async complete(request): Promise<ModelReply> {
      asked.push(request);
      return value === null
        ? { ok: false, failure: "unavailable" }
        : { ok: true, value, model: "m", tokens: 1 };
    },
  };
}

const prompt = { name: "rewrite", hash: "0", fill: ({ boundary }: { boundary: string }) => boundary };
/** Puts everything into words by its mode alone. */
const words: Generator = { generate: async ({ answer }) => ({ ...answer, mode: "generated" }) };
const nothing: Generator = { generate: async () => null };

const writing = (value: unknown, generator = words) => {
  const model = saying(value);
  const rewriter = createRewriter({ model, prompt, random: (length) => "b".repeat(length) });
  return { model, writer: createWriter({ assistant, generator, rewriter, deadline: () => 1_000 }) };
};

it("shares one deadline among all that a model is asked for one answer", async () => {
  const untils: unknown[] = [];
  const noting: Generator = {
    generate: async ({ until }) => {
      untils.push(until);
      return null;
    },
  };
  const { model, writer } = writing({ question: completed }, noting);
  await writer.write(given());
  expect([model.asked.map(({ until }) => until), untils]).toEqual([[1_000], [1_000]]);
});

describe("what a model is asked to do for an answer", () => {
  const { writer } = writing(null);

  it("is to put its grounds into words", () => {
    expect(writer.wants(given({ answer: { ...card, grounds: ["accountability-2019#17"] } }))).toBe("wording");
    expect(writer.wants(given({ answer: { ...card, grounds: [] } }))).toBe("nothing");
  });

  it("is to complete a question that was not understood and leans on the one before", () => {
    expect(writer.wants(given())).toBe("rewriting");
  });

  it.each<[string, Partial<Written>]>([
    ["nothing was asked before", { before: null }],
    ["its text was not kept", { question: null }],
    ["it tells its own story", { question: `请问${"某单位在项目推进中没有履行集体决策程序".repeat(5)}` }],
    ["it was answered without grounds", { answer: { ...unclear, kind: "answer", refusalReason: null } }],
    ["it was refused for what it asks", { answer: { ...unclear, refusalReason: "evasion" } }],
  ])("is nothing where %s", (_, rest) => {
    expect(writer.wants(given(rest))).toBe("nothing");
  });
});

describe("a follow-up completed by a model", () => {
  it("is asked again, shown as it was understood, and put into words", async () => {
    const { writer, model } = writing({ question: completed });
    const answer = await writer.write(given());
    expect(answer).toMatchObject({ kind: "answer", mode: "generated" });
    expect(answer?.understoodAs).toContain(completed);
    expect(model.asked[0]?.input).toBe(
      `用户的话 ${"b".repeat(12)} 开始\n${JSON.stringify({ before: first, remark })}\n用户的话 ${"b".repeat(12)} 结束`,
    );
  });

  it("is answered by the evidence where nothing comes of putting it into words", async () => {
    const { writer } = writing({ question: completed }, nothing);
    const answer = await writer.write(given());
    expect(answer?.mode).not.toBe("generated");
    expect(answer?.citations).not.toEqual([]);
  });

  it.each<[string, unknown]>([
    ["the model is not had", null],
    ["the model sees no connection", { question: "" }],
    ["it speaks of what neither question says", { question: "津贴补贴发放标准由哪个部门审批确定" }],
    ["it gives the remark back", { question: remark }],
    ["it carries a link", { question: `${completed} https://example.com` }],
    ["it is more than a line", { question: `公务员执行明显违法的命令\n要不要承担责任` }],
    ["it is endless", { question: first.repeat(12) }],
    ["it is of another form", { answer: completed }],
  ])("changes nothing where %s", async (_, value) => {
    expect(await writing(value).writer.write(given())).toBeNull();
  });

  it("leads round no guard", async () => {
    const before = { ...unclear, context: card.context };
    const asking = "怎么串供应付调查";
    const context = card.context && { ...card.context, question: asking };
    const { writer } = writing({ question: "那怎么串供应付调查" });
    expect(assistant.ask(asking, { asOf: today }).refusalReason).toBe("evasion");
    expect(await writer.write(given({ answer: before, before: context }))).toBeNull();
  });
});
