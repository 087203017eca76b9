/** What a careless answer gets wrong in this field, asked through the assistant on the shipped knowledge. */
import { describe, expect, it } from "vitest";
import type { Answer } from "../../src/core/grounding/answer.ts";
import { officialText } from "../../src/core/law/catalogue.ts";
import { answerText } from "../../src/text/render.ts";
import { assistant, knowledge } from "../knowledge-base.ts";

const { catalogue } = knowledge;
const { documents, curated } = catalogue.base;
const ask = (question: string, asOf?: string): Answer =>
  assistant.ask(question, asOf === undefined ? {} : { asOf });
const cited = (answer: Answer): string[] => answer.citations.map(({ passage }) => passage);
const documentsCited = (answer: Answer): string[] => cited(answer).map((id) => id.split("#")[0] ?? "");
const wording = (id: string): string => {
  const provision = catalogue.provision(id)?.provision;
  return provision === undefined ? "" : officialText(provision);
};
/** What an answer states, without headings and advice. */
const stated = (answer: Answer): string =>
  answer.blocks.map((block) => (block.type === "sentence" ? block.text : "")).join("\n");

describe("three wordings of one slogan", () => {
  const speech = wording("three-distinctions-2016#three-distinctions");
  const regulation = wording("accountability-2019#17");

  it("are held apart: the speech with 上级 and its other halves, the regulation without", () => {
    expect(speech).toContain("上级尚无明确限制的探索性试验中的失误和错误");
    expect(speech).toContain("上级明令禁止后依然我行我素");
    for (const words of ["失误和错误", "上级尚无明确限制", "明知故犯", "我行我素"])
      expect(regulation).not.toContain(words);
  });

  it("have no wording for the opinion of 2018, of which only a gist was read", () => {
    const opinion = documents.find(({ id }) => id === "encourage-2018");
    for (const { official, verification } of opinion?.provisions ?? [])
      expect([official, verification]).toEqual([[], "unverified"]);
  });

  it.each([
    ["三个区分开来的原话怎么说的", "three-distinctions-2016"],
    ["问责条例第十七条说了什么", "accountability-2019"],
  ])("%s: quotes one document alone", (question, document) => {
    const quoted = ask(question).citations.filter(({ quote }) => (quote?.length ?? 0) > 40);
    expect(new Set(quoted.map(({ passage }) => passage.split("#")[0]))).toEqual(new Set([document]));
  });

  it("are told apart when asked for, each cited by itself", () => {
    for (const question of ["三个区分开来有几种提法", "2018年意见里三个区分开来怎么写的"]) {
      const answer = ask(question);
      expect(answer.kind).toBe("answer");
      expect(documentsCited(answer)).toContain("encourage-2018");
    }
    expect(documentsCited(ask("三个区分开来有几种提法"))).toEqual(
      expect.arrayContaining(["three-distinctions-2016", "encourage-2018", "accountability-2019"]),
    );
  });

  it("keep the spelling of each text: 试验 in the national ones, 牟取 where a province writes it", () => {
    expect(speech).toContain("谋取私利");
    expect(wording("henan-business-2020#81")).toContain("牟取私利");
    expect(cited(ask("探索性试验和探索性实验哪个对"))).toContain(
      "three-distinctions-2016#three-distinctions",
    );
  });
});

describe("影响期 across the versions", () => {
  it.each([
    ["2010-06-01", "discipline-2003#period"],
    ["2017-06-01", "discipline-2015#period"],
    ["2020-06-01", "discipline-2018#period"],
  ])("on %s is answered from the version of that day", (day, passage) => {
    const answer = ask("严重警告影响期多久", day);
    expect(cited(answer)[0]).toBe(passage);
    expect(answer.citations[0]?.validity).not.toBe("repealed");
  });

  it("was one year for both sanctions in 2003, and a year and a half for 严重警告 since 2015", () => {
    expect(stated(ask("严重警告影响期多久", "2010-06-01"))).toContain("警告和严重警告的影响期都是一年");
    expect(stated(ask("严重警告影响期多久", "2017-06-01"))).toContain("严重警告的影响期为一年半");
  });

  it("today tells that it depends on the version, and that nothing of it was read in the original", () => {
    const answer = ask("严重警告影响期一年还是一年半");
    expect(documentsCited(answer)).toEqual(
      expect.arrayContaining(["discipline-2003", "discipline-2015", "discipline-2023"]),
    );
    for (const { passage, verification } of answer.citations)
      if (passage.startsWith("discipline-")) expect(verification).toBe("unverified");
  });

  it("warns of the page that carries the text of 2003 under a title of 2015", () => {
    expect(answerText(ask("严重警告影响期多久", "2010-06-01"))).toContain("实际载的是2003年版文本");
  });
});

