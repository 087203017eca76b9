/** The readable pages over real HTTP, with the knowledge as shipped. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCatalogueRoutes } from "../../../src/adapters/http/catalogue.ts";
import { createCatalogue } from "../../../src/app/catalogue.ts";
import { catalogueWords as words } from "../../../src/text/catalogue.ts";
import { assistant, knowledge, today } from "../../knowledge-base.ts";
import { type Started, start } from "./start.ts";

describe("the readable pages", () => {
  let server: Started;
  beforeAll(async () => {
    server = await start({
      assistant,
      pages: [
        (frame) =>
          createCatalogueRoutes({
            catalogue: createCatalogue(knowledge, { today: () => today, source: assistant.source }),
            frame,
          }),
      ],
    });
  });
  afterAll(() => server.close());

  const get = async (path: string): Promise<{ status: number; text: string; location: string | null }> => {
    const response = await fetch(server.url + path, { redirect: "manual" });
    return {
      status: response.status,
      text: await response.text(),
      location: response.headers.get("location"),
    };
  };
  const source = (id: string, rest = ""): string => `/sources/${encodeURIComponent(id)}${rest}`;

  it.each([
    ["/catalogue", "《中国共产党问责条例》"],
    ["/catalogue?state=past", "2019年9月1日起失效"],
    ["/catalogue?list=cases", "水务局干部李某审核应急工程报销单时疏忽"],
    ["/catalogue?list=cases&outcome=clarified&field=&year=", "澄清、纠正"],
    ["/catalogue?list=texts", "影响期、处分期、组织处理限制期，各算各的"],
    [`/catalogue?q=${encodeURIComponent("影响期")}`, "<mark>影响期</mark>"],
    [source("accountability-2019#17"), "第十七条 不予问责或者免予问责"],
    [source("accountability-2019"), words.contents],
    [source("tolerated-01"), words.related.contrast],
    ["/answers/three-clocks", "知识库要点 · 待人工审核"],
    ["/answers/leader-signed", words.kinds.misconception],
    ["/answers/appeal-procedure", words.kinds.procedure],
  ])("%s shows %s", async (path, text) => {
    const page = await get(path);
    expect(page.status).toBe(200);
    expect(page.text).toContain(text);
  });

  it.each([
    "/catalogue",
    "/catalogue?list=cases",
    `/catalogue?q=${encodeURIComponent("条例")}`,
    source("accountability-2019#17"),
    source("discipline-2018#period", "?asOf=2020-01-01"),
    source("tolerated-01"),
    "/answers/three-clocks",
  ])("every link of %s leads somewhere", async (path) => {
    const { text } = await get(path);
    const links = [...text.matchAll(/href="(\/[^"]*)"/g)]
      .map((match) => (match[1] ?? "").replaceAll("&amp;", "&"))
      .filter((link) => !link.startsWith("/?"));
    const broken: string[] = [];
    for (const link of new Set(links)) if ((await get(link)).status !== 200) broken.push(link);
    expect(broken).toEqual([]);
  });

  it("keeps the day in every link of a page that was opened with one", async () => {
    const { text } = await get(source("accountability-2016#overview", "?asOf=2018-01-01"));
    const links = [...text.matchAll(/href="(\/(?:sources|answers)\/[^"]*)"/g)].map((match) => match[1] ?? "");
    expect(links.length).toBeGreaterThan(0);
    expect(links.filter((link) => !link.includes("asOf=2018-01-01"))).toEqual([]);
  });

  it("warns of a version that does not bind, and leads to the one that does", async () => {
    const { text } = await get(source("discipline-2018#period"));
    expect(text).toContain(words.repealed);
    expect(text).toContain('href="/sources/discipline-2023"');
    const then = await get(source("discipline-2018#period", "?asOf=2020-01-01"));
    expect(then.text).not.toContain(words.repealed);
  });

  it("shows the article of a unit with the unit marked and every unit anchored", async () => {
    const { text } = await get(source("accountability-2019#17.1.2"));
    expect(text).toMatch(/<p class="item" id="17\.1\.2"><mark>（二）/);
    expect(text).toContain('id="17.1.1"');
    expect(text).toContain('id="17.2"');
  });

  it("shows a citation with its version, to be copied without script, too", async () => {
    const { text } = await get(source("accountability-2019#17"));
    expect(text).toContain("《中国共产党问责条例》（2019年9月1日起施行）第十七条：“有下列情形之一的");
  });

  it.each([
    ["/sources/three-clocks", "/answers/three-clocks"],
    [
      "/answers/accountability-2019%2317?asOf=2020-01-01",
      "/sources/accountability-2019%2317?asOf=2020-01-01",
    ],
  ])("sends %s on to %s", async (from, to) => {
    expect(await get(from)).toMatchObject({ status: 308, location: to });
  });

  it.each([
    [source("accountability-2019#16"), "/sources/accountability-2019%2317"],
    ["/answers/three-clock", "/answers/three-clocks"],
  ])("%s is not found, and %s may have been meant", async (path, meant) => {
    const { status, text } = await get(path);
    expect(status).toBe(404);
    expect(text).toContain(`href="${meant}"`);
  });

  it.each([
    "/sources/constructor",
    "/answers/__proto__",
    "/answers/..%2f..%2fetc%2fpasswd",
    `/answers/${"a".repeat(5_000)}`,
    "/answers/refusal-forge",
  ])("%s is not found", async (path) => {
    expect((await get(path)).status).toBe(404);
  });

  it.each(["/catalogue", source("tolerated-01"), "/answers/three-clocks"])(
    "%s refuses a day that is none",
    async (path) => {
      expect((await get(`${path}?asOf=2024-02-30`)).status).toBe(400);
      expect((await get(`${path}?asOf=`)).status).toBe(200);
    },
  );

  it.each(["list=x", "kind=x&q=a", "from=-1&q=a", "from=1e9&q=a", "year=x&list=cases", "state=x"])(
    "a filter that does not fit counts as left out: %s",
    async (query) => {
      expect((await get(`/catalogue?${query}`)).status).toBe(200);
    },
  );

  it("keeps markup in a search inert", async () => {
    const { text } = await get(`/catalogue?q=${encodeURIComponent('"><script>alert(1)</script>')}`);
    expect(text).not.toContain("<script>");
    expect(text).toContain("&lt;script&gt;");
  });

  it("does not show a text with a secrecy mark again, and logs none", async () => {
    const { status, text } = await get(`/catalogue?q=${encodeURIComponent("机密★10年 某某事项")}`);
    expect(status).toBe(200);
    expect(text).toContain(words.notTaken);
    expect(text).not.toContain("某某事项");
    expect(server.logged.join("\n")).not.toContain("某某事项");
  });
});
