/**
 * How the facts that a source states of one look lie: 有利, 不利, 还要再问. Read from the rules and, where they leave it open,
 * from the order of the answers; what the source does not state is never taken for favourable.
 */
import { readablePart } from "../rules/by-version.ts";
import type { CompiledRules } from "../rules/compile.ts";
import { always, type Diagram, terminalCount } from "../rules/diagram.ts";
import { endsAt } from "../rules/open-ends.ts";
import { levelsOf, onlyTrue } from "../rules/rule-states.ts";
import { readForm } from "../rules/space.ts";
import { type Form, looks } from "../rules/types.ts";
import { reachable } from "../rules/walks.ts";
import type { Leaning, StatedFact, WalkLook } from "./walk.ts";

/**
 * Held against the grounds for exemption that ask of every look; what single circumstances open, such as an order from above, is
 * no matter of one look.
 *
 * - against: the rules give nothing favourable once these facts are so, or no such ground that asks any of them can hold;
 * - for: such a ground holds as far as this look goes, whatever else of it is found out; or every fact is surely at its best;
 * - open: whatever lies between.
 */
export function leaningOf({ model }: CompiledRules, { look, stated }: Omit<WalkLook, "told">): Leaning {
  if (stated.length === 0) return "open";
  const { diagram, space } = model;
  const form: Form = Object.fromEntries(stated.map(({ fact, values }) => [fact.id, values]));
  const { possible } = readForm(space, readablePart(space, form));
  const ends = endsAt(model, possible);
  if (ends?.best === "not_tolerated" || ends?.best === "consult") return "against";
  const isHere = (level: number): boolean => space.facts[level]?.look === look;
  const asking = model.rules.filter(({ rule }) => {
    const levels = rule.outcome === "exempt" ? levelsOf(rule, space, model.names) : [];
    const asked = new Set(levels.map((level) => space.facts[level]?.look));
    return (
      sixLooks.every((one) => asked.has(one)) && levels.some((level) => possible[level] !== space.full[level])
    );
  });
  const open = asking.filter(({ effective }) => reachable(diagram, effective, possible) & onlyTrue);
  if (asking.length > 0 && open.length === 0) return "against";
  if (open.some(({ effective }) => holdsWhatever(diagram, effective, possible, isHere))) return "for";
  const ranks = ranksOf(stated);
  return ranks.length > 0 && ranks.flat().every((rank) => rank === 0) ? "for" : "open";
}

const sixLooks = looks.filter((look) => look !== "threshold");

/** Whether every fact is surely worse than its best answer, and may be past the middle: not favourable, however grave. */
export function fallsShort(stated: readonly Pick<StatedFact, "fact" | "values">[]): boolean {
  const ranks = ranksOf(stated);
  return ranks.length > 0 && ranks.every((of) => Math.min(...of) > 0 && Math.max(...of) > 0.5);
}

/** Where each possible answer stands from best (0) to worst (1), by fact; facts whose answers have no order are left out. */
const ranksOf = (stated: readonly Pick<StatedFact, "fact" | "values">[]): number[][] =>
  stated.flatMap(({ fact: { order }, values }) =>
    order === null ? [] : [values.map((value) => order.indexOf(value) / (order.length - 1))],
  );

/** Whether it can be TRUE by the other facts, whichever of the possible answers at these levels are given. */
function holdsWhatever(
  diagram: Diagram,
  root: number,
  possible: readonly number[],
  isGiven: (level: number) => boolean,
): boolean {
  const done = new Map<number, boolean>();
  const visit = (node: number): boolean => {
    if (node < terminalCount) return node === always;
    const known = done.get(node);
    if (known !== undefined) return known;
    const level = diagram.level(node);
    const kids = Array.from({ length: diagram.widths[level] ?? 0 }, (_, value) => value)
      .filter((value) => (possible[level] ?? 0) & (1 << value))
      .map((value) => diagram.kid(node, value));
    const result = isGiven(level) ? kids.every(visit) : kids.some(visit);
    done.set(node, result);
    return result;
  };
  return visit(root);
}
