import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { topicOf } from "../../src/app/catalogue/lists.ts";
import { createCatalogue } from "../../src/app/catalogue.ts";
import { entryKinds, type SearchWish } from "../../src/ports/catalogue.ts";
import { otherTopic } from "../../src/text/topics.ts";
import { assistant, knowledge, today } from "../knowledge-base.ts";

const catalogue = createCatalogue(knowledge, { today: () => today, source: assistant.source });
const { base } = knowledge.catalogue;
const everything: SearchWish = { kind: null, from: 0 };

describe("the list of documents", () => {
  const idsOf = (state: "current" | "past", day?: string): string[] => {
    const { national, local } = catalogue.documents(state, day);
    return [...national, ...local].flatMap(({ members }) => members.map(({ id }) => id));
  };

  it("holds every document once, on any day", () => {
    for (const day of [today, "2018-01-01", "1990-01-01"])
      expect([...idsOf("current", day), ...idsOf("past", day)].sort(), day).toEqual(
        base.documents.map(({ id }) => id).sort(),
      );
  });

  it("puts a version where it belongs on the day asked", () => {
    expect(idsOf("current")).toContain("accountability-2019");
    expect(idsOf("past")).toContain("accountability-2016");
    expect(idsOf("current", "2018-01-01")).toContain("accountability-2016");
    expect(idsOf("past", "2018-01-01")).toContain("accountability-2019");
  });

  it("groups national ones by kind, local ones by province, and counts both states", () => {
    const { national, local, counts } = catalogue.documents("current");
    expect(national.map(({ title }) => title).slice(0, 2)).toEqual(["法律", "党内法规"]);
    const yunnan = local.find(({ title }) => title === "云南省")?.members ?? [];
    expect(yunnan.map(({ place }) => place).sort()).toEqual(
      ["云南省大理州", "云南省昌宁县", "云南省昆明市"].sort(),
    );
    expect(counts.current + counts.past).toBe(base.documents.length);
  });
});

describe("the list of cases", () => {
  const any = { outcome: null, field: null, year: null };
  const idsOf = (filter: Parameters<typeof catalogue.cases>[0]): string[] =>
    catalogue.cases(filter).groups.flatMap(({ members }) => members.map(({ id }) => id));

  it("holds every case once", () => {
    expect(idsOf(any).sort()).toEqual(base.cases.map(({ id }) => id).sort());
  });

  it("filters by outcome, field and year, each of which is offered", () => {
    const { outcomes, fields, years } = catalogue.cases(any);
    for (const outcome of outcomes) expect(idsOf({ ...any, outcome })).not.toEqual([]);
    for (const field of fields) expect(idsOf({ ...any, field })).not.toEqual([]);
    for (const year of years) expect(idsOf({ ...any, year })).not.toEqual([]);
    expect(idsOf({ outcome: "tolerated_exempt", field: "防汛工程", year: 2017 })).toEqual(["tolerated-01"]);
    expect(idsOf({ ...any, field: "没有这个领域" })).toEqual([]);
  });
});

describe("the list of editors' texts", () => {
  it("holds every answer, misconception and procedure once, and no refusal", () => {
    const ids = catalogue.texts().flatMap(({ members }) => members.map(({ id }) => id));
    expect(ids.sort()).toEqual(
      base.curated
        .filter(({ kind }) => kind !== "refusal")
        .map(({ id }) => id)
        .sort(),
    );
  });

  it("finds a topic for every text shipped, and another place for what fits none", () => {
    expect(catalogue.texts().map(({ title }) => title)).not.toContain(otherTopic);
    expect(topicOf({ title: "食堂菜单", keywords: [] })).toBe(otherTopic);
  });
});

