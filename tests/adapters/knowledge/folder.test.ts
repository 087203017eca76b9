import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { MAX_FILE_BYTES } from "../../../src/adapters/knowledge/files.ts";
import { createFolderSource, readKnowledgeFolder } from "../../../src/adapters/knowledge/folder.ts";
import { formatProblems } from "../../../src/adapters/knowledge/problems.ts";
import { knowledgeStats } from "../../../src/core/law/catalogue.ts";
import { KnowledgeError } from "../../../src/ports/knowledge-source.ts";

const MINI = join(import.meta.dirname, "../../broken/base");
const SHIPPED = join(import.meta.dirname, "../../../knowledge");

const made: string[] = [];
const temporary = () => {
  const path = mkdtempSync(join(tmpdir(), "knowledge-"));
  made.push(path);
  return path;
};
/** A copy of the small base that a test may change. */
const copy = () => {
  const path = temporary();
  cpSync(MINI, path, { recursive: true });
  return path;
};
afterEach(() => {
  for (const path of made.splice(0)) rmSync(path, { recursive: true });
});
const codes = (directory: string, overlay?: string) =>
  readKnowledgeFolder(directory, overlay).problems.map(({ code, file }) => `${code} ${file}`);

describe("readKnowledgeFolder", () => {
  it("reads a folder that holds without a word", () => {
    const { base, problems } = readKnowledgeFolder(MINI);
    expect(problems).toEqual([]);
    expect(base && knowledgeStats(base)).toEqual({
      documents: 3,
      provisions: 5,
      official: 3,
      gist: 2,
      by_grade: { verified: 2, secondary: 2, unverified: 1 },
      cases: 2,
      answers: 1,
      misconceptions: 1,
      quizzes: 0,
      overlays: 0,
    });
  });

  it("orders entries by folder and file name, whatever the file system says", () => {
    const { base } = readKnowledgeFolder(MINI);
    expect(base?.documents.map(({ id }) => id)).toEqual([
      "sample-rules-2016",
      "sample-rules-2019",
      "sample-speech-2016",
    ]);
    expect(base?.curated.map(({ kind }) => kind)).toEqual([
      "answer",
      "misconception",
      "procedure",
      "refusal",
    ]);
  });

  it("gives the same version for the same bytes and another one for a changed byte", () => {
    const directory = copy();
    const before = readKnowledgeFolder(directory).base?.version;
    expect(before).toMatch(/^sha256:[0-9a-f]{64}$/u);
    expect(before).toBe(readKnowledgeFolder(MINI).base?.version);
    writeFileSync(join(directory, "synonyms.yaml"), "[]\n");
    expect(readKnowledgeFolder(directory).base?.version).not.toBe(before);
  });

  it("lays an overlay over the files of the same path and adds new ones", () => {
    const overlay = temporary();
    writeFileSync(join(overlay, "synonyms.yaml"), "- { term: 抢险救灾, words: [抗洪] }\n");
    mkdirSync(join(overlay, "misconceptions"));
    cpSync(join(MINI, "misconceptions/sample-signed.md"), join(overlay, "misconceptions/sample-new.md"));
    const { problems } = readKnowledgeFolder(MINI, overlay);
    expect(problems.map(({ code, file }) => [code, file])).toContainEqual([
      "id.file-name",
      `${overlay}/misconceptions/sample-new.md`,
    ]);
    rmSync(join(overlay, "misconceptions"), { recursive: true });
    expect(readKnowledgeFolder(MINI, overlay).base?.synonyms).toEqual([
      { term: "抢险救灾", words: ["抗洪"] },
    ]);
  });

  it("reads files with a byte order mark and Windows line ends like any other", () => {
    const directory = copy();
    const path = join(directory, "cases/sample-fraud.yaml");
    const plain = readKnowledgeFolder(directory).base?.cases;
    const text = `\ufeff${"id: sample-fraud\ntitle: 某局编造会议记录\nlevel: 县\nfield: 水利\nyear: null\nfacts: 某局事后编造会议记录。\noutcome: not_tolerated\ndecision: 给予警告处分\ndecidedBy: 县纪委监委\nreason: null\ncorrection: null\ncaution: 来源报告的是处分，没有说当事人申请过容错。\nprovisions: []\ncontrasts: []\nkeywords: []\nsource: { title: 示例日报, host: null, read: null }\nverification: unverified\nreviewed: { by: 法规处, on: 2025-01-02 }\n".replaceAll("\n", "\r\n")}`;
    writeFileSync(path, text);
    expect(readKnowledgeFolder(directory).base?.cases).toEqual(plain);
  });

  it("passes over hidden files and what others read", () => {
    const directory = copy();
    writeFileSync(join(directory, ".DS_Store"), "");
    mkdirSync(join(directory, "rules"));
    expect(codes(directory)).toEqual([]);
  });

  it("refuses links and folders where a file belongs", () => {
    const directory = copy();
    symlinkSync(join(MINI, "cases/sample-flood.yaml"), join(directory, "cases/linked.yaml"));
    mkdirSync(join(directory, "answers/folder.md"));
    expect(codes(directory)).toEqual([
      "file.not-regular answers/folder.md",
      "file.not-regular cases/linked.yaml",
    ]);
  });

  it("refuses a file above the size limit and blames no reference to it", () => {
    const directory = copy();
    writeFileSync(join(directory, "documents/sample-rules-2019.md"), "x".repeat(MAX_FILE_BYTES + 1));
    expect(codes(directory)).toEqual(["file.too-large documents/sample-rules-2019.md"]);
  });

  it("says that a folder is missing", () => {
    const missing = join(temporary(), "nowhere");
    expect(codes(missing)).toEqual(["folder.missing ."]);
    expect(codes(MINI, missing)).toEqual([`folder.missing ${missing}/.`]);
  });

  it("refuses a folder that holds no document, unless an overlay brings one", () => {
    const empty = temporary();
    expect(codes(empty)).toEqual(["folder.empty ."]);
    mkdirSync(join(empty, "documents"));
    expect(codes(empty)).toEqual(["folder.empty ."]);
    expect(codes(empty, MINI)).toEqual([]);
  });

  it("tells the problems of every file at once, by file and line", () => {
    const directory = copy();
    writeFileSync(join(directory, "cases/sample-fraud.yaml"), "id: sample-fraud\n");
    writeFileSync(join(directory, "refusals/refusal-sample.md"), "不行。\n");
    const { base, problems } = readKnowledgeFolder(directory);
    expect(base).toBeNull();
    expect(problems.filter(({ code }) => code === "schema.missing")).toHaveLength(17);
    expect(problems.at(-1)).toMatchObject({
      code: "front-matter.missing",
      file: "refusals/refusal-sample.md",
    });
  });
});

