/** Command lines that documents, settings and messages tell people to type. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { readProjectFile, root } from "./compose-file.ts";

export interface DocumentedCommand {
  readonly file: string;
  /** What follows `cli`, without redirections, comments and brackets around what may be left out. */
  readonly words: readonly string[];
}

const documents = (): readonly string[] => [
  ...readdirSync(root).filter((name) => name.endsWith(".md")),
  ...readdirSync(join(root, "docs")).map((name) => `docs/${name}`),
  ...readdirSync(join(root, "deploy"))
    .filter((name) => !name.startsWith("tls"))
    .map((name) => `deploy/${name}`),
  ...readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.startsWith("cli/"))
    .map((name) => `src/${name}`),
  ".env.example",
  "compose.yaml",
];

/** `cli …`, alone or run by npm, up to what ends a command in a sentence; `redis-cli` is another program. */
const mention = /(?<![\w./-])cli (?:-- )?([a-z][^`\n#"'”（，、。；;\\]*)/g;

const wordsOf = (line: string): readonly string[] =>
  (line.split(/ (?:\||>|…)(?: |$)|[,:.] /)[0] ?? "")
    .replaceAll(/[[\]]|[.…]+$/g, " ")
    .split(/\s+/)
    .filter((word) => word !== "");

/** Each line once a file. */
export function documentedCommands(): readonly DocumentedCommand[] {
  const found = documents().flatMap((file) =>
    [...readProjectFile(file).matchAll(mention)].map(([, line = ""]) => ({ file, words: wordsOf(line) })),
  );
  return [...new Map(found.map((one) => [`${one.file} ${one.words.join(" ")}`, one])).values()];
}
