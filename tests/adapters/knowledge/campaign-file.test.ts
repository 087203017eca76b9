import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readCampaignFile } from "../../../src/adapters/knowledge/campaign-file.ts";
import { readHolidays } from "../../../src/adapters/knowledge/holidays.ts";
import { usualPace } from "../../../src/core/campaign/bounds.ts";
import { temporaryFolder } from "../../folders.ts";
import { jpegOfSize, pictureOf, pngOfSize } from "../../pictures.ts";

const calendar = readHolidays(join(import.meta.dirname, "..", "..", "..", "knowledge"), undefined);
const read = (text: string, bounds = usualPace) =>
  readCampaignFile(Buffer.from(text), "c.yaml", calendar, bounds);

const head = `id: autumn
title: 学习月
period: { from: 2026-09-28, to: 2026-10-16 }
`;

describe("a campaign file", () => {
  it("is read with the usual hours and cap, its items on the working days of its schedule", () => {
    const reading = read(`${head}schedule: { days: [thu], at: "09:30" }
items:
  - { article: accountability-2019#17 }
  - { id: wish, poll: { question: 想了解什么, options: [条文, 案例] } }
  - { on: 2026-10-16, case: cleared-01 }
`);
    if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
    const { hours, perWeek, audience, items } = reading.campaign;
    expect(hours).toEqual({ from: "08:30", until: "18:00", workdaysOnly: true });
    expect(perWeek).toBe(2);
    expect(audience).toEqual({ units: [], roles: [], channels: [] });
    // 1 October is a holiday up to the 7th, so its turn falls on the 8th, which is a Thursday itself.
    expect(items.map(({ id, day, time }) => [id, day, time])).toEqual([
      ["item-1", "2026-10-08", "09:30"],
      ["wish", "2026-10-15", "09:30"],
      ["item-3", "2026-10-16", "09:30"],
    ]);
  });

  it.each([
    ["an unknown key", `${head}colour: red\nitems: [{ on: 2026-09-28, case: a }]\n`, 4, "schema.unknown-key"],
    [
      "no title",
      "id: a\nperiod: { from: 2026-09-28, to: 2026-10-16 }\nitems: [{ on: 2026-09-28, case: a }]\n",
      1,
      "schema.missing",
    ],
    [
      "two contents in one item",
      `${head}items:\n  - { on: 2026-09-28, case: a, answer: b }\n`,
      5,
      "schema.value",
    ],
    ["an item without a day", `${head}items:\n  - { case: a }\n`, 5, "schema.value"],
    ["a day outside of the period", `${head}items:\n  - { on: 2026-11-28, case: a }\n`, 5, "schema.value"],
    [
      "more items than days",
      `${head}schedule: { days: [thu] }\nitems:\n  - { case: a }\n  - { case: b }\n  - { case: c }\n`,
      8,
      "schema.value",
    ],
    [
      "one id twice",
      `${head}items:\n  - { id: x, on: 2026-09-28, case: a }\n  - { id: x, on: 2026-09-28, case: b }\n`,
      6,
      "schema.value",
    ],
    [
      "a time outside of the hours",
      `${head}items:\n  - { on: 2026-09-28, at: "20:00", case: a }\n`,
      5,
      "schema.value",
    ],
    [
      "a sentence without a source",
      `${head}items:\n  - { on: 2026-09-28, text: [{ text: 话, cites: [] }] }\n`,
      5,
      "schema.value",
    ],
    ["YAML that is none", "id: [", 1, "yaml.syntax"],
  ])("with %s is refused with line and remedy", (_, text, line, code) => {
    const reading = read(text);
    expect(reading.ok).toBe(false);
    if (reading.ok) return;
    expect(reading.problems.map((problem) => [problem.code, problem.line])).toContainEqual([code, line]);
    expect(reading.problems.every(({ file, remedy }) => file === "c.yaml" && remedy !== "")).toBe(true);
  });
});

describe("a link of a campaign file", () => {
  const itemsOf = (link: string) => read(`${head}items: [{ on: 2026-09-28, link: ${link} }]\n`);

  it.each([
    ["{ text: 看原文, to: accountability-2019#17 }", "accountability-2019#17", null],
    ["{ text: 查一查, to: precheck }", "precheck", null],
    ["{ text: 学一学, to: learn }", "learn", null],
    ["{ text: 做一题, to: learn, question: quiz-a }", "learn", "quiz-a"],
  ])("is read with what it leads to: %s", (link, to, quiz) => {
    const reading = itemsOf(link);
    if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
    expect(reading.campaign.items[0]?.content).toMatchObject({ type: "link", to, quiz });
  });

  it.each(["{ to: learn }", "{ text: 看, to: a, question: quiz-a }", "{ text: 看 }"])(
    "is refused where it lacks something, or asks for more: %s",
    (link) => {
      expect(itemsOf(link).ok).toBe(false);
    },
  );
});

describe("a key that no campaign has", () => {
  it("is refused with the page that says which there are, which is not that of the knowledge base", () => {
    const reading = read(`${head}colour: red\nitems: [{ on: 2026-09-28, case: a, points: 3 }]\n`);
    const remedies = reading.ok ? [] : reading.problems.map(({ remedy }) => remedy);
    expect(remedies).not.toEqual([]);
    for (const remedy of remedies) expect(remedy).toContain("docs/campaigns.md");
  });
});

