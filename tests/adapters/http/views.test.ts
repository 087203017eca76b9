/** What the pages draw, without a browser: elements are plain objects here. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type {
  AnswerModule,
  Build,
  Child,
  PhrasesModule,
  QuoteRangesModule,
  SourceModule,
  Turn,
} from "../../../src/adapters/http/page/view-types.ts";
import type { TurnView } from "../../../src/ports/conversations.ts";
import { pageWords as words } from "../../../src/text/page.ts";
import * as zh from "../../../src/text/zh.ts";
import { createFakeAssistant, fullAnswer } from "./fake-assistant.ts";

const load = async <Module>(name: string): Promise<Module> =>
  (await import(new URL(`../../../src/adapters/http/page/${name}`, import.meta.url).href)) as Module;
const { answeredTurn, messageView, turnView } = await load<AnswerModule>("answer-view.js");
const { citationToCopy, sourceBody } = await load<SourceModule>("source-view.js");
const { dayText } = await load<PhrasesModule>("phrases.js");
const { quoteRanges } = await load<QuoteRangesModule>("quote-ranges.js");

/** An element as the list of what it is and holds. */
interface Drawn {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string | null>>;
  readonly children: readonly (Drawn | string)[];
}

const flat = (children: readonly Child<Drawn>[]): (Drawn | string)[] =>
  children.flatMap((child) => (Array.isArray(child) ? flat(child) : child === null ? [] : [child as Drawn]));
const build: Build<Drawn> = (tag, attributes, ...children) => ({ tag, attributes, children: flat(children) });
const textOf = (drawn: Drawn | string): string =>
  typeof drawn === "string" ? drawn : drawn.children.map(textOf).join("");
const all = (drawn: Drawn | string, wanted: (drawn: Drawn) => boolean): Drawn[] =>
  typeof drawn === "string"
    ? []
    : [...(wanted(drawn) ? [drawn] : []), ...drawn.children.flatMap((child) => all(child, wanted))];
const tagged = (drawn: Drawn, tag: string): Drawn[] => all(drawn, (one) => one.tag === tag);
const classed = (drawn: Drawn, name: string): Drawn[] =>
  all(drawn, ({ attributes }) => attributes.class?.split(" ").includes(name) ?? false);

const turn: Turn = {
  name: "1",
  number: 1,
  question: "第十七条？",
  asOf: null,
  answer: fullAnswer,
  waiting: "",
  failure: null,
  choices: [],
  file: null,
  feedback: null,
};
const drawn = turnView(build, words, turn);

describe("what a message leads to", () => {
  it("is a link to its page, in its own words", () => {
    const link = {
      type: "link",
      label: "做这道题",
      target: { type: "learn", quiz: null },
      path: "/learn",
      words: "学习",
    } as const;
    const [anchor] = tagged(
      turnView(build, words, { ...turn, answer: { ...fullAnswer, blocks: [link] } }),
      "p",
    )
      .filter(({ attributes }) => attributes.class === "link")
      .flatMap((paragraph) => tagged(paragraph, "a"));
    expect(anchor?.attributes.href).toBe("/learn");
    expect(anchor && textOf(anchor)).toBe("做这道题");
  });
});

