import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Context } from "../src/core/grounding/answer.ts";
import { answerText } from "../src/text/render.ts";
import { assistant } from "./knowledge-base.ts";

const root = join(import.meta.dirname, "..");
const read = (file: string): string => readFileSync(join(root, file), "utf8");

describe("the README", () => {
  it("shows a dialogue that really takes place", () => {
    const block = /```text\n(问：[\s\S]*?)\n```/.exec(read("README.md"))?.[1] ?? "";
    const turns = block
      .split(/^问：/m)
      .slice(1)
      .map((turn) => {
        const [question = "", ...answer] = turn.split("\n");
        return { question, answer: answer.join("\n").trim() };
      });
    expect(turns.length).toBeGreaterThanOrEqual(3);
    let context: Context | null = null;
    for (const { question, answer } of turns) {
      const given = assistant.ask(question, { context });
      context = given.context;
      expect(answer).toBe(answerText(given).replaceAll(/\n{3,}/g, "\n\n"));
    }
  });

  it.each([
    "README.md",
    "ARCHITECTURE.md",
    "SECURITY.md",
    "CHANGELOG.md",
    "docs/knowledge.md",
    "docs/evaluation.md",
    "docs/benchmarks.md",
    "docs/operations.md",
  ])("%s links to files that exist", (file) => {
    const links = [...read(file).matchAll(/\]\(((?!https?:)[^)#]+)/g)].map((match) => match[1] ?? "");
    expect(links.filter((link) => !existsSync(join(root, file, "..", link)))).toEqual([]);
  });

  it("names only commands that package.json has", () => {
    const scripts = Object.keys((JSON.parse(read("package.json")) as { scripts: object }).scripts);
    for (const [, name] of read("README.md").matchAll(/npm run (?:--silent )?([a-z:]+)/g))
      expect(scripts).toContain(name);
  });
});
