/**
 * The rules and the local measures of a knowledge folder, read and checked in one go: `rules/<id>/<version>.yaml`,
 * `overlays/<id>.yaml` with later versions as `overlays/<id>@<day>.yaml`, and the register `rules/published.yaml`.
 *
 * An organisation's own folder adds versions, rule sets and overlays. It may hold a file of the same path, as for the
 * rest of the knowledge base; but what is published is fixed for everybody, so a changed copy of a published file is an
 * error there too.
 */
import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Catalogue } from "../../core/law/catalogue.ts";
import type { Day } from "../../core/law/types.ts";
import { firstDay } from "../../core/law/validity.ts";
import { nearest } from "../../core/rules/nearest.ts";
import type { Form, Overlay, RuleSet } from "../../core/rules/types.ts";
import type { Problem } from "../../ports/knowledge-source.ts";
import type { PublishedOverlay, PublishedRules, RuleLibrary, Signed } from "../../ports/rule-source.ts";
import { decode, MAX_FILE_BYTES } from "./files.ts";
import { describe, type ProblemCode } from "./problems.ts";
import { namesOf, readForm } from "./rule-conditions.ts";
import { hashOf, REGISTER } from "./rule-register.ts";
import { caseFactsFile, registerFile, signedFile } from "./rule-schemas.ts";
import { isVersionOf, type RuleReading, readOverlay, readRuleSet } from "./rules.ts";
import { readYaml } from "./yaml.ts";

/** What the files say: the library where they hold, and every problem in any case. */
export interface RuleFolderReading {
  /** Given also where nothing but entries of the register is missing: what is not published yet can be looked at. */
  readonly library: RuleLibrary | null;
  /** By file and line. */
  readonly problems: readonly Problem[];
  /** What `cli rules publish` would add: name in the register, hash, knowledge folder. */
  readonly unpublished: readonly { readonly name: string; readonly hash: string; readonly root: string }[];
}

/** Who answers for what the lints would refuse. */
const SIGNED = "rules/signed.yaml";

/** What the sources of published cases state. */
const CASE_FACTS = "case-facts.yaml";

/** Reports a problem of one file. */
type TellLine = (code: ProblemCode, line: number, ...values: string[]) => void;

interface RuleFile {
  readonly path: string;
  readonly shown: string;
  readonly root: string;
  /** Folder below `rules`, or null for an overlay. */
  readonly folder: string | null;
  /** File name without `.yaml`. */
  readonly name: string;
}

/** A file that was read, with what later checks need. */
interface Read<T> {
  readonly file: RuleFile;
  readonly reading: RuleReading<T>;
  readonly hash: string;
  readonly tell: TellLine;
}

/**
 * Reads and checks all rule files; never stops at the first problem.
 *
 * @param overlay an organisation's own folder
 * @param catalogue the passages that rules may rest on; null where the rest of the knowledge base does not hold, and
 *   bases are then not judged
 */
