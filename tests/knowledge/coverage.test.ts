/**
 * The articles that must be held, document by document: looked up by number, each answers with itself; any other is named as
 * not held, with the version in force, and nothing is guessed.
 */
import { describe, expect, it } from "vitest";
import { articleLabel } from "../../src/core/law/references.ts";
import { answerText } from "../../src/text/render.ts";
import { assistant, knowledge } from "../knowledge-base.ts";

const { catalogue } = knowledge;
const through = (last: number): number[] => Array.from({ length: last }, (_, at) => at + 1);

/** How people call the document, its id, the articles held, and the last article where it is known. */
const core: readonly [name: string, id: string, articles: readonly number[], last: number | null][] = [
  ["政务处分法", "gov-sanctions-2020", through(68), 68],
  ["国有企业管理人员处分条例", "soe-sanctions-2024", through(52), 52],
  ["重大行政决策程序暂行条例", "major-decisions-2019", through(44), 44],
  ["问责条例", "accountability-2019", [3, 5, 6, 7, 8, 17, 18, 19, 20, 21, 22], null],
  ["纪律处分条例", "discipline-2023", [4, 5, 8, 10, 11, 12, 13, 17, 18, 19, 20, 21, 22, 23, 39, 158], null],
  [
    "监察法",
    "supervision-law-2024",
    [3, 5, 6, 11, 15, 52, 53, 54, 55, 56, 57, 69, 70, 71, 72, 73, 74, 75],
    null,
  ],
  ["公务员法", "civil-servants-2018", [57, 58, 59, 60, 61, 62, 63, 64, 65, 66, 95, 96, 97, 98, 99], null],
  ["科学技术进步法", "science-progress-2021", [68, 97], null],
  ["优化营商环境条例", "business-environment-2019", [4, 7, 64, 69, 70, 71], null],
];

describe.each(core)("%s", (name, id, articles, last) => {
  it("holds these articles and no others", () => {
    const held = catalogue.articles(id).flatMap((provision) => {
      const number = /#(\d+)$/.exec(provision.id)?.[1];
      return provision.article === null || number === undefined ? [] : Number(number);
    });
    expect(held).toEqual(articles);
  });

  it.each(articles.map((article) => [articleLabel(article), `${id}#${article}`]))(
    "%s is answered by its number",
    (label, passage) => {
      const answer = assistant.ask(`${name}${label}`);
      expect(answer.kind).toBe("answer");
      expect(answer.citations[0]).toMatchObject({ passage, article: label });
      const provision = catalogue.provision(passage)?.provision;
      expect(`${provision?.gist ?? ""}${provision?.official.length ?? 0}`.length).toBeGreaterThan(8);
    },
  );

  it("names any other article as not held, with the version in force", () => {
    // Two numbers of the law of 2018 are held to tell where the articles went.
    const earlier = id === "supervision-law-2024" ? [45, 49] : [];
    const missing =
      last === null
        ? through(60).filter((article) => !articles.includes(article) && !earlier.includes(article))
        : [last + 1];
    for (const article of missing) {
      const answer = assistant.ask(`${name}${articleLabel(article)}说了什么`);
      expect(answer).toMatchObject({ kind: "refusal", refusalReason: "no_evidence", citations: [] });
      const text = answerText(answer);
      expect(text).toContain(`没有收录《${catalogue.document(id)?.title}》${articleLabel(article)}`);
      expect(text).toMatch(/有效的版本是|起施行|公布|通过/);
    }
  });
});

describe("the size of the knowledge base", () => {
  const { documents, cases, curated } = catalogue.base;
  const kind = (wanted: string): number => curated.filter((entry) => entry.kind === wanted).length;

  it("is what an organisation can start from", () => {
    expect(documents.filter(({ jurisdiction }) => jurisdiction === "national").length).toBeGreaterThanOrEqual(
      30,
    );
    expect(documents.flatMap(({ provisions }) => provisions).length).toBeGreaterThanOrEqual(150);
    expect(cases.length).toBeGreaterThanOrEqual(25);
    expect(kind("answer")).toBeGreaterThanOrEqual(60);
    expect(kind("misconception")).toBeGreaterThanOrEqual(20);
  });

  it("has keywords for every provision, and no grade that was not earned", () => {
    for (const { provisions, source } of documents)
      for (const { keywords, verification, id } of provisions) {
        expect(keywords.length, id).toBeGreaterThan(0);
        if (verification === "verified") expect(source.host, id).not.toBeNull();
      }
  });

  it("shows no address of a copy", () => {
    for (const { source } of [...documents, ...cases])
      expect(source.title).not.toMatch(/https?:|www\.|\.(?:com|cn|org)/);
  });
});
