/** Every lint over the versions of the rules, each with the local measures that can be laid over it. */
import type { Catalogue } from "../../core/law/catalogue.ts";
import type { Day } from "../../core/law/types.ts";
import { firstDay } from "../../core/law/validity.ts";
import { lintRules } from "../../core/rules/lints/all.ts";
import type { InForce } from "../../core/rules/lints/bases-resolve.ts";
import type { Finding, LintResult, RuleExample } from "../../core/rules/lints/lint.ts";
import type { Pinned } from "../../core/rules/record.ts";
import type { PublishedOverlay, PublishedRules, RuleLibrary } from "../../ports/rule-source.ts";
import { ruleSetId } from "./rule-book.ts";

/** Acts from this day on must be covered. */
export const firstCoveredDay: Day = "2018-10-01";

/** A lint over all versions asked for: the worst of their results. */
export interface LintReport {
  readonly ok: boolean;
  /** The newest version; null where there is none. */
  readonly ruleset: Pinned | null;
  readonly lints: readonly (Omit<LintResult, "findings" | "notes"> & {
    readonly findings: readonly VersionFinding[];
    readonly notes: readonly VersionFinding[];
  })[];
}

export interface VersionFinding extends Finding {
  readonly version: string;
}

export interface LintOptions {
  /** Lints the newest version with its overlays alone. */
  readonly newest: boolean;
  /** Milliseconds from anywhere; absent: no times. */
  readonly now?: () => number;
  readonly id?: string;
  /** First day of the act that the versions must cover. */
  readonly firstDay?: Day;
}

export function lintLibrary(library: RuleLibrary, catalogue: Catalogue, options: LintOptions): LintReport {
  const id = options.id ?? ruleSetId;
  const versions = library.ruleSets.filter(({ ruleSet, superseded }) => ruleSet.id === id && !superseded);
  const newest = versions.at(-1);
  const asked = newest !== undefined && options.newest ? [newest] : versions;
  const runs = asked.map((rules) => ({
    version: rules.ruleSet.version,
    lints: lintVersion(rules, versions, library, catalogue, options),
  }));
  const lints = (runs[0]?.lints ?? []).map((first) => merged(first.id, runs));
  return {
    ok: runs.length > 0 && lints.every(({ status }) => status === "proven"),
    ruleset: newest === undefined ? null : { id, version: newest.ruleSet.version, hash: newest.hash },
    lints,
  };
}

function lintVersion(
  rules: PublishedRules,
  versions: readonly PublishedRules[],
  library: RuleLibrary,
  catalogue: Catalogue,
  { now, firstDay: first = firstCoveredDay }: LintOptions,
): LintResult[] {
  const overlays = library.overlays.filter((overlay) => meets(overlay, rules));
  return lintRules({
    ruleSet: rules.ruleSet,
    overlays: overlays.map(({ overlay }) => [overlay]),
    examples: [...rules.examples, ...overlays.flatMap((overlay) => examplesFor(overlay, rules))],
    previous: versions[versions.indexOf(rules) - 1]?.ruleSet ?? null,
    versions: versions.map(({ ruleSet: { version, from, until }, hash, published }) => ({
      version,
      from,
      until,
      hash,
      registered: published ? hash : null,
    })),
    firstDay: first,
    passage: (id) => inForceOf(id, catalogue),
    signed: (one, other) => library.signed.some((entry) => entry.one === one && entry.other === other),
    ...(now === undefined ? {} : { now }),
  });
}

/** Whether there is a day of the act on which both hold. */
const meets = ({ overlay, until }: PublishedOverlay, { ruleSet }: PublishedRules): boolean =>
  overlay.base === ruleSet.id &&
  (overlay.from === null || ruleSet.until === null || overlay.from < ruleSet.until) &&
  (until === null || ruleSet.from < until);

/**
 * Cases of an overlay of days that the version covers. Where it has none of those, its own rules are shown by the cases of
 * other days, which have to come out the same.
 */
function examplesFor({ examples }: PublishedOverlay, { ruleSet }: PublishedRules): readonly RuleExample[] {
  const own = examples.filter(
    ({ act }) => ruleSet.from <= act && (ruleSet.until === null || act < ruleSet.until),
  );
  return own.length > 0 ? own : examples;
}

function inForceOf(id: string, catalogue: Catalogue): InForce | null {
  const document = catalogue.document(catalogue.provision(id)?.provision.documentId ?? "");
  return document === undefined ? null : { from: firstDay(document), until: document.dates.repealed };
}

function merged(
  id: string,
  runs: readonly { readonly version: string; readonly lints: readonly LintResult[] }[],
): LintReport["lints"][number] {
  const results = runs.flatMap(({ version, lints }) =>
    lints.filter((lint) => lint.id === id).map((lint) => ({ version, lint })),
  );
  const statuses = results.map(({ lint }) => lint.status);
  const spent = results.flatMap(({ lint }) => lint.ms ?? []);
  // What concerns the versions together is found with each of them.
  const once = (of: "findings" | "notes"): VersionFinding[] => {
    const seen = new Set<string>();
    return results.flatMap(({ version, lint }) =>
      lint[of].flatMap((finding) => {
        const key =
          id === "14" ? finding.message : `${version} ${finding.message} ${finding.overlays?.join() ?? ""}`;
        if (seen.has(key)) return [];
        seen.add(key);
        return [{ version, ...finding }];
      }),
    );
  };
  return {
    id,
    name: results[0]?.lint.name ?? "",
    status: statuses.includes("not_proven")
      ? "not_proven"
      : statuses.includes("finding")
        ? "finding"
        : "proven",
    findings: once("findings"),
    notes: once("notes"),
    ...(spent.length === 0 ? {} : { ms: spent.reduce((sum, ms) => sum + ms, 0) }),
  };
}