describe("hours and cap of a campaign file", () => {
  const items = "items: [{ on: 2026-09-28, case: cleared-01 }]\n";
  const problemsOf = (lines: string, bounds = usualPace) => {
    const reading = read(`${head}${lines}${items}`, bounds);
    return reading.ok ? [] : reading.problems;
  };

  it.each([
    ["an earlier beginning", 'hours:\n  from: "00:00"\n', 5, "08:30"],
    ["a later end", 'hours:\n  until: "23:59"\n', 5, "18:00"],
    ["days off", "hours:\n  workdays_only: false\n", 5, "true"],
    ["more messages a week", "per_week: 7\n", 4, "2"],
  ])(
    "with %s than the installation allows are refused, naming line, bound and remedy",
    (_, lines, line, bound) => {
      const problems = problemsOf(lines);
      expect(problems.map((problem) => problem.line)).toEqual([line]);
      expect(problems[0]?.remedy).toContain(bound);
      expect(problems[0]?.remedy).toContain("改成");
    },
  );

  it("are refused all at once", () => {
    const lines = 'hours: { from: "00:00", until: "23:59", workdays_only: false }\nper_week: 7\n';
    expect(problemsOf(lines)).toHaveLength(4);
  });

  it("may be stricter, and as lax as an installation allows", () => {
    expect(problemsOf('hours: { from: "09:00", until: "11:30" }\nper_week: 1\n')).toEqual([]);
    const lax = { hours: { from: "06:00", until: "22:00", workdaysOnly: false }, perWeek: 5 };
    const lines = 'hours: { from: "06:00", until: "22:00", workdays_only: false }\nper_week: 5\n';
    expect(problemsOf(lines, lax)).toEqual([]);
  });

  it("are those of a stricter installation where the file does not say", () => {
    const strict = { hours: { from: "10:00", until: "11:00", workdaysOnly: true }, perWeek: 1 };
    const reading = read(`${head}${items}`, strict);
    expect(reading.ok && { hours: reading.campaign.hours, perWeek: reading.campaign.perWeek }).toEqual(
      strict,
    );
  });

  it("begin before they end", () => {
    expect(problemsOf('hours: { from: "12:00", until: "12:00" }\n').map(({ line }) => line)).toEqual([4]);
  });
});

describe("the shipped calendar of holidays", () => {
  it("knows days off and worked of its years, none of both", () => {
    expect([...calendar.years]).toContain(2026);
    expect(calendar.off.has("2026-10-01")).toBe(true);
    expect(calendar.worked.has("2026-10-10")).toBe(true);
    expect([...calendar.worked].filter((day) => calendar.off.has(day))).toEqual([]);
  });

  it("has people work on weekend days alone", () => {
    const weekdays = [...calendar.worked].map((day) => new Date(`${day}T00:00:00Z`).getUTCDay());
    expect(weekdays.filter((weekday) => weekday !== 0 && weekday !== 6)).toEqual([]);
  });
});

describe("a picture in a campaign file", () => {
  const folder = temporaryFolder();
  const item = (picture: string) =>
    readCampaignFile(
      Buffer.from(`${head}items:\n  - { id: one, on: 2026-09-28, case: a, picture: ${picture} }\n`),
      join(folder, "c.yaml"),
      calendar,
      usualPace,
    );
  writeFileSync(join(folder, "good.png"), pngOfSize(30, 20));
  writeFileSync(join(folder, "photo.jpg"), jpegOfSize(40, 30));
  writeFileSync(join(folder, "page.png"), "<!doctype html>");
  writeFileSync(join(folder, "wide.png"), pngOfSize(4_097, 300));
  writeFileSync(join(folder, "strip.png"), pngOfSize(2_100, 100));
  writeFileSync(join(folder, "heavy.png"), Buffer.alloc(5 * 1024 * 1024 + 1));

  it("is read beside the file, known by its bytes", () => {
    const reading = item("{ file: good.png, alt: 一张图 }");
    if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
    const picture = pictureOf(pngOfSize(30, 20), { type: "png", width: 30, height: 20, alt: "一张图" });
    expect(reading.campaign.items[0]?.picture).toEqual(picture);
    expect([...reading.pictures.keys()]).toEqual([picture.hash]);
    const photo = item("{ file: photo.jpg, alt: 照片 }");
    expect(photo.ok && photo.campaign.items[0]?.picture).toMatchObject({
      type: "jpeg",
      width: 40,
      height: 30,
    });
  });

  it("may be the poster of its item, which is still to be drawn", () => {
    const reading = item("poster");
    expect(reading.ok && [...reading.posters]).toEqual(["one"]);
    expect(reading.ok && reading.campaign.items[0]).not.toHaveProperty("picture");
  });

  it.each([
    ["without words for whoever cannot see it", "{ file: good.png }"],
    ["with empty words", '{ file: good.png, alt: " " }'],
    ["of another kind", "{ file: page.png, alt: 图 }"],
    ["too large", "{ file: wide.png, alt: 图 }"],
    ["too narrow", "{ file: strip.png, alt: 图 }"],
    ["too heavy", "{ file: heavy.png, alt: 图 }"],
    ["that is not there", "{ file: nowhere.png, alt: 图 }"],
    ["above the folder", "{ file: ../good.png, alt: 图 }"],
    ["somewhere else", `{ file: ${join(folder, "good.png")}, alt: 图 }`],
    ["of a word nobody knows", "postcard"],
  ])("%s is refused with its line", (_, picture) => {
    const reading = item(picture);
    expect(reading.ok ? [] : reading.problems.map(({ line }) => line)).toEqual([5]);
  });
});
