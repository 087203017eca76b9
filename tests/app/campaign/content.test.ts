/** What an editor writes in a campaign, held against the shipped knowledge. */
import { describe, expect, it } from "vitest";
import { createPinyin } from "../../../src/adapters/script/pinyin.ts";
import { loadSimplifiedTable } from "../../../src/adapters/script/simplified.ts";
import { prepareKnowledge } from "../../../src/app/ask/knowledge.ts";
import { createCampaignContent } from "../../../src/app/campaign/content.ts";
import type { Campaign, CampaignItem, ItemContent } from "../../../src/core/campaign/campaign.ts";
import { statementsOf } from "../../../src/core/grounding/blocks.ts";
import { isCompulsion } from "../../../src/core/grounding/compulsion.ts";
import { paragraphText } from "../../../src/core/law/catalogue.ts";
import { canonicalJson } from "../../../src/core/rules/canonical-json.ts";
import { knowledge } from "../../knowledge-base.ts";
import { campaignOf } from "./sample-campaign.ts";

const content = createCampaignContent(knowledge, canonicalJson);

const itemOf = (said: ItemContent): CampaignItem => ({
  id: "first",
  day: "2026-11-23",
  time: null,
  content: said,
});
const textOf = (text: string, ...cites: string[]): ItemContent => ({
  type: "text",
  statements: [{ text, cites }],
  notice: false,
});
const problems = (said: ItemContent, rest: Partial<Campaign> = {}, corrected: CampaignItem | null = null) =>
  content.problems(campaignOf({ items: [itemOf(said)], ...rest }), corrected);

describe("a sentence of an editor's own", () => {
  it("may name and quote what it cites", () => {
    const text = "《中国共产党问责条例》第十七条：「可以不予问责或者免予问责」。";
    expect(problems(textOf(text, "accountability-2019#17"))).toEqual([]);
  });

  it.each([
    ["a document", "《中国共产党纪律处分条例》也这样规定。", "《中国共产党纪律处分条例》"],
    ["an article", "第十八条也这样规定。", "第十八条"],
    ["words that are no quotation", "条例写明「应当免予问责」。", "「应当免予问责」"],
    ["a time limit", "要在“三十日内”提出。", "「三十日内」"],
  ])("names %s that it does not cite: refused with the place and the remedy", (_, text, named) => {
    const [problem, ...more] = problems(textOf(text, "accountability-2019#17"));
    expect(more).toEqual([]);
    expect(problem?.item).toBe("first");
    expect(problem?.message).toContain(named);
    expect(problem?.message).toMatch(/ or /);
  });
});

