/** The shipped instructions to the model: each is used, by the slots it has, and tells what the code relies on. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readPrompt } from "../src/adapters/prompts/prompts.ts";

const root = join(import.meta.dirname, "..");
const folder = join(root, "prompts");
const names = readdirSync(folder).map((file) => file.replace(/\.md$/, ""));

/** Name and slots of every prompt the program reads. */
const uses = readdirSync(join(root, "src", "compose"))
  .map((file) => readFileSync(join(root, "src", "compose", file), "utf8"))
  .flatMap((text) => [...text.matchAll(/readPrompt\(\s*\w+,\s*"([\w-]+)",\s*(\[[^\]]*\])/g)])
  .map(([, name = "", slots = "[]"]) => ({ name, slots: JSON.parse(slots) as readonly string[] }));

describe("the shipped prompts", () => {
  it("are those the program reads, no more and no fewer", () => {
    expect(uses.map(({ name }) => name).sort()).toEqual([...names].sort());
  });

  it.each(uses)("$name has the slots that are filled: $slots", ({ name, slots }) => {
    const values = Object.fromEntries(slots.map((slot) => [slot, `filled-${slot}`]));
    const filled = readPrompt(folder, name, slots).fill(values);
    for (const slot of slots) expect(filled).toContain(`filled-${slot}`);
    expect(filled).not.toMatch(/\{\{|\}\}/);
  });

  it.each(names)("%s asks for JSON, obeys nothing of what it is given, and holds no address", (name) => {
    const text = readFileSync(join(folder, `${name}.md`), "utf8");
    expect(text).toContain("JSON");
    expect(text).toMatch(/一律不/);
    expect(text).not.toMatch(/https?:|@|sk-/);
  });
});