describe("searching", () => {
  const first = (query: string) => catalogue.search(query, everything).found[0];

  it.each([
    ["问责条例第十七条", "accountability-2019#17"],
    ["影响期", "three-clocks"],
    ["先斩后奏", "act-first-report-later"],
    ["領導簽字", "leader-signed"],
    ["问责条例", "accountability-2019"],
    ["营商环境条例", "beijing-business-2024"],
  ])("for %s finds %s", (query, id) => {
    const ids = catalogue.search(query, everything).found.map((found) => found.id);
    expect(ids).toContain(id);
  });

  it("puts the article that is named first", () => {
    expect(first("问责条例第十七条")?.id).toBe("accountability-2019#17");
  });

  it("by the law of the day asked", () => {
    const { found } = catalogue.search("问责条例", { ...everything, day: "2018-01-01" });
    expect(found[0]).toMatchObject({ id: "accountability-2016", validity: "in_force" });
  });

  it.each(["火星移民", "红烧肉做法", "zzzz", "", "   ", "的了吗"])("finds nothing for %j", (query) => {
    expect(catalogue.search(query, everything).found).toEqual([]);
  });

  it("counts what it found by kind, and keeps to the kind asked for", () => {
    const { counts } = catalogue.search("报备", everything);
    for (const kind of entryKinds) {
      const { found, counts: same } = catalogue.search("报备", { kind, from: 0 });
      expect(found.every((one) => one.kind === kind)).toBe(true);
      expect(found).toHaveLength(Math.min(20, counts[kind]));
      expect(same).toEqual(counts);
    }
  });

  it("gives every entry once over all pages", () => {
    const ids: string[] = [];
    for (let from: number | null = 0; from !== null; ) {
      const page = catalogue.search("条例", { kind: null, from });
      ids.push(...page.found.map(({ id }) => id));
      from = page.later;
    }
    const { counts } = catalogue.search("条例", everything);
    expect(ids).toHaveLength(entryKinds.reduce((sum, kind) => sum + counts[kind], 0));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("marks the query in a snippet that stands in the entry, and tells wording from gist", () => {
    const found = catalogue.search("政务处分期自政务处分决定生效之日起计算", everything).found;
    const provision = found.find(({ id }) => id === "gov-sanctions-2020#8");
    expect(provision?.official).toBe(true);
    expect(provision?.snippet.some(({ marked }) => marked)).toBe(true);
    const gist = catalogue.search("警告、严重警告的影响期", { kind: "provision", from: 0 }).found[0];
    expect(gist).toMatchObject({ id: "discipline-2023#10", official: false });
  });

  it("does not take a text that bears a secrecy mark", () => {
    expect(catalogue.search("机密★10年 影响期", everything)).toMatchObject({ taken: false, found: [] });
  });

  it("never throws for what a person types", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), fc.nat(1_000), (query, from) => {
        expect(catalogue.search(query, { kind: null, from }).from).toBeLessThanOrEqual(from);
      }),
      { numRuns: 50 },
    );
  });
});

describe("the page of a source", () => {
  it("shows the neighbours, the document and what rests on an article", () => {
    const page = catalogue.source("accountability-2019#17");
    expect(page?.document?.id).toBe("accountability-2019");
    expect([page?.previous?.id, page?.next?.id]).toEqual(["accountability-2019#8", "accountability-2019#18"]);
    expect(page?.related.map(({ sort }) => sort)).toEqual(["answer", "misconception", "case"]);
    const answers = page?.related.find(({ sort }) => sort === "answer")?.links.map(({ id }) => id);
    expect(answers).toContain("three-wordings");
  });

  it("shows the article of a unit, and names the unit", () => {
    const page = catalogue.source("accountability-2019#17.1.2");
    expect(page?.source.id).toBe("accountability-2019#17");
    expect(page?.unit).toBe("17.1.2");
    expect(page?.citation?.place).toBe("第十七条第一款第（二）项");
    expect(page?.citation?.quote).toContain("明确反对意见");
  });

  it("leads from a version that does not bind to the one that does, on the day asked", () => {
    expect(catalogue.source("discipline-2018#period")?.inForce?.id).toBe("discipline-2023");
    expect(catalogue.source("discipline-2018#period", "2020-01-01")?.inForce).toBeNull();
    expect(catalogue.source("accountability-2019#17", "2018-01-01")?.inForce?.id).toBe("accountability-2016");
  });

  it("lists the same unit across versions, and says where it is not held", () => {
    const versions = catalogue.source("discipline-2018#period")?.versions ?? [];
    expect(versions.map(({ id, held, shown }) => [id, held, shown])).toEqual([
      ["discipline-2003#period", true, false],
      ["discipline-2015#period", true, false],
      ["discipline-2018#period", true, true],
      ["discipline-2023", false, false],
    ]);
  });

  it("shows of a case the rules it is compared with and cases that came out otherwise, from both sides", () => {
    const contrasts = (id: string): string[] | undefined =>
      catalogue
        .source(id)
        ?.related.find(({ sort }) => sort === "contrast")
        ?.links.map((link) => link.id);
    expect(contrasts("tolerated-01")).toContain("sanctioned-09");
    expect(contrasts("sanctioned-09")).toContain("tolerated-01");
    const basis = catalogue.source("tolerated-01")?.related.find(({ sort }) => sort === "basis");
    expect(basis?.links.map(({ id }) => id)).toContain("gov-sanctions-2020#11.1.4");
  });

  it("lists every provision of a document once", () => {
    for (const { id, provisions } of base.documents) {
      const listed = catalogue.source(id)?.contents.flatMap(({ members }) => members.map((one) => one.id));
      expect(listed, id).toEqual(provisions.map((provision) => provision.id));
    }
  });

  it("offers a question that the assistant reads as this very article", () => {
    const articles = base.documents.flatMap(({ provisions }) =>
      provisions.filter(({ article }) => article !== null).map(({ id }) => id),
    );
    const missed = articles.filter((id) => {
      const question = catalogue.source(id)?.question ?? "";
      return !assistant.ask(question).citations.some(({ passage }) => passage.startsWith(id));
    });
    expect(missed).toEqual([]);
  });
});