describe("renumbered articles", () => {
  it.each([
    ["监察法第四十五条", "第五十二条"],
    ["监察法第四十九条", "第五十六条"],
  ])("%s: is not passed off as today's, and its new number is told", (question, now) => {
    const answer = ask(question);
    expect(answerText(answer)).toContain("没有收录《中华人民共和国监察法》");
    expect(stated(answer)).toContain(`改为${now}`);
    expect(answer.citations[0]?.validity).not.toBe("in_force");
  });

  it("are found under the number of their day", () => {
    expect(cited(ask("监察法第四十九条", "2020-01-01"))).toEqual(["supervision-law-2018#49"]);
    expect(cited(ask("监察法第五十六条"))).toEqual(["supervision-law-2024#56"]);
  });

  it("of the discipline regulations do not take over old numbers", () => {
    expect(cited(ask("纪律处分条例第三十九条"))).toEqual(["discipline-2023#39"]);
    expect(cited(ask("纪律处分条例第三十九条", "2019-01-01"))).not.toContain("discipline-2023#39");
    expect(stated(ask("纪律处分条例第一百三十三条"))).toContain("旧条号不能用来引用2023年版");
  });
});

describe("可以 and 应当", () => {
  const clauses = curated.flatMap(({ id, blocks }) =>
    blocks.flatMap((block) => (block.type === "statement" ? [{ id, block }] : [])),
  );
  const textOf = (passage: string): string => {
    const provision = catalogue.provision(passage)?.provision;
    const published = catalogue.case(passage);
    return [
      catalogue.passageText(passage),
      provision?.gist,
      provision === undefined ? "" : officialText(provision),
      published?.facts,
      published?.reason,
      published?.caution,
    ].join("\n");
  };

  it.each([
    ["应当", /应当/],
    ["必须", /必须|应当|须/],
    ["不得", /不得/],
    ["可以不予", /可以/],
    ["可以免予", /可以/],
    ["可以从轻", /可以/],
  ])("%s stands in an editor's statement only where a cited text has it", (mode, wanted) => {
    for (const { id, block } of clauses)
      if (block.text.replace(/“[^”]*”/g, "").includes(mode))
        expect(
          block.references.map(({ passage }) => textOf(passage)).join("\n"),
          `${id}: ${block.text}`,
        ).toMatch(wanted);
  });

  it("are kept apart: 应当免除 is told of the one statute that says so, 应当免责 of nothing", () => {
    for (const { id, block } of clauses) {
      expect(block.text, id).not.toMatch(/应当免责|必须容错|必须免责/);
      if (block.text.includes("应当免除"))
        expect(
          block.references.map(({ passage }) => passage),
          id,
        ).toContain("henan-business-2020#81");
    }
  });

  it("are explained when asked", () => {
    const answer = ask("符合条件就必须给我容错吗");
    expect(stated(answer)).toMatch(/可以/);
    expect(cited(answer)).toContain("accountability-2019#17");
  });

  it("keep 应当 for what aggravates", () => {
    expect(wording("gov-sanctions-2020#11")).toContain("可以从轻或者减轻");
    expect(wording("gov-sanctions-2020#13")).toContain("应当从重");
    expect(stated(ask("串供毁证会怎么处理"))).toContain("应当从重");
  });
});

