import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { forModel } from "../../../src/core/grounding/model-text.ts";
import { maskPersonalData, restorePersonalData } from "../../../src/core/grounding/personal-data.ts";
import { maskingSuite } from "./masking-suite.ts";

const questions = ["answerable", "guards", "unanswerable"].flatMap((set) =>
  readFileSync(join(import.meta.dirname, `../../questions/${set}.jsonl`), "utf8")
    .trim()
    .split("\n")
    .map((line) => (JSON.parse(line) as { readonly text: string }).text),
);

describe("500 seeded texts with personal data", () => {
  const suite = maskingSuite(1, 500);

  it("keep no number, address, plate or account", () => {
    const left = suite.filter(({ text, structured }) =>
      structured.some((secret) => maskPersonalData(text).text.includes(secret)),
    );
    expect(left).toEqual([]);
    expect(suite.flatMap(({ structured }) => structured).length).toBeGreaterThan(400);
  });

  it("keep at most 2 % of the names", () => {
    const names = suite.flatMap(({ text, names: all }) =>
      all.map((name) => ({ name, masked: maskPersonalData(text).text })),
    );
    const left = names.filter(({ name, masked }) => masked.includes(name));
    expect(names.length).toBeGreaterThan(400);
    expect(left.length / names.length).toBeLessThanOrEqual(0.02);
  });

  it("can be restored, every one", () => {
    for (const { text } of suite) {
      const { text: masked, found } = maskPersonalData(text);
      expect(restorePersonalData(masked, found)).toBe(text);
    }
  });

  it("reach a model masked, or not at all", () => {
    for (const { text, structured } of suite) {
      const gate = forModel(text);
      if (gate.ok) for (const secret of structured) expect(gate.text).not.toContain(secret);
    }
  });
});

describe("the texts of the knowledge base", () => {
  it("keep their words: hardly one name is seen where none is", () => {
    const folder = join(import.meta.dirname, "../../../knowledge");
    const lines = readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => /\.(?:yaml|md)$/.test(file))
      .flatMap((file) => readFileSync(join(folder, file), "utf8").split("\n"))
      // Addresses of pages hold numbers of every kind.
      .filter((line) => !line.includes("http"));
    const found = lines.flatMap((line) => maskPersonalData(line).found);
    const characters = lines.reduce((sum, line) => sum + line.length, 0);
    expect(characters).toBeGreaterThan(300_000);
    expect(found.length).toBeLessThan(characters / 50_000);
  });
});

describe("questions of policy", () => {
  it("lose nothing but the few names and numbers that stand in them", () => {
    const masked = questions.map((text) => maskPersonalData(text).found).filter((found) => found.length > 0);
    expect(masked.map((found) => found.map(({ original }) => original).join(" "))).toEqual([
      "13800000000",
      "王",
      "孙",
      "周",
      "王",
    ]);
  });
});
