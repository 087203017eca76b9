/** Published cases mapped to the facts of the pre-check (预审): what the rules are held against. */
import type { Form, Outcome } from "../core/rules/types.ts";

/** What the rules should say of a completed case; `none`: listed, not counted. */
export const caseClasses = ["not_tolerated", "favourable", "clarification", "none"] as const;
export type CaseClass = (typeof caseClasses)[number];

/** One case, mapped twice: as its source states it, and completed by assumptions that its file names. */
export interface MappedCase {
  readonly id: string;
  readonly title: string;
  /** The outcome as published. */
  readonly official: string;
  readonly borderline: boolean;
  readonly class: CaseClass;
  /** Whether putting it before people is right as well: borderline, or sanctioned for a named reason to refer alone. */
  readonly consultCounts: boolean;
  /** Why the rules knowingly differ from what was decided; null where they do not. */
  readonly known: string | null;
  readonly stated: Form;
  readonly completed: Form;
  /** The source's words for each stated fact, and the reason of each assumption. */
  readonly says: readonly string[];
  readonly because: readonly string[];
  readonly expect: {
    readonly stated: {
      readonly status: string;
      readonly outcome?: Outcome | undefined;
      readonly worst?: Outcome | undefined;
      readonly best?: Outcome | undefined;
    };
    readonly completed: {
      readonly status: string;
      readonly outcome?: Outcome | undefined;
      readonly fired: readonly string[];
    };
  };
}
