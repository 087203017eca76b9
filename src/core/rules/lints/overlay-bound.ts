import { ends, gateOfEnd, type RuleModel } from "../model.ts";
import type { Overlay, Parameter } from "../types.ts";
import { pairPath } from "../walks.ts";
import { type Checked, exampleAt, type Finding } from "./lint.ts";
import { isBetter } from "./monotone.ts";

/**
 * 8: an overlay never improves what the base excludes or refers by name.
 *
 *   base: gate           overlay: the same gate
 *   base: not_tolerated  overlay: not_tolerated
 *   base: consult, named overlay: consult or worse
 *   base: by default     overlay: anything but a gate
 *   base: lighter        overlay: lighter or worse
 *   base: exempt         overlay: anything but a gate
 *
 * A parameter moved to the kinder side is invisible to the diagram, so it needs a source and an entry somebody signed.
 *
 * @param model base and overlays together, in the base's diagram
 * @param signed whether somebody signed for a parameter that an overlay moves
 */
export function checkOverlayBound(
  base: RuleModel,
  model: RuleModel,
  overlays: readonly Overlay[],
  signed: (overlay: string, parameter: string) => boolean = () => false,
): Checked {
  const path = pairPath(base.diagram, model.verdict, base.verdict, exceedsBound);
  const kinder: Finding[] = path
    ? [
        {
          message: "kinder than the base allows, or a gate of its own; narrow the overlay's rules",
          examples: [
            exampleAt(model, path, "地方补充之后"),
            { ...exampleAt(base, path, "地方补充之前"), jurisdiction: null },
          ],
        },
      ]
    : [];
  const moves = overlays.flatMap((overlay) =>
    overlay.parameters
      .filter((own) => isKinder(own, base.ruleSet.parameters))
      .map((own) => ({ overlay, own })),
  );
  const told = moves.map(({ overlay, own }) => ({
    finding: {
      message: `${overlay.id} moves ${own.id} to the kinder side (${own.value}): needs a source and a signed entry`,
    },
    fine: own.basis.length > 0 && signed(overlay.id, own.id),
  }));
  return {
    findings: [...kinder, ...told.filter(({ fine }) => !fine).map(({ finding }) => finding)],
    notes: told.filter(({ fine }) => fine).map(({ finding }) => finding),
  };
}

function exceedsBound(overlay: number, base: number): boolean {
  if (overlay === ends.conflict || base === ends.conflict) return false;
  if (gateOfEnd(base) !== null || gateOfEnd(overlay) !== null) return overlay !== base;
  return base !== ends.default && isBetter(overlay, base);
}

function isKinder(own: Parameter, parameters: readonly Parameter[]): boolean {
  const base = parameters.find(({ id }) => id === own.id);
  if (typeof own.value !== "number" || typeof base?.value !== "number") return false;
  return base.kinder === "higher"
    ? own.value > base.value
    : base.kinder === "lower" && own.value < base.value;
}
