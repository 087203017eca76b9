import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  ImportLineError,
  importPassages,
  parseImport,
  readPassages,
  StoreMissingError,
} from "../../../src/adapters/knowledge/passage-store.ts";

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "passages-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

const parse = (text: string) => parseImport(new TextEncoder().encode(text));
const line = (id: string, text = "条文", more: object = {}) => JSON.stringify({ id, text, ...more });

describe("a passage store", () => {
  it("counts what is new, changed and the same, and twice the same file leaves the same store", () => {
    const file = parse(
      [line("b"), "", line("a", "甲", { title: "某法", unknown: 1, article: null })].join("\n"),
    );
    expect(importPassages(directory, file)).toEqual({ imported: 2, updated: 0, skipped: 0 });
    const before = readPassages(directory);
    expect(importPassages(directory, file)).toEqual({ imported: 0, updated: 0, skipped: 2 });
    expect(readPassages(directory)).toEqual(before);
    expect(importPassages(directory, parse(line("a", "乙")))).toEqual({
      imported: 0,
      updated: 1,
      skipped: 0,
    });
    expect(readPassages(directory).map(({ id, text }) => `${id}${text}`)).toEqual(["a乙", "b条文"]);
  });

  it.each([
    ["not JSON", `${line("a")}\n{"id":`, 2],
    ["no text", `${line("a")}\n\n{"id":"b"}`, 3],
    ["empty text", `{"id":"b","text":" "}`, 1],
    ["a number as id", `{"id":1,"text":"x"}`, 1],
    ["a day that does not exist", line("a", "x", { date: "2026-02-30" }), 1],
    ["an array", "[]", 1],
  ])("names the line that has %s", (_what, text, number) => {
    expect(() => parse(text)).toThrowError(
      expect.objectContaining({ code: "knowledge.import-line", line: number }) as ImportLineError,
    );
  });

  it("refuses bytes that are not UTF-8", () => {
    expect(() => parseImport(Uint8Array.of(0x7b, 0xff, 0x7d))).toThrow(ImportLineError);
  });

  it("says what to do where there is no store", () => {
    expect(() => readPassages(join(directory, "none"))).toThrow(StoreMissingError);
  });

  it("takes a file that a first import never filled for no store", () => {
    writeFileSync(join(directory, "passages.sqlite"), "");
    expect(() => readPassages(directory)).toThrow(StoreMissingError);
  });
});
