/**
 * Chooses the rules of a day: the version that covers it, and the local measures in force on it. Each combination is
 * compiled once.
 */
import type { Day } from "../../core/law/types.ts";
import { type CompiledRules, compile } from "../../core/rules/compile.ts";
import { nearest } from "../../core/rules/nearest.ts";
import type { Pinned } from "../../core/rules/record.ts";
import type { PublishedOverlay, PublishedRules, RuleLibrary } from "../../ports/rule-source.ts";

/** The rule set that pre-checks run on. */
export const ruleSetId = "six-looks";

/** No version of the rules covers a day; the nearest one is never taken instead. */
export class NoRulesForDayError extends Error {
  readonly code = "precheck.no-rules";
  readonly day: Day;
  /** First day that is covered, null where none is. */
  readonly firstDay: Day | null;

  constructor(day: Day, firstDay: Day | null) {
    super(
      firstDay === null
        ? "there are no rules; add a version under rules/"
        : day < firstDay
          ? `no rules cover ${day}; the first covered day is ${firstDay}`
          : `no rules cover ${day}; add a version that begins on or before it`,
    );
    this.name = "NoRulesForDayError";
    this.day = day;
    this.firstDay = firstDay;
  }
}

/** No local measure has this id. */
export class UnknownJurisdictionError extends Error {
  readonly code = "precheck.unknown-jurisdiction";
  readonly nearest: string | null;

  constructor(given: string, known: readonly string[]) {
    const near = nearest(given, known);
    const remedy =
      known.length === 0
        ? "none is held"
        : near === null
          ? `known: ${known.join(", ")}`
          : `the nearest is ${near}`;
    super(`unknown jurisdiction "${given}"; ${remedy}`);
    this.name = "UnknownJurisdictionError";
    this.nearest = near;
  }
}

/** Rules ready to be asked, and what pins them. */
export interface PinnedRules {
  readonly pin: Pinned;
  /** Those in force on the day, in the order asked for. */
  readonly overlays: readonly Pinned[];
  readonly compiled: CompiledRules;
}

export interface RuleBook {
  /** @throws {NoRulesForDayError | UnknownJurisdictionError} */
  on(day: Day, jurisdictions: readonly string[]): PinnedRules;
  /**
   * The rules that a record was made with, whatever was published since; null where any of them is not held as it was.
   *
   * @param overlays of the record, for both of its days; those are taken that were laid over the rules of this one
   */
  pinned(pin: Pinned, overlays: readonly Pinned[], day: Day): PinnedRules | null;
  /** First day that the rules cover; null where there are none. */
  readonly firstDay: Day | null;
  /** By id; of several versions of a measure the latest names it. */
  readonly jurisdictions: readonly { readonly id: string; readonly title: string }[];
}

export function createRuleBook({ ruleSets, overlays }: RuleLibrary, id = ruleSetId): RuleBook {
  const versions = ruleSets.filter(({ ruleSet }) => ruleSet.id === id);
  const measures = overlays.filter(({ overlay }) => overlay.base === id);
  const titles = new Map(measures.map(({ overlay }) => [overlay.id, overlay.title]));
  const compiled = new Map<string, PinnedRules>();

  const together = (rules: PublishedRules, laid: readonly PublishedOverlay[]): PinnedRules => {
    const key = [rules.hash, ...laid.map(({ hash }) => hash)].join("+");
    const known = compiled.get(key);
    if (known !== undefined) return known;
    const { version } = rules.ruleSet;
    const made = {
      pin: { id, version, hash: rules.hash },
      overlays: laid.map(({ overlay, hash }) => ({
        id: overlay.id,
        version: overlay.from ?? "undated",
        hash,
      })),
      compiled: compile(
        rules.ruleSet,
        laid.map(({ overlay }) => overlay),
      ),
    };
    compiled.set(key, made);
    return made;
  };

  return {
    firstDay: versions[0]?.ruleSet.from ?? null,
    jurisdictions: [...titles].map(([measure, title]) => ({ id: measure, title })),
    on(day, jurisdictions) {
      for (const given of jurisdictions)
        if (!titles.has(given)) throw new UnknownJurisdictionError(given, [...titles.keys()]);
      const rules = versions.find(
        ({ superseded, ruleSet: { from, until } }) =>
          !superseded && from <= day && (until === null || day < until),
      );
      if (rules === undefined) throw new NoRulesForDayError(day, versions[0]?.ruleSet.from ?? null);
      return together(
        rules,
        [...new Set(jurisdictions)].flatMap((given) => measureOn(measures, given, day)),
      );
    },
    pinned(pin, pins, day) {
      const rules = versions.find(
        ({ hash, ruleSet }) => hash === pin.hash && ruleSet.version === pin.version,
      );
      const held = pins.map((wanted) =>
        measures.find(({ hash, overlay }) => hash === wanted.hash && overlay.id === wanted.id),
      );
      const laid = held.filter((measure) => measure !== undefined);
      if (rules === undefined || laid.length < pins.length) return null;
      const ids = new Set(laid.map(({ overlay }) => overlay.id));
      return together(
        rules,
        [...ids].flatMap((measure) => measureOn(laid, measure, day)),
      );
    },
  };
}

/**
 * The version of a local measure in force on a day: the last to begin, none before the first. One whose first day was not
 * read counts from ever.
 */
function measureOn(measures: readonly PublishedOverlay[], id: string, day: Day): PublishedOverlay[] {
  const found = measures
    .filter(({ overlay }) => overlay.id === id && (overlay.from ?? "") <= day)
    .reduce<PublishedOverlay | null>(
      (last, measure) => ((measure.overlay.from ?? "") >= (last?.overlay.from ?? "") ? measure : last),
      null,
    );
  return found === null ? [] : [found];
}
