import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { localDocuments, unreadOf } from "../../src/text/places.ts";
import { answerText } from "../../src/text/render.ts";
import { runCli } from "../cli/run-cli.ts";
import { assistant, knowledge } from "../knowledge-base.ts";

const { catalogue } = knowledge;
const jurisdictionOf = (passage: string): string | undefined =>
  catalogue.document(passage.split("#")[0] ?? "")?.jurisdiction;

/** What the answer cites, in order of first use, as the places that the documents bind. */
const placesCited = (question: string): (string | undefined)[] =>
  assistant
    .ask(question)
    .citations.filter(({ kind }) => kind === "provision")
    .map(({ passage }) => jurisdictionOf(passage));

describe("a question about a place", () => {
  it.each([
    ["河南容错有什么条件", "河南省"],
    ["浙江最多跑一次改革失误怎么免责", "浙江省"],
    ["昆明容错报备怎么办理", "云南省昆明市"],
    ["绵阳容错以后要限期整改吗", "四川省绵阳市"],
    ["韩城容错哪些情形不予容错", "陕西省韩城市"],
    ["柘荣县容错申请走什么程序", "福建省宁德市柘荣县"],
    ["重庆优化营商环境探索出现偏差能免责吗", "重庆市"],
    ["江苏科技成果转化尽职免责有多少种情形", "江苏省"],
    ["蓝田县容错的五个区分", "陕西省西安市蓝田县"],
  ])("%s: begins with its own measure", (question, jurisdiction) => {
    expect(assistant.ask(question).kind).toBe("answer");
    expect(placesCited(question)[0]).toBe(jurisdiction);
  });

  it.each(["河南容错有什么条件", "山东容错以后影响提拔吗", "青岛的容错规定"])(
    "%s: goes on with the national frame, under a heading of its own",
    (question) => {
      const headings = assistant
        .ask(question)
        .blocks.flatMap((block) => (block.type === "heading" ? block.text : []));
      expect(headings[0]).toMatch(/的规定$/);
      expect(headings).toContain("全国性规定");
    },
  );

  it("has the national frame of the same matter, not some provision that shares a word", () => {
    for (const question of ["青岛的容错规定", "内蒙古容错的标准"]) {
      const { passage } = assistant
        .ask(question)
        .citations.find(({ passage }) => jurisdictionOf(passage) === "national") ?? { passage: "" };
      expect(passage, question).toMatch(/^(?:accountability-2019#17|gov-sanctions-2020#12)/);
    }
  });

  it.each(["深圳的容错办法有哪些情形", "拉萨容错怎么申请", "新疆的容错清单"])(
    "%s: says that nothing is held for it, and that this means nothing",
    (question) => {
      const answer = assistant.ask(question);
      expect(answer).toMatchObject({ kind: "refusal", refusalReason: "no_evidence" });
      expect(answerText(answer)).toContain("没有收录不等于没有");
    },
  );

  it("shows the rules of the province where a city's own are not held, and says so", () => {
    const text = answerText(assistant.ask("苏州容错有什么条件"));
    expect(text).toContain("没有收录苏州自己的容错办法");
    expect(text).toContain("江苏的规定");
  });

  it("puts the rules of the province before those of one school or company in it", () => {
    for (const question of ["湖北容错有哪些情形", "河南容错有什么条件", "内蒙古容错的标准"]) {
      const places = placesCited(question);
      const units = places.findIndex((name) => /公司|院校|高校/.test(name ?? ""));
      const own = places.findIndex((name) => /^(?:湖北|河南)省$/.test(name ?? ""));
      if (own !== -1 && units !== -1) expect(units, question).toBeGreaterThan(own);
    }
    const company = answerText(assistant.ask("内蒙古容错的标准"));
    expect(company).toContain("没有收录内蒙古自己的容错办法");
    expect(company).toContain("内蒙古盐业公司的规定");
    expect(placesCited("河南高校里的容错办法有什么条件")).toContain("河南省某高校");
  });

  it("does not take the name of a city for a misspelling", () => {
    expect(assistant.ask("西安的容错办法").understoodAs).toBeNull();
  });

  it("leaves other places' rules out where no place is named", () => {
    for (const jurisdiction of placesCited("没有进交易平台怎么处理")) expect(jurisdiction).toBe("national");
  });
});

describe("the page of local rules", () => {
  it("is what the command prints", async () => {
    const page = readFileSync(join(import.meta.dirname, "../../docs/places.md"), "utf8");
    expect((await runCli(["knowledge", "places", "--markdown"])).stdout).toBe(page);
  });

  it("lists every local document once", async () => {
    const { stdout } = await runCli(["knowledge", "places"]);
    const local = catalogue.base.documents.filter(({ jurisdiction }) => jurisdiction !== "national");
    expect(
      stdout
        .trim()
        .split("\n")
        .map((line) => line.split("  ")[1])
        .toSorted(),
    ).toEqual(local.map(({ id }) => id).toSorted());
  });

  it("says of every measure known from excerpts what could not be read", () => {
    for (const document of localDocuments(catalogue.base.documents))
      if (document.kind === "local-measure") expect(unreadOf(document), document.title).not.toEqual([]);
  });
});

describe("a local measure", () => {
  const measures = catalogue.base.documents.filter(({ kind }) => kind === "local-measure");

  it("is one of at least 30, each with a caution that only excerpts were read", () => {
    expect(measures.length).toBeGreaterThanOrEqual(30);
    for (const { note, title } of measures) expect(note, title).toContain("未见全文");
  });

  it("says which parts could not be read", () => {
    for (const { provisions, title } of measures) {
      const text = provisions.map(({ gist, note }) => `${gist}${note ?? ""}`).join("");
      expect(text, title).toMatch(/未能读到|未读到/);
    }
  });

  it("states no limit in days that was not read: one working day in 嵩明 is the only one", () => {
    const days = measures.flatMap(({ provisions }) =>
      provisions.flatMap(({ gist, id }) =>
        /[0-9一二三四五六七八九十]个?(?:工作)?日/.test(gist ?? "") ? id : [],
      ),
    );
    expect(days).toEqual(["kunming-prefiling-2023#procedure"]);
  });
});