describe("every pointer", () => {
  it("of every page leads to a page", () => {
    const isThere = (id: string): boolean =>
      catalogue.source(id) !== undefined || catalogue.text(id) !== undefined;
    const ids = [
      ...base.documents.flatMap(({ id, provisions }) => [id, ...provisions.map((one) => one.id)]),
      ...base.cases.map(({ id }) => id),
    ];
    const pointers = ids.flatMap((id) => {
      const page = catalogue.source(id);
      return [
        page?.document?.id,
        page?.previous?.id,
        page?.next?.id,
        page?.inForce?.id,
        ...(page?.versions.map((one) => one.id) ?? []),
        ...(page?.related.flatMap(({ links }) => links.map((one) => one.id)) ?? []),
      ].filter((pointer) => pointer !== undefined);
    });
    expect([...new Set(pointers)].filter((id) => !isThere(id))).toEqual([]);
  });
});

describe("the page of an editor's text", () => {
  const texts = base.curated.filter(({ kind }) => kind !== "refusal");

  it("is an answer whose statements all carry citations", () => {
    for (const { id } of texts) {
      const { answer } = catalogue.text(id) ?? {};
      const sentences = answer?.blocks.filter((block) => block.type === "sentence") ?? [];
      expect(sentences.length, id).toBeGreaterThan(0);
      expect(
        sentences.every(({ citations }) => citations.length > 0),
        id,
      ).toBe(true);
    }
  });

  it("says that nobody has reviewed it where nobody has", () => {
    expect(catalogue.text("three-clocks")).toMatchObject({ reviewed: null, topic: "问责与处分" });
    expect(catalogue.text("three-clocks")?.answer.blocks[0]).toEqual({
      type: "label",
      label: "curated-unreviewed",
    });
  });

  it("is none for what is said with a refusal, for a source, or for nothing", () => {
    const refusal = base.curated.find(({ kind }) => kind === "refusal")?.id ?? "";
    expect(knowledge.catalogue.curated(refusal)).toBeDefined();
    for (const id of [refusal, "accountability-2019", "constructor", ""])
      expect(catalogue.text(id)).toBeUndefined();
  });
});

describe("an id that names nothing", () => {
  it.each([
    ["accountability-2019#16", "accountability-2019#17"],
    ["accountability-2017", "accountability-2019"],
    ["three-clock", "three-clocks"],
  ])("%s may have meant %s", (id, meant) => {
    expect(catalogue.nearest(id).map((link) => link.id)).toContain(meant);
  });

  it("may have meant nothing at all", () => {
    expect(catalogue.nearest("../../etc/passwd")).toEqual([]);
    expect(catalogue.nearest("")).toEqual([]);
  });
});
