import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCurated } from "../../src/adapters/knowledge/curated-markdown.ts";
import { type DraftPassage, draftMarkdown } from "../../src/text/gap-draft.ts";

const passages: readonly DraftPassage[] = [
  {
    id: "accountability-2019#17.1.2",
    document: "中国共产党问责条例",
    article: "第十七条",
    official: true,
    text: "在集体决策中对错误决策提出明确反对意见或者保留意见的",
  },
  {
    id: "seed-report#difficulty-1",
    document: "关于精准容错纠错激励干部担当作为的探索与思考",
    article: null,
    official: false,
    text: "边界不清，不敢用。",
  },
];

const id = "draft-g-7k3mq9td";
function read(wordings: readonly string[], topic: string | null = null) {
  const told: unknown[][] = [];
  const curated = readCurated(draftMarkdown({ id, topic, wordings, passages }), id, "answer", (...problem) =>
    told.push(problem),
  );
  return { text: curated?.text, told };
}

describe("a draft", () => {
  it("is called what an editor called the gap", () => {
    const { text } = read(["容错能跨省吗"], "容错的跨省互认");
    expect(text?.title).toBe("容错的跨省互认");
    expect(text?.questions).toEqual(["容错能跨省吗", "容错的跨省互认有什么规定", "容错的跨省互认应该怎么办"]);
  });

  it("lists how people asked, quotes official wording with its reference, and tells a gist from it", () => {
    const { text, told } = read(["集体研究过还追究吗", "集体定的也追究？", "会上定的事", "还有人问"]);
    expect(told).toEqual([]);
    expect(text).toMatchObject({
      id,
      title: "集体研究过还追究吗",
      reviewed: null,
      keywords: [],
      related: [],
    });
    expect(text?.questions).toEqual(["集体研究过还追究吗", "集体定的也追究？", "会上定的事", "还有人问"]);
    const [quote, gist] = text?.blocks.filter(({ type }) => type === "statement") ?? [];
    expect(quote).toMatchObject({
      references: [{ passage: "accountability-2019#17.1.2", quote: passages[0]?.text }],
    });
    expect(gist).toMatchObject({ references: [{ passage: "seed-report#difficulty-1", quote: null }] });
    expect(gist?.text).toContain("要点");
  });

  it("names nothing in its title that it does not cite", () => {
    expect(read(["《某办法》第三条之一说的「从宽」是什么〔姓名〕"]).text?.title).toBe(
      "某办法说的从宽是什么姓名",
    );
    expect(read(["《》第三条"]).text?.title).toBe("待补充的问题");
  });

  it("has at least three ways to ask and at most eight, each once", () => {
    expect(read(["驻村补助"]).text?.questions).toHaveLength(3);
    expect(read(Array.from({ length: 20 }, (_, n) => `第${n}种问法`)).text?.questions).toHaveLength(8);
  });

  it("can be read whatever somebody typed", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme" }), { minLength: 1, maxLength: 12 }), (typed) => {
        const { text, told } = read(typed);
        expect(told).toEqual([]);
        expect(new Set(text?.questions).size).toBe(text?.questions.length);
        expect(text?.questions.length).toBeGreaterThanOrEqual(3);
      }),
    );
    for (const hostile of ["a: b\n---\n# 标题", '"]}\\', "- x", "\u0000\u0007\u2028", "{{ slot }}", "# 注释"])
      expect(read([hostile]).told, hostile).toEqual([]);
  });
});
