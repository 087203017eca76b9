/** The knowledge base as a folder of files (see docs/knowledge.md), read and checked in one go. */
import { createHash } from "node:crypto";
import { checkKnowledge } from "../../core/law/consistency.ts";
import type {
  Case,
  CuratedText,
  KnowledgeBase,
  LegalDocument,
  Quiz,
  SynonymGroup,
} from "../../core/law/types.ts";
import { KnowledgeError, type KnowledgeSource, type Problem } from "../../ports/knowledge-source.ts";
import { readCurated, readStatements } from "./curated-markdown.ts";
import { readDocument } from "./document-markdown.ts";
import { decode, FOLDERS, type KnowledgeFile, readFiles } from "./files.ts";
import type { LineOf } from "./lines.ts";
import { describe, type ProblemCode, type Tell } from "./problems.ts";
import { caseFile, quizzesFile, synonymsFile } from "./schemas.ts";
import { readYaml } from "./yaml.ts";

/** What a folder says: the base where no problem is an error, and every problem in any case. */
export interface FolderReading {
  readonly base: KnowledgeBase | null;
  /** By file and line. */
  readonly problems: readonly Problem[];
}

/** A source that reads the folder each time it is asked. */
export function createFolderSource(directory: string, overlay?: string): KnowledgeSource {
  return {
    load() {
      const { base, problems } = readKnowledgeFolder(directory, overlay);
      if (!base) throw new KnowledgeError(problems);
      return base;
    },
  };
}

/**
 * Reads a knowledge folder and checks it, each file alone and all together; never stops at the first problem.
 *
 * @param overlay an organisation's own folder: its files replace those with the same relative path, or are added
 */
export function readKnowledgeFolder(directory: string, overlay?: string): FolderReading {
  const problems: Problem[] = [];
  const add = (
    code: ProblemCode,
    file: string,
    line: number,
    values: readonly string[],
    severity?: Problem["severity"],
  ) => {
    problems.push(describe(code, file, line, values, severity));
  };
  const files = readFiles(directory, overlay, (code, file, ...values) => add(code, file, 1, values));
  const shelf = createShelf(hashOf(files));
  // In the order of the base, so that the second of two equal ids is the same for both sides of the check.
  const order = Object.keys(FOLDERS);
  for (const file of files.toSorted(
    (a, b) => order.indexOf(a.folder ?? "") - order.indexOf(b.folder ?? ""),
  )) {
    readInto(shelf, file, (code, line, ...values) => add(code, file.shown, line, values));
  }

  for (const { code, subject, occurrence, at, values, severity } of checkKnowledge(
    shelf.base,
    shelf.unreadable,
  )) {
    const place = shelf.places.get(subject)?.[occurrence];
    add(code, place?.file ?? ".", place?.lineOf(at) ?? 1, values, severity);
  }
  problems.sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
  return { base: problems.some((problem) => problem.severity === "error") ? null : shelf.base, problems };
}

/** What has been read so far, and where each id stands. */
interface Shelf {
  readonly base: KnowledgeBase & {
    readonly documents: LegalDocument[];
    readonly cases: Case[];
    readonly curated: CuratedText[];
    readonly synonyms: SynonymGroup[];
    readonly quizzes: Quiz[];
  };
  /** Every place of an id, in the order of the base; more than one only for duplicates. */
  readonly places: Map<string, { readonly file: string; readonly lineOf: LineOf }[]>;
  /** Ids of files that exist and did not hold. */
  readonly unreadable: Set<string>;
}

const createShelf = (version: string): Shelf => ({
  base: { version, documents: [], cases: [], curated: [], synonyms: [], quizzes: [] },
  places: new Map(),
  unreadable: new Set(),
});

/** Content and place of every file, so that the same knowledge has the same version on any machine. */
function hashOf(files: readonly KnowledgeFile[]): string {
  const hash = createHash("sha256");
  for (const { path, bytes } of files) {
    if (bytes) hash.update(`${path}\0${bytes.length}\0`).update(bytes);
  }
  return `sha256:${hash.digest("hex")}`;
}

const KINDS = {
  answers: "answer",
  misconceptions: "misconception",
  procedures: "procedure",
  refusals: "refusal",
} as const;

function readInto({ base, places, unreadable }: Shelf, file: KnowledgeFile, tell: Tell): void {
  const place = (id: string, lineOf: LineOf) => {
    places.set(id, [...(places.get(id) ?? []), { file: file.shown, lineOf }]);
  };
  const text = decode(file.bytes, tell);
  if (text === null) {
    unreadable.add(file.name);
  } else if (file.folder === null) {
    const read = readYaml(text, synonymsFile, 1, tell);
    for (const [index, group] of (read?.value ?? []).entries()) {
      base.synonyms.push(group);
      place(group.term, (at) => read?.lineOf([index, ...at]) ?? 1);
    }
  } else if (file.folder === "documents") {
    const read = readDocument(text, file.name, tell);
    if (!read) unreadable.add(file.name);
    else {
      base.documents.push(read.document);
      place(read.document.id, read.lineOf);
      for (const [index, lineOf] of read.provisionLines.entries()) {
        place(read.document.provisions[index]?.id ?? "", lineOf);
      }
    }
  } else if (file.folder === "cases") {
    const read = readYaml(text, caseFile, 1, tell);
    if (!read) unreadable.add(file.name);
    else {
      if (read.value.id !== file.name) tell("id.file-name", read.lineOf(["id"]), read.value.id, file.name);
      base.cases.push(read.value);
      place(read.value.id, read.lineOf);
    }
  } else if (file.folder === "quizzes") {
    const read = readYaml(text, quizzesFile, 1, tell);
    for (const [index, { explanation, ...quiz }] of (read?.value ?? []).entries()) {
      const lineOf: LineOf = (at) => read?.lineOf([index, ...at]) ?? 1;
      // The line is looked up only for a problem: it takes the whole parser.
      const tellThere: Tell = (code, _line, ...values) => tell(code, lineOf(["explanation"]), ...values);
      base.quizzes.push({ ...quiz, explanation: readStatements(explanation, tellThere) });
      place(quiz.id, lineOf);
    }
  } else {
    const read = readCurated(text, file.name, KINDS[file.folder], tell);
    if (!read) unreadable.add(file.name);
    else {
      base.curated.push(read.text);
      place(read.text.id, read.lineOf);
    }
  }
}