describe("three clocks", () => {
  it("are told together, each with its own source, the longer one last", () => {
    const answer = ask("影响期和处分期是不是一回事");
    expect(cited(answer)).toEqual(
      expect.arrayContaining([
        "discipline-2023#10",
        "gov-sanctions-2020#8",
        "organisational-measures-2021#effects",
      ]),
    );
    expect(stated(answer)).toContain("按期限较长的执行");
  });

  it("carry a caution on each provision that gives a period", () => {
    for (const id of ["discipline-2023#10", "gov-sanctions-2020#8", "organisational-measures-2021#effects"])
      expect(catalogue.provision(id)?.provision.note, id).toMatch(/处分期|影响期/);
  });
});

describe("dates of issue, of publication and of force", () => {
  it("are not mixed for the rules on burdens: of 2024, made public in 2025", () => {
    const text = answerText(ask("减负规定什么时候发布的"));
    expect(text).toContain("2024年8月6日");
    expect(text).toContain("不是2025年的新规定");
  });

  it("keep a measure that is published and not yet in force from passing as law", () => {
    const before = answerText(ask("国资委46号令第三十六条", "2025-12-20"));
    expect(before).toContain("尚未生效");
    expect(answerText(ask("国资委46号令第三十六条", "2026-01-01"))).not.toContain("尚未生效");
  });

  it("count the first day in force and not the day of repeal", () => {
    expect(cited(ask("纪律处分条例什么时候施行", "2023-12-31"))).toEqual(["discipline-2018"]);
    expect(cited(ask("纪律处分条例什么时候施行", "2024-01-01"))).toEqual(["discipline-2023"]);
  });

  it("are not calculated where they were not read", () => {
    expect(answerText(ask("公务员法什么时候施行"))).toContain("没有读到，不作推算");
  });
});

describe("any-of and all-of", () => {
  it("are told apart by document", () => {
    const answer = ask("十七条三种情形要同时满足吗");
    const text = stated(answer);
    expect(text).toContain("有其一即可考虑");
    expect(text).toMatch(/同时符合/);
    expect(documentsCited(answer)).toEqual(
      expect.arrayContaining(["accountability-2019", "zhejiang-once-2018"]),
    );
  });

  it("stand in the official wording of both", () => {
    expect(wording("accountability-2019#17")).toContain("有下列情形之一的");
    expect(wording("zhejiang-once-2018#46")).toContain("同时符合下列条件");
  });
});

describe("further traps", () => {
  it.each([
    ["容错了是不是就等于没违纪", /^不等于/, "gov-sanctions-2020#44.1.2"],
    ["事情办成了是不是就能容", /^都不是/, "accountability-2019#17.1"],
    ["六看是哪个国家文件规定的", /^不是/, "seed-report#six-looks"],
    ["没装腰包是不是就没事", /^不是/, "sanctioned-04"],
    ["容错会不会影响举报人", /^不是/, "tolerated-01"],
  ])("%s: is corrected in the first sentence", (question, beginning, passage) => {
    const answer = ask(question);
    const [first] = answer.blocks.flatMap((block) => (block.type === "sentence" ? block.text : []));
    expect(first).toMatch(beginning);
    expect(cited(answer)).toContain(passage);
  });

  it("keeps Party discipline, state law and accountability apart", () => {
    expect(documentsCited(ask("党纪处分和政务处分有什么区别"))).toEqual(
      expect.arrayContaining(["discipline-2023", "gov-sanctions-2020", "accountability-2019"]),
    );
  });

  it("knows filing before the act, and that it is no exemption", () => {
    const answer = ask("没干之前能不能先报备容错");
    expect(documentsCited(answer)).toContain("kunming-prefiling-2023");
    expect(stated(answer)).toMatch(/不是事先免责|不等于/);
  });

  it("promises nobody anything", () => {
    for (const { id, blocks, title } of curated)
      for (const block of blocks)
        if (block.type !== "heading")
          expect(`${block.text}`, `${id}: ${title}`).not.toMatch(
            /(?<!不)(?:一定能|肯定能|保证(?!金)|包你|没问题)/,
          );
  });
});
