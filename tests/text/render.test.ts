import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Answer, AnswerBlock, Citation } from "../../src/core/grounding/answer.ts";
import { answerText, citationTitle, textLimit } from "../../src/text/render.ts";
import * as zh from "../../src/text/zh.ts";

const citation = (n: number, more: Partial<Citation> = {}): Citation => ({
  n,
  passage: `rules-2019#${n}`,
  kind: "provision",
  document: "示例规则",
  article: "第十七条",
  place: "第十七条第一款",
  wording: "official",
  quote: "可以不予问责",
  validity: "in_force",
  from: "2019-09-01",
  until: null,
  verification: "secondary",
  note: null,
  ...more,
});

const sentence = (text: string, citations: readonly number[], more: object = {}): AnswerBlock => ({
  type: "sentence",
  text,
  citations,
  origin: "curated",
  bullet: false,
  continues: false,
  ...more,
});

const answer = (
  blocks: readonly AnswerBlock[],
  citations: readonly Citation[] = [],
  more: Partial<Answer> = {},
): Answer => ({
  kind: "answer",
  mode: "curated",
  blocks,
  citations,
  refusalReason: null,
  suggestions: [],
  knowledgeVersion: "sha256:0",
  asOf: "2026-11-23",
  understoodAs: null,
  context: null,
  ...more,
});

const table = (rows: number, text = "一年"): AnswerBlock => ({
  type: "table",
  caption: "影响期",
  head: ["处分", "期间"],
  rows: Array.from({ length: rows }, (_, at) => ({ cells: [`处分${at + 1}`, text], citations: [at + 1] })),
});

