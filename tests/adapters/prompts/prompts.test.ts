import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { PromptError, readPrompt } from "../../../src/adapters/prompts/prompts.ts";

const folder = mkdtempSync(join(tmpdir(), "prompts-"));
afterAll(() => rmSync(folder, { recursive: true }));
const written = (name: string, text: string): string => {
  writeFileSync(join(folder, `${name}.md`), text);
  return name;
};

describe("a prompt", () => {
  it("is its file with the slots filled, each wherever it occurs", () => {
    const { fill } = readPrompt(folder, written("a", "记号 {{canary}}。\n{{task-text}}\n{{canary}}\n"), [
      "canary",
      "task-text",
    ]);
    expect(fill({ canary: "x1", "task-text": "作答 {{canary}} $& $1" })).toBe(
      "记号 x1。\n作答 {{canary}} $& $1\nx1",
    );
  });

  it("is known by the hash of its file, whatever the line ends are", () => {
    const hash = (text: string) => readPrompt(folder, written("b", text), []).hash;
    expect(hash("一\n二")).toBe(hash("一\r\n二"));
    expect(hash("一\n二")).not.toBe(hash("一\n三"));
    expect(hash("一")).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    ["{{canary}} {{other}}", ["canary"], "{{other}}; take it out"],
    ["没有", ["canary"], "{{canary}} is missing"],
  ] as const)("is refused where its slots are not those that are filled: %s", (text, slots, words) => {
    const name = written("c", text);
    expect(() => readPrompt(folder, name, slots)).toThrow(PromptError);
    expect(() => readPrompt(folder, name, slots)).toThrow(words);
  });

  it("is refused where its file cannot be read", () => {
    expect(() => readPrompt(folder, "none", [])).toThrow(/none\.md: cannot be read/);
  });
});