describe("a question of the quizzes", () => {
  const quizzes = knowledge.catalogue.base.quizzes;
  const asking = (quiz: string): CampaignItem => itemOf({ type: "quiz", quiz });
  const pushed = (campaign: Campaign, quiz: string) => {
    const item = { ...asking(quiz), day: campaign.from };
    return { ...content.push(campaign, item, item.day), item };
  };

  it("has its key in any place, over all that are shipped: none is right by standing first", () => {
    const first = quizzes
      .filter(({ kind }) => kind !== "true-false")
      .map(({ id, options }) => ({ right: pushed(campaignOf(), id).right, options: options.length }));
    const single = first.filter(({ right, options }) => right.length === 1 && options === 4);
    const places = [1, 2, 3, 4].map((place) => single.filter(({ right }) => right[0] === place).length);
    // A quarter each; a place that had half as many or twice as many would be worth guessing, or avoiding.
    for (const count of places) {
      expect(count).toBeGreaterThan(single.length / 8);
      expect(count).toBeLessThan(single.length / 2);
    }
    const several = first.filter(({ right }) => right.length > 1);
    const inFront = several.filter(({ right }) => right.every((place, at) => place === at + 1));
    expect(inFront.length).toBeLessThan(several.length / 3);
  });

  it("is mixed otherwise in another campaign, keeps 对 before 错, and is the same whenever it is made", () => {
    const ids = quizzes.map(({ id }) => id);
    const optionsIn = (campaign: Campaign) => ids.map((id) => pushed(campaign, id).options);
    expect(optionsIn(campaignOf())).toEqual(optionsIn(campaignOf()));
    expect(optionsIn(campaignOf())).not.toEqual(optionsIn(campaignOf({ id: "winter" })));
    for (const { id } of quizzes.filter(({ kind }) => kind === "true-false"))
      expect(pushed(campaignOf(), id).options).toEqual(["对", "错"]);
  });

  it("offers, reports, counts and approves one order of options", () => {
    const campaign = campaignOf();
    for (const { id, options } of quizzes.filter(({ kind }) => kind !== "true-false")) {
      const { choices, options: shown, right, item } = pushed(campaign, id);
      const asked = content.asked(campaign, item);
      expect(choices.slice(0, -1).map(({ label }) => label.replace(/^☐ /, ""))).toEqual(shown);
      expect(asked.order.map((place) => asked.options[place - 1])).toEqual(shown);
      // A press says the place in the file, whatever place it is shown in.
      expect(
        choices.slice(0, -1).map(({ text }) => options[Number(/\d+$/.exec(text)?.[0]) - 1]?.text),
      ).toEqual(shown);
      expect(right.map((place) => shown[place - 1]).toSorted()).toEqual(
        options.flatMap(({ text, right: isRight }) => (isRight ? [text] : [])).toSorted(),
      );
    }
    const { item, options } = pushed(campaign, "quiz-excluded-heavier");
    const hashed = JSON.parse(content.fingerprint({ ...campaign, items: [item] }));
    expect(hashed.said[0].options).toEqual(options);
  });

  it.each([
    ["single", /^【单选】.+？$/u],
    ["multiple", /^【多选，可选几项】.+？$/u],
    ["true-false", /^【判断】.+，对不对？$/u],
    ["case", /^【案例判断】.+？$/u],
  ])("of the kind %s says what it is, in the push and in the report", (kind, form) => {
    const some = quizzes.filter((quiz) => quiz.kind === kind);
    expect(some).not.toEqual([]);
    for (const { id } of some) {
      const { answer, item } = pushed(campaignOf(), id);
      expect(answer.blocks.some((block) => block.type === "notice" && form.test(block.text))).toBe(true);
      expect(content.about(item).heading).toMatch(form);
    }
  });

  it("is refused on a day on which what it rests on is repealed, as an article is", async () => {
    // The rule of 2018 that these questions rest on is made to end, as a later knowledge base would have it.
    const [bound] = quizzes.filter(({ id }) => id === "quiz-excluded-heavier");
    const ended = new Set(
      bound?.basis.map(({ passage }) => knowledge.catalogue.provision(passage)?.provision.documentId),
    );
    const later = prepareKnowledge(
      {
        ...knowledge.catalogue.base,
        documents: knowledge.catalogue.base.documents.map((document) =>
          ended.has(document.id)
            ? { ...document, dates: { ...document.dates, repealed: "2026-11-25" } }
            : document,
        ),
      },
      { simplified: await loadSimplifiedTable(), pronounce: createPinyin() },
    );
    const there = createCampaignContent(later, canonicalJson);
    const on = (day: string) =>
      there.problems(campaignOf({ items: [{ ...asking("quiz-excluded-heavier"), day }] }), null);
    expect(on("2026-11-24")).toEqual([]);
    expect(on("2026-11-25")).toEqual([
      { item: "first", message: expect.stringMatching(/is not in force on 2026-11-25; choose another/) },
    ]);
  });

  it("is explained with each provision as one source", () => {
    for (const { id } of quizzes) {
      const told = content.explanation(asking(id), [], "2026-11-23");
      const passages = told?.citations.map(({ passage }) => passage) ?? [];
      expect(passages).toEqual([...new Set(passages)]);
      expect(told?.blocks.flatMap(statementsOf).every(({ citations }) => citations.length > 0)).toBe(true);
    }
  });
});