export function readRuleFolder(
  directory: string,
  overlay: string | undefined,
  catalogue: Catalogue | null,
): RuleFolderReading {
  const problems: Problem[] = [];
  const tellerOf =
    (shown: string): TellLine =>
    (code, line, ...values) =>
      void problems.push(describe(code, shown, line, values));
  const roots = overlay === undefined ? [directory] : [directory, overlay];
  const files = filesIn(roots, (shown, code) => tellerOf(shown)(code, 1));

  const ruleSets = files
    .filter(({ folder }) => folder !== null)
    .flatMap((file) => readOne(file, tellerOf(file.shown), readRuleSetFile));
  const versions = inOrder(ruleSets.map(({ reading }) => reading.content));
  // Names of what could not be read are not judged.
  const whole = ruleSets.length === files.filter(({ folder }) => folder !== null).length;
  const overlays = whole
    ? files
        .filter(({ folder }) => folder === null)
        .flatMap((file) =>
          readOne(file, tellerOf(file.shown), (text, tell) => readOverlayFile(text, file, versions, tell)),
        )
    : [];

  const unpublished = tellRegister(roots, files, [...ruleSets, ...overlays], tellerOf);
  const isPublished = (hash: string) => !unpublished.some((entry) => entry.hash === hash);
  const library: RuleLibrary = {
    ruleSets: versions.map((version) => publishedRules(version, ruleSets, isPublished)),
    overlays: overlaysInOrder(overlays, isPublished),
    caseFacts: readCaseFacts(roots, versions.at(-1)?.ruleSet ?? null, catalogue, tellerOf),
    signed: roots.flatMap((root) =>
      readSigned(root, tellerOf(root === roots[0] ? SIGNED : join(root, SIGNED))),
    ),
  };
  if (whole) tellJurisdictions(ruleSets, files);
  if (catalogue !== null) {
    for (const read of ruleSets) {
      const { ruleSet, superseded } = versionOf(read.reading.content, versions);
      tellBases(read, superseded ? null : [ruleSet.from, ruleSet.until], catalogue);
    }
    for (const read of overlays) {
      const until = library.overlays.find(({ hash }) => hash === read.hash)?.until ?? null;
      tellBases(read, [read.reading.content.from, until], catalogue);
    }
  }
  problems.sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
  const broken = problems.some(
    ({ severity, code }) => severity === "error" && code !== "rules.not-published",
  );
  return { library: broken ? null : library, problems, unpublished };
}

