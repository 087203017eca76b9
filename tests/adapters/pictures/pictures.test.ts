import fc from "fast-check";
import { chromium as browsers } from "playwright-core";
import { describe, expect, it } from "vitest";
import { barChart } from "../../../src/adapters/pictures/chart.ts";
import { codeSvg } from "../../../src/adapters/pictures/code.ts";
import { NoChineseFontError, pngOf } from "../../../src/adapters/pictures/png.ts";
import {
  type Poster,
  PosterRoomError,
  posterPage,
  posterSvg,
} from "../../../src/adapters/pictures/poster.ts";
import { evenLines, fullLines, linesOf, widthOf } from "../../../src/adapters/pictures/svg.ts";
import { personsTold, posterWords } from "../../../src/text/campaign.ts";
import { temporaryFolder } from "../../folders.ts";
import { needs } from "../../needs.ts";

const chromium = needs("chromium");

const poster = (rest: Partial<Poster> = {}): Poster => ({
  title: "容错纠错政策学习月",
  heading: "《中国共产党问责条例》第十七条",
  label: "原文摘录",
  statements: [{ text: "有下列情形之一的，可以不予问责或者免予问责。", citations: [1] }],
  sources: [{ n: 1, text: "《中国共产党问责条例》第十七条" }],
  link: "https://t.me/rongcuo_bot?start=saccountability-2019_n17-AAAAAAAAAAA",
  approved: true,
  whole: false,
  words: posterWords.general,
  ...rest,
});

describe("lines of a text", () => {
  it("are no longer than they may be but for a mark that begins no line, and lose nothing", () => {
    const text =
      "在集体决策中对错误决策提出明确反对意见或者保留意见的，可以不予问责（accountability-2019）。";
    const lines = linesOf(text, 10);
    expect(lines.join("")).toBe(text);
    for (const line of lines) expect(widthOf(line.replace(/[，。）]+$/, ""))).toBeLessThanOrEqual(10.6);
    for (const line of lines) expect(line).not.toMatch(/^[，。）]/);
  });
});

describe("the page of a poster", () => {
  const words = { ...posterWords.general, ...posterWords.quiz };
  const asking = poster({
    heading: "【单选】怎么处理？",
    label: posterWords.asks,
    statements: ["从重问责", "平分责任"].map((text) => ({ text: `· ${text}`, citations: [] })),
    sources: [],
    whole: true,
    approved: false,
    words,
  });

  it.runIf(chromium !== null)(
    "says all of it in words, once, is as wide as a telephone, and prints on one sheet",
    { timeout: 120_000 },
    async () => {
      const opened = await browsers.launch({ executablePath: chromium ?? "", args: ["--no-sandbox"] });
      try {
        const page = await opened.newPage({ viewport: { width: 390, height: 844 }, isMobile: true });
        for (const [of, paper, size] of [
          [asking, "A4", [594.96, 841.92]],
          [poster(), "A3", [841.92, 1191.12]],
        ] as const) {
          await page.setContent(posterPage(posterSvg(of, paper), of, paper));
          const heard = await page.locator("body").ariaSnapshot();
          expect(heard).toContain(of.heading);
          for (const said of [of.title, ...of.statements.map(({ text }) => text)])
            expect(heard.split(said)).toHaveLength(2);
          expect(heard).toContain(of.sources[0]?.text ?? of.words.aside);
          expect(heard).toContain(`/url: ${of.link}`);
          const widths = await page.evaluate(
            "[document.documentElement.scrollWidth, document.querySelector('svg').getBoundingClientRect().width]",
          );
          expect(widths).toEqual([390, 390]);
          const printed = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
          expect(printed.match(/\/Type ?\/Page\b/g)).toHaveLength(1);
          const box = /MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]/.exec(printed)?.slice(1).map(Number) ?? [];
          for (const [at, length] of size.entries()) expect(box[at]).toBeCloseTo(length, 0);
        }
      } finally {
        await opened.close();
      }
    },
  );

  it("leaves no option out: a question that does not fit whole has no poster", () => {
    const long = Array.from({ length: 8 }, (_, at) => ({
      text: `${at}${"一".repeat(200)}。`,
      citations: [],
    }));
    expect(() => posterSvg({ ...asking, statements: long }, "A4")).toThrow(PosterRoomError);
  });
});

describe("lines of a paragraph", () => {
  it("leave no few characters over in a last line, where narrower lines spare them", () => {
    const text = "（二）在集体决策中对错误决策提出明确反对意见或者保留意见的；";
    expect(linesOf(text, 28).at(-1)).toBe("的；");
    const lines = fullLines(text, 28);
    expect(lines.join("")).toBe(text);
    expect(lines).toHaveLength(2);
    expect(widthOf(lines.at(-1) ?? "")).toBeGreaterThanOrEqual(4);
  });

  it("keep numbers of sources, dates, items and what an opening mark opens on whole", () => {
    for (let most = 9; most <= 20; most++) {
      const text = "自2019年9月1日起施行〔12〕，见第一款第（三）项「可以」〔3〕。";
      const lines = fullLines(text, most);
      expect(lines.join("")).toBe(text);
      for (const whole of ["2019年9月1日", "〔12〕", "第（三）项", "〔3〕"])
        expect(lines.some((line) => line.includes(whole))).toBe(true);
      for (const line of lines) expect(line).not.toMatch(/[〔「（《]$/u);
    }
  });

  it("are even in a title, and no more than they need be", () => {
    const title = "容错纠错政策学习月";
    expect(linesOf(title, 8)).toEqual(["容错纠错政策学习", "月"]);
    expect(evenLines(title, 8)).toEqual(["容错纠错政", "策学习月"]);
    expect(evenLines(title, 9)).toEqual([title]);
  });
});