describe("what nobody may be told", () => {
  it.each([
    "改革失误一律免责，请大家放心大胆干。",
    "符合条件的，保证不会被问责。",
    "张伟同志（13812345678）的做法值得学习。",
    "不参加学习的要通报，年终考核扣分。",
    "本月学习打卡几天？",
  ])("is refused whatever it cites: %s", (text) => {
    expect(problems(textOf(text, "accountability-2019#17"))).not.toEqual([]);
    expect(problems({ type: "poll", question: text, options: ["赞成", "不赞成"] })).not.toEqual([]);
    expect(content.problems(campaignOf({ items: [], title: text }), null)).not.toEqual([]);
  });
});

describe("learning as a duty", () => {
  it("is refused with the rule and its idea", () => {
    const [problem] = problems(textOf("不参加学习的要通报，年终考核扣分。", "accountability-2019#17"));
    for (const words of ["国办函〔2026〕12号", "打卡", "排名", "时长", "leave it out"])
      expect(problem?.message).toContain(words);
  });

  it("is sought in the editor's words alone: what a provision says of criticism is shown and quoted as it stands", () => {
    const passage = "supervision-law-2024#52";
    expect(problems({ type: "article", passage })).toEqual([]);
    const quoted = "学习第五十二条，「谈话提醒、批评教育、责令检查，或者予以诫勉」也在其中。";
    expect(problems(textOf(quoted, passage))).toEqual([]);
    expect(problems(textOf(quoted.replace(/[「」]/gu, ""), passage))).toEqual([]);
  });

  it("is seen in no official wording, however it is told again", () => {
    const { documents } = knowledge.catalogue.base;
    const wordings = documents
      .flatMap(({ provisions }) => provisions)
      .flatMap(({ official, gist }) => [
        gist ?? "",
        ...official.flatMap(({ paragraphs }) => paragraphs.map(paragraphText)),
      ]);
    expect(wordings.length).toBeGreaterThan(500);
    expect(wordings.filter(isCompulsion)).toEqual([]);
  });
});

describe("a question for opinions, and a title", () => {
  it.each([
    ["the same words twice", ["条文", "案例", "条文"]],
    ["words that differ in width, spaces and last mark alone", ["看 案例A", "看案例Ａ。"]],
  ])("offers no two equal options: %s", (_, options) => {
    expect(problems({ type: "poll", question: "您最想了解什么？", options })).toEqual([
      { item: "first", message: expect.stringMatching(/twice/) },
    ]);
  });

  it("may name what the knowledge base holds", () => {
    const poll = {
      type: "poll",
      question: "您读过《中国共产党问责条例》第十七条吗？",
      options: ["读过", "没有"],
    } as const;
    expect(problems(poll, { title: "《问责条例》学习月" })).toEqual([]);
  });

  it("may name nothing else", () => {
    const poll = { type: "poll", question: "您读过《容错办法》吗？", options: ["读过", "没有"] } as const;
    expect(problems(poll, { title: "《某某办法》学习月" }).map(({ item }) => item)).toEqual([
      "title",
      "first",
    ]);
  });
});

describe("a correction", () => {
  const wrong = itemOf(textOf("可以在六十日内申请复核。", "civil-servants-2018#95"));

  it("may quote what it sets right, and nothing else that no source carries", () => {
    const right = "昨天推送的“六十日内”有误。";
    const notice: ItemContent = { type: "text", statements: [{ text: right, cites: [] }], notice: true };
    expect(problems(notice, { corrects: "autumn.first" }, wrong)).toEqual([]);
    expect(problems(notice, {}, null)).toHaveLength(1);
    const worse: ItemContent = {
      type: "text",
      statements: [{ text: "应为“九十日内”。", cites: [] }],
      notice: true,
    };
    expect(problems(worse, { corrects: "autumn.first" }, wrong)).toHaveLength(1);
  });
});