describe("createFolderSource", () => {
  it("loads a base that holds", async () => {
    expect((await createFolderSource(MINI).load()).documents).toHaveLength(3);
  });

  it("throws every problem of one that does not", () => {
    const source = createFolderSource(
      MINI,
      join(import.meta.dirname, "../../broken/knowledge/dead-document"),
    );
    expect(() => source.load()).toThrow(KnowledgeError);
    expect(() => source.load()).toThrow(
      expect.objectContaining({
        code: "knowledge.invalid",
        problems: [expect.objectContaining({ code: "reference.dead" })],
      }),
    );
  });
});

describe("formatProblems", () => {
  it("shows place, sentence, code and remedy, and counts at the end", () => {
    const problem = { code: "c", file: "a.md", line: 3, message: "坏了", remedy: "修好" };
    expect(
      formatProblems([
        { ...problem, severity: "error" },
        { ...problem, severity: "warning" },
      ]),
    ).toBe(
      [
        "a.md:3  错误  坏了（c）",
        "    改法：修好",
        "a.md:3  提醒  坏了（c）",
        "    改法：修好",
        "错误 1 处，提醒 1 处",
      ].join("\n"),
    );
  });
});

describe("the shipped knowledge", () => {
  const isWritten = readdirSync(join(SHIPPED, "documents")).some((name) => name.endsWith(".md"));

  it.skipIf(!isWritten)("holds together without an error", () => {
    const { problems } = readKnowledgeFolder(SHIPPED);
    expect(formatProblems(problems.filter(({ severity }) => severity === "error"))).toBe(
      "错误 0 处，提醒 0 处",
    );
  });
});