describe("an answer as text", () => {
  it("prints a table below its caption, a source for every row, and the disclaimer, for it is policy", () => {
    const lines = answerText(answer([table(2)], [citation(1), citation(2)])).split("\n");
    expect(lines.slice(0, 3)).toEqual(["■ 影响期", "处分1：一年〔1〕", "处分2：一年〔2〕"]);
    expect(lines.filter((line) => /^〔\d〕/.test(line))).toHaveLength(2);
    expect(lines.at(-1)).toBe(zh.disclaimer);
  });

  it("sets a table in columns where it is told how many", () => {
    const lines = answerText(answer([table(1)], [citation(1)]), 60).split("\n");
    expect(lines.slice(0, 3)).toEqual(["■ 影响期", "处分   期间", "处分1  一年〔1〕"]);
  });

  it("leaves out the last rows of a table that is too long, and says so; never the whole of it", () => {
    const count = 60;
    const numbers = Array.from({ length: count }, (_, at) => citation(at + 1));
    const text = answerText(answer([table(count, "很长的说明".repeat(10))], numbers));
    expect(text.length).toBeLessThanOrEqual(textLimit);
    expect(text).toContain("处分1：");
    expect(text).not.toContain(`处分${count}：`);
    expect(text).toContain(zh.notices.cut);
    const shown = text.match(/^处分\d+：/gmu)?.length;
    expect(text.match(/^〔\d+〕《/gmu)).toHaveLength(shown ?? 0);
  });

  it("ends where one row alone is too long: nothing would be left", () => {
    expect(answerText(answer([table(1, "长".repeat(textLimit))], [citation(1)]))).toContain("处分1：");
  });

  it("puts a mark behind every sentence, its source below, and the disclaimer last", () => {
    const lines = answerText(answer([sentence("可以不予问责。", [1])], [citation(1)])).split("\n");
    expect(lines[0]).toBe("可以不予问责。〔1〕");
    expect(lines).toContain(zh.basisHeading);
    expect(lines.find((line) => line.startsWith("〔1〕"))).toContain("《示例规则》第十七条第一款");
    expect(lines.at(-1)).toBe(zh.disclaimer);
  });

  it("says behind each sentence of a model that it is, for a sentence is copied by itself", () => {
    const model = { origin: "model" };
    const blocks = [
      sentence("可以不予问责。", [1], model),
      sentence("应当听取意见。", [2], model),
      sentence("三年内有效。", [1]),
    ];
    const [one, two, three] = answerText(answer(blocks, [citation(1), citation(2)])).split("\n");
    expect([one, two, three]).toEqual([
      "可以不予问责。〔AI 生成〕〔1〕",
      "应当听取意见。〔AI 生成〕〔2〕",
      "三年内有效。〔1〕",
    ]);
  });

  it("is nothing but its words where no policy is stated", () => {
    expect(answerText(answer([{ type: "notice", text: "您好。" }]))).toBe("您好。");
  });

  it("shows first what was understood, so that a wrong completion is seen", () => {
    expect(answerText(answer([{ type: "notice", text: "甲" }], [], { understoodAs: "按此理解" }))).toBe(
      "按此理解\n甲",
    );
  });

  it("lets a sentence that continues go on in its line, without a second bullet", () => {
    const blocks = [
      sentence("甲。", [1], { bullet: true }),
      sentence("乙。", [1], { bullet: true, continues: true }),
    ];
    expect(answerText(answer(blocks, [citation(1)])).split("\n")[0]).toBe("· 甲。〔1〕乙。〔1〕");
  });

  it("tells of a repealed source that it is, from which day", () => {
    const old = citation(1, { validity: "repealed", from: "2016-07-08", until: "2019-09-01" });
    expect(answerText(answer([sentence("甲。", [1])], [old]))).toContain("2019年9月1日失效");
  });

  it("says of a gist that it is no wording", () => {
    const gist = citation(1, { wording: "gist", quote: null });
    expect(answerText(answer([sentence("甲。", [1])], [gist]))).toContain(zh.labels.gist);
  });

  it("prints a reminder that sources share once", () => {
    const shared = [citation(1, { note: "提醒甲" }), citation(2, { note: "提醒甲" })];
    const text = answerText(answer([sentence("甲。", [1, 2])], shared));
    expect(text.split("提醒甲")).toHaveLength(2);
  });

  it("leaves out the sources of what it left out, says so, and ends with no heading that has nothing under it", () => {
    const blocks: AnswerBlock[] = [
      sentence("甲".repeat(2_000), [1]),
      { type: "heading", text: "第二部分" },
      { type: "label", label: "quote" },
      sentence("乙".repeat(2_000), [2]),
    ];
    const text = answerText(answer(blocks, [citation(1), citation(2)]));
    expect(text).toContain(zh.notices.cut);
    expect(text).not.toContain("〔2〕");
    expect(text).not.toContain("第二部分");
    expect(text).not.toContain(zh.labels.quote);
  });

  it("keeps within its limit, cuts no sentence, and lists a source for every mark", () => {
    const length = fc.integer({ min: 1, max: 900 });
    fc.assert(
      fc.property(fc.array(length, { minLength: 1, maxLength: 12 }), (lengths) => {
        const blocks = lengths.map((size, at) => sentence(`${"字".repeat(size)}。`, [at + 1]));
        const text = answerText(
          answer(
            blocks,
            lengths.map((_, at) => citation(at + 1)),
          ),
        );
        expect(text.length).toBeLessThanOrEqual(textLimit);
        const lines = text.split("\n");
        for (const [, n] of text.matchAll(/。〔(\d+)〕/g)) {
          expect(lines.some((line) => line.startsWith(`〔${n}〕《`))).toBe(true);
          expect(lines).toContain(`${"字".repeat(lengths[Number(n) - 1] ?? 0)}。〔${n}〕`);
        }
      }),
    );
  });
});

describe("a source's name", () => {
  it.each([
    ["an article", {}, "《示例规则》第十七条第一款"],
    ["a section", { article: null, place: "核心" }, "《示例规则》 核心"],
    ["a document", { kind: "document", article: null, place: null }, "《示例规则》"],
    ["a case", { kind: "case", document: "某镇抢险" }, "公开案例：某镇抢险"],
  ] as const)("of %s", (_what, more, title) => {
    expect(citationTitle(citation(1, more))).toBe(title);
  });
});