describe("an answer", () => {
  it("shows how a question was understood, before anything else", () => {
    expect(classed(drawn, "understood").map(textOf)).toEqual([fullAnswer.understoodAs]);
  });

  it("labels every text by its origin", () => {
    expect(classed(drawn, "label").map(textOf)).toEqual([
      zh.labels["curated-unreviewed"],
      zh.labels.quote,
      zh.labels.gist,
      zh.labels.case,
    ]);
  });

  it("leaves no sentence without its numbers", () => {
    const numbers = fullAnswer.blocks.flatMap((block) => (block.type === "sentence" ? block.citations : []));
    expect(classed(drawn, "note").map(textOf)).toEqual(numbers.map((n) => `[${n}]`));
  });

  it("sets official wording apart as one quotation", () => {
    expect(tagged(drawn, "blockquote").map(textOf)).toEqual([
      "有下列情形之一的，可以不予问责或者免予问责：[1]（一）无意过失；[1]",
    ]);
  });

  it("keeps a sentence that continues in its paragraph", () => {
    expect(tagged(drawn, "p").map(textOf)).toContain("有三类情形可以不予问责。[1]旧条文只供了解。[2]");
  });

  it("gathers neighbouring bullets in one list", () => {
    const lists = tagged(drawn, "ul").map((list) => list.children.map(textOf));
    expect(lists).toEqual([["要点。[2]"], ["保存会议记录。", "写明理由。"]]);
  });

  it("lists each source with place, dates, force, grade and caution", () => {
    const [current, old, published] = tagged(drawn, "li").filter(
      (item) => classed(item, "source").length > 0,
    );
    expect(current && textOf(current)).toBe(
      "[1] 《中国共产党问责条例》第十七条第一款现行有效2019年9月1日起施行转载文本，引用前请核对“可以不予问责或者免予问责”编者提示：条文用语是“可以”。",
    );
    expect(old && textOf(old)).toBe(
      "[2] 《中国共产党纪律处分条例》第五条已失效2003年12月31日起施行2016年1月1日失效要点，非原文待核原文",
    );
    expect(published && textOf(published)).toBe(
      "[3] 某单位原负责人李某违规发放津补贴公开案例转载文本，引用前请核对",
    );
  });

  it("draws a table with its caption, a scope for every head, and the numbers behind the last cell", () => {
    const [first] = fullAnswer.citations;
    const answer = {
      ...fullAnswer,
      blocks: [
        {
          type: "table" as const,
          caption: "各版本",
          head: ["版本", "时效"],
          rows: [
            { cells: ["2019年版", "现行有效"], citations: [first?.n ?? 0] },
            { cells: ["没有来源", ""], citations: [] },
          ],
        },
      ],
    };
    const shown = turnView(build, words, { ...turn, answer });
    expect(tagged(shown, "caption").map(textOf)).toEqual(["各版本"]);
    expect(tagged(shown, "tr").map((row) => row.children.map(textOf))).toEqual([
      ["版本", "时效"],
      ["2019年版", "现行有效[1]"],
      ["没有来源", ""],
    ]);
    expect(tagged(shown, "th").map(({ attributes }) => attributes.scope)).toEqual([
      "col",
      "col",
      "row",
      "row",
    ]);
    expect(classed(shown, "disclaimer")).toHaveLength(1);
  });

  it("ends with the disclaimer where it speaks of policy, and only there", () => {
    const hello = createFakeAssistant().ask("你好");
    expect(classed(drawn, "disclaimer")).toHaveLength(1);
    expect(classed(turnView(build, words, { ...turn, answer: hello }), "disclaimer")).toEqual([]);
  });

  it("names the day where one was asked for", () => {
    const dated = turnView(build, words, { ...turn, asOf: "2018-01-01" });
    expect(classed(dated, "as-of-line").map(textOf)).toEqual(["按2018年1月1日有效的规定回答"]);
    expect(classed(dated, "note")[0]?.attributes.href).toBe(
      "/sources/accountability-2019%2317.1?asOf=2018-01-01",
    );
  });

  it("writes days as the rest of the program does", () => {
    expect(dayText(words, "2019-09-01")).toBe(zh.dayInChinese("2019-09-01"));
  });
});

describe("a turn", () => {
  const buttons = (shown: Drawn): string[] => tagged(shown, "button").map(textOf);
  const view: TurnView = {
    turn: 3,
    at: 0,
    asOf: null,
    question: null,
    withheld: "classified",
    answer: fullAnswer,
    choices: [
      { label: "那第十八条呢？", text: "那第十八条呢？" },
      { label: "工程", text: "/cases 工程" },
    ],
    file: "my-data",
    feedback: "wrong_citation",
  };

  it("says that a text was not kept, and shows none", () => {
    expect(answeredTurn(words, view).question).toBe(words.withheld);
  });

  it("draws a choice that is also a suggestion once", () => {
    const shown = turnView(build, words, answeredTurn(words, view));
    expect(buttons(shown).filter((label) => label === "那第十八条呢？")).toHaveLength(1);
    const choice = tagged(shown, "button").find((one) => textOf(one) === "工程");
    expect(choice?.attributes["data-question"]).toBe("/cases 工程");
  });

  it("offers the file that goes with it", () => {
    const shown = turnView(build, words, answeredTurn(words, view));
    expect(classed(shown, "file").map((file) => tagged(file, "a")[0]?.attributes.href)).toEqual([
      "/api/my-data",
    ]);
  });

  it("presses the verdict that was given, and asks for none on small talk", () => {
    const shown = turnView(build, words, answeredTurn(words, view));
    const pressed = all(shown, ({ attributes }) => attributes["aria-pressed"] === "true");
    expect(pressed.map(textOf)).toEqual(["引用不对"]);
    const hello = createFakeAssistant().ask("你好");
    expect(classed(turnView(build, words, { ...turn, answer: hello }), "feedback")).toEqual([]);
  });

  it("is nobody's question where it was pushed: no bubble, no verdict, a name for whoever hears the page", () => {
    const pushed = turnView(build, words, { ...turn, push: true, question: "学习推送：秋季" });
    expect(classed(pushed, "question")).toEqual([]);
    expect(classed(pushed, "feedback")).toEqual([]);
    expect(textOf(pushed)).not.toContain("第1问");
    const named = (one: Drawn) =>
      tagged(one, "h2").map(({ attributes }) => [attributes.id, attributes.class]);
    expect(named(pushed)).toEqual([["question-1", "pushed"]]);
    const answer = { ...fullAnswer, blocks: [{ type: "heading", text: "秋季" } as const] };
    expect(named(turnView(build, words, { ...turn, push: true, answer }))).toEqual([
      ["question-1", "visually-hidden"],
    ]);
  });

  it("without an answer says what is going on, or offers another try", () => {
    const open = { ...turn, answer: null };
    expect(textOf(turnView(build, words, { ...open, waiting: "请稍候" }))).toContain("请稍候");
    const failed = turnView(build, words, { ...open, failure: "没有连上" });
    expect(textOf(failed)).toContain("没有连上");
    expect(buttons(failed)).toEqual([words.retry]);
  });

  it("is not what a message without a turn is", () => {
    const message = { turn: null, answer: fullAnswer, choices: [], file: null };
    const shown = messageView(build, words, message);
    expect(shown.attributes["aria-label"]).toBe(words.message);
    expect(classed(shown, "feedback")).toEqual([]);
  });
});

