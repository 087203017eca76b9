/** What a reply leaves on the gap list (待补充清单). */
import type { StoredGap } from "../flow/events.ts";

/** A note made before, that a quiz question is wrong. */
export interface ReportedQuiz {
  /** Where it stands. */
  readonly key: string;
  /** Its receipt number (编号). */
  readonly id: string;
  readonly reason: string | undefined;
}

/** A note for the gap list. */
export interface GivenGap extends Pick<StoredGap, "kind" | "text" | "detail" | "reason"> {
  /** Key of an earlier note that it takes the place of; absent: it is new. */
  readonly place?: string | undefined;
}
