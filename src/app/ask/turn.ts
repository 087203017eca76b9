/** What a question is answered within. */
import type { Context } from "../../core/grounding/answer.ts";
import type { Day } from "../../core/law/types.ts";
import type { Hit } from "../../core/retrieval/index.ts";
import type { VectorSearchOptions } from "../../core/retrieval/vectors.ts";

/** The day, what lies near, and what the turn before leaves to lean on. */
export interface Turn {
  readonly asOf: Day;
  readonly context: Context | null;
  /** What lies near the question in meaning; null: not known. */
  readonly meaning: Meaning | null;
}

/** The passages near one question in meaning. */
export interface Meaning {
  /** The question it is of, as completed; what is looked for under other words means something else. */
  readonly question: string;
  /** Nearest first; none where the vectors are not ready. */
  nearest(options: VectorSearchOptions): readonly Hit[];
}
