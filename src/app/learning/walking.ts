/** Published cases that can be walked through (案例推演), and what the rules say of each by what its source states. */
import type { Catalogue } from "../../core/law/catalogue.ts";
import { type Walk, walkOf } from "../../core/learning/walk.ts";
import type { PrecheckResult } from "../../core/precheck/result.ts";
import type { Fact, Form } from "../../core/rules/types.ts";

export interface Walking {
  /** By id of the case. */
  readonly walks: ReadonlyMap<string, Walk>;
  readonly facts: readonly Fact[];
  /** By the rules of the day asked, on what the source states alone. */
  result(walk: Walk): PrecheckResult;
}

export function createWalking(options: {
  readonly catalogue: Catalogue;
  /** What the sources of published cases state, in the names of `facts`. */
  readonly caseFacts: ReadonlyMap<string, Form>;
  readonly facts: readonly Fact[];
  readonly evaluate: (form: Form) => PrecheckResult;
}): Walking {
  const { catalogue, caseFacts, facts, evaluate } = options;
  const walks = new Map(
    [...caseFacts].flatMap(([id, form]) => {
      const published = catalogue.case(id);
      const walk = published === undefined ? null : walkOf(published, form, facts);
      return walk === null ? [] : [[id, walk] as const];
    }),
  );
  return { walks, facts, result: (walk) => evaluate(caseFacts.get(walk.case) ?? {}) };
}
