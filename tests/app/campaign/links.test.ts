/** An item that leads somewhere, held against the shipped knowledge. */
import { describe, expect, it } from "vitest";
import { createCampaignContent } from "../../../src/app/campaign/content.ts";
import type { CampaignItem } from "../../../src/core/campaign/campaign.ts";
import { parseCommand } from "../../../src/core/dialogue/commands.ts";
import { parseLearning } from "../../../src/core/dialogue/learning-words.ts";
import { canonicalJson } from "../../../src/core/rules/canonical-json.ts";
import { answerText } from "../../../src/text/render.ts";
import { assistant, knowledge } from "../../knowledge-base.ts";
import { campaignOf } from "./sample-campaign.ts";

const content = createCampaignContent(knowledge, canonicalJson);

const leading = (
  to: string,
  quiz: string | null = null,
  text = "想知道得更细，点开看看。",
): CampaignItem => ({
  id: "way",
  day: "2026-11-23",
  time: null,
  content: { type: "link", text, to, quiz },
});
const problems = (item: CampaignItem) => content.problems(campaignOf({ items: [item] }), null);
const linkOf = (item: CampaignItem) => {
  const { answer } = content.push(campaignOf(), item, item.day);
  const link = answer.blocks.find((block) => block.type === "link");
  if (link?.type !== "link") throw new Error("it leads nowhere");
  return { answer, ...link };
};

describe("an item that leads somewhere", () => {
  it("leads to a provision: its page, and the question that shows it", () => {
    const { path, words, label, target } = linkOf(leading("accountability-2019#17"));
    expect(path).toBe("/sources/accountability-2019%2317");
    expect(target).toEqual({ type: "source", id: "accountability-2019#17" });
    expect(label).toContain("《中国共产党问责条例》第十七条");
    expect(assistant.ask(words).citations.map(({ passage }) => passage)).toContain("accountability-2019#17");
  });

  it("leads to a case", () => {
    const { path, words, label } = linkOf(leading("cleared-01"));
    expect(label).toMatch(/^打开案例：/u);
    expect(path).toBe("/sources/cleared-01");
    expect(parseCommand(words)?.name).toBe("cases");
  });

  it("leads to every editor's text, which its words ask for", () => {
    const asked = knowledge.catalogue.base.curated.filter(({ questions }) => questions.length > 0);
    expect(asked.length).toBeGreaterThan(100);
    for (const { id } of asked) {
      const { path, words } = linkOf(leading(id));
      expect(path).toBe(`/answers/${id}`);
      expect(assistant.ask(words).context?.entry).toBe(id);
    }
  });

  it("leads to the pre-check, to learning and to one of its questions", () => {
    expect(linkOf(leading("precheck"))).toMatchObject({ path: "/precheck", words: "预审" });
    expect(linkOf(leading("learn"))).toMatchObject({ path: "/learn", words: "学习" });
    const quiz = "quiz-accountability-silence";
    const { path, words } = linkOf(leading("learn", quiz));
    expect(parseLearning(words)).toEqual({ type: "question", quiz });
    expect(new URL(path, "https://example.org").searchParams.get("move")).toBe(words);
  });

  it("says in a terminal what to type", () => {
    expect(answerText(linkOf(leading("precheck")).answer)).toContain("开始预审，请发送“预审”");
  });

  it("cites what it leads to and what it names, as any sentence", () => {
    const { answer } = linkOf(
      leading("accountability-2019#17", null, "第十七条的用语是「可以不予问责或者免予问责」。"),
    );
    expect(answer.citations.map(({ passage }) => passage)).toContain("accountability-2019#17");
    expect(answer.blocks).toContainEqual(
      expect.objectContaining({ type: "sentence", citations: expect.arrayContaining([1]) }),
    );
  });

  it.each([
    ["nothing of that id", leading("no-such"), "no source has the id"],
    ["a repealed provision", leading("discipline-2018"), "not in force"],
    ["what is said only of what is refused", leading("refusal-collude"), "no text that people may ask for"],
    ["a question that is not there", leading("learn", "quiz-none"), "no quiz has the id"],
    [
      "words that quote what is not said",
      leading("accountability-2019#17", null, "条例写明「应当免责」。"),
      "「应当免责」",
    ],
    ["a promise", leading("precheck", null, "改革失误一律免责，点开看看。"), "promises"],
    ["a duty", leading("learn", null, "全体干部必须完成本周答题。"), "duty"],
  ])("is refused with %s", (_, item, told) => {
    expect(problems(item)).toEqual([{ item: "way", message: expect.stringContaining(told) }]);
  });

  it("is sent where nothing is wrong with it", () => {
    for (const to of ["accountability-2019#17", "cleared-01", "five-difficulties", "precheck", "learn"])
      expect(problems(leading(to))).toEqual([]);
  });
});
