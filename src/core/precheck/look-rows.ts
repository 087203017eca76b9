/**
 * The six looks (六看) of a form as six rows. Nothing is graded by hand: a look is as its named sub-conclusions (分结论), red
 * lines and grounds for referral have it.
 */
import { reasonsFor } from "../rules/conditions.ts";
import { createDiagram, never, without } from "../rules/diagram.ts";
import type { ModelledRule, RuleModel } from "../rules/model.ts";
import { levelsOf, onlyFalse, onlyTrue, undecided } from "../rules/rule-states.ts";
import type { States } from "../rules/space.ts";
import { type Conclusion, type FactId, type Look, looks } from "../rules/types.ts";
import { reachable, restrict, support } from "../rules/walks.ts";
import type { LookRow, LookState, ReportAnswer } from "./report.ts";

type SixLook = LookRow["look"];
const sixLooks = looks.filter((look): look is SixLook => look !== "threshold");

/**
 * @param open facts that can still change the result
 * @param answers all of the form
 */
export function lookRows(
  model: RuleModel,
  states: States,
  open: ReadonlySet<FactId>,
  answers: readonly ReportAnswer[],
): LookRow[] {
  const warnings = warningsOf(model, states);
  return sixLooks.map((look) => {
    const conclusions = conclusionsOf(model, states, look);
    const waiting = model.space.facts.filter((fact) => fact.look === look && open.has(fact.id));
    const here = warnings.filter(({ shown }) => shown.has(look));
    const awaited = warnings.some(({ waits }) => waits.has(look));
    const state = stateOf(here, awaited, conclusions, waiting.length > 0);
    return {
      look,
      state,
      // Beside a red line a good grade would be read as outweighing it.
      grades: state === "against" ? [] : mostTelling(model, conclusions),
      rules: here.map(({ rule: { rule } }) => ({ rule: rule.id, title: rule.title, tier: rule.tier })),
      answers: answers.filter((answer) => answer.look === look),
      open: waiting.map(({ label }) => label),
    };
  });
}

/** A sub-conclusion of a look with its area, and whether it is TRUE as the form stands (bits of `rule-states`). */
interface Concluded {
  readonly conclusion: Conclusion;
  readonly area: number;
  readonly reach: number;
  /** Whether it holds where every fact has its best answer, so that a look without it lacks something. */
  readonly sound: boolean;
}

/** A red line or ground for referral with the looks that show it TRUE, or that it still waits for. */
interface Warning {
  readonly rule: ModelledRule;
  readonly shown: ReadonlySet<Look>;
  readonly waits: ReadonlySet<Look>;
}

function stateOf(
  warnings: readonly Warning[],
  awaited: boolean,
  conclusions: readonly Concluded[],
  open: boolean,
): LookState {
  const sound = conclusions.filter((entry) => entry.sound);
  if (warnings.some(({ rule: { rule } }) => rule.tier === "redline")) return "against";
  if (warnings.length > 0 || sound.some(({ reach }) => reach === onlyFalse)) return "attention";
  if (open) return "open";
  // What can no longer change the result is not asked, and not called clear either.
  return awaited || sound.some(({ reach }) => reach === undecided) ? "unasked" : "clear";
}

function conclusionsOf(model: RuleModel, { possible }: States, look: Look): Concluded[] {
  const { diagram, space, conditions, ruleSet } = model;
  const best = space.facts.map(({ order, values }, level) =>
    order === null ? (space.full[level] as number) : 1 << values.findIndex(({ id }) => id === order[0]),
  );
  return ruleSet.conclusions
    .filter((conclusion) => conclusion.look === look)
    .map((conclusion) => {
      const area = conditions.condition(conclusion.when, conclusion.id);
      return {
        conclusion,
        area,
        reach: reachable(diagram, area, possible),
        sound: (reachable(diagram, area, best) & onlyTrue) !== 0,
      };
    });
}

/** Titles of those that are TRUE; what another of them implies is left out. */
function mostTelling({ diagram }: RuleModel, conclusions: readonly Concluded[]): string[] {
  const held = conclusions.filter(({ reach }) => reach === onlyTrue);
  const told = ({ conclusion, area }: Concluded): boolean =>
    held.some(
      (other) =>
        other.conclusion !== conclusion &&
        other.area !== area &&
        without(diagram, other.area, area) === never,
    );
  return held.filter((entry) => !told(entry)).map(({ conclusion }) => conclusion.title);
}

function warningsOf(model: RuleModel, { possible }: States): Warning[] {
  const { diagram, space, names } = model;
  const looksAt = (levels: Iterable<number>): Set<Look> =>
    new Set([...levels].flatMap((level) => space.facts[level]?.look ?? []));
  const none: ReadonlySet<Look> = new Set();
  return model.rules
    .filter(({ rule }) => rule.tier === "redline" || rule.tier === "refer")
    .map((modelled): Warning => {
      const { rule, effective } = modelled;
      const reach = reachable(diagram, effective, possible);
      if (reach === onlyFalse) return { rule: modelled, shown: none, waits: none };
      if (reach === undecided) {
        const scratch = createDiagram(diagram.widths, diagram.budget);
        const waits = support(scratch, restrict(diagram, effective, possible, scratch));
        return { rule: modelled, shown: none, waits: looksAt(waits) };
      }
      const { truth, levels } = reasonsFor(rule, space, names, possible, true);
      // Where a fact occurs twice Kleene may not tell; then every fact it names is told.
      return {
        rule: modelled,
        shown: looksAt(truth === 1 ? levels : levelsOf(rule, space, names)),
        waits: none,
      };
    });
}
