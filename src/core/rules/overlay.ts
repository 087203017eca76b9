/**
 * Overlays (地方补充): what a place or an organisation lays over a rule set.
 *
 * Several together, from the most general to the most specific (province, city, the organisation's own):
 * - rules and exceptions: all of them; an id is given once, so nothing of the base can be replaced or taken out;
 * - exceptions: only rules of overlays may name those of an overlay, so no base red line gains one;
 * - parameters: the most specific value that was read counts; one not read (null) leaves the more general standing.
 *
 * The order therefore matters for parameters alone.
 */
import { RuleSetError, UnknownNameError } from "./errors.ts";
import type { Overlay, Parameter, RuleSet } from "./types.ts";

/**
 * The rule set with its overlays.
 *
 * @param overlays the most general first
 * @throws {UnknownNameError} an overlay of another rule set, or a parameter the base does not have
 * @throws {RuleSetError} an id is taken, or an exception would bear on a rule of the base
 */
export function applyOverlays(base: RuleSet, overlays: readonly Overlay[]): RuleSet {
  if (overlays.length === 0) return base;
  for (const { id, base: of } of overlays)
    if (of !== base.id) throw new UnknownNameError("rule set", of, [base.id], `overlay "${id}"`);
  refuseTakenIds(base, overlays);
  refuseExceptionsOfTheBase(base, overlays);
  return {
    ...base,
    rules: [
      ...base.rules,
      ...overlays.flatMap(({ id, rules }) => rules.map((rule) => ({ ...rule, origin: id }))),
    ],
    exceptions: [...base.exceptions, ...overlays.flatMap(({ exceptions }) => exceptions)],
    parameters: overlays.reduce(withParameters, base.parameters),
  };
}

function withParameters(parameters: readonly Parameter[], overlay: Overlay): Parameter[] {
  const known = parameters.map(({ id }) => id);
  for (const { id } of overlay.parameters)
    if (!known.includes(id)) throw new UnknownNameError("parameter", id, known, `overlay "${overlay.id}"`);
  return parameters.map((parameter) => {
    const own = overlay.parameters.find(({ id }) => id === parameter.id);
    if (own === undefined || own.value === null) return parameter;
    return { ...parameter, value: own.value, unit: own.unit ?? parameter.unit, basis: own.basis };
  });
}

function refuseTakenIds(base: RuleSet, overlays: readonly Overlay[]): void {
  const taken = new Map([...base.rules, ...base.exceptions].map(({ id }) => [id, base.id]));
  for (const overlay of overlays)
    for (const { id } of [...overlay.rules, ...overlay.exceptions]) {
      const owner = taken.get(id);
      if (owner !== undefined)
        throw new RuleSetError(
          `overlay "${overlay.id}": "${id}" is taken by "${owner}"; give it an id of its own`,
        );
      taken.set(id, overlay.id);
    }
}

function refuseExceptionsOfTheBase(base: RuleSet, overlays: readonly Overlay[]): void {
  const own = new Set(base.exceptions.map(({ id }) => id));
  const local = new Map(
    overlays.flatMap(({ id, exceptions }) => exceptions.map((exception) => [exception.id, id] as const)),
  );
  for (const { id, unless } of [...base.rules, ...base.exceptions])
    for (const exception of unless)
      if (!own.has(exception) && local.has(exception))
        throw new RuleSetError(
          `overlay "${local.get(exception)}": "${exception}" would except from "${id}" of the base; only rules of overlays may name it`,
        );
}