function filesIn(
  roots: readonly string[],
  tell: (shown: string, code: "file.unknown" | "file.not-regular") => void,
): RuleFile[] {
  const found = new Map<string, RuleFile>();
  for (const root of roots) {
    const shownIn = (path: string) => (root === roots[0] ? path : `${root.replace(/\/+$/u, "")}/${path}`);
    const visit = (path: string, folder: string | null) => {
      if (!lstatSync(join(root, path), { throwIfNoEntry: false })?.isDirectory()) return;
      for (const entry of readdirSync(join(root, path), { withFileTypes: true })) {
        const inside = `${path}/${entry.name}`;
        if (entry.name.startsWith(".") || inside === REGISTER || inside === SIGNED) continue;
        if (path === "rules" && entry.isDirectory()) visit(inside, entry.name);
        else if (path === "rules" || !entry.name.endsWith(".yaml")) tell(shownIn(inside), "file.unknown");
        else if (!entry.isFile()) tell(shownIn(inside), "file.not-regular");
        else {
          const name = entry.name.slice(0, -".yaml".length);
          found.set(inside, { path: inside, shown: shownIn(inside), root, folder, name });
        }
      }
    };
    visit("rules", null);
    visit("overlays", null);
  }
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function readOne<T>(
  file: RuleFile,
  tell: TellLine,
  read: (text: string, tell: TellLine, file: RuleFile) => RuleReading<T> | null,
): Read<T>[] {
  const place = join(file.root, file.path);
  const { size } = lstatSync(place);
  if (size > MAX_FILE_BYTES) {
    tell("file.too-large", 1, String(size), String(MAX_FILE_BYTES));
    return [];
  }
  const text = decode(readFileSync(place), tell);
  const reading = text === null ? null : read(text, tell, file);
  return reading === null ? [] : [{ file, reading, hash: hashOf(reading.content), tell }];
}

function readRuleSetFile(
  text: string,
  tell: TellLine,
  { name, folder }: RuleFile,
): RuleReading<RuleSet> | null {
  const reading = readRuleSet(text, name, tell);
  if (reading !== null && reading.content.id !== folder)
    tell("rules.folder-name", reading.lineOf(["id"]), reading.content.id, folder ?? "");
  return reading;
}

function readOverlayFile(
  text: string,
  { name }: RuleFile,
  versions: readonly Version[],
  tell: TellLine,
): RuleReading<Overlay> | null {
  const ruleSets = versions.map(({ ruleSet }) => ruleSet);
  const reading = readOverlay(text, ruleSets, tell);
  if (reading === null) return null;
  const { id, from } = reading.content;
  const [stem, day] = name.split("@");
  if (stem !== id) tell("rules.folder-name", reading.lineOf(["id"]), id, name);
  else if (day !== undefined && !(from !== null && isVersionOf(day, from)))
    tell("rules.version-name", reading.lineOf(["from"]), name, from ?? "null");
  return reading;
}

/** A rule set with its place among the others of its id. */
interface Version {
  readonly ruleSet: RuleSet;
  readonly superseded: boolean;
}

/** By id and first day; an open end is closed by the next version, of two that begin together the last revision counts. */
function inOrder(ruleSets: readonly RuleSet[]): Version[] {
  const sorted = ruleSets.toSorted(
    (a, b) => compare(a.id, b.id) || compare(a.from, b.from) || revision(a.version) - revision(b.version),
  );
  return sorted.map((ruleSet, at) => {
    const later = sorted.slice(at + 1).filter(({ id }) => id === ruleSet.id);
    const next = later.find(({ from }) => from > ruleSet.from)?.from ?? null;
    return {
      ruleSet: { ...ruleSet, until: ruleSet.until ?? next },
      superseded: later.some(({ from }) => from === ruleSet.from),
    };
  });
}

const revision = (version: string): number => Number(/\.(\d+)$/.exec(version)?.[1] ?? 1);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function versionOf(content: RuleSet, versions: readonly Version[]): Version {
  const found = versions.find(
    ({ ruleSet }) => ruleSet.id === content.id && ruleSet.version === content.version,
  );
  return found ?? { ruleSet: content, superseded: false };
}

function publishedRules(
  { ruleSet, superseded }: Version,
  reads: readonly Read<RuleSet>[],
  isPublished: (hash: string) => boolean,
): PublishedRules {
  const read = reads.find(
    ({ reading: { content } }) => content.id === ruleSet.id && content.version === ruleSet.version,
  );
  return {
    ruleSet,
    superseded,
    examples: read?.reading.examples ?? [],
    hash: read?.hash ?? "",
    published: isPublished(read?.hash ?? ""),
    file: read?.file.path ?? "",
  };
}

/** By id and first day; a version that began on a day that was not read comes first. */
function overlaysInOrder(
  reads: readonly Read<Overlay>[],
  isPublished: (hash: string) => boolean,
): PublishedOverlay[] {
  const sorted = reads.toSorted(
    (a, b) =>
      compare(a.reading.content.id, b.reading.content.id) ||
      compare(a.reading.content.from ?? "", b.reading.content.from ?? "") ||
      revision(a.file.name) - revision(b.file.name),
  );
  return sorted.map(({ reading: { content, examples }, hash, file }, at) => ({
    overlay: content,
    until:
      sorted.slice(at + 1).find(({ reading }) => reading.content.id === content.id)?.reading.content.from ??
      null,
    examples,
    hash,
    published: isPublished(hash),
    file: file.path,
  }));
}

/** An example beside the rules may be one of a jurisdiction, which must be there. */
function tellJurisdictions(reads: readonly Read<RuleSet>[], files: readonly RuleFile[]): void {
  const known = files.flatMap(({ folder, name }) => (folder === null ? [name.split("@")[0] ?? name] : []));
  for (const { reading, tell } of reads)
    for (const [index, { jurisdiction }] of reading.examples.entries())
      if (typeof jurisdiction === "string" && !known.includes(jurisdiction)) {
        const line = reading.lineOf(["examples", index, "jurisdiction"]);
        tell("rules.unknown-jurisdiction", line, jurisdiction, nearest(jurisdiction, known) ?? "");
      }
}

/** Every passage is held, and its document in force on each day of the rules. @param days null: not judged */
function tellBases<T>(
  { reading, tell }: Read<T>,
  days: readonly [Day | null, Day | null] | null,
  catalogue: Catalogue,
): void {
  for (const { passage, at } of reading.bases) {
    // Only a problem needs its line: to find it the file is parsed as a whole.
    const line = () => reading.lineOf(at);
    const held = catalogue.provision(passage);
    const [provision = passage] = passage.split(".", 1);
    const document = catalogue.document(held?.provision.documentId ?? "");
    if (held === undefined || document === undefined) {
      if (catalogue.provision(provision)) tell("reference.unit-not-held", line(), passage, provision);
      else tell("reference.dead", line(), passage);
      continue;
    }
    if (days === null) continue;
    const [from, until] = days;
    const first = firstDay(document);
    const { repealed } = document.dates;
    const begun = first === null || from === null || first <= from;
    const lasts = repealed === null || (until !== null && until <= repealed);
    if (!begun || !lasts)
      tell("rules.basis-not-in-force", line(), passage, from ?? "起始日未知", until ?? "今后");
  }
}

/** Facts of published cases; an organisation's file adds its own cases, and replaces those of the same id. */
function readCaseFacts(
  roots: readonly string[],
  newest: RuleSet | null,
  catalogue: Catalogue | null,
  tellerOf: (shown: string) => TellLine,
): Map<string, Form> {
  const found = new Map<string, Form>();
  for (const root of roots) {
    const place = join(root, CASE_FACTS);
    const tell = tellerOf(root === roots[0] ? CASE_FACTS : place);
    if (newest === null || !lstatSync(place, { throwIfNoEntry: false })?.isFile()) continue;
    const text = decode(readFileSync(place), tell);
    const read = text === null ? null : readYaml(text, caseFactsFile, 1, tell);
    if (read === null) continue;
    for (const [id, facts] of Object.entries(read.value)) {
      if (catalogue !== null && !catalogue.case(id)) tell("reference.dead", read.lineOf([id]), id);
      found.set(
        id,
        readForm(facts, [id], namesOf(newest), (code, at, ...values) =>
          tell(code, read.lineOf(at), ...values),
        ),
      );
    }
  }
  return found;
}

function readSigned(root: string, tell: TellLine): Signed[] {
  const place = join(root, SIGNED);
  if (!lstatSync(place, { throwIfNoEntry: false })?.isFile()) return [];
  const text = decode(readFileSync(place), tell);
  const read = text === null ? null : readYaml(text, signedFile, 1, tell);
  return (read?.value ?? []).map((entry) => {
    const { by, on, because } = entry;
    const [one, other] = "earlier" in entry ? [entry.earlier, entry.later] : [entry.overlay, entry.parameter];
    return { one, other, by, on, because };
  });
}

/** Name of a version in the register: `six-looks@2025-06-01`, `overlays/sichuan-ftz`. */
const nameInRegister = ({ folder, name, path }: RuleFile): string =>
  folder === null ? path.slice(0, -".yaml".length) : `${folder}@${name}`;

function tellRegister(
  roots: readonly string[],
  files: readonly RuleFile[],
  reads: readonly (Read<RuleSet> | Read<Overlay>)[],
  tellerOf: (shown: string) => TellLine,
): RuleFolderReading["unpublished"] {
  const published = new Map<string, string>();
  for (const root of roots) {
    const place = join(root, REGISTER);
    const tell = tellerOf(root === roots[0] ? REGISTER : place);
    if (!lstatSync(place, { throwIfNoEntry: false })?.isFile()) continue;
    const text = decode(readFileSync(place), tell);
    // Comments alone are an empty register.
    if (text === null || /^(?:\s*(?:#.*)?\n)*$/u.test(text)) continue;
    const register = readYaml(text, registerFile, 1, tell);
    for (const [name, hash] of Object.entries(register?.value ?? {})) {
      if (!published.has(name)) published.set(name, hash);
      if (!files.some((file) => nameInRegister(file) === name))
        tell("rules.published-missing", register?.lineOf([name]) ?? 1, name);
    }
  }
  return reads.flatMap(({ file, hash, tell }) => {
    const name = nameInRegister(file);
    const registered = published.get(name);
    if (registered === undefined) tell("rules.not-published", 1, name);
    else if (registered !== hash) tell("rules.published-changed", 1, name);
    return registered === undefined ? [{ name, hash, root: file.root }] : [];
  });
}
