/** Finds and reads the files of a knowledge folder and of an overlay laid over it. */
import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { linesOf } from "./lines.ts";
import type { ProblemCode, Tell } from "./problems.ts";

/** What a folder of the knowledge base holds, and how its files end. */
export const FOLDERS = {
  documents: ".md",
  cases: ".yaml",
  answers: ".md",
  misconceptions: ".md",
  procedures: ".md",
  refusals: ".md",
  quizzes: ".yaml",
} as const satisfies Readonly<Record<string, string>>;

export type Folder = keyof typeof FOLDERS;

/** File of the synonyms, at the top. */
const SYNONYMS = "synonyms.yaml";

/** Most bytes of one file: well above the longest law, well below what would slow a start. */
export const MAX_FILE_BYTES = 1_048_576;

/** Folders and files at the top that others read. */
const OTHERS: ReadonlySet<string> = new Set([
  "rules",
  "overlays",
  "case-facts.yaml",
  "holidays.yaml",
  "README.md",
]);

/** One file, with `path` relative to the knowledge folder and `shown` as problems name it. */
export interface KnowledgeFile {
  readonly path: string;
  readonly shown: string;
  /** null for `synonyms.yaml`. */
  readonly folder: Folder | null;
  /** File name without its ending. */
  readonly name: string;
  /** null where the file could not be read, which has been told. */
  readonly bytes: Buffer | null;
}

type TellFile = (code: ProblemCode, file: string, ...values: string[]) => void;

/** @returns files in the order of their paths */
export function readFiles(directory: string, overlay: string | undefined, tell: TellFile): KnowledgeFile[] {
  const found = new Map<string, Omit<KnowledgeFile, "bytes"> & { readonly place: string }>();
  for (const root of overlay === undefined ? [directory] : [directory, overlay]) {
    const shownIn = (path: string) => (root === directory ? path : `${root.replace(/\/+$/u, "")}/${path}`);
    for (const path of pathsIn(root, (code, file, ...values) => tell(code, shownIn(file), ...values))) {
      const [first = "", second] = path.split("/");
      const folder = second === undefined ? null : (first as Folder);
      const name = (second ?? first).replace(/\.(?:md|yaml)$/u, "");
      found.set(path, { path, shown: shownIn(path), folder, name, place: join(root, path) });
    }
  }
  // Whatever else is there: without a document nothing could be answered, and the folder is most likely another one.
  const holdsDocument = [...found.values()].some(({ folder }) => folder === "documents");
  if (!holdsDocument && exists(directory)) tell("folder.empty", ".", directory);
  return [...found.values()]
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map(({ place, ...file }) => {
      const { size } = lstatSync(place);
      if (size <= MAX_FILE_BYTES) return { ...file, bytes: readFileSync(place) };
      tell("file.too-large", file.shown, String(size), String(MAX_FILE_BYTES));
      return { ...file, bytes: null };
    });
}

const exists = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined;

function pathsIn(root: string, tell: TellFile): string[] {
  if (!exists(root)) {
    tell("folder.missing", ".", root);
    return [];
  }
  const paths: string[] = [];
  for (const entry of readdirSync(root, { withFileTypes: true })) {
    const { name } = entry;
    if (name.startsWith(".") || OTHERS.has(name)) continue;
    if (entry.isDirectory() && Object.hasOwn(FOLDERS, name))
      paths.push(...pathsInFolder(root, name as Folder, tell));
    else if (name === SYNONYMS && entry.isFile()) paths.push(name);
    else tell(name === SYNONYMS || Object.hasOwn(FOLDERS, name) ? "file.not-regular" : "file.unknown", name);
  }
  return paths;
}

function pathsInFolder(root: string, folder: Folder, tell: TellFile): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.name.startsWith(".")) return [];
    if (!entry.name.endsWith(FOLDERS[folder])) tell("file.unknown", path);
    else if (!entry.isFile()) tell("file.not-regular", path);
    else return [path];
    return [];
  });
}

/** Text of a file without its byte order mark, or null where it is not clean UTF-8. */
export function decode(bytes: Buffer | null, tell: Tell): string | null {
  if (bytes === null) return null;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    const bad = text.search(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffd]/u);
    if (bad === -1) return text;
    tell("file.encoding", linesOf(text.slice(0, bad)).length);
  } catch {
    tell("file.encoding", 1);
  }
  return null;
}
