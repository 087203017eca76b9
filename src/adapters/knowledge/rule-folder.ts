/**
 * The rules and the local measures of a knowledge folder, read and checked in one go: `rules/<id>/<version>.yaml`,
 * `overlays/<id>.yaml` with later versions as `overlays/<id>@<day>.yaml`, and the register `rules/published.yaml`.
 *
 * An organisation's own folder adds versions, rule sets and overlays. It may hold a file of the same path, as for the
 * rest of the knowledge base; but what is published is fixed for everybody, so a changed copy of a published file is an
 * error there too.
 */
import { join } from "node:path";
import type { Catalogue } from "../../core/law/catalogue.ts";
import type { Overlay, RuleSet } from "../../core/rules/types.ts";
import type { Problem } from "../../ports/knowledge-source.ts";
import type { PublishedOverlay, PublishedRules, RuleLibrary } from "../../ports/rule-source.ts";
import { describe } from "./problems.ts";
import { tellBases, tellJurisdictions, tellRegister, type Unpublished } from "./rule-checks.ts";
import { readCaseFacts, readSigned } from "./rule-extras.ts";
import { filesIn, type Read, type RuleFile, readOne, SIGNED, type TellLine } from "./rule-files.ts";
import { isVersionOf, type RuleReading, readOverlay, readRuleSet } from "./rules.ts";

/** What the files say: the library where they hold, and every problem in any case. */
export interface RuleFolderReading {
  /** Given also where nothing but entries of the register is missing: what is not published yet can be looked at. */
  readonly library: RuleLibrary | null;
  /** By file and line. */
  readonly problems: readonly Problem[];
  /** What `cli rules publish` would add. */
  readonly unpublished: readonly Unpublished[];
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
    ...readCaseFacts(roots, versions.at(-1)?.ruleSet ?? null, catalogue, tellerOf),
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