describe("a quote in its source", () => {
  const marked = (lines: readonly string[], quote: string | null): string[] =>
    quoteRanges(lines, quote).flatMap((ranges, line) =>
      ranges.map(([start, end]) => lines[line]?.slice(start, end) ?? ""),
    );

  it("is marked where it stands", () => {
    expect(marked(["甲乙丙丁"], "乙丙")).toEqual(["乙丙"]);
  });

  it("is found across widths, compatibility forms and white space", () => {
    expect(marked(["依照（一）项 ２０１９年　规定…"], "(一)项2019 年规定...")).toEqual([
      "（一）项 ２０１９年　规定…",
    ]);
  });

  it("runs over paragraphs and items", () => {
    expect(
      marked(["前文。可以不予问责：", "（一）甲；", "（二）乙。"], "可以不予问责：\n（一）甲；"),
    ).toEqual(["可以不予问责：", "（一）甲；"]);
  });

  it("leaves characters outside the basic plane whole", () => {
    expect(marked(["甲𠮷乙"], "𠮷")).toEqual(["𠮷"]);
  });

  it.each([[null], [""], ["  "], ["不在其中"]])("marks nothing for %j", (quote) => {
    expect(marked(["甲乙丙"], quote)).toEqual([]);
  });
});

describe("a source", () => {
  const assistant = createFakeAssistant();
  const provision = assistant.source("accountability-2019#17");
  const published = assistant.source("seed-1");
  const citation = fullAnswer.citations[0] ?? null;
  if (provision === undefined || published === undefined) throw new Error("the fake has lost its sources");
  const body = sourceBody(build, words, provision, { citation, asOf: null, heading: "h3" });

  it("shows the quote marked in its wording", () => {
    expect(tagged(body, "mark").map(textOf)).toEqual(["可以不予问责　或者免予问责"]);
  });

  it("links its other versions and marks its own", () => {
    const links = all(body, ({ attributes }) => attributes["data-source"] !== undefined);
    expect(links.map(({ attributes }) => attributes["data-source"])).toEqual([
      "accountability-2016#17",
      "seed-1",
    ]);
    expect(all(body, ({ attributes }) => attributes["aria-current"] === "true")).toHaveLength(1);
  });

  it("says that a case is one, and not that it is in force", () => {
    const shown = textOf(sourceBody(build, words, published, { citation: null, asOf: null, heading: "h3" }));
    expect(shown).toContain(words.labels.case);
    expect(shown).not.toContain(words.validities.in_force);
  });

  it("is copied with version, article and the words cited", () => {
    expect(citationToCopy(words, provision, citation)).toBe(
      "《中国共产党问责条例》（2019年9月1日起施行）第十七条第一款：“可以不予问责或者免予问责”",
    );
  });

  it("is copied without a citation by its article and all its wording", () => {
    expect(citationToCopy(words, provision, null)).toBe(
      "《中国共产党问责条例》第十七条：“有下列情形之一的，可以不予问责　或者免予问责：（一）无意过失；”",
    );
  });

  it("is copied as a gist where only a gist is held", () => {
    expect(citationToCopy(words, { ...provision, excerpts: [] }, null)).toBe(
      "《中国共产党问责条例》第十七条（要点，非原文）：列举三类情形。",
    );
  });
});

describe("the scripts and styles of the chat", () => {
  const folder = new URL("../../../src/adapters/http/page/", import.meta.url);
  const chat = readdirSync(folder).filter((name) => /\.(?:js|css)$/.test(name));

  // As Chromium 86 and Safari 14, which the browsers inside messengers still are.
  const tooNew =
    /\.at\(|\.findLast|\.replaceAll\(|structuredClone|Object\.hasOwn|\.toSorted|\(\?<[=!]|requestSubmit|randomUUID\(\)|AbortSignal\.\w+\(|\.submitter|withResolvers|:has\(|:is\(|:modal|\binset:|(?:padding|margin)-(?:block|inline):|\ddvh|aspect-ratio:|light-dark\(/;

  it.each(chat)("%s uses nothing that browsers inside messengers lack", (name) => {
    const text = readFileSync(new URL(name, folder), "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
    expect(tooNew.exec(text)?.[0]).toBeUndefined();
  });
});
