import type { Day } from "../../law/types.ts";
import type { Checked, Finding } from "./lint.ts";

/** A published version of one rule set. */
export interface PublishedVersion {
  readonly version: string;
  /** Days of the act it covers: `from` counts, `until` does not. */
  readonly from: Day;
  readonly until: Day | null;
  readonly hash: string;
  /** Null: not registered yet. */
  readonly registered: string | null;
}

/**
 * 14: the versions cover every day from the first one on once, and what was published is unchanged.
 *
 * @param versions of one rule set, in any order, those that a revision replaced left out
 * @param first day that must be covered
 */
export function checkVersions(versions: readonly PublishedVersion[], first: Day): Checked {
  const inOrder = [...versions].sort((one, other) => (one.from < other.from ? -1 : 1));
  return { findings: [...uncovered(inOrder, first), ...changed(inOrder)] };
}

function uncovered(versions: readonly PublishedVersion[], first: Day): Finding[] {
  const findings: Finding[] = [];
  let next: Day | null = first;
  for (const { version, from, until } of versions) {
    if (next === null || from < next) {
      if (next !== first)
        findings.push({ message: `${version} covers days that an earlier version covers too` });
    } else if (from > next) findings.push({ message: `no version covers ${next} to the day before ${from}` });
    if (until !== null && until <= from) findings.push({ message: `${version} ends before it begins` });
    next = until;
  }
  if (next !== null) findings.push({ message: `no version covers the days from ${next} on` });
  return findings;
}

const changed = (versions: readonly PublishedVersion[]): Finding[] =>
  versions.flatMap(({ version, hash, registered }) => {
    if (registered === null) return [{ message: `${version} is not in the register of hashes; register it` }];
    if (registered === hash) return [];
    return [
      { message: `${version} was changed after it was published; restore it and publish a new version` },
    ];
  });