describe("a poster", () => {
  it("is as large as its paper and holds what it is given, escaped", () => {
    const svg = posterSvg(poster({ title: "学习<月>&" }), "A3");
    expect(svg).toContain('width="297mm" height="420mm"');
    expect(svg).toContain("学习&lt;月&gt;&amp;");
    expect(svg).toContain("原文摘录");
    expect(posterPage(svg, poster(), "A3")).toContain("@page{size:A3;margin:0}");
  });

  it("does not look like an issued document", () => {
    const svg = posterSvg(poster(), "A4");
    expect(svg).not.toMatch(/#(?:f00|ff0000|c00|d7000f|e60012)|red|文号|印章|密级/i);
  });

  it("bears its mark beneath the text, and none where it is approved", () => {
    const marked = posterSvg(poster({ approved: false }), "A4");
    expect(marked.indexOf(posterWords.general.draft)).toBeGreaterThan(0);
    expect(marked.indexOf("</g>")).toBeLessThan(marked.indexOf("原文摘录"));
    expect(posterPage(marked, poster({ approved: false }), "A4")).toContain(posterWords.general.draft);
    expect(posterSvg(poster(), "A4")).not.toContain(posterWords.general.draft);
  });

  it("says at its foot that it is approved, or a draft", () => {
    expect(posterSvg(poster(), "A4")).toContain(
      `${posterWords.general.footer} · ${posterWords.general.approved}`,
    );
    const draft = posterSvg(poster({ approved: false }), "A3");
    expect(draft).toContain(`${posterWords.general.footer} · ${posterWords.general.draft}`);
    expect(draft).not.toContain(posterWords.general.approved);
  });

  it("never writes over what stands below, however long its text is", () => {
    const svg = posterSvg(
      poster({ statements: Array.from({ length: 60 }, () => ({ text: "一".repeat(120), citations: [1] })) }),
      "A4",
    );
    const tops = [...svg.matchAll(/<text x="190" y="([\d.]+)"[^>]*>一+</g)].map(([, y]) => Number(y));
    expect(tops.length).toBeGreaterThan(5);
    expect(Math.max(...tops)).toBeLessThan(2_970 - 190 - 460 - 150 - 60);
  });
});

describe("a text that is too long for its poster", () => {
  const shown = (svg: string): string =>
    [...svg.matchAll(/>([^<>]+)<\/text>/g)].map(([, text]) => text).join("");
  const sentence = (at: number): string =>
    `第${at}项，在决策实施中已经履职尽责，但因不可抗力、难以预见等因素造成损失的；`;

  it("is left out by whole statements, said to be an excerpt, and shows the sources of what is shown alone", () => {
    const statements = Array.from({ length: 40 }, (_, at) => ({
      text: sentence(at + 1),
      citations: [at + 1],
    }));
    const sources = statements.map((_, at) => ({ n: at + 1, text: `《某条例》第${at + 1}条` }));
    const text = shown(posterSvg(poster({ statements, sources }), "A4"));
    const count = statements.filter((statement) => text.includes(statement.text)).length;
    expect(count).toBeGreaterThan(3);
    expect(text).toContain(`${sentence(count)}〔${count}〕${posterWords.general.excerpt}`);
    expect(text).toContain(`〔${count}〕《某条例》第${count}条`);
    expect(text).not.toContain(`《某条例》第${count + 1}条`);
  });

  it("ends with an item or a sentence where it is one statement, never at a comma", () => {
    const text = Array.from({ length: 60 }, (_, at) => sentence(at + 1)).join("");
    const said = shown(posterSvg(poster({ statements: [{ text, citations: [1] }] }), "A4"));
    const [before = ""] = /第1项.*；(?=〔节选〕)/u.exec(said) ?? [];
    expect(before.length).toBeGreaterThan(100);
    expect(text.startsWith(before)).toBe(true);
  });

  it("is refused where nothing that is whole fits, with what to do", () => {
    const without = [{ text: "一".repeat(3_000), citations: [1] }];
    expect(() => posterSvg(poster({ statements: without }), "A4")).toThrow(
      /text does not fit on A4; shorten it, choose another item, or take A3/,
    );
    const excepted = [{ text: `可以免予处分；但${"情节严重".repeat(700)}的除外。`, citations: [1] }];
    expect(() => posterSvg(poster({ statements: excepted }), "A4")).toThrow(PosterRoomError);
    const numbers = Array.from({ length: 60 }, (_, at) => at + 1);
    const many = {
      statements: [{ text: "有六十处出处。", citations: numbers }],
      sources: numbers.map((n) => ({ n, text: `《某条例》第${n}条` })),
    };
    expect(() => posterSvg(poster(many), "A3")).toThrow(PosterRoomError);
    const leading = [{ text: "有下列情形之一的：", citations: [1] }, ...without];
    expect(() => posterSvg(poster({ statements: leading }), "A4")).toThrow(PosterRoomError);
  });

  it("never shows a rule without the exception that the next statement makes", () => {
    const rule = { text: "有前项情形的，可以免予问责。", citations: [1] };
    const other = { text: `情形如下：${"有规定情形，".repeat(20)}从轻。`, citations: [1] };
    const filling = Array.from({ length: 3 }, () => ({ text: "一".repeat(400), citations: [1] }));
    for (const exception of [
      "但谋取私利的除外。",
      "除谋取私利的以外，",
      "有前款情形而谋取私利的，不适用本款。",
    ]) {
      const excepted = { text: `${exception}${"二".repeat(400)}`, citations: [1] };
      const said = shown(posterSvg(poster({ statements: [other, rule, excepted, ...filling] }), "A4"));
      expect([exception, said.includes(rule.text)]).toEqual([exception, said.includes(exception)]);
      expect(said).toContain("情形如下");
    }
    const plain = { text: `另有规定的，从其规定。${"二".repeat(400)}`, citations: [1] };
    const cut = shown(posterSvg(poster({ statements: [other, rule, plain, ...filling] }), "A4"));
    expect(cut).toContain(rule.text);
  });

  it("keeps a title and a heading whole, smaller, or is refused", () => {
    const title = "容错纠错政策学习月".repeat(6);
    const svg = posterSvg(poster({ title }), "A4");
    expect(shown(svg)).toContain(title);
    const bases = [...svg.matchAll(/y="([\d.]+)" font-size="84"/g)].map(([, y]) => Number(y));
    const bar = Number(/y="([\d.]+)" width="180"/.exec(svg)?.[1]);
    expect(bar).toBeGreaterThan(Math.max(...bases) + 30);
    expect(() => posterSvg(poster({ title: title.repeat(3) }), "A4")).toThrow(/title does not fit/);
    expect(() => posterSvg(poster({ heading: title.repeat(5) }), "A4")).toThrow(/heading does not fit/);
  });

  it("is refused, or shown by whole statements, sentences and items in order", () => {
    const clause = fc.integer({ min: 1, max: 90 }).map((length) => "有规定情形".repeat(length));
    const part = fc.tuple(clause, fc.constantFrom("，", "；", "。", "：")).map((both) => both.join(""));
    const statement = fc.array(part, { minLength: 1, maxLength: 12 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(
        fc.array(statement, { minLength: 1, maxLength: 12 }),
        fc.constantFrom("A4", "A3"),
        (texts, paper) => {
          const statements = texts.map((text) => ({ text, citations: [1] }));
          let svg: string;
          try {
            svg = posterSvg(poster({ statements }), paper);
          } catch (error) {
            expect(error).toBeInstanceOf(PosterRoomError);
            return;
          }
          const [body = "", note] = shown(svg.slice(svg.indexOf("原文摘录<"), svg.indexOf("<line")))
            .replace("原文摘录", "")
            .split("〔节选〕");
          expect(texts.join("").startsWith(body)).toBe(true);
          expect(body).not.toBe("");
          expect(note === undefined).toBe(body === texts.join(""));
          const ends = texts.map((_, at) => texts.slice(0, at + 1).join(""));
          expect(ends.includes(body) || /[。；]$/u.test(body)).toBe(true);
        },
      ),
      { numRuns: 40 },
    );
  }, 60_000);
});

describe("a code", () => {
  it("has its quiet zone, and is the same for the same link", () => {
    const svg = codeSvg("https://example.org/", 0, 0, 290);
    expect(svg).toBe(codeSvg("https://example.org/", 0, 0, 290));
    expect(svg).toContain("M4 4h1v1h-1z");
    expect(svg).not.toContain("M3 3h1v1h-1z");
  });

  it("cannot hold a text without end", () => {
    expect(() => codeSvg("a".repeat(4_000), 0, 0, 290)).toThrow();
  });
});

describe("a PNG", () => {
  it("is not drawn where no font has Chinese characters", () => {
    expect(() => pngOf(posterSvg(poster(), "A4"), 300, { fontFolders: [temporaryFolder()] })).toThrow(
      NoChineseFontError,
    );
  });
});

describe("a chart", () => {
  it("draws bars of counts and says of a hidden one that it is hidden", async () => {
    const svg = await barChart(
      [
        { label: "对", count: 10, marked: false },
        { label: "错（答案）", count: null, marked: true },
      ],
      "沉默算不算反对？",
      personsTold,
    );
    expect(svg).toMatch(/^<svg role="img" aria-label="沉默算不算反对？：对 10人以上；错（答案） 不足10人"/);
    for (const text of ["对", "错（答案）", ">10人以上<", ">不足10人<"]) expect(svg).toContain(text);
    expect(svg).not.toMatch(/<style|<script|href="http/);
  });
});
